/**
 * Masks of padded sequences: `Embedding(mask_zero=True)` and `Masking` attach one to what they give, the layers after it pass it on, and
 * recurrent layers take it as an argument, which makes what computed it a row of the model. keras/src/layers/layer.py, __call__
 */
import { lookup } from '../../python/evaluate/classes.ts';
import { float, int, NONE, type CallSite, type PyInstance, type Value, Slot } from '../../python/values.ts';
import { historyOf } from './graph.ts';
import type { LayerData } from './layer-data.ts';
import type { KerasState } from './state.ts';
import { flatten } from './structure.ts';

const masks = new Slot<PyInstance, PyInstance>();

export const maskOf = (value: Value | undefined): PyInstance | undefined =>
  value?.kind === 'instance' ? masks.get(value) : undefined;

/** Layers of Keras's own whose `call` takes the mask of their one input. */
const TAKES_MASK =
  /^(SimpleRNN|GRU|LSTM|RNN|ConvLSTM\dD|Bidirectional|TimeDistributed|BatchNormalization|Softmax|GlobalAveragePooling1D|Lambda)$/;
/** Those whose output has the mask of their input. */
const PASSES_MASK =
  /^(Dense|Activation|ReLU|LeakyReLU|PReLU|ELU|Softmax|Identity|BatchNormalization|LayerNormalization|GroupNormalization|UnitNormalization|Dropout|SpatialDropout\dD|AlphaDropout|GaussianDropout|GaussianNoise|ActivityRegularization|Rescaling|Normalization|MultiHeadAttention|GroupedQueryAttention|TimeDistributed)$/;
const RECURRENT = /^(SimpleRNN|GRU|LSTM|RNN|Bidirectional)$/;

/** The name of the layer of Keras's that this is, or is derived from. */
function builtInName({ instance }: LayerData): string {
  const own = instance.cls.mro.find(({ qualifiedName }) => qualifiedName.startsWith('keras.layers.'));
  return own?.name ?? '';
}

/** The keywords with the mask that Keras fills in for a layer of one input. */
export function withMasks(
  layer: LayerData,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  const tensors = [...args, ...[...kwargs].filter(([name]) => !name.includes('mask')).map(([, value]) => value)];
  // A list of tensors, as `initial_state` is, is one more argument: Keras gives no mask then.
  const given = tensors.filter((value) => flatten(value).some((each) => historyOf(each)));
  const name = builtInName(layer);
  const call = lookup(layer.instance.cls, 'call');
  const takes = (argument: string): boolean =>
    call?.kind === 'function' ? call.node.parameters.some((each) => each.name === argument) : false;
  const [only] = given;
  const mask = given.length === 1 ? maskOf(only) : undefined;
  const isTaken = call?.kind === 'function' ? takes('mask') : TAKES_MASK.test(name) || layer.part !== null;
  return mask && isTaken && !kwargs.has('mask') ? new Map([...kwargs, ['mask', mask]]) : kwargs;
}

/** Attaches the mask to what the layer gave. `operation`: a function of keras.ops. */
export function attachMask(
  state: KerasState,
  layer: LayerData,
  input: Value | undefined,
  kwargs: ReadonlyMap<string, Value>,
  result: Value,
  site: CallSite,
): void {
  const [output] = result.kind === 'list' || result.kind === 'tuple' ? result.items : [result];
  if (output?.kind !== 'instance' || input?.kind !== 'instance' || !historyOf(output)) return;
  const name = builtInName(layer);
  const argument = (parameter: string): Value => layer.instance.attributes.get(parameter) ?? NONE;
  const isTrue = (value: Value): boolean => state.session.interpreter.truth(value) === true;
  const previous = kwargs.get('mask') ?? maskOf(input);
  const set = (mask: Value | undefined): void => {
    if (mask?.kind === 'instance' && historyOf(mask)) masks.set(output, mask);
  };
  const compute = (
    operation: string,
    args: readonly Value[],
    options?: ReadonlyMap<string, Value>,
  ): Value | undefined => {
    const callee = state.functions?.operation(operation);
    return callee && state.session.interpreter.call(callee, args, options, site);
  };
  if (name === 'Embedding') {
    if (isTrue(argument('mask_zero'))) set(compute('not_equal', [input, int(0)]));
  } else if (name === 'Masking') {
    const value = argument('mask_value');
    const differs = compute('not_equal', [input, value.kind === 'none' ? float(0) : value]);
    if (differs) set(compute('any', [differs], new Map([['axis', int(-1)]])));
  } else if (previous === undefined) return;
  else if (RECURRENT.test(name)) {
    if (isTrue(argument('return_sequences'))) set(previous);
  } else if (PASSES_MASK.test(name) || isTrue(argument('supports_masking'))) set(previous);
}
