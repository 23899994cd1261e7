/** Layers that prepare and augment pictures. keras/src/layers/preprocessing/ */
import type { LayerRecord } from '../../../model/record.ts';
import { defineRecord, sameShapeOutput } from '../../../model/records/define.ts';
import { kerasLayer } from '../../../model/records/documentation.ts';
import { ONES, ZEROS } from '../../../model/records/initialisers.ts';
import { at, requireRank, withAxes } from '../../../model/records/shapes.ts';
import { refuse, unsure } from '../../../model/refusal.ts';
import type { Size } from '../../../model/size.ts';
import { atLeast } from '../../../model/sizes/arithmetic.ts';
import { sizeText } from '../../../model/sizes/text.ts';
import type { WeightSpec } from '../../../model/weight.ts';

/** They change numbers and keep the shape. */
const AUGMENTATIONS = [
  'AugMix',
  'AutoContrast',
  'Equalization',
  'RandAugment',
  'RandomBrightness',
  'RandomColorDegeneration',
  'RandomColorJitter',
  'RandomContrast',
  'RandomElasticTransform',
  'RandomErasing',
  'RandomFlip',
  'RandomGaussianBlur',
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

const augmentations = AUGMENTATIONS.map((name) =>
  defineRecord<null>({
    id: `augmentation-${name.toLowerCase()}`,
    keras: {
      names: [name],
      documentation: kerasLayer('preprocessing_layers/image_augmentation'),
      configure: () => null,
    },
    output: sameShapeOutput,
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
      requireRank(input, 4, 4, 'keras');
      const axes = [start + 1, start + 2];
      const wanted = [height, width];
      for (const [index, axis] of axes.entries()) {
        const size = wanted[index] ?? 1;
        if (name === 'RandomCrop' && atLeast(at(input, axis), size) === false) {
          return refuse({
            code: 'bad-argument',
            message: `${sizeText(at(input, axis))} pixels cannot be cropped to ${sizeText(size)}.`,
            argument: index === 0 ? 'height' : 'width',
          });
        }
      }
      return [withAxes(input, axes, wanted)];
    },
  }),
);

interface Normalised {
  /** Statistics are weights unless they are given. */
  readonly adapts: boolean;
  readonly axes: readonly number[];
}

const normalisation = defineRecord<Normalised>({
  id: 'normalization',
  keras: {
    names: ['Normalization'],
    documentation: kerasLayer('preprocessing_layers/numerical/normalization'),
    configure: (args) => {
      const axis = args.optional('axis');
      const axes = axis === null ? [] : Array.isArray(axis) ? (axis as readonly unknown[]) : [axis];
      if (!axes.every((each) => typeof each === 'number')) return unsure('The axis is not known.');
      return { adapts: args.isNone('mean'), axes };
    },
  },
  output: sameShapeOutput,
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

const unit = defineRecord<null>({
  id: 'unit-normalization',
  keras: {
    names: ['UnitNormalization'],
    documentation: kerasLayer('normalization_layers/unit_normalization'),
    configure: () => null,
  },
  output: sameShapeOutput,
});

export const PREPROCESSING: readonly LayerRecord[] = [...augmentations, ...crops, normalisation, unit];
