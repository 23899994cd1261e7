/**
 * Layers and functions that resize by interpolation. Keras: keras/src/layers/reshaping/up_sampling*.py, keras/src/ops/image.py;
 * TensorFlow: tf.image.resize; PyTorch: torch/nn/modules/upsampling.py and torch.nn.functional.interpolate.
 */
import { type Message, say } from '../../message.ts';
import type { KernelCall, Layout } from '../kernel.ts';
import type { Framework, LayerRecord } from '../record.ts';
import { need, refuse, unsure } from '../refusal.ts';
import { scaledSize } from '../shape-rules/scaling.ts';
import type { Shape, Size } from '../size.ts';
import { atLeast } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';
import { plainText, type Arguments } from './arguments.ts';
import { defineRecord } from './define.ts';
import { kerasLayer, kerasOps, tensorflow, torchModule } from './documentation.ts';
import { axesOf, numbers, pick, repeated, requireBatch, requireRank, withAxes } from './shapes.ts';
import { dataFormat } from './window-arguments.ts';

type Method = Extract<KernelCall, { op: 'resize' }>['method'];
/** One entry for all spatial axes, or one per axis. */
type PerAxis<T> = T | readonly T[];

interface Resize {
  readonly framework: Framework;
  /** Null: as many spatial axes as the input has (PyTorch). */
  readonly rank: number | null;
  readonly target:
    | { readonly kind: 'factors'; readonly factors: PerAxis<number> }
    | { readonly kind: 'sizes'; readonly sizes: PerAxis<Size> };
  readonly method: Method;
  readonly alignCorners: boolean;
  readonly antialias: boolean;
  /** PyTorch samples by the factor that was given, not by the ratio of the sizes. */
  readonly sampleByFactor: boolean;
  readonly layout: Layout;
  /** Pictures without a batch are taken too. */
  readonly unbatched: boolean;
  /** Set where more happens than a resize. */
  readonly notRun: Message | null;
}

const KERAS_METHODS = ['nearest', 'bilinear', 'bicubic', 'area', 'lanczos3', 'lanczos5'] as const;
const TENSORFLOW_METHODS = [...KERAS_METHODS, 'gaussian', 'mitchellcubic'] as const;

const KERAS: Omit<Resize, 'rank' | 'target' | 'layout' | 'method'> = {
  framework: 'keras',
  alignCorners: false,
  antialias: false,
  sampleByFactor: false,
  unbatched: false,
  notRun: null,
};

function upSampling(args: Arguments, rank: number): Resize {
  const factors = args.perAxis('size', rank);
  const method = rank === 2 ? kerasMethod(args) : 'nearest';
  const layout = rank === 1 ? 'channels_last' : dataFormat(args);
  return { ...KERAS, rank, target: { kind: 'factors', factors }, method, layout };
}

function kerasMethod(args: Arguments): Method {
  const given = args.raw('interpolation');
  const method = KERAS_METHODS.find((word) => typeof given === 'string' && given.toLowerCase() === word);
  return (
    method ??
    args.refuse('interpolation', say`Keras has no interpolation ${plainText(given)}: ${KERAS_METHODS.join(', ')}.`)
  );
}

function resizing(args: Arguments, sizes: readonly Size[]): Resize {
  const cut = args.flag('crop_to_aspect_ratio') || args.flag('pad_to_aspect_ratio');
  return {
    ...KERAS,
    rank: 2,
    target: { kind: 'sizes', sizes },
    method: kerasMethod(args),
    antialias: args.flag('antialias'),
    layout: dataFormat(args),
    unbatched: true,
    notRun: cut ? say`Layerscope does not compute resizing that keeps the aspect ratio.` : null,
  };
}

function tensorflowResize(args: Arguments): Resize {
  if (args.flag('preserve_aspect_ratio')) unsure(say`With preserve_aspect_ratio, the size depends on rounding.`);
  return {
    ...KERAS,
    rank: 2,
    target: { kind: 'sizes', sizes: args.sizesPerAxis('size', 2) },
    method: args.text('method', TENSORFLOW_METHODS),
    antialias: args.flag('antialias'),
    layout: 'channels_last',
    unbatched: true,
  };
}

/** PyTorch's modes, and with how many spatial axes each works. */
const TORCH_MODES: Readonly<Record<string, { readonly method: Method; readonly ranks: readonly number[] }>> = {
  nearest: { method: 'nearest', ranks: [1, 2, 3] },
  'nearest-exact': { method: 'nearest-exact', ranks: [1, 2, 3] },
  area: { method: 'area', ranks: [1, 2, 3] },
  linear: { method: 'bilinear', ranks: [1] },
  bilinear: { method: 'bilinear', ranks: [2] },
  bicubic: { method: 'bicubic', ranks: [2] },
  trilinear: { method: 'bilinear', ranks: [3] },
  lanczos: { method: 'lanczos3', ranks: [2] },
};

function interpolate(args: Arguments): Resize {
  const given = args.raw('mode');
  const mode = typeof given === 'string' ? given : '';
  const known = TORCH_MODES[mode];
  if (known === undefined) {
    return args.refuse(
      'mode',
      say`mode must be one of ${Object.keys(TORCH_MODES).join(', ')}, not ${plainText(given)}.`,
    );
  }
  const samples = ['nearest', 'nearest-exact', 'area'].includes(mode);
  if (samples && !args.isNone('align_corners')) {
    args.refuse('align_corners', say`align_corners does not go together with mode='${mode}'.`);
  }
  return torchResize(args, mode, args.flag('align_corners'));
}

function torchResize(args: Arguments, mode: string, alignCorners: boolean): Resize {
  const { method, ranks } = TORCH_MODES[mode] ?? { method: 'nearest', ranks: [] };
  const recomputed = args.flag('recompute_scale_factor') || mode === 'area';
  const antialias = args.flag('antialias');
  if (antialias !== (mode === 'lanczos') && !(antialias && ['bilinear', 'bicubic'].includes(mode))) {
    args.refuse('antialias', say`antialias=${antialias ? 'True' : 'False'} does not go together with mode='${mode}'.`);
  }
  if (!args.isNone('size') && args.flag('recompute_scale_factor')) {
    args.refuse('recompute_scale_factor', say`recompute_scale_factor means nothing when a size is given.`);
  }
  return {
    framework: 'torch',
    rank: ranks.length === 1 ? (ranks[0] ?? null) : null,
    target: torchTarget(args),
    method,
    alignCorners,
    antialias,
    sampleByFactor: !recomputed,
    layout: 'channels_first',
    unbatched: false,
    notRun: null,
  };
}

function torchTarget(args: Arguments): Resize['target'] {
  const factor = args.optional('scale_factor');
  if (!args.isNone('size')) {
    if (factor !== null) args.refuse('scale_factor', say`Only one of size and scale_factor can be given.`);
    return { kind: 'sizes', sizes: args.list('size') ? args.sizes('size', 0) : args.size('size', 0) };
  }
  if (factor === null) args.refuse('size', say`One of size and scale_factor must be given.`);
  return {
    kind: 'factors',
    factors: args.list('scale_factor') ? args.numbers('scale_factor') : args.number('scale_factor'),
  };
}

function spread<T>(value: PerAxis<T>, rank: number, argument: string): readonly T[] {
  const list: readonly T[] = Array.isArray(value) ? (value as readonly T[]) : repeated(value as T, rank);
  if (list.length === rank) return list;
  return refuse({
    code: 'bad-argument',
    message: say`${argument} has ${list.length} entries, but the input has ${rank} spatial axes.`,
    argument,
  });
}

function inputAxes({ rank, layout, framework, unbatched }: Resize, input: Shape) {
  if (framework === 'torch') requireRank(input, 3, 5, framework);
  return axesOf(input, rank ?? input.length - 2, layout, framework, unbatched);
}

function output(config: Resize, input: Shape): readonly Shape[] {
  const { spatial } = inputAxes(config, input);
  const sizes = targetSizes(config, pick(input, spatial));
  // PyTorch's area mode is a pooling, which may leave nothing.
  const least = config.framework === 'torch' && config.method === 'area' ? 0 : 1;
  const empty = sizes.find((size) => atLeast(size, least) === false);
  if (empty !== undefined) {
    const argument = config.target.kind === 'sizes' ? 'size' : 'scale_factor';
    refuse({ code: 'bad-argument', message: say`The output would have a size of ${sizeText(empty)}.`, argument });
  }
  return [withAxes(input, spatial, sizes)];
}

function targetSizes({ target }: Resize, input: Shape): readonly Size[] {
  if (target.kind === 'sizes') return spread(target.sizes, input.length, 'size');
  const factors = spread(target.factors, input.length, 'scale_factor');
  return input.map((size, axis) => need(scaledSize(size, factors[axis] ?? 1)));
}

function kernel(config: Resize, input: Shape, result: Shape): KernelCall {
  const { target, method, alignCorners, antialias, sampleByFactor, framework, layout, notRun } = config;
  const axes = inputAxes(config, input);
  requireBatch(axes);
  if (notRun !== null) unsure(notRun);
  return {
    op: 'resize',
    method,
    size: numbers(pick(result, axes.spatial)),
    scale:
      sampleByFactor && target.kind === 'factors' ? spread(target.factors, axes.spatial.length, 'scale_factor') : null,
    alignCorners,
    antialias,
    framework,
    layout,
  };
}

function upsampling({ target, rank, method }: Resize) {
  if (target.kind === 'sizes') return null;
  const factors: readonly number[] =
    typeof target.factors === 'number' ? repeated(target.factors, rank ?? 2) : target.factors;
  return factors.some((factor) => factor > 1) ? { kind: 'resize' as const, factors, method } : null;
}

const shared = { output, kernel, upsampling, layout: ({ layout }: Resize) => layout };

const upSamplingRecord = (rank: number): LayerRecord =>
  defineRecord<Resize>({
    id: `up-sampling-${rank}d`,
    keras: {
      names: [`UpSampling${rank}D`],
      documentation: kerasLayer(`reshaping_layers/up_sampling${rank}d`),
      configure: (args) => upSampling(args, rank),
    },
    ...shared,
  });

export const RESIZES: readonly LayerRecord[] = [
  ...[1, 2, 3].map(upSamplingRecord),
  defineRecord<Resize>({
    id: 'resize',
    keras: {
      names: ['ops.image.resize'],
      documentation: kerasOps('image', 'resize'),
      configure: (args) => resizing(args, args.sizesPerAxis('size', 2)),
    },
    torch: {
      names: ['Upsample', 'nn.functional.interpolate', 'nn.functional.upsample'],
      documentation: torchModule('Upsample'),
      configure: interpolate,
    },
    ...shared,
  }),
  defineRecord<Resize>({
    id: 'image-resizing',
    keras: {
      names: ['Resizing'],
      documentation: kerasLayer('preprocessing_layers/image_preprocessing/resizing'),
      configure: (args) => resizing(args, [args.size('height'), args.size('width')]),
    },
    ...shared,
  }),
  defineRecord<Resize>({
    id: 'tensorflow-resize',
    keras: { names: ['tf.image.resize'], documentation: tensorflow('tf.image.resize'), configure: tensorflowResize },
    ...shared,
  }),
  defineRecord<Resize>({
    id: 'upsampling-nearest-2d',
    torch: {
      names: ['UpsamplingNearest2d', 'nn.functional.upsample_nearest'],
      documentation: torchModule('UpsamplingNearest2d'),
      configure: (args) => torchResize(args, 'nearest', false),
    },
    ...shared,
  }),
  defineRecord<Resize>({
    id: 'upsampling-bilinear-2d',
    torch: {
      names: ['UpsamplingBilinear2d', 'nn.functional.upsample_bilinear'],
      documentation: torchModule('UpsamplingBilinear2d'),
      configure: (args) => torchResize(args, 'bilinear', true),
    },
    ...shared,
  }),
];
