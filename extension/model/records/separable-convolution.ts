/** Depthwise and separable convolution. keras/src/layers/convolutional/base_depthwise_conv.py and base_separable_conv.py */
import type { KernelCall, Layout } from '../kernel.ts';
import type { LayerRecord } from '../record.ts';
import type { AxisPadding } from '../shape-rules/windows.ts';
import type { Shape, Size } from '../size.ts';
import { add, multiply, product } from '../sizes/arithmetic.ts';
import type { Initialiser, WeightSpec } from '../weight.ts';
import { activationArgument, activationCall, LINEAR, type Activation } from './activation-argument.ts';
import type { Arguments } from './arguments.ts';
import { slide } from './convolution.ts';
import { defineRecord } from './define.ts';
import { kerasLayer } from './documentation.ts';
import { kerasInitialiser, parameter } from './initialisers.ts';
import { at, axesOf, numeric, positions, repeated, withAxes } from './shapes.ts';
import { dataFormat, kerasPadding, kerasWindow, kernelPadding, kernelWindow, type Window } from './window-arguments.ts';

interface Depthwise {
  readonly rank: number;
  readonly multiplier: Size;
  readonly window: Window;
  readonly padding: readonly AxisPadding[];
  readonly layout: Layout;
  readonly bias: boolean;
  readonly activation: Activation;
  readonly depthwiseInitialiser: Initialiser;
  readonly biasInitialiser: Initialiser;
  /** Separable: the convolution of 1 by 1 that follows. */
  readonly pointwise: { readonly filters: Size; readonly initialiser: Initialiser } | null;
}

function configure(args: Arguments, rank: number, separable: boolean): Depthwise {
  const window = kerasWindow(args, rank);
  return {
    rank,
    multiplier: args.size('depth_multiplier'),
    window,
    padding: kerasPadding(args, window, false),
    layout: dataFormat(args),
    bias: args.flag('use_bias'),
    activation: activationArgument(args),
    depthwiseInitialiser: kerasInitialiser(args, 'depthwise_initializer'),
    biasInitialiser: kerasInitialiser(args, 'bias_initializer'),
    pointwise: separable
      ? { filters: args.size('filters'), initialiser: kerasInitialiser(args, 'pointwise_initializer') }
      : null,
  };
}

const axes = ({ rank, layout }: Depthwise, input: Shape) => axesOf(input, rank, layout, 'keras');

/** Channels between the two convolutions, or of the output where there is only one. */
const depthwiseChannels = (config: Depthwise, input: Shape): Size =>
  multiply(at(input, axes(config, input).channel), config.multiplier);

function output(config: Depthwise, input: Shape): readonly Shape[] {
  const { window, padding, pointwise } = config;
  const { channel, spatial } = axes(config, input);
  const filters = pointwise?.filters ?? depthwiseChannels(config, input);
  return [withAxes(input, [channel, ...spatial], [filters, ...slide(input, spatial, window, padding)])];
}

function weights(config: Depthwise, input: Shape | undefined): readonly WeightSpec[] {
  if (input === undefined) return [];
  const { window, multiplier, pointwise, bias, depthwiseInitialiser, biasInitialiser, rank } = config;
  const channels = at(input, axes(config, input).channel);
  const between = depthwiseChannels(config, input);
  const kernel = [...window.map((axis) => axis.kernel), channels, multiplier];
  return [
    parameter(pointwise ? 'depthwise_kernel' : 'kernel', kernel, depthwiseInitialiser),
    ...(pointwise
      ? [parameter('pointwise_kernel', [...repeated(1, rank), between, pointwise.filters], pointwise.initialiser)]
      : []),
    ...(bias ? [parameter('bias', [pointwise?.filters ?? between], biasInitialiser)] : []),
  ];
}

function macs(config: Depthwise, input: Shape, result: Shape): Size {
  const { window, pointwise } = config;
  const between = depthwiseChannels(config, input);
  const taps = product(window.map((axis) => axis.kernel));
  const perPosition = add(multiply(taps, between), pointwise ? multiply(between, pointwise.filters) : 0);
  return multiply(positions(result, axes(config, result).spatial), perPosition);
}

/** A convolution with one group per channel: the weight's numbers are in the same order. */
function kernel(config: Depthwise, input: Shape): KernelCall {
  const { window, padding, layout, bias, activation } = config;
  return {
    op: 'convolution',
    ...kernelWindow(window),
    padding: kernelPadding(padding),
    paddingMode: 'zeros',
    groups: numeric(at(input, axes(config, input).channel)),
    layout,
    weightOrder: 'spatial-in-out',
    bias,
    activation: activationCall(activation),
  };
}

function separableKernel(config: Depthwise, input: Shape): KernelCall {
  const depthwise = kernel({ ...config, bias: false, activation: LINEAR }, input);
  const ones = repeated(1, config.rank);
  const pointwise: KernelCall = {
    op: 'convolution',
    kernel: ones,
    strides: ones,
    dilation: ones,
    padding: 'valid',
    paddingMode: 'zeros',
    groups: 1,
    layout: config.layout,
    weightOrder: 'spatial-in-out',
    bias: config.bias,
    activation: activationCall(config.activation),
  };
  return {
    op: 'chain',
    steps: [
      { call: depthwise, weights: { kernel: 'depthwise_kernel' } },
      { call: pointwise, weights: { kernel: 'pointwise_kernel' } },
    ],
  };
}

const shared = {
  output,
  weights,
  macs,
  smooths: ({ window }: Depthwise) => window.some((axis) => axis.kernel > 1),
  layout: ({ layout }: Depthwise) => layout,
};

export const SEPARABLE_CONVOLUTIONS: readonly LayerRecord[] = [1, 2].flatMap((rank) => [
  defineRecord<Depthwise>({
    id: `depthwise-convolution-${rank}d`,
    keras: {
      names: [`DepthwiseConv${rank}D`],
      documentation: kerasLayer(`convolution_layers/depthwise_convolution${rank}d`),
      configure: (args) => configure(args, rank, false),
    },
    kernel,
    ...shared,
  }),
  defineRecord<Depthwise>({
    id: `separable-convolution-${rank}d`,
    keras: {
      names: [`SeparableConv${rank}D`, `SeparableConvolution${rank}D`],
      documentation: kerasLayer(`convolution_layers/separable_convolution${rank}d`),
      configure: (args) => configure(args, rank, true),
    },
    kernel: separableKernel,
    ...shared,
  }),
]);
