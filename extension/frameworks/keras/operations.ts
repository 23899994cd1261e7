/** Functions on tensors under their several names: `keras.ops.relu`, `tf.nn.relu`, `K.relu`; and the few others that matter. */
import { say } from '../../message.ts';
import { recordFor } from '../../model/records/registry.ts';
import type { Plain, PlainArguments } from '../../model/record.ts';
import { FALSE, float, native, NONE, str, TRUE, type NativeCall, type Value } from '../../python/values.ts';
import { CHOICE_OPERATIONS } from './ops/choose.ts';
import { CREATE_OPERATIONS } from './ops/create.ts';
import { OpCall, type Family, type Operation } from './ops/context.ts';
import { FOLD_OPERATIONS } from './ops/folds.ts';
import { IMAGE_OPERATIONS } from './ops/images.ts';
import { LINEAR_OPERATIONS } from './ops/linear.ts';
import { MATRIX_OPERATIONS } from './ops/matrices.ts';
import { operationNamed } from './ops/names.ts';
import { NN_FUNCTIONS } from './ops/nn-functions.ts';
import { NORMALISATION_OPERATIONS } from './ops/normalisation.ts';
import { NN_OPERATIONS, recordOperation } from './ops/nn.ts';
import { operate } from './ops/node.ts';
import { NUMBER_OPERATIONS } from './ops/numbers.ts';
import { onNumbers } from './ops/scalars.ts';
import { SIGNAL_OPERATIONS } from './ops/signals.ts';
import { WINDOW_OPERATIONS } from './ops/windows.ts';
import { SHAPE_OPERATIONS } from './ops/shapes.ts';
import { signatureOf } from './signatures.ts';
import type { KerasState } from './state.ts';
import { classNameOf } from './tensor-class.ts';
import { dtypeName } from '../numpy/array-class.ts';
import { tensorOf } from '../tensor.ts';
import type { RecordedDefault } from '../signature.ts';

const OPERATIONS: Readonly<Record<string, Operation>> = {
  ...SHAPE_OPERATIONS,
  ...NUMBER_OPERATIONS,
  ...CREATE_OPERATIONS,
  ...NN_OPERATIONS,
  ...NN_FUNCTIONS,
  ...NORMALISATION_OPERATIONS,
  ...MATRIX_OPERATIONS,
  ...CHOICE_OPERATIONS,
  ...IMAGE_OPERATIONS,
  ...SIGNAL_OPERATIONS,
  ...FOLD_OPERATIONS,
  ...LINEAR_OPERATIONS,
  ...WINDOW_OPERATIONS,
};

const DTYPES = new Set([
  'float16',
  'float32',
  'float64',
  'bfloat16',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'bool',
  'string',
  'complex64',
  'complex128',
]);
/** Decorators, plain and with arguments. */
const DECORATORS = new Set(['function', 'custom_gradient', 'autograph.experimental.do_not_convert', 'recompute_grad']);
const DECORATOR_FACTORIES = new Set(['register_keras_serializable', 'keras.utils.register_keras_serializable']);
/** Functions of keras.ops that TensorFlow cannot trace, so that they run on a model's tensors and on numbers only. */
const OUTSIDE_ONLY = new Set([
  'bartlett',
  'associative_scan',
  'inner',
  'kron',
  'corrcoef',
  'histogram',
  'isin',
  'unfold',
  'fold',
]);
/** They change nothing that is followed. */
const QUIET = new Set(['print', 'group', 'no_op', 'random.set_seed', 'set_random_seed']);
const TENSOR_TESTS = new Set(['is_tensor', 'is_symbolic_tensor', 'contrib.framework.is_tensor']);
/** Modules in which `zeros`, `min` or `shuffle` mean something else. */
const FOREIGN =
  /^(data|io|strings|train|distribute|config|summary|sparse|ragged|sets|lookup|feature_column|saved_model|debugging|test|version|raw_ops|audio)\./;

/** Functions that are called otherwise now, or whose last part means something else elsewhere. */
const RENAMED: Readonly<Record<string, string>> = {
  'image.resize_images': 'image.resize',
  'linalg.diag': 'linalg.matrix_diag',
  'linalg.diag_part': 'linalg.matrix_diag_part',
};

/** A member of a module; `name` is dotted below the family (`nn.relu`). */
export function operationMember(state: KerasState, family: Family, name: string): Value | undefined {
  const special = specialMember(state, family, name);
  if (special) return special;
  if (family === 'tf' && FOREIGN.test(name)) return undefined;
  const last = name.slice(name.lastIndexOf('.') + 1);
  const own = family === 'tf' ? (RENAMED[name] ?? name) : name;
  const operation = operationFor(family, own, own.slice(own.lastIndexOf('.') + 1));
  if (!operation) return undefined;
  const label = family === 'tf' ? `tf.${name}` : last;
  return native(last, (call) => {
    const outside = state.depth === 0;
    const run: Parameters<typeof operate>[1] = {
      type: family === 'tf' ? 'TFOpLambda' : family === 'activations' && last === 'relu' ? 'ReLU' : classNameOf(last),
      ...(family === 'tf' ? { name: label } : {}),
      args: call.args,
      kwargs: call.kwargs,
      site: call.site,
      compute: (args, kwargs, site) => {
        const own = new OpCall(state, label, args, kwargs, site, family, outside);
        if (family === 'ops' && !outside && OUTSIDE_ONLY.has(last))
          return own.result([own.first], null, { reason: say`Keras refuses ${last} inside of a layer on TensorFlow.` });
        return onNumbers(own, last) ?? operation(own);
      },
    };
    return operate(state, run);
  });
}

function operationFor(family: Family, name: string, last: string): Operation | undefined {
  // keras.ops.identity is NumPy's: a matrix.
  const key = family === 'ops' && last === 'identity' ? 'eye' : operationNamed(last);
  // A record knows the kernel to run and the upsampling trait; the general rules know broadcasting and lists.
  const recorded = key === undefined || key === 'same' ? recordName(family, name, last) : undefined;
  if (recorded !== undefined)
    return recordOperation(recorded, (call) => parametersOf(recorded, call), defaultsOf(recorded));
  return key === undefined ? undefined : OPERATIONS[key];
}

function recordName(family: Family, name: string, last: string): string | undefined {
  const candidates =
    family === 'backend'
      ? [`ops.${last}`, `tf.nn.${last}`]
      : family === 'tf'
        ? [`tf.${name}`, `tf.nn.${last}`]
        : [`${family}.${name}`, `${family}.${last}`, `ops.${last}`];
  return candidates.find(
    (candidate) => recordFor('keras', candidate) !== undefined && signatureOf(candidate) !== undefined,
  );
}

/** The arguments of a call by the names of the signature. */
function parametersOf(name: string, call: OpCall): ReadonlyMap<string, Value> {
  const signature = signatureOf(name) ?? [];
  const values = new Map<string, Value>();
  signature.forEach(([parameter], position) => {
    const value = call.arg(position, parameter);
    if (value) values.set(parameter, value);
  });
  return values;
}

function defaultsOf(name: string): PlainArguments {
  const defaults: Record<string, Plain> = {};
  for (const [parameter, , value] of signatureOf(name) ?? []) {
    if (value !== undefined) defaults[parameter] = plainDefault(value);
  }
  if (defaults['data_format'] === null) defaults['data_format'] = 'channels_last';
  return defaults;
}

function plainDefault(value: RecordedDefault): Plain {
  if (Array.isArray(value)) return (value as readonly RecordedDefault[]).map(plainDefault);
  if (typeof value === 'object' && value !== null && 'object' in value)
    return { kind: 'object', type: value.object, config: {} };
  return value as Plain;
}

function specialMember(state: KerasState, family: Family, name: string): Value | undefined {
  if (family === 'tf') {
    const type = name.replace(/^dtypes\./, '');
    if (DTYPES.has(type)) return str(type);
    if (type === 'as_dtype') return native(type, asDtype);
    if (name === '__version__' || name === 'version.VERSION') return str('2.21.0');
    if (name === 'newaxis') return NONE;
    if (DECORATORS.has(name)) return native(name, decorate);
    if (QUIET.has(name)) return native(name, () => NONE);
    if (TENSOR_TESTS.has(name)) return native(name, isTensor);
  }
  if (DECORATOR_FACTORIES.has(name)) return native(name, () => native('decorator', (call) => call.args[0] ?? NONE));
  if (family !== 'backend' && family !== 'utils') return undefined;
  switch (name) {
    case 'image_data_format':
      return native(name, () => str(state.dataFormat));
    case 'image_dim_ordering':
      return native(name, () => str(state.dataFormat === 'channels_first' ? 'th' : 'tf'));
    case 'set_image_dim_ordering':
      return native(name, (call) => {
        const value = call.args[0];
        if (value?.kind === 'str') state.dataFormat = value.value === 'th' ? 'channels_first' : 'channels_last';
        return NONE;
      });
    case 'set_image_data_format':
      return native(name, (call) => {
        const value = call.args[0];
        if (value?.kind === 'str' && (value.value === 'channels_first' || value.value === 'channels_last'))
          state.dataFormat = value.value;
        return NONE;
      });
    case 'epsilon':
      return native(name, () => float(1e-7));
    case 'floatx':
      return native(name, () => str('float32'));
    case 'backend':
      return native(name, () => str('tensorflow'));
    case 'is_keras_tensor':
      return native(name, (call) => (call.args[0] ? TRUE : FALSE));
    case 'set_epsilon':
    case 'set_floatx':
    case 'set_session':
    case 'set_learning_phase':
    case 'plot_model':
    case 'set_random_seed':
    case 'batch_set_value':
    case 'set_value':
    case 'manual_variable_initialization':
      return native(name, () => NONE);
    case 'print_tensor':
    case 'dtype':
      return native(name, name === 'dtype' ? dtypeOf : (call) => call.args[0] ?? NONE);
    case 'is_sparse':
      return native(name, () => FALSE);
    case 'get_uid':
      return native(name, (call) => ({
        kind: 'int',
        value: state.names.uid(call.args[0]?.kind === 'str' ? call.args[0].value : ''),
      }));
    default:
      return undefined;
  }
}

const dtypeOf = (call: NativeCall): Value => str(tensorOf(call.args[0])?.dtype ?? 'float32');

const asDtype = (call: NativeCall): Value => {
  const type = dtypeName(call.args[0] ?? call.kwargs.get('type_value'));
  return type === null ? call.interpreter.unknown(say`The type is not known.`, call.site) : str(type);
};

/** Of what is not known, nobody can tell. */
function isTensor(call: NativeCall): Value {
  const [value] = call.args;
  if (value === undefined || value.kind === 'unknown')
    return call.interpreter.unknown(say`What is given is not known.`, call.site);
  return tensorOf(value) ? TRUE : FALSE;
}

/** `@tf.function` and `@tf.function(jit_compile=True)`: the function itself. */
function decorate(call: NativeCall): Value {
  const [wrapped] = call.args;
  return wrapped ?? native('decorator', (inner) => inner.args[0] ?? NONE);
}
