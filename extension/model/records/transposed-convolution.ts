/** Transposed convolution of rank 1 to 3. keras/src/layers/convolutional/base_conv_transpose.py, torch/nn/modules/conv.py */
import { say } from '../../message.ts';
import type { KernelCall, Layout } from '../kernel.ts';
import type { Framework, LayerRecord } from '../record.ts';
import { refuse, unsure } from '../refusal.ts';
import { kerasCrop, torchCrop, transposedSize, type Crop } from '../shape-rules/transposed-convolution.ts';
import type { Shape, Size } from '../size.ts';
import { atLeast, floorDivide, multiply, product } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';
import type { Initialiser, WeightSpec } from '../weight.ts';
import { activationArgument, activationCall, LINEAR, type Activation } from './activation-argument.ts';
import { type Arguments } from './arguments.ts';
import { requireChannels, requireMultiple, requireSome } from './channels.ts';
import { defineRecord } from './define.ts';
import { convolutionSum } from './parameter-sum.ts';
import { kerasLayer, torchModule } from './documentation.ts';
import { kerasInitialiser, parameter, torchWeights, ZEROS } from './initialisers.ts';
import { at, axesOf, positions, requireBatch, withAxes } from './shapes.ts';
import {
  dataFormat,
  kerasWindow,
  kernelWindow,
  noStridedDilation,
  torchWindow,
  type Window,
} from './window-arguments.ts';

interface TransposedConvolution {
  readonly framework: Framework;
  readonly rank: number;
  /** Null: Keras takes what its first input has. */
  readonly inChannels: Size | null;
  readonly filters: Size;
  readonly window: Window;
  readonly crops: readonly Crop[];
  readonly groups: number;
  readonly layout: Layout;
  readonly bias: boolean;
  readonly activation: Activation;
  readonly kernelInitialiser: Initialiser;
  readonly biasInitialiser: Initialiser;
}

function configureKeras(args: Arguments, rank: number): TransposedConvolution {
  const window = kerasWindow(args, rank);
  noStridedDilation(args, window);
  const outputPadding = args.isNone('output_padding') ? null : args.perAxis('output_padding', rank, { least: 0 });
  outputPadding?.forEach((added, axis) => {
    const stride = window[axis]?.stride ?? 1;
    if (added >= stride) {
      const message = say`output_padding (${added}) must be smaller than strides (${stride}).`;
      args.refuse('output_padding', message, stride - 1);
    }
  });
  const given = args.raw('padding');
  const padding = typeof given === 'string' ? given.toLowerCase() : '';
  if (padding !== 'same' && padding !== 'valid') {
    return args.refuseWord('padding', ['valid', 'same'], say`'valid' or 'same'`);
  }
  return {
    framework: 'keras',
    rank,
    inChannels: null,
    filters: args.size('filters'),
    window,
    crops: window.map((axis, index) => kerasCrop(axis, padding, outputPadding?.[index] ?? null)),
    groups: 1,
    layout: dataFormat(args),
    bias: args.flag('use_bias'),
    activation: activationArgument(args),
    kernelInitialiser: kerasInitialiser(args, 'kernel_initializer'),
    biasInitialiser: kerasInitialiser(args, 'bias_initializer'),
  };
}

function configureTorch(args: Arguments, rank: number): TransposedConvolution {
  const window = torchWindow(args, rank);
  const inChannels = args.size('in_channels', 0);
  const filters = args.size('out_channels', 0);
  const groups = args.int('groups');
  requireMultiple(inChannels, groups, 'in_channels', 'groups');
  requireMultiple(filters, groups, 'out_channels', 'groups');
  args.text('padding_mode', ['zeros']);
  const padding = args.perAxis('padding', rank, { least: 0, single: true });
  const outputPadding = args.perAxis('output_padding', rank, { least: 0, single: true });
  outputPadding.forEach((added, axis) => {
    const { stride, dilation } = window[axis] ?? { stride: 1, dilation: 1 };
    if (added >= stride && added >= dilation) {
      args.refuse(
        'output_padding',
        say`output_padding (${added}) must be smaller than the stride (${stride}) or the dilation (${dilation}).`,
        Math.max(stride, dilation) - 1,
      );
    }
  });
  return {
    framework: 'torch',
    rank,
    inChannels,
    filters,
    window,
    crops: window.map((_, axis) => torchCrop(padding[axis] ?? 0, outputPadding[axis] ?? 0)),
    groups,
    layout: 'channels_first',
    bias: args.flag('bias'),
    activation: LINEAR,
    kernelInitialiser: ZEROS,
    biasInitialiser: ZEROS,
  };
}

function output(config: TransposedConvolution, input: Shape): readonly Shape[] {
  const { rank, layout, framework, inChannels, window, crops, filters } = config;
  const { channel, spatial } = axesOf(input, rank, layout, framework);
  if (inChannels !== null) requireChannels(at(input, channel), inChannels, 'in_channels', say`channels`);
  requireSome(filters);
  const sizes = window.map((axis, index) => {
    const crop = crops[index] ?? { before: 0, after: 0, added: 0 };
    const size = transposedSize(at(input, spatial[index] ?? 0), axis, crop);
    if (size === 0) unsure(say`The output would be empty, which not every implementation takes.`);
    if (atLeast(size, 1) === false) {
      refuse({
        code: 'bad-argument',
        message: say`Padding cuts ${crop.before + crop.after} from the output and leaves a size of ${sizeText(size)}.`,
        argument: 'padding',
      });
    }
    return size;
  });
  return [withAxes(input, [channel, ...spatial], [filters, ...sizes])];
}

function weights(config: TransposedConvolution, input: Shape | undefined): readonly WeightSpec[] {
  const { framework, rank, layout, filters, groups, window, bias } = config;
  const kernel = window.map((axis) => axis.kernel);
  if (framework === 'torch') {
    return torchWeights([config.inChannels ?? 0, floorDivide(filters, groups), ...kernel], bias ? filters : null);
  }
  if (input === undefined) return [];
  const { channel } = axesOf(input, rank, layout, framework);
  return [
    parameter('kernel', [...kernel, filters, at(input, channel)], config.kernelInitialiser),
    ...(bias ? [parameter('bias', [filters], config.biasInitialiser)] : []),
  ];
}

function macs({ rank, layout, framework, groups, window, filters }: TransposedConvolution, input: Shape): Size {
  const { channel, spatial } = axesOf(input, rank, layout, framework);
  const perInput = multiply(product(window.map((axis) => axis.kernel)), floorDivide(filters, groups));
  return multiply(multiply(positions(input, spatial), perInput), at(input, channel));
}

const weightOrder = (framework: Framework) => (framework === 'keras' ? 'spatial-out-in' : 'in-out-spatial');

function kernel(config: TransposedConvolution, input: Shape): KernelCall {
  const { rank, layout, framework, groups, window, crops, bias, activation } = config;
  requireBatch(axesOf(input, rank, layout, framework));
  return {
    op: 'transposed-convolution',
    ...kernelWindow(window),
    crop: crops.map(({ before, after }) => [before, after]),
    outputPadding: crops.map(({ added }) => added),
    groups,
    layout,
    weightOrder: weightOrder(framework),
    bias,
    activation: activationCall(activation),
  };
}

const transposedConvolution = (rank: number): LayerRecord =>
  defineRecord<TransposedConvolution>({
    id: `transposed-convolution-${rank}d`,
    keras: {
      names: [`Conv${rank}DTranspose`, `Convolution${rank}DTranspose`],
      documentation: kerasLayer(`convolution_layers/convolution${rank}d_transpose`),
      configure: (args) => configureKeras(args, rank),
    },
    torch: {
      names: [`ConvTranspose${rank}d`],
      documentation: torchModule(`ConvTranspose${rank}d`),
      configure: (args) => configureTorch(args, rank),
    },
    output,
    weights,
    macs,
    kernel,
    parameterSum: ({ rank, layout, framework, window, filters, groups, bias }, input) => {
      const { channel } = axesOf(input, rank, layout, framework);
      const kernelSizes = window.map((axis) => axis.kernel);
      return convolutionSum(kernelSizes, at(input, channel), floorDivide(filters, groups), bias ? filters : null);
    },
    upsampling: ({ window, framework, groups, crops }) =>
      window.every(({ stride }) => stride === 1)
        ? null
        : {
            kind: 'transposed',
            ...kernelWindow(window),
            weight: framework === 'keras' ? 'kernel' : 'weight',
            weightOrder: weightOrder(framework),
            groups,
            crop: crops.map(({ before }) => before),
          },
    smooths: ({ window }) => window.some(({ kernel: size, stride }) => size > stride),
    layout: ({ layout }) => layout,
  });

export const TRANSPOSED_CONVOLUTIONS: readonly LayerRecord[] = [1, 2, 3].map(transposedConvolution);
