/** Pooling to a size: global in Keras, adaptive in both. keras/src/layers/pooling/, torch/nn/modules/pooling.py */
import { say } from '../../message.ts';
import type { KernelCall, Layout } from '../kernel.ts';
import type { Framework, LayerRecord } from '../record.ts';
import { refuse } from '../refusal.ts';
import type { Shape, Size } from '../size.ts';
import type { Arguments } from './arguments.ts';
import { defineRecord } from './define.ts';
import { kerasLayer, torchModule } from './documentation.ts';
import { at, axesOf, numbers, pick, repeated, requireRank, withAxes, type Axes } from './shapes.ts';
import { dataFormat } from './window-arguments.ts';

type Method = 'max' | 'average';

interface AdaptivePooling {
  readonly framework: Framework;
  readonly rank: number;
  /** Null keeps the size of the input. */
  readonly sizes: readonly (Size | null)[];
  /** False: axes of size 1 are dropped. */
  readonly keepAxes: boolean;
  readonly indices: boolean;
  readonly layout: Layout;
  /** The fewest axes that PyTorch averages to a size of 1; null where it does not. */
  readonly mean: number | null;
}

function adaptiveSizes(args: Arguments, rank: number, least: number): readonly (Size | null)[] {
  const list = args.list('output_size');
  if (list === null) return repeated(args.isNone('output_size') ? null : args.size('output_size', least), rank);
  // PyTorch takes a list of one entry for all axes.
  const items = list.length === 1 ? repeated(list[0] ?? null, rank) : list;
  if (items.length !== rank) {
    return args.refuse('output_size', say`output_size must have ${rank} entries, but has ${items.length}.`);
  }
  return items.map((item) => (item === null ? null : args.item(item, 'output_size', least)));
}

function axesOfPooling({ framework, rank, sizes, layout, mean }: AdaptivePooling, input: Shape): Axes {
  // PyTorch averages to a size of 1 whatever the axes before are.
  if (mean === null || sizes.some((size) => size !== 1)) return axesOf(input, rank, layout, framework);
  requireRank(input, mean, Infinity, framework);
  const first = input.length - rank;
  return {
    batched: input.length === rank + 2,
    channel: first - 1,
    spatial: Array.from({ length: rank }, (_, axis) => first + axis),
  };
}

function output(config: AdaptivePooling, input: Shape): readonly Shape[] {
  const { sizes, keepAxes, indices } = config;
  const { spatial } = axesOfPooling(config, input);
  const empty = spatial.find((axis) => at(input, axis) === 0);
  if (empty !== undefined) {
    refuse({ code: 'shape-mismatch', message: say`The input has a size of 0 at axis ${empty}.`, argument: 0 });
  }
  const result = withAxes(
    input,
    spatial,
    spatial.map((axis, index) => sizes[index] ?? at(input, axis)),
  );
  if (!keepAxes) return [result.filter((_, axis) => !spatial.includes(axis))];
  return indices ? [result, result] : [result];
}

function kernel(config: AdaptivePooling, method: Method, input: Shape): KernelCall {
  const { rank, sizes, keepAxes, indices, layout } = config;
  const axes = axesOfPooling(config, input);
  const reduced: KernelCall = {
    op: 'reduce',
    method: method === 'max' ? 'max' : 'mean',
    axes: axes.spatial,
    keepAxes,
    parameter: 0,
  };
  if (!keepAxes) return reduced;
  const from = numbers(pick(input, axes.spatial));
  const to = numbers(from.map((size, axis) => sizes[axis] ?? size));
  const factors = from.map((size, axis) => size / (to[axis] ?? 1));
  if (!indices && to.every((size) => size === 1)) return reduced;
  if (!indices && axes.batched && factors.every(Number.isInteger)) {
    return {
      op: 'pool',
      method,
      kernel: factors,
      strides: factors,
      dilation: repeated(1, rank),
      padding: 'valid',
      ceilMode: false,
      countPadding: false,
      divisor: null,
      layout,
    };
  }
  return { op: 'adaptive-pool', method, size: to, layout };
}

const WORDS = { max: ['Max', 'Max', 'max'], average: ['Average', 'Avg', 'avg'] } as const;

function adaptive(method: Method, rank: number): LayerRecord {
  const [long, short, lower] = WORDS[method];
  return defineRecord<AdaptivePooling>({
    id: `adaptive-${method}-pooling-${rank}d`,
    keras: {
      names: [`Adaptive${long}Pooling${rank}D`],
      documentation: kerasLayer(`pooling_layers/adaptive_${long.toLowerCase()}_pooling${rank}d`),
      configure: (args) => ({
        framework: 'keras',
        rank,
        sizes: args.perAxis('output_size', rank),
        keepAxes: true,
        indices: false,
        layout: dataFormat(args),
        mean: null,
      }),
    },
    torch: {
      names: [`Adaptive${short}Pool${rank}d`, `nn.functional.adaptive_${lower}_pool${rank}d`],
      documentation: torchModule(`Adaptive${short}Pool${rank}d`),
      configure: (args) => ({
        framework: 'torch',
        rank,
        sizes: adaptiveSizes(args, rank, 0),
        keepAxes: true,
        indices: args.flag('return_indices'),
        layout: 'channels_first',
        mean: method === 'average' && rank > 1 ? rank + (args.list('output_size') ? 1 : 0) : null,
      }),
    },
    output,
    kernel: (config, input) => kernel(config, method, input),
    layout: ({ layout }) => layout,
  });
}

function globalPooling(method: Method, rank: number): LayerRecord {
  const [long, short] = WORDS[method];
  return defineRecord<AdaptivePooling>({
    id: `global-${method}-pooling-${rank}d`,
    keras: {
      names: [`Global${long}Pooling${rank}D`, `Global${short}Pool${rank}D`],
      documentation: kerasLayer(`pooling_layers/global_${long.toLowerCase()}_pooling${rank}d`),
      configure: (args) => ({
        framework: 'keras',
        rank,
        sizes: repeated(1, rank),
        keepAxes: args.flag('keepdims'),
        indices: false,
        layout: dataFormat(args),
        mean: null,
      }),
    },
    output,
    kernel: (config, input) => kernel(config, method, input),
    layout: ({ layout }) => layout,
  });
}

export const ADAPTIVE_POOLINGS: readonly LayerRecord[] = (['max', 'average'] as const).flatMap((method) =>
  [1, 2, 3].flatMap((rank) => [adaptive(method, rank), globalPooling(method, rank)]),
);
