/** `TimeDistributed(layer)` and `Bidirectional(layer)`: a layer applied to every step, or in both directions. */
import type { Shape, Size } from '../../model/size.ts';
import { multiply } from '../../model/sizes/arithmetic.ts';
import { nativeClass } from '../../python/evaluate/native.ts';
import {
  list,
  NONE,
  type CallSite,
  type NativeCall,
  type PyClass,
  type PyInstance,
  type Value,
} from '../../python/values.ts';
import { totalOf } from '../graph-builder.ts';
import { addResult } from '../operators.ts';
import { bindSignature } from '../signature.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import { inputShapeOf, LAYER_KEYWORDS, textOf, truthOf } from './layer-class.ts';
import type { LayerData } from './layer-data.ts';
import { callLayer } from './run-layer.ts';
import { signatureOf } from './signatures.ts';
import type { KerasState } from './state.ts';
import { flatten } from './structure.ts';

type Wrapping = (
  state: KerasState,
  wrapper: LayerData,
  given: ReadonlyMap<string, Value>,
  inputs: readonly Value[],
  site: CallSite,
) => Value;

export const WRAPPERS: ReadonlySet<string> = new Set(['TimeDistributed', 'Bidirectional']);

export function createWrapper(state: KerasState, base: PyClass, name: string): PyClass {
  const run = name === 'TimeDistributed' ? everyStep : bothWays;
  return nativeClass({
    name,
    qualifiedName: `keras.layers.${name}`,
    bases: [base],
    methods: {
      __init__: (call) => {
        construct(state, call, name, run);
        return NONE;
      },
    },
  });
}

function construct(state: KerasState, call: NativeCall, name: string, run: Wrapping): void {
  const instance = call.args[0] as PyInstance;
  const bound = bindSignature(state.session, name, signatureOf(`layers.${name}`) ?? [], call, {
    skip: 1,
    extraNames: LAYER_KEYWORDS,
  });
  const given = new Map([...bound.extra, ...bound.values]);
  const inner = given.get('layer');
  // The layer that runs on every step is a part of this one; a Bidirectional works on two copies of it.
  if (inner && name === 'TimeDistributed') instance.attributes.set('layer', inner);
  const wrapper = state.setUp({
    instance,
    kind: 'layer',
    type: instance.cls.name,
    name: textOf(given.get('name')),
    trainable: truthOf(call, given.get('trainable'), true),
    site: call.site,
    arguments: bound.args,
    argumentRanges: bound.ranges,
    inputShape: inputShapeOf(state, given),
    replay: (inputs, _keywords, site) => run(state, wrapper, given, inputs, site),
  });
}

interface Trial {
  readonly shapes: readonly (Shape | null)[];
  readonly reason: string | null;
  readonly macs: Size | null;
}

/** What the inner layer makes of an input of this shape; its weights are built on the way. */
function tryLayer(
  state: KerasState,
  layer: LayerData,
  shape: Shape | null,
  reason: string | null,
  site: CallSite,
): Trial {
  const { session } = state;
  return session.discarding(() => {
    const from = session.calls.length;
    const input = makeTensor(session, 'keras', shape, reason);
    const outputs = flatten(callLayer(state, layer, [input], new Map(), site));
    const macs = totalOf(session.calls.slice(from).map((call) => call.macs));
    const tensors = outputs.map((output) => tensorOf(output));
    return { shapes: tensors.map((tensor) => tensor?.shape ?? null), reason: tensors[0]?.reason ?? null, macs };
  });
}

/** keras/src/layers/rnn/time_distributed.py */
const everyStep: Wrapping = (state, wrapper, given, inputs, site) => {
  const layer = state.layerOf(given.get('layer'));
  const [input] = inputs;
  const tensor = tensorOf(input);
  const [batch, steps, ...rest] = tensor?.shape ?? [];
  const unknown = (reason: string): Value =>
    addResult(state.session, 'keras', wrapper.type, inputs, site, { shape: null, reason, kernel: null, macs: 0 });
  if (!layer) return unknown('The layer inside is not known.');
  if (batch === undefined || steps === undefined) {
    tryLayer(state, layer, null, tensor?.reason ?? null, site);
    return unknown(tensor?.reason ?? 'The shape of the input is not known.');
  }
  const { shapes, reason, macs } = tryLayer(state, layer, [batch, ...rest], null, site);
  const [shape] = shapes;
  if (!shape) return unknown(reason ?? 'The shape of one step is not known.');
  return addResult(state.session, 'keras', wrapper.type, inputs, site, {
    shape: [batch, steps, ...shape.slice(1)],
    reason: null,
    kernel: null,
    macs: macs === null ? 0 : multiply(macs, steps),
  });
};

/** keras/src/layers/rnn/bidirectional.py */
const bothWays: Wrapping = (state, wrapper, given, inputs, site) => {
  const layer = state.layerOf(given.get('layer'));
  const tensor = tensorOf(inputs[0]);
  const unknown = (reason: string): Value =>
    addResult(state.session, 'keras', wrapper.type, inputs, site, { shape: null, reason, kernel: null, macs: 0 });
  if (!layer) return unknown('The layer inside is not known.');
  const { shapes, reason } = tryLayer(state, layer, tensor?.shape ?? null, tensor?.reason ?? null, site);
  state.touch(wrapper).unknownWeights = given.has('backward_layer')
    ? 'A backward layer of its own is not followed.'
    : layer.unknownWeights;
  if (!wrapper.built) {
    wrapper.variables = ['forward', 'backward'].flatMap((direction) =>
      layer.variables.map(({ spec }) => ({
        spec: { ...spec, name: `${direction}_${layer.name}/${spec.name}` },
        trainable: spec.trainable && wrapper.trainable,
      })),
    );
    wrapper.built = true;
    state.session.updateLayer(wrapper.id, {
      weights: wrapper.variables.map(({ spec }) => spec),
      reason: wrapper.unknownWeights,
    });
  }
  const [own, ...states] = shapes;
  if (!own) return unknown(reason ?? 'The shape of one direction is not known.');
  const result = (shape: Shape): Value =>
    addResult(state.session, 'keras', wrapper.type, inputs, site, { shape, reason: null, kernel: null, macs: 0 });
  const mode = given.get('merge_mode');
  const last = own.at(-1) ?? 1;
  const joined = mode === undefined || (mode.kind === 'str' && mode.value === 'concat');
  const outputs = mode?.kind === 'none' ? [own, own] : [joined ? [...own.slice(0, -1), multiply(last, 2)] : own];
  const all = [...outputs, ...states, ...states].flatMap((shape) => (shape ? [result(shape)] : []));
  const [only] = all;
  return all.length === 1 && only ? only : list(all);
};
