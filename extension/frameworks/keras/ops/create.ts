/** Functions that make tensors from nothing: constants, random numbers, variables. */
import { Formula } from '../../../model/formula.ts';
import { say } from '../../../message.ts';
import type { Shape } from '../../../model/size.ts';
import { asNumber, list, NONE, type PyInstance, type Value } from '../../../python/values.ts';
import { makeArray, untoldSize } from '../../numpy/array-data.ts';
import { broadcast } from '../../broadcast.ts';
import { readArray, readShape } from '../../numpy/read.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import { operandTensors } from '../../operand-tensors.ts';
import { makeTensor, tensorOf } from '../../tensor.ts';
import { initialiserOf } from '../layer-class.ts';
import { weightTensor, type WeightStart } from '../weight-tensor.ts';
import type { OpCall, Operation } from './context.ts';

/** A position that no argument has: it is only given by name. */
const NOT_POSITIONAL = 99;

function make(call: OpCall, shape: Shape | null, dtype = 'float32', kernel: KernelCall | null = null): PyInstance {
  const reason = shape ? null : say`The shape is not known.`;
  const own = call.text(NOT_POSITIONAL, 'dtype') ?? dtype;
  const tensor = makeTensor(call.state.session, 'keras', shape, reason, own);
  if (!kernel) return tensor;
  call.state.session.addCall({
    layer: null,
    label: call.label,
    place: call.site,
    inputs: [],
    outputs: [tensorOf(tensor)?.id ?? 0],
    macs: 0,
    kernel,
    notRunnable: null,
  });
  return tensor;
}

/** What fills a tensor: a number for all, or random ones. */
function filling(call: OpCall, shape: Shape | null, position: number): KernelCall | null {
  const name = call.label.slice(call.label.lastIndexOf('.') + 1).replace(/_like$/, '');
  if (!shape) return null;
  const all = (value: number | undefined): KernelCall | null =>
    value === undefined ? null : onNumbers([shape], (sizes) => ({ op: 'constant', shape: sizes, values: [value] }));
  const draw = (
    distribution: 'normal' | 'uniform' | 'truncated-normal',
    first: number,
    second: number,
  ): KernelCall | null => onNumbers([shape], (sizes) => ({ op: 'random', distribution, shape: sizes, first, second }));
  const given = (fallback: number, at: number, ...names: readonly string[]): number =>
    call.arg(at, ...names) === undefined ? fallback : (call.number(at, ...names) ?? Number.NaN);
  const drawn = (
    distribution: 'normal' | 'uniform' | 'truncated-normal',
    names: readonly string[],
  ): KernelCall | null => {
    const [first, second] = [given(0, 1, names[0] ?? ''), given(1, 2, names[1] ?? '')];
    return Number.isNaN(first) || Number.isNaN(second) ? null : draw(distribution, first, second);
  };
  switch (name) {
    case 'zeros':
    case 'empty':
      return name === 'empty' ? null : all(0);
    case 'ones':
      return all(1);
    case 'full':
    case 'fill':
      return all(call.number(position, 'fill_value', 'value'));
    case 'normal':
    case 'random_normal':
      return drawn('normal', ['mean', 'stddev']);
    case 'truncated_normal':
      return drawn('truncated-normal', ['mean', 'stddev']);
    case 'uniform':
    case 'random_uniform':
      return drawn('uniform', ['minval', 'maxval']);
    default:
      return null;
  }
}

const filled: Operation = (call) => {
  const shape = call.sizes(0, 'shape', 'dims');
  return make(call, shape, 'float32', filling(call, shape, 1));
};
const like: Operation = (call) => {
  const shape = call.shapeOf(call.first);
  return make(call, shape, tensorOf(call.first)?.dtype ?? 'float32', filling(call, shape, 1));
};

/** A variable starts as a number, as a tensor, or as an initialiser says. */
function startOf(call: OpCall, first: Value | undefined): Pick<WeightStart, 'initialiser' | 'source'> {
  const value = asNumber(first);
  if (value !== undefined) return { initialiser: { kind: 'constant', value } };
  if (first === undefined || !readArray(first).shape) return { initialiser: initialiserOf(call.state, first) };
  return { initialiser: null, source: operandTensors(call.state.session, 'keras', [first], call.site)?.[0] };
}

const constant: Operation = (call) => {
  const value = call.arg(0, 'value', 'x', 'initial_value') ?? NONE;
  if (tensorOf(value)) return value;
  // Numbers stay numbers: `tf.constant(2)` is used in sizes.
  const given = call.family === 'tf' ? call.arg(2, 'shape') : call.named('shape');
  if (given === undefined && (value.kind === 'int' || value.kind === 'float' || value.kind === 'bool')) return value;
  const data = readArray(value);
  const shape = given === undefined ? data.shape : call.sizes(2, 'shape');
  const { numbers } = data;
  const tensor = makeTensor(call.state.session, 'keras', shape, data.reason, data.dtype);
  const kernel =
    shape && numbers ? onNumbers([shape], (sizes) => ({ op: 'constant', shape: sizes, values: numbers })) : null;
  if (kernel && numbers && numbers.length > 0) {
    const outputs = [tensorOf(tensor)?.id ?? 0];
    const { label, site } = call;
    call.state.session.addCall({
      layer: null,
      label,
      place: site,
      inputs: [],
      outputs,
      macs: 0,
      kernel,
      notRunnable: null,
    });
  }
  if (given === undefined && data.numbers) call.state.constants.set(tensor, data.numbers);
  return tensor;
};

/** `arange(0, 1, 0.25)` */
function fractions(call: OpCall, [first, second, third]: readonly (number | undefined)[]): Shape | null {
  if (first === undefined || (second === undefined && call.arg(1, 'limit', 'stop') !== undefined)) return null;
  const [start, stop] = second === undefined ? [0, first] : [first, second];
  const count = Math.ceil((stop - start) / (third ?? 1));
  return Number.isFinite(count) ? [Math.max(0, count)] : null;
}

/** `tf.random.gamma(shape, alpha, beta)`, `tf.random.poisson(shape, lam)`: `shape` draws for each of the rates. */
const drawnOfRates: Operation = (call) => {
  if (call.family !== 'tf') return filled(call);
  const draws = call.sizes(0, 'shape');
  const rates = [call.arg(1, 'alpha', 'lam'), call.label.endsWith('gamma') ? call.arg(2, 'beta') : undefined].flatMap(
    (rate) => (rate === undefined || rate.kind === 'none' ? [] : [call.shapeOf(rate)]),
  );
  const known = rates.flatMap((shape) => (shape ? [shape] : []));
  const each = known.length === rates.length ? broadcast(call.state.session, known, call.site) : null;
  return make(call, draws && each?.kind === 'known' ? [...draws, ...each.value] : null);
};

/** `utils.to_categorical(labels)`: an array of one axis more; labels of shape (n, 1) are those of shape (n,). */
const toCategorical: Operation = (call) => {
  const given = call.arg(0, 'x', 'y') ?? NONE;
  const { shape, reason, labels } = readArray(given);
  const classes = call.arg(1, 'num_classes', 'nb_classes');
  const depth = classes === undefined || classes.kind === 'none' ? labels : call.size(1, 'num_classes', 'nb_classes');
  const rows = shape && shape.length > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
  const codes = rows && depth !== undefined ? [...rows, depth] : null;
  if (tensorOf(given)) return make(call, codes);
  return makeArray(call.state.session, {
    shape: codes,
    reason: codes ? null : (reason ?? say`How many classes there are is not known.`),
    dtype: 'float64',
    numbers: null,
    ...(labels !== undefined && depth !== undefined ? { oneHot: { depth, labels } } : {}),
  });
};

export const CREATE_OPERATIONS: Readonly<Record<string, Operation>> = {
  filled,
  drawn_of_rates: drawnOfRates,
  to_categorical: toCategorical,
  like,
  constant,
  eye: (call) => {
    const rows = call.size(0, 'num_rows', 'N', 'n', 'size');
    const batch = call.named('batch_shape') === undefined ? [] : call.sizes(NOT_POSITIONAL, 'batch_shape');
    const shape = rows === undefined || !batch ? null : [...batch, rows, call.size(1, 'num_columns', 'M') ?? rows];
    const offset = call.family === 'ops' && call.arg(2, 'k') !== undefined ? call.int(2, 'k') : 0;
    const kernel =
      shape && offset !== undefined
        ? onNumbers([shape], (sizes) => {
            const [height = 1, width = 1] = sizes.slice(-2);
            const formula = new Formula(0);
            const eye = formula.step({ op: 'eye', rows: height, columns: width, offset });
            if (sizes.length > 2) formula.step({ op: 'expand', shape: sizes }, eye);
            return sizes.length > 2 ? formula.kernel : { op: 'eye', rows: height, columns: width, offset };
          })
        : null;
    return make(call, shape, 'float32', kernel);
  },
  range: (call) => {
    const numbers = [call.number(0, 'start'), call.number(1, 'limit', 'stop'), call.number(2, 'delta', 'step')];
    const written = [call.arg(0, 'start'), call.arg(1, 'limit', 'stop'), call.arg(2, 'delta', 'step')];
    if (
      written.some((value) => value?.kind === 'float') ||
      numbers.some((number) => number !== undefined && !Number.isInteger(number))
    ) {
      const shape = fractions(call, numbers);
      const [first = 0, second, step = 1] = numbers;
      const start = second === undefined ? 0 : first;
      const kernel = shape && onNumbers([shape], ([count = 0]) => ({ op: 'range', start, step, count }));
      return make(call, shape, 'float32', kernel);
    }
    const sizes = [call.size(0, 'start'), call.size(1, 'limit', 'stop')];
    const [start, stop] = sizes[1] === undefined ? [0, sizes[0]] : sizes;
    const step = call.int(2, 'delta', 'step') ?? 1;
    if (typeof start !== 'number' || typeof stop !== 'number' || step === 0)
      return make(call, stop === undefined || start !== 0 || step !== 1 ? null : [stop], 'int32');
    const count = Math.max(0, Math.ceil((stop - start) / step));
    return make(call, [count], 'int32', { op: 'range', start, step, count });
  },
  /** `tf.Variable(value)`, `keras.Variable(initializer, shape)`. */
  variable: (call) => {
    const first = call.arg(0, 'initial_value', 'initializer', 'value');
    // Of tf.Variable, the second argument says whether it trains.
    const shape =
      readShape(call.family === 'ops' ? call.arg(1, 'shape') : call.named('shape')) ?? readArray(first).shape;
    const tensor = shape
      ? weightTensor(call.state, { name: null, shape, ...startOf(call, first) }, call.site)
      : make(call, null);
    if (call.label === 'Variable') {
      const trainable = call.arg(call.family === 'ops' ? 3 : 1, 'trainable');
      const trains = trainable === undefined || call.state.session.interpreter.truth(trainable) !== false;
      const spec = {
        name: 'variable',
        // It counts, however many numbers it has.
        shape: shape ?? [untoldSize(call.state.session)],
        initialiser: initialiserOf(call.state, first),
        trainable: trains,
        counted: true,
      };
      call.state.setVariable(tensor, { spec, trainable: trains });
    }
    return tensor;
  },
  placeholder: (call) => {
    const shape = call.arg(0, 'shape');
    return make(call, shape ? call.state.readShape(shape, true) : null);
  },
  linspace: (call) => {
    const count = call.arg(2, 'num') === undefined ? 50 : call.size(2, 'num');
    const [start, stop] = [call.arg(0, 'start'), call.arg(1, 'stop')];
    const ends = [call.number(0, 'start'), call.number(1, 'stop')];
    if (typeof count !== 'number' || start === undefined || stop === undefined || call.named('endpoint')) {
      const isVector = count !== undefined && [start, stop].every((end) => readArray(end).shape?.length === 0);
      return make(call, isVector ? [count] : null);
    }
    const ramp = (from: number, to: number): PyInstance => {
      const step = count > 1 ? (to - from) / (count - 1) : 0;
      return make(call, [count], 'float32', { op: 'range', start: from, step, count });
    };
    const [from, to] = ends;
    const { interpreter } = call.state.session;
    const isLinear = call.label.endsWith('linspace');
    if (from !== undefined && to !== undefined && isLinear) return ramp(from, to);
    if ([start, stop].some((end) => readArray(end).shape?.length !== 0)) return make(call, null);
    if (call.label.endsWith('geomspace')) {
      return interpreter.binary('*', start, interpreter.binary('**', interpreter.binary('/', stop, start), ramp(0, 1)));
    }
    if (!isLinear) return make(call, [count]);
    return interpreter.binary('+', start, interpreter.binary('*', interpreter.binary('-', stop, start), ramp(0, 1)));
  },
  tri: (call) => {
    const rows = call.size(0, 'N');
    const shape = rows === undefined ? null : [rows, call.size(1, 'M') ?? rows];
    const diagonal = call.arg(2, 'k') === undefined ? 0 : call.int(2, 'k');
    const kernel =
      shape && diagonal !== undefined
        ? onNumbers([shape], (sizes) => {
            const formula = new Formula(0);
            formula.step({ op: 'triangle', upper: false, diagonal }, formula.constant(sizes, [1]));
            return formula.kernel;
          })
        : null;
    return make(call, shape, 'float32', kernel);
  },
  /** `categorical(logits, num_samples)`: that many draws for each row. */
  categorical: (call) => {
    const shape = call.shapeOf(call.first);
    const count = call.size(1, 'num_samples');
    return make(call, shape && count !== undefined ? [...shape.slice(0, -1), count] : null, 'int32');
  },
  none: () => NONE,
  list: () => list([]),
  first: (call) => call.first,
  clear_session: (call) => {
    call.state.names.reset();
    return NONE;
  },
};
