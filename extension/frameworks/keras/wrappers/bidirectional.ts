/** `Bidirectional(layer)`: two copies of a recurrent layer, one for each direction. keras/src/layers/rnn/bidirectional.py */
import { say } from '../../../message.ts';
import type { Shape } from '../../../model/size.ts';
import { multiply } from '../../../model/sizes/arithmetic.ts';
import { list, type Value } from '../../../python/values.ts';
import { tensorOf } from '../../tensor.ts';
import type { LayerData } from '../layer-data.ts';
import type { KerasState } from '../state.ts';
import { variablesOf } from '../weights.ts';
import { tryLayer, wrapperResult, type Wrapper, type WrapperCall } from './wrapper.ts';

const SAME_DIRECTION = say`The two layers of a Bidirectional must go in different directions: go_backwards is the same of both.`;

/** The layer that goes backwards: the first itself when none other is given. */
function backwardLayer(state: KerasState, given: ReadonlyMap<string, Value>): LayerData | undefined {
  const other = given.get('backward_layer');
  return state.layerOf(other === undefined || other.kind === 'none' ? given.get('layer') : other);
}

function sameDirection(state: KerasState, given: ReadonlyMap<string, Value>): boolean {
  const [forwards, backwards] = [state.layerOf(given.get('layer')), backwardLayer(state, given)];
  const direction = (layer: LayerData | undefined): unknown =>
    layer?.record ? state.session.layer(layer.id).arguments['go_backwards'] : undefined;
  if (forwards === backwards) return direction(forwards) === true;
  return direction(forwards) !== undefined && direction(forwards) === direction(backwards);
}

export const BIDIRECTIONAL: Wrapper = {
  name: 'Bidirectional',
  hold: (state, instance, given, { site }) => {
    const inner = given.get('layer');
    const sequences = inner?.kind === 'instance' ? inner.attributes.get('return_sequences') : undefined;
    if (sequences) instance.attributes.set('return_sequences', sequences);
    if (sameDirection(state, given)) state.session.finding('bad-argument', site, SAME_DIRECTION);
  },
  run: (call) => {
    const { state, wrapper, given, inputs, site } = call;
    const layer = state.layerOf(given.get('layer'));
    const tensor = tensorOf(inputs[0]);
    if (!layer) return wrapperResult(call, { reason: say`The layer inside is not known.` });
    if (sameDirection(state, given)) return wrapperResult(call, { reason: SAME_DIRECTION });
    const { shapes, reason } = tryLayer(state, layer, tensor?.shape ?? null, tensor?.reason ?? null, site);
    const backwards = backwardLayer(state, given);
    if (backwards && backwards !== layer) tryLayer(state, backwards, tensor?.shape ?? null, null, site);
    if (!wrapper.built) takeWeights(call, layer, backwards);
    const [own, ...states] = shapes;
    if (!own) return wrapperResult(call, { reason: reason ?? say`The shape of one direction is not known.` });
    const mode = given.get('merge_mode');
    const last = own.at(-1) ?? 1;
    const joined = mode === undefined || (mode.kind === 'str' && mode.value === 'concat');
    const outputs = mode?.kind === 'none' ? [own, own] : [joined ? [...own.slice(0, -1), multiply(last, 2)] : own];
    const all = [...outputs, ...states, ...states].flatMap((shape: Shape | null) =>
      shape ? [wrapperResult(call, { shape })] : [],
    );
    const [only] = all;
    return all.length === 1 && only ? only : list(all);
  },
};

/** The layer it was given stays as it was: Bidirectional works on copies, whose weights are its own. */
function takeWeights({ state, wrapper }: WrapperCall, forwards: LayerData, backwards: LayerData | undefined): void {
  state.touch(wrapper);
  const directions = [
    ['forward', forwards],
    ['backward', backwards],
  ] as const;
  wrapper.unknownWeights = null;
  wrapper.variables = directions.flatMap(([direction, layer]) => {
    if (!layer) {
      wrapper.unknownWeights = say`The backward layer is not known.`;
      return [];
    }
    const { variables, unknown } = variablesOf(state, layer);
    wrapper.unknownWeights ??= unknown;
    return variables.map(({ spec }) => ({
      spec: { ...spec, name: `${direction}_${layer.name}/${spec.name}` },
      trainable: spec.trainable && wrapper.trainable,
    }));
  });
  wrapper.built = true;
  state.session.updateLayer(wrapper.id, {
    weights: wrapper.variables.map(({ spec }) => spec),
    reason: wrapper.unknownWeights,
  });
}
