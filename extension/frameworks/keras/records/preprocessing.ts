/** Layers that prepare and augment pictures, and normalisations that only Keras has. keras/src/layers/preprocessing/ */
import { say } from '../../../message.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { LayerRecord } from '../../../model/record.ts';
import { defineRecord, sameShapeOutput } from '../../../model/records/define.ts';
import { kerasLayer } from '../../../model/records/documentation.ts';
import { ONES, ZEROS } from '../../../model/records/initialisers.ts';
import { at, normalAxis, numbers, numeric, requireRank, withAxes } from '../../../model/records/shapes.ts';
import { unsure } from '../../../model/refusal.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { symbol } from '../../../model/sizes/arithmetic.ts';
import type { WeightSpec } from '../../../model/weight.ts';

/** They change numbers and keep the shape. */
const AUGMENTATIONS = [
  'AugMix',
  'AutoContrast',
  'ContrastLimitedAdaptiveHistogramEqualization',
  'CutMix',
  'Equalization',
  'MaxNumBoundingBoxes',
  'MixUp',
  'RandAugment',
  'RandomBrightness',
  'RandomColorDegeneration',
  'RandomColorJitter',
  'RandomContrast',
  'RandomElasticTransform',
  'RandomErasing',
  'RandomFlip',
  'RandomGaussianBlur',
  'RandomGrayscale',
  'RandomHue',
  'RandomInvert',
  'RandomPerspective',
  'RandomPosterization',
  'RandomRotation',
  'RandomSaturation',
  'RandomSharpness',
  'RandomShear',
  'RandomTranslation',
  'RandomZoom',
  'Solarization',
];

/** Augmentations that do not care whether it is training. */
const ALWAYS = new Set(['AutoContrast', 'Equalization', 'Solarization']);

const augmentations = AUGMENTATIONS.map((name) =>
  defineRecord<null>({
    id: `augmentation-${name.toLowerCase()}`,
    keras: {
      names: [name],
      documentation: kerasLayer('preprocessing_layers/image_augmentation'),
      configure: () => null,
    },
    output: sameShapeOutput,
    // They augment in training only; some compute at inference, too.
    kernel: () => (ALWAYS.has(name) ? unsure(say`Layerscope does not compute ${name}.`) : { op: 'identity' }),
  }),
);

/** tf.keras keeps them from Keras 2: the size that they change is open. keras/src/legacy/layers.py */
const stretches = (
  [
    ['RandomHeight', -3],
    ['RandomWidth', -2],
  ] as const
).map(([name, axis]) =>
  defineRecord<null>({
    id: `augmentation-${name.toLowerCase()}`,
    keras: {
      names: [name],
      documentation: kerasLayer('preprocessing_layers/image_augmentation'),
      configure: () => null,
    },
    output: (_, input) => {
      requireRank(input, 3, 4, 'keras');
      return [withAxes(input, [input.length + axis], [symbol(`N${name}`, 'batch')])];
    },
    kernel: () => ({ op: 'identity' }),
  }),
);

interface Crop {
  readonly height: Size;
  readonly width: Size;
  readonly start: number;
}

/** Smaller pictures would be resized: the result has the wanted size either way. */
const crops = ['RandomCrop', 'CenterCrop'].map((name) =>
  defineRecord<Crop>({
    id: name === 'RandomCrop' ? 'random-crop' : 'center-crop',
    keras: {
      names: [name],
      documentation: kerasLayer('preprocessing_layers/image_preprocessing'),
      configure: (args) => ({
        height: args.size('height'),
        width: args.size('width'),
        start: args.raw('data_format') === 'channels_first' ? 1 : 0,
      }),
    },
    output: ({ height, width, start }, input) => {
      requireRank(input, 3, 4, 'keras');
      const first = firstAxis(input, start);
      const axes = [first, first + 1];
      const wanted = [height, width];
      return [withAxes(input, axes, wanted)];
    },
    kernel: ({ height, width, start }, input) =>
      name === 'CenterCrop'
        ? cropKernel(input, [height, width].map(numeric), firstAxis(input, start))
        : unsure(say`Layerscope does not compute random crops.`),
  }),
);

/** Where the height stands: a picture may come without a batch. */
const firstAxis = (input: Shape, start: number): number => input.length - PICTURE_AXES + start;

/** Height, width and channels. */
const PICTURE_AXES = 3;

/** The middle; smaller pictures are resized first, which is not followed. */
function cropKernel(input: Shape, wanted: readonly number[], first: number): KernelCall {
  const sizes = numbers(input);
  const amounts = sizes.map((size, axis) => {
    const to = wanted[axis - first];
    if (to === undefined || axis < first) return [0, 0] as const;
    if (to > size) return unsure(say`Layerscope does not resize what is smaller than its crop.`);
    const before = Math.floor((size - to) / 2);
    return [before, size - to - before] as const;
  });
  return { op: 'crop', amounts };
}

interface Normalised {
  /** Statistics are weights unless they are given. */
  readonly adapts: boolean;
  readonly axes: readonly number[];
  readonly given: { readonly mean: readonly number[]; readonly variance: readonly number[] } | null;
  readonly invert: boolean;
}

const normalisation = defineRecord<Normalised>({
  id: 'normalization',
  keras: {
    names: ['Normalization'],
    documentation: kerasLayer('preprocessing_layers/numerical/normalization'),
    configure: (args) => {
      const axis = args.optional('axis');
      const axes = axis === null ? [] : Array.isArray(axis) ? (axis as readonly unknown[]) : [axis];
      if (!axes.every((each) => typeof each === 'number')) return unsure(say`The axis is not known.`);
      const adapts = args.isNone('mean');
      const given = adapts ? null : { mean: args.numbers('mean'), variance: args.numbers('variance') };
      return { adapts, axes, given, invert: args.flag('invert') };
    },
  },
  output: sameShapeOutput,
  kernel: ({ axes, given, invert }, input) => ({
    op: 'normalization',
    axes: axes.map((axis) => normalAxis(axis, input.length, 'axis')),
    given,
    invert,
  }),
  weights: ({ adapts, axes }, input) => {
    if (!adapts || !input) return [];
    const shape = axes.map((axis) => at(input, axis));
    const statistic = (name: string, own: Size[], initialiser: WeightSpec['initialiser']): WeightSpec => ({
      name,
      shape: own,
      initialiser,
      trainable: false,
      counted: true,
    });
    return [statistic('mean', shape, ZEROS), statistic('variance', shape, ONES), statistic('count', [], ZEROS)];
  },
});

const unit = defineRecord<readonly number[]>({
  id: 'unit-normalization',
  keras: {
    names: ['UnitNormalization'],
    documentation: kerasLayer('normalization_layers/unit_normalization'),
    configure: (args) => args.ints('axis', -Infinity),
  },
  output: sameShapeOutput,
  kernel: (axes, input) => ({
    op: 'unit-norm',
    axes: axes.map((axis) => normalAxis(axis, input.length, 'axis')),
    order: 2,
    // keras.ops.normalize: rsqrt(maximum(sum of squares, epsilon ** 2)).
    epsilon: 1e-12,
    squared: false,
  }),
});

/** keras/src/layers/normalization/rms_normalization.py */
const rootMeanSquare = defineRecord<{ readonly axes: readonly number[] }>({
  id: 'rms-normalization',
  keras: {
    names: ['RMSNormalization'],
    documentation: kerasLayer('normalization_layers/rms_normalization'),
    configure: (args) => ({ axes: args.numbers('axis') }),
  },
  output: sameShapeOutput,
  weights: ({ axes }, input) =>
    input
      ? [
          {
            name: 'scale',
            shape: axes.map((axis) => at(input, axis)),
            initialiser: ONES,
            trainable: true,
            counted: true,
          },
        ]
      : [],
});

export const PREPROCESSING: readonly LayerRecord[] = [
  ...augmentations,
  ...stretches,
  ...crops,
  normalisation,
  unit,
  rootMeanSquare,
];
