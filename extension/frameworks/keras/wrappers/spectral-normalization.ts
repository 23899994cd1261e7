/** `SpectralNormalization(layer)`: the layer, and a vector that estimates its kernel's norm. keras/src/layers/normalization/spectral_normalization.py */
import { say } from '../../../message.ts';
import { callLayer } from '../run-layer.ts';
import type { WeightSpec } from '../../../model/weight.ts';
import { wrapperResult, type Wrapper, type WrapperCall } from './wrapper.ts';

export const SPECTRAL_NORMALIZATION: Wrapper = {
  name: 'SpectralNormalization',
  hold: (_state, instance, given) => {
    const inner = given.get('layer');
    if (inner) instance.attributes.set('layer', inner);
  },
  run: (call) => {
    const { state, wrapper, given, inputs, site } = call;
    const layer = state.layerOf(given.get('layer'));
    if (!layer) return wrapperResult(call, { reason: say`The layer inside is not known.` });
    // In training the kernel is normalised before; what is computed is the layer itself.
    const result = callLayer(state, layer, inputs.slice(0, 1), new Map(), site);
    if (!wrapper.built)
      takeVector(
        call,
        layer.variables.map(({ spec }) => spec),
      );
    return result;
  },
};

function takeVector({ state, wrapper, site }: WrapperCall, weights: readonly WeightSpec[]): void {
  const kernel = weights.find(({ name }) => name === 'kernel') ?? weights.find(({ name }) => name === 'embeddings');
  const width = kernel?.shape.at(-1);
  if (width === undefined) {
    if (weights.length > 0)
      state.session.finding(
        'bad-argument',
        site,
        say`SpectralNormalization needs a layer with a kernel or embeddings.`,
      );
    return;
  }
  const vector: WeightSpec = {
    name: 'vector_u',
    shape: [1, width],
    initialiser: { kind: 'normal', mean: 0, deviation: 0.02, truncated: true },
    trainable: false,
    counted: true,
  };
  state.touch(wrapper).variables = [{ spec: vector, trainable: false }];
  wrapper.built = true;
  state.session.updateLayer(wrapper.id, { weights: [vector], reason: null });
}
