/** Convolution of rank 1 to 3. keras/src/layers/convolutional/base_conv.py, torch/nn/modules/conv.py */
import { say } from '../../message.ts';
import type { KernelCall, Layout, PaddingMode } from '../kernel.ts';
import type { Framework, LayerRecord } from '../record.ts';
import { need, unsure } from '../refusal.ts';
import { windowsAlong, type AxisPadding } from '../shape-rules/windows.ts';
import type { Shape, Size } from '../size.ts';
import { floorDivide, multiply, product } from '../sizes/arithmetic.ts';
import type { Initialiser, WeightSpec } from '../weight.ts';
import { activationArgument, activationCall, LINEAR, type Activation } from './activation-argument.ts';
import type { Arguments } from './arguments.ts';
import { requireChannels, requireMultiple, requireSome } from './channels.ts';
import { defineRecord } from './define.ts';
import { convolutionSum } from './parameter-sum.ts';
import { kerasLayer, torchModule } from './documentation.ts';
import { kerasInitialiser, loraWeights, parameter, torchWeights, ZEROS } from './initialisers.ts';
import { at, axesOf, positions, requireBatch, withAxes } from './shapes.ts';
import {
  checkBorder,
  dataFormat,
  kerasPadding,
  kerasWindow,
  kernelPadding,
  kernelWindow,
  noStridedDilation,
  torchPadding,
  torchWindow,
  type Window,
} from './window-arguments.ts';

export interface Convolution {
  readonly framework: Framework;
  readonly rank: number;
  /** Null: Keras takes what its first input has. */
  readonly inChannels: Size | null;
  readonly filters: Size;
  readonly window: Window;
  readonly padding: readonly AxisPadding[];
  readonly paddingMode: PaddingMode;
  readonly groups: number;
  readonly layout: Layout;
  readonly bias: boolean;
  readonly activation: Activation;
  readonly kernelInitialiser: Initialiser;
  readonly biasInitialiser: Initialiser;
  /** Keras's low-rank adaptation adds two trainable kernels and freezes the first. */
  readonly lora: number | null;
}

function configureKeras(args: Arguments, rank: number): Convolution {
  const window = kerasWindow(args, rank);
  noStridedDilation(args, window);
  const filters = args.size('filters');
  const groups = args.int('groups');
  requireMultiple(filters, groups, 'filters', 'groups');
  return {
    framework: 'keras',
    rank,
    inChannels: null,
    filters,
    window,
    padding: kerasPadding(args, window, rank === 1),
    paddingMode: 'zeros',
    groups,
    layout: dataFormat(args),
    bias: args.flag('use_bias'),
    activation: activationArgument(args),
    kernelInitialiser: kerasInitialiser(args, 'kernel_initializer'),
    biasInitialiser: kerasInitialiser(args, 'bias_initializer'),
    lora: args.flag('lora_rank') ? args.int('lora_rank') : null,
  };
}

function configureTorch(args: Arguments, rank: number): Convolution {
  const window = torchWindow(args, rank);
  const paddingMode = args.text('padding_mode', ['zeros', 'reflect', 'replicate', 'circular']);
  const inChannels = args.size('in_channels', 0);
  const filters = args.size('out_channels', 0);
  const groups = args.int('groups');
  requireMultiple(inChannels, groups, 'in_channels', 'groups');
  requireMultiple(filters, groups, 'out_channels', 'groups');
  return {
    framework: 'torch',
    rank,
    inChannels,
    filters,
    window,
    padding: torchPadding(args, window, paddingMode),
    paddingMode,
    groups,
    layout: 'channels_first',
    bias: args.flag('bias'),
    activation: LINEAR,
    kernelInitialiser: ZEROS,
    biasInitialiser: ZEROS,
    lora: null,
  };
}

function output(config: Convolution, input: Shape): readonly Shape[] {
  const { rank, layout, framework, inChannels, groups, window, padding, paddingMode, filters } = config;
  const { channel, spatial } = axesOf(input, rank, layout, framework);
  if (inChannels === null) requireMultiple(at(input, channel), groups, 0, 'groups');
  else requireChannels(at(input, channel), inChannels, 'in_channels', say`channels`);
  requireSome(filters);
  checkBorder(paddingMode, input, spatial, padding, 'padding');
  return [withAxes(input, [channel, ...spatial], [filters, ...slide(input, spatial, window, padding)])];
}

/** The spatial sizes after a window has slid over them. */
export const slide = (
  input: Shape,
  spatial: readonly number[],
  window: Window,
  padding: readonly AxisPadding[],
): readonly Size[] =>
  window.map((axis, index) => need(windowsAlong(at(input, spatial[index] ?? 0), axis, padding[index] ?? [0, 0])));

function weights(config: Convolution, input: Shape | undefined): readonly WeightSpec[] {
  const { framework, rank, layout, filters, groups, window, bias } = config;
  const kernel = window.map((axis) => axis.kernel);
  if (framework === 'torch') {
    const inChannels = config.inChannels ?? 0;
    return torchWeights([filters, floorDivide(inChannels, groups), ...kernel], bias ? filters : null);
  }
  if (input === undefined) return [];
  const { channel } = axesOf(input, rank, layout, framework);
  const shape = [...kernel, floorDivide(at(input, channel), groups), filters];
  return loraWeights(
    [
      parameter('kernel', shape, config.kernelInitialiser),
      ...(bias ? [parameter('bias', [filters], config.biasInitialiser)] : []),
    ],
    config.lora,
  );
}

function macs(config: Convolution, input: Shape, result: Shape): Size {
  const { rank, layout, framework, groups, window, filters } = config;
  const { channel } = axesOf(input, rank, layout, framework);
  const { spatial } = axesOf(result, rank, layout, framework);
  const perOutput = multiply(product(window.map((axis) => axis.kernel)), floorDivide(at(input, channel), groups));
  return multiply(multiply(positions(result, spatial), perOutput), filters);
}

function kernel(config: Convolution, input: Shape): KernelCall {
  const { rank, layout, framework, groups, window, padding, paddingMode, bias, activation, lora } = config;
  requireBatch(axesOf(input, rank, layout, framework));
  if (lora !== null) unsure(say`Layerscope does not compute low-rank adapted layers.`);
  return {
    op: 'convolution',
    ...kernelWindow(window),
    padding: kernelPadding(padding),
    paddingMode,
    groups,
    layout,
    weightOrder: framework === 'keras' ? 'spatial-in-out' : 'out-in-spatial',
    bias,
    activation: activationCall(activation),
  };
}

const convolution = (rank: number): LayerRecord =>
  defineRecord<Convolution>({
    id: `convolution-${rank}d`,
    keras: {
      names: [`Conv${rank}D`, `Convolution${rank}D`],
      documentation: kerasLayer(`convolution_layers/convolution${rank}d`),
      configure: (args) => configureKeras(args, rank),
    },
    torch: {
      names: [`Conv${rank}d`],
      documentation: torchModule(`Conv${rank}d`),
      configure: (args) => configureTorch(args, rank),
    },
    output,
    weights,
    macs,
    kernel,
    parameterSum: ({ rank, layout, framework, window, filters, groups, bias }, input) => {
      const { channel } = axesOf(input, rank, layout, framework);
      const kernelSizes = window.map((axis) => axis.kernel);
      return convolutionSum(kernelSizes, floorDivide(at(input, channel), groups), filters, bias ? filters : null);
    },
    smooths: ({ window }) => window.some((axis) => axis.kernel > 1),
    layout: ({ layout }) => layout,
  });

export const CONVOLUTIONS: readonly LayerRecord[] = [1, 2, 3].map(convolution);
