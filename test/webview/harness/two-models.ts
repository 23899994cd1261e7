/** Two models side by side: one of them with another kernel and a layer more. */
import type { ModelsComparison } from '../../../extension/protocol.ts';

const side = (name: string, type: string, shape: string, params: number) => ({ name, type, shape, params });
const input = side('input_layer', 'InputLayer', '8×8×3', 0);

export const NO_OTHER: ModelsComparison = {
  models: [
    { id: 0, name: 'model_upsampling' },
    { id: 1, name: 'model_transpose' },
  ],
  own: {
    id: 1,
    title: 'model_transpose',
    source: 'samples/upsampling.py',
    totals: { layers: 3, params: 1572, trainable: 1572, macs: 98304, bytes: 37632 },
  },
  other: null,
  rows: [],
  problem: null,
};

export const TWO_MODELS: ModelsComparison = {
  ...NO_OTHER,
  other: {
    title: 'model_transpose',
    source: 'a1b2c3d4',
    totals: { layers: 3, params: 900, trainable: 900, macs: 55296, bytes: 33536 },
  },
  rows: [
    { kind: 'same', before: input, after: input, arguments: [] },
    {
      kind: 'changed',
      before: side('conv2d_transpose', 'Conv2DTranspose', '16×16×32', 896),
      after: side('conv2d_transpose', 'Conv2DTranspose', '16×16×32', 1568),
      arguments: ['kernel_size 3 → 4'],
    },
    { kind: 'removed', before: side('re_lu', 'ReLU', '16×16×32', 0), after: null, arguments: [] },
    { kind: 'added', before: null, after: side('conv2d', 'Conv2D', '16×16×4', 1156), arguments: [] },
  ],
};
