/** `keras.Input` and `keras.layers.InputLayer`: where a model's graph starts. keras/src/layers/core/input_layer.py */
import { isMessage, type Message, say } from '../../message.ts';
import { nativeClass } from '../../python/evaluate/native.ts';
import {
  NONE,
  type CallSite,
  type NativeCall,
  type PyClass,
  type PyInstance,
  type Value,
} from '../../python/values.ts';
import type { Shape } from '../../model/size.ts';
import type { Range } from '../../model/range.ts';
import { refuseShape } from './refused-shape.ts';
import { bindSignature } from '../signature.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import { valueToSize } from '../symint.ts';
import { addNode } from './graph.ts';
import { textOf } from './layer-class.ts';
import { signatureOf } from './signatures.ts';
import { BATCH, type KerasState } from './state.ts';

const LEGACY: ReadonlySet<string> = new Set(['input_shape', 'batch_input_shape', 'input_dtype', 'input_tensor']);

export function createInputLayer(state: KerasState, base: PyClass): PyClass {
  return nativeClass({
    name: 'InputLayer',
    qualifiedName: 'keras.layers.InputLayer',
    bases: [base],
    methods: {
      __init__: (call) => {
        const instance = call.args[0] as PyInstance;
        const bound = bindSignature(state.session, 'InputLayer', signatureOf('layers.InputLayer') ?? [], call, {
          skip: 1,
          extraNames: LEGACY,
        });
        const given = new Map([...bound.extra, ...bound.values]);
        setUpInput(
          state,
          instance,
          readBatchShape(state, call, given, bound.ranges),
          textOf(given.get('name')),
          call.site,
          {
            arguments: bound.args,
            argumentRanges: bound.ranges,
          },
        );
        return NONE;
      },
    },
  });
}

/** `Input(shape=(8, 8, 3))` gives the tensor. */
export function inputFunction(state: KerasState, layerClass: () => PyClass): Value {
  return {
    kind: 'native',
    name: 'Input',
    run: (call) => {
      const bound = bindSignature(state.session, 'Input', signatureOf('Input') ?? [], call, { extraNames: LEGACY });
      const existing = bound.values.get('tensor');
      if (existing && tensorOf(existing)) return existing;
      const shape = readBatchShape(state, call, new Map([...bound.extra, ...bound.values]), bound.ranges);
      const name = textOf(bound.values.get('name'));
      return makeInput(state, layerClass(), shape, name, call.site, {
        arguments: bound.args,
        argumentRanges: bound.ranges,
      });
    },
  };
}

type Arguments = Pick<Parameters<KerasState['setUp']>[0], 'arguments' | 'argumentRanges'>;

/** A new InputLayer and its tensor. */
export function makeInput(
  state: KerasState,
  cls: PyClass,
  shape: Shape | Message,
  name: string | null,
  site: CallSite,
  args: Arguments = {},
): PyInstance {
  const instance: PyInstance = { kind: 'instance', cls, attributes: new Map() };
  return setUpInput(state, instance, shape, name, site, args);
}

/** `shape` is the reason when it cannot be told. */
function setUpInput(
  state: KerasState,
  instance: PyInstance,
  shape: Shape | Message,
  name: string | null,
  site: CallSite,
  args: Arguments,
): PyInstance {
  const { session } = state;
  const layer = state.setUp({
    instance,
    kind: 'input',
    type: 'InputLayer',
    name: name ?? state.names.autoName('InputLayer'),
    trainable: true,
    site,
    ...args,
    replay: (inputs) => inputs[0] ?? NONE,
  });
  const known = isMessage(shape) ? null : shape;
  const tensor = makeTensor(session, 'keras', known, isMessage(shape) ? shape : null);
  // A tensor without a name of its own gets a number.
  if (name === null) state.inputNumbers.set(layer, state.tensorCount++);
  const call = session.addCall({
    layer: layer.id,
    label: 'InputLayer',
    place: site,
    inputs: [],
    outputs: [session.tensors.length - 1],
    macs: 0,
    kernel: { op: 'input' },
    notRunnable: null,
  });
  layer.built = true;
  session.updateLayer(layer.id, { weights: [], reason: null });
  if (known) instance.attributes.set('batch_shape', state.shapeValue(known));
  addNode({
    operation: layer,
    args: [],
    kwargs: new Map(),
    inputs: [],
    outputs: [tensor],
    isInput: true,
    site,
    calls: [call, call + 1],
    level: state.depth,
  });
  if (state.depth > 0) state.hasInnerInputs = true;
  layer.lastRun = { inputs: [], outputs: [tensor], calls: [call, call + 1] };
  return tensor;
}

const NOT_KNOWN = say`The shape of the input is not known.`;

function readBatchShape(
  state: KerasState,
  call: NativeCall,
  given: ReadonlyMap<string, Value>,
  ranges: Readonly<Record<string, Range>>,
): Shape | Message {
  const batched = given.get('batch_shape') ?? given.get('batch_input_shape');
  if (batched && batched.kind !== 'none')
    return refuseShape(state, batched, ranges, call.site) ?? state.readInputShape(batched, true) ?? NOT_KNOWN;
  const own = given.get('shape') ?? given.get('input_shape');
  if (own === undefined || own.kind === 'none') {
    // A shape that is None comes from an argument's default as a rule, and is given where the function is called.
    if (own === undefined) state.session.finding('bad-argument', call.site, say`Input needs a shape.`);
    return say`The input has no shape.`;
  }
  const refused = refuseShape(state, own, ranges, call.site);
  if (refused !== null) return refused;
  const shape = state.readInputShape(own, false);
  if (!shape) return NOT_KNOWN;
  return [valueToSize(given.get('batch_size')) ?? BATCH, ...shape];
}
