/** The snapshots the harness feeds to the panels: ordinary ones, and one for each state a panel can be in. */
import { say, verbatim } from '../../../extension/message.ts';
import { alternativesFor } from '../../../extension/model/alternatives.ts';
import type { Alternative } from '../../../extension/model/alternative.ts';
import type {
  ArtifactFacts,
  CompareRow,
  CompareSnapshot,
  PreviewRow,
  PreviewSnapshot,
} from '../../../extension/protocol.ts';
import { layerFact } from '../../model/alternatives/cases.ts';
import { convolve, nearest, scene, toMaps, transposed, type Planes } from './arrays.ts';
import { HOLES, MILD, NONE, STRONG } from './artifacts.ts';
import { graphOf, row } from './rows.ts';
import { NO_OTHER, TWO_MODELS } from './two-models.ts';
import { COUNTED, STACKED } from './explanations.ts';

const SIZE = 32;
const FILTERS = 32;
const input = scene(SIZE);
const upsampled = nearest(input, 2);
const refined = convolve(upsampled, FILTERS, 3);
const transpose = transposed(input, FILTERS, 3, 2, 5);

const ROWS: readonly PreviewRow[] = [
  row({ call: 0, line: 24, name: 'input_layer_1', type: 'InputLayer', outputShape: '32×32×3', bytes: 12288 }),
  row({
    call: 1,
    line: 25,
    name: 'conv2d_transpose',
    type: 'Conv2DTranspose',
    outputShape: '64×64×32',
    params: 896,
    macs: 884736,
    bytes: 524288,
    sizeChanges: true,
    artifact: STRONG,
  }),
];

const inputMaps = toMaps(input, null);
const refinedMaps = toMaps(refined, 2);
const transposeMaps = toMaps(transpose, 2);

/** The article's two models, the second one shown, its transposed convolution selected. */
export const ARTICLE: PreviewSnapshot = {
  type: 'preview',
  file: 'upsampling.py',
  uri: 'file:///samples/upsampling.py',
  models: [
    { id: 0, name: 'model_upsampling', framework: 'keras', line: 20 },
    { id: 1, name: 'model_transpose', framework: 'keras', line: 27 },
  ],
  model: 1,
  rows: ROWS,
  graph: graphOf(ROWS),
  totals: { params: 896, trainable: 896, macs: 884736, bytes: 536576 },
  constraints: [],
  selected: 1,
  maps: { call: 1, title: 'conv2d_transpose', maps: transposeMaps, sketch: null },
  against: null,
  figure: [
    { title: 'Input', subtitle: '32×32×3', model: null, maps: inputMaps },
    { title: 'UpSampling2D + Conv2D', subtitle: '64×64×32', model: 0, maps: refinedMaps },
    { title: 'Conv2DTranspose', subtitle: '64×64×32', model: 1, maps: transposeMaps },
  ],
  picture: { name: 'Scene', builtIn: 'scene' },
  inputSize: { height: SIZE, width: SIZE, adjustable: false, chosen: false, legal: [] },
  weights: { kind: 'initial', seed: 1 },
  status: { kind: 'ready', milliseconds: 3.42, peakBytes: 1310720 },
  stale: false,
  findings: [
    {
      severity: 'warning',
      line: 25,
      message:
        'conv2d_transpose: kernel 3 is not a multiple of stride 2, so neighbouring output pixels are fed by 1 to 4 taps (unevenness 1.33).',
    },
    { severity: 'info', line: 31, message: 'model.predict is not run: Layerscope draws the maps itself.' },
  ],
};

/** A U-Net with every kind of row: not inferred, not runnable, all grades, symbolic sizes. */
const unetMaps = convolve(input, 64, 9);
const UNET_ROWS: readonly PreviewRow[] = [
  row({
    call: 0,
    line: 12,
    name: 'encoder.0.conv',
    type: 'Conv2d',
    outputShape: '64×256×256',
    params: 1792,
    macs: 113246208,
    bytes: 16777216,
  }),
  row({
    call: 1,
    line: 13,
    name: 'encoder.0.bn',
    type: 'BatchNorm2d',
    outputShape: '64×256×256',
    params: 128,
    bytes: 16777216,
  }),
  row({ call: 2, line: 14, name: 'encoder.0.pool', type: 'MaxPool2d', outputShape: '64×128×128', bytes: 4194304 }),
  row({
    call: 3,
    line: 18,
    name: 'bottleneck.attention',
    type: 'MultiheadAttention',
    outputShape: '64×128×128',
    params: 16640,
    macs: 1073741824,
    bytes: 4194304,
    runnable: false,
    reason: 'attention cannot be run here yet',
  }),
  row({
    call: 4,
    line: 21,
    name: 'decoder.up1',
    type: 'ConvTranspose2d',
    outputShape: '64×256×256',
    params: 36928,
    macs: 603979776,
    bytes: 16777216,
    sizeChanges: true,
    artifact: STRONG,
  }),
  row({
    call: 5,
    line: 22,
    name: 'decoder.up2',
    type: 'ConvTranspose2d',
    outputShape: '64×256×256',
    params: 65600,
    macs: 1073741824,
    bytes: 16777216,
    artifact: MILD,
  }),
  row({
    call: 6,
    line: 23,
    name: 'decoder.up3',
    type: 'ConvTranspose2d',
    outputShape: '64×384×384',
    params: 16448,
    macs: 268435456,
    bytes: 37748736,
    sizeChanges: true,
    artifact: HOLES,
  }),
  row({
    call: 7,
    line: 24,
    name: 'decoder.resize',
    type: 'Upsample',
    outputShape: '64×512×512',
    bytes: 67108864,
    artifact: NONE,
  }),
  row({
    line: 26,
    name: 'head',
    type: 'SegmentationHead',
    params: null,
    macs: null,
    reason: 'channels come from config.json, which is read when the program runs',
    runnable: false,
  }),
];

export const UNET: PreviewSnapshot = {
  ...ARTICLE,
  file: 'unet.py',
  models: [{ id: 4, name: 'UNet', framework: 'torch', line: 40 }],
  model: 4,
  rows: UNET_ROWS,
  graph: graphOf(UNET_ROWS, [[0, 7]]),
  totals: { params: 137536, trainable: 137408, macs: 3133145088, bytes: 179306496 },
  constraints: ['H % 16 == 0', 'W % 16 == 0'],
  selected: 0,
  maps: { call: 0, title: 'encoder.0.conv', maps: toMaps(unetMaps, null), sketch: null },
  figure: [
    { title: 'Input', subtitle: '3×32×32', model: null, maps: inputMaps },
    { title: 'UNet', subtitle: '3×32×32', model: 4, maps: toMaps(nearest(scene(SIZE / 2), 2), null) },
  ],
  picture: { name: 'holiday.jpg', builtIn: null },
  inputSize: { height: 256, width: 256, adjustable: true, chosen: true, legal: [64, 96, 128] },
  status: { kind: 'working', label: 'decoder.up2', done: 5, total: 9 },
  findings: [
    {
      severity: 'error',
      line: 23,
      message: 'decoder.up3: stride 3 is larger than kernel 2, so 5 of 9 output pixels only ever see the bias.',
    },
    ...ARTICLE.findings,
    { severity: 'hint', line: 12, message: 'The bias of encoder.0.conv has no effect before BatchNorm2d.' },
  ],
};

/** Four equal residual blocks, a skip around all of them, an upsampling layer: rows are the layers, the graph has the additions too. */
const RESIDUAL = 4;
const blockRows: PreviewRow[] = [];
const blockNodes: PreviewSnapshot['graph']['nodes'][number][] = [];
const blockEdges: (readonly [number, number])[] = [];
function addNode(name: string, type: string, shape: string, from: readonly number[], isLayer = true): number {
  const call = blockNodes.length;
  const path = name.split('.').slice(0, -1);
  blockNodes.push({ call, label: type, path, shape });
  for (const source of from) blockEdges.push([source, call]);
  if (isLayer)
    blockRows.push(
      row({ call, line: call + 3, name, type, outputShape: shape, params: 2320, macs: 9437184, bytes: 262144 }),
    );
  return call;
}
const stem = addNode('stem', 'Conv2d', '16×64×64', []);
let current = stem;
for (let nth = 0; nth < RESIDUAL; nth++) {
  const first = addNode(`body.${nth}.conv1`, 'Conv2d', '16×64×64', [current]);
  const norm = addNode(`body.${nth}.bn1`, 'BatchNorm2d', '16×64×64', [first]);
  const second = addNode(`body.${nth}.conv2`, 'Conv2d', '16×64×64', [norm]);
  current = addNode(`body.${nth}.add`, 'add', '16×64×64', [current, second], false);
}
current = addNode('add', 'add', '16×64×64', [current, stem], false);
const upsampling = addNode('up', 'ConvTranspose2d', '8×128×128', [current]);
addNode('head', 'Conv2d', '3×128×128', [upsampling]);

export const BLOCKS: PreviewSnapshot = {
  ...UNET,
  rows: blockRows.map((each) => (each.name === 'up' ? { ...each, artifact: STRONG, sizeChanges: true } : each)),
  graph: { nodes: blockNodes, edges: blockEdges },
  selected: upsampling,
  maps: null,
  status: { kind: 'ready', milliseconds: 12, peakBytes: 1310720 },
};

/** A reshape that does not fit: what stands before it is known, what comes after is not reached. */
const TOO_FEW = 'An input of 64×64×32 has 131,072 elements, but 5×7×3 needs 105.';
const BROKEN_ROWS: readonly PreviewRow[] = [
  ...ROWS,
  ...[
    { name: 'reshape', type: 'Reshape' },
    { name: 'conv2d', type: 'Conv2D' },
    { name: 'up_sampling2d', type: 'UpSampling2D' },
  ].map((each, at) => row({ ...each, call: 2 + at, line: 26 + at, params: null, reason: TOO_FEW, runnable: false })),
];
export const BROKEN: PreviewSnapshot = {
  ...ARTICLE,
  rows: BROKEN_ROWS,
  graph: graphOf(BROKEN_ROWS),
  findings: [{ severity: 'error', line: 26, message: TOO_FEW }],
};

/** More rows than are drawn at once. */
export const LONG: PreviewSnapshot = {
  ...ARTICLE,
  rows: Array.from({ length: 1000 }, (_, index) =>
    row({
      call: index,
      line: index + 1,
      name: `block_${index}`,
      type: 'Conv2D',
      outputShape: '32×32×64',
      params: 36928,
      macs: 37748736,
      bytes: 262144,
    }),
  ),
  totals: { params: 36928000, trainable: 36928000, macs: 37748736000, bytes: 262144000 },
  selected: 500,
  maps: null,
  figure: [],
  graph: { nodes: [], edges: [] },
  findings: [],
};

const blank = {
  rows: [],
  graph: { nodes: [], edges: [] },
  figure: [],
  maps: null,
  selected: null,
  model: null,
  models: [],
  inputSize: null,
  findings: [],
};
export const EMPTY: PreviewSnapshot = {
  ...ARTICLE,
  ...blank,
  status: {
    kind: 'empty',
    message: 'No model was found in this file.',
    hint: 'Open a Python file that builds a Keras or PyTorch model, or call a model class in it.',
  },
};
export const FAILED: PreviewSnapshot = {
  ...UNET,
  maps: null,
  figure: [],
  stale: true,
  status: {
    kind: 'failed',
    message: 'The run would need 3.2 GB, and the limit is 2 GB.',
    hint: 'Choose a smaller input, or raise layerscope.preview.memoryLimit.',
  },
};

/** The layer of the article, for what follows from the layers alone. */
const WAYS = alternativesFor(
  layerFact('keras', 'Conv2DTranspose', {
    filters: FILTERS,
    kernel_size: 3,
    strides: 2,
    padding: 'same',
    activation: 'relu',
  }),
  [1, SIZE, SIZE, 3],
);
const stagesOf = (id: string): Pick<Alternative, 'stages' | 'bytes' | 'receptive'> => {
  const { stages = [], bytes = 0, receptive = null } = WAYS.find((way) => way.id === id) ?? {};
  return { stages, bytes, receptive };
};

const CONTROLS = { kernel: 3, oddKernel: true, factor: 2, method: 'nearest', seeded: true } as const;
const alternative = (
  id: string,
  title: string,
  code: readonly string[],
  artifact: ArtifactFacts,
  params: number,
  macs: number,
  planes: Planes,
  milliseconds: number,
): CompareRow => ({
  alternative: {
    id,
    title: verbatim(title),
    code,
    definition: [],
    ...stagesOf(id),
    outputShape: [1, 64, 64, 32],
    params,
    macs,
    artifact,
    controls: CONTROLS,
    notPossible: null,
  },
  outputShape: '64×64×32',
  seed: 1,
  changed: false,
  outcome: {
    id,
    kind: 'ran',
    maps: toMaps(planes, 2),
    time: { median: milliseconds, quartiles: [milliseconds * 0.94, milliseconds * 1.09] },
  },
});

const shareOf = ({ outcome }: CompareRow): number | null =>
  outcome?.kind === 'ran' ? (outcome.maps.measured?.share ?? null) : null;

const WRITTEN = alternative(
  'as-written',
  'Conv2DTranspose',
  ["Conv2DTranspose(32, (3, 3), strides=(2, 2), padding='same', activation='relu')"],
  STRONG,
  896,
  884736,
  transpose,
  1.31,
);

export const COMPARE: CompareSnapshot = {
  type: 'compare',
  layer: {
    name: 'conv2d_transpose',
    type: 'Conv2DTranspose',
    file: 'samples/upsampling.py',
    line: 25,
    inputShape: '32×32×3',
    framework: 'keras',
  },
  input: inputMaps,
  rows: [
    WRITTEN,
    alternative(
      'nearest-conv',
      'Nearest + Conv2D',
      ['UpSampling2D(size=(2, 2))', "Conv2D(32, (3, 3), padding='same', activation='relu')"],
      { ...NONE, lastLayer: true },
      896,
      3538944,
      refined,
      3.06,
    ),
    alternative(
      'transposed-multiple',
      'Conv2DTranspose, kernel 4',
      ["Conv2DTranspose(32, (4, 4), strides=(2, 2), padding='same', activation='relu')"],
      MILD,
      1568,
      1572864,
      transposed(input, FILTERS, 4, 2, 6),
      2.2,
    ),
    {
      ...alternative('sub-pixel', 'Sub-pixel convolution', [], MILD, 0, 0, input, 1),
      outcome: null,
      outputShape: '',
      alternative: {
        ...alternative('sub-pixel', 'Sub-pixel convolution', [], MILD, 0, 0, input, 1).alternative,
        title: say`Sub-pixel convolution`,
        controls: null,
        notPossible: say`Sub-pixel convolution needs the same factor in height and width, and this layer has 2 and 3.`,
      },
    },
  ],
  written: { alternative: WRITTEN.alternative, milliseconds: 1.31, share: shareOf(WRITTEN) },
  explanation: STACKED,
  models: NO_OTHER,
  asked: null,
  picture: { name: 'Scene', builtIn: 'scene' },
  weights: { kind: 'initial', seed: 1 },
  status: { kind: 'ready', milliseconds: 41, peakBytes: 2621440 },
  stale: false,
};

export const COMPARE_EMPTY: CompareSnapshot = {
  ...COMPARE,
  layer: null,
  rows: [],
  explanation: null,
  models: null,
  input: null,
  status: {
    kind: 'empty',
    message: 'No upsampling layer under the cursor.',
    hint: 'Put the cursor on UpSampling2D, Conv2DTranspose, ConvTranspose2d, Upsample or PixelShuffle.',
  },
};
export const COMPARE_WORKING: CompareSnapshot = {
  ...COMPARE,
  stale: true,
  rows: COMPARE.rows.map((each, index) =>
    index === 1
      ? { ...each, outcome: null }
      : index === 2
        ? {
            ...each,
            outcome: { id: each.alternative.id, kind: 'not-run', reason: say`it would need more memory than allowed` },
          }
        : each,
  ),
  status: { kind: 'working', label: 'Nearest + Conv2D', done: 1, total: 4 },
};

/** Looked at against its input. */
export const AGAINST: PreviewSnapshot = {
  ...ARTICLE,
  against: { kind: 'input', title: 'Input of the layer', maps: inputMaps, reason: null },
};

/** Opened by somebody who asked why. */
export const COMPARE_WHY: CompareSnapshot = { ...COMPARE, asked: { part: 'why', at: 1 } };
export const COMPARE_MODELS: CompareSnapshot = { ...COMPARE, models: TWO_MODELS, asked: { part: 'models', at: 2 } };
export const COMPARE_WHY_TORCH: CompareSnapshot = { ...COMPARE_WHY, explanation: COUNTED };

export const FIXTURES = {
  preview: {
    article: ARTICLE,
    against: AGAINST,
    blocks: BLOCKS,
    broken: BROKEN,
    unet: UNET,
    long: LONG,
    empty: EMPTY,
    failed: FAILED,
  },
  compare: {
    article: COMPARE,
    empty: COMPARE_EMPTY,
    working: COMPARE_WORKING,
    why: COMPARE_WHY,
    models: COMPARE_MODELS,
    whyTorch: COMPARE_WHY_TORCH,
  },
} as const;
export type Panel = keyof typeof FIXTURES;
