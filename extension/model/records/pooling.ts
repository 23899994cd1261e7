/** Max and average pooling. keras/src/layers/pooling/base_pooling.py, torch/nn/modules/pooling.py */
import { say } from '../../message.ts';
import type { KernelCall, Layout } from '../kernel.ts';
import type { Framework, LayerRecord } from '../record.ts';
import { need, refuse } from '../refusal.ts';
import { windowsAlong, windowsAlongCeil, type AxisPadding } from '../shape-rules/windows.ts';
import type { Shape, Size } from '../size.ts';
import { atLeast } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';
import type { Arguments } from './arguments.ts';
import { defineRecord } from './define.ts';
import { kerasLayer, torchModule } from './documentation.ts';
import { at, axesOf, repeated, requireBatch, withAxes } from './shapes.ts';
import {
  dataFormat,
  kerasPadding,
  kernelPadding,
  kernelWindow,
  symmetric,
  windowOf,
  type Window,
} from './window-arguments.ts';

type Method = 'max' | 'average';

interface Pooling {
  readonly framework: Framework;
  readonly window: Window;
  readonly padding: readonly AxisPadding[];
  readonly ceilMode: boolean;
  readonly countPadding: boolean;
  readonly divisor: number | null;
  /** A second output tells where each maximum came from. */
  readonly indices: boolean;
  readonly layout: Layout;
}

function configureKeras(args: Arguments, rank: number): Pooling {
  const kernel = args.perAxis('pool_size', rank);
  const window = windowOf(kernel, args.isNone('strides') ? kernel : args.perAxis('strides', rank));
  return {
    framework: 'keras',
    window,
    padding: kerasPadding(args, window, false),
    ceilMode: false,
    countPadding: false,
    divisor: null,
    indices: false,
    layout: dataFormat(args),
  };
}

function configureTorch(args: Arguments, rank: number, method: Method): Pooling {
  const kernel = args.perAxis('kernel_size', rank, { single: true });
  const stride = args.flag('stride') ? args.perAxis('stride', rank, { single: true }) : kernel;
  // None and an empty list are the kernel; 0 is not.
  if (args.optional('stride') === 0) args.refuse('stride', say`stride must be at least 1, not 0.`);
  const dilation = method === 'max' ? args.perAxis('dilation', rank, { single: true }) : repeated(1, rank);
  const window = windowOf(kernel, stride, dilation);
  const padding = args.perAxis('padding', rank, { least: 0, single: true });
  window.forEach((axis, index) => {
    const amount = padding[index] ?? 0;
    // The kernel as it is, without its dilation.
    if (amount > Math.floor(axis.kernel / 2)) {
      args.refuse('padding', say`padding (${amount}) must be at most half of kernel_size (${axis.kernel}).`);
    }
  });
  return {
    framework: 'torch',
    window,
    padding: symmetric(padding),
    ceilMode: args.flag('ceil_mode'),
    countPadding: method === 'average' && args.flag('count_include_pad'),
    divisor: args.isNone('divisor_override') ? null : nonZero(args, 'divisor_override'),
    indices: args.flag('return_indices'),
    layout: 'channels_first',
  };
}

function nonZero(args: Arguments, name: string): number {
  const value = args.int(name, -Infinity);
  return value === 0 ? args.refuse(name, say`${name} must not be 0.`) : value;
}

function output(config: Pooling, method: Method, input: Shape): readonly Shape[] {
  const { framework, window, padding, ceilMode, indices, layout } = config;
  const { spatial } = axesOf(input, window.length, layout, framework);
  const sizes = window.map((axis, index) => {
    const size = at(input, spatial[index] ?? 0);
    // PyTorch's avg_pool3d does not count the padding here.
    if (framework === 'torch' && method === 'average' && spatial.length === 3) requireRoom(size, axis.kernel);
    const amounts = padding[index] ?? 'same';
    return need(
      ceilMode && amounts !== 'same' ? windowsAlongCeil(size, axis, amounts) : windowsAlong(size, axis, amounts),
    );
  });
  const result = withAxes(input, spatial, sizes);
  return indices ? [result, result] : [result];
}

function requireRoom(size: Size, kernel: number): void {
  if (atLeast(size, kernel) !== false) return;
  refuse({
    code: 'shape-mismatch',
    message: say`The kernel of ${kernel} is larger than the input, which has ${sizeText(size)} before padding.`,
    argument: 0,
  });
}

function kernel(config: Pooling, method: Method, input: Shape): KernelCall {
  const { framework, window, padding, ceilMode, countPadding, divisor, indices, layout } = config;
  if (!indices) requireBatch(axesOf(input, window.length, layout, framework));
  return {
    op: 'pool',
    method,
    ...kernelWindow(window),
    padding: kernelPadding(padding),
    ceilMode,
    countPadding,
    divisor,
    layout,
    ...(indices && { positions: true }),
  };
}

const WORDS = { max: ['Max', 'Max', 'max'], average: ['Average', 'Avg', 'avg'] } as const;

function pooling(method: Method, rank: number): LayerRecord {
  const [long, short, lower] = WORDS[method];
  return defineRecord<Pooling>({
    id: `${method}-pooling-${rank}d`,
    keras: {
      names: [`${long}Pooling${rank}D`, `${short}Pool${rank}D`],
      documentation: kerasLayer(`pooling_layers/${long.toLowerCase()}_pooling${rank}d`),
      configure: (args) => configureKeras(args, rank),
    },
    torch: {
      names: [`${short}Pool${rank}d`, `nn.functional.${lower}_pool${rank}d`],
      documentation: torchModule(`${short}Pool${rank}d`),
      configure: (args) => configureTorch(args, rank, method),
    },
    output: (config, input) => output(config, method, input),
    kernel: (config, input) => kernel(config, method, input),
    smooths: ({ window }) => method === 'average' && window.some((axis) => axis.kernel > 1),
    layout: ({ layout }) => layout,
  });
}

export const POOLINGS: readonly LayerRecord[] = (['max', 'average'] as const).flatMap((method) =>
  [1, 2, 3].map((rank) => pooling(method, rank)),
);
