/** What the explainer of the fixtures starts from. */
import { traitOf } from '../../../extension/model/artifacts/spread.ts';
import type { Explanation, SpreadSetting } from '../../../extension/protocol.ts';

const KERAS_TRANSPOSED: SpreadSetting = {
  kind: 'transposed',
  framework: 'keras',
  kernel: [3, 3],
  stride: [2, 2],
  dilation: [1, 1],
  padding: 'same',
  outputPadding: null,
};

/** Keras: the second of two layers. */
export const STACKED: Explanation = {
  setting: KERAS_TRANSPOSED,
  reason: null,
  chain: ['up_1', 'conv2d_transpose'].map((name) => ({ name, trait: traitOf(KERAS_TRANSPOSED) })),
  own: 1,
};

/** PyTorch, whose padding is counted; alone. */
export const COUNTED: Explanation = {
  setting: { ...KERAS_TRANSPOSED, framework: 'torch', padding: [1, 1], outputPadding: [1, 1] },
  reason: null,
  chain: [],
  own: 0,
};
