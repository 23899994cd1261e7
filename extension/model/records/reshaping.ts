/** Layers that only rearrange. keras/src/layers/reshaping/, torch/nn/modules/flatten.py */
import { say } from '../../message.ts';
import type { KernelCall } from '../kernel.ts';
import type { LayerRecord } from '../record.ts';
import { need, refuse } from '../refusal.ts';
import { reshapedSizes } from '../shape-rules/reshape.ts';
import type { Shape, Size } from '../size.ts';
import { product } from '../sizes/arithmetic.ts';
import { plainText, type Arguments } from './arguments.ts';
import { defineRecord } from './define.ts';
import { kerasLayer, torchModule } from './documentation.ts';
import { at, normalAxis, numeric, pick, requireRank } from './shapes.ts';
import { dataFormat } from './window-arguments.ts';

/** The engine runs a batch of one. */
const reshapeKernel = (result: Shape): KernelCall => ({
  op: 'reshape',
  shape: result.map((size, axis) => (axis === 0 && typeof size !== 'number' ? 1 : numeric(size))),
});

interface Flatten {
  readonly start: number;
  readonly end: number;
  /** Keras moves channels to the end before it flattens. */
  readonly channelsFirst: boolean;
  readonly keras: boolean;
}

function flatten({ start, end, keras }: Flatten, input: Shape): readonly Shape[] {
  if (keras) {
    requireRank(input, 1, Infinity, 'keras');
    return [[at(input, 0), product(input.slice(1))]];
  }
  if (input.length === 0) return [[1]];
  const first = normalAxis(start, input.length, 'start_dim');
  const last = normalAxis(end, input.length, 'end_dim');
  if (first > last) {
    refuse({
      code: 'bad-argument',
      message: say`start_dim (${start}) comes after end_dim (${end}).`,
      argument: 'start_dim',
    });
  }
  return [[...input.slice(0, first), product(input.slice(first, last + 1)), ...input.slice(last + 1)]];
}

interface Unflatten {
  readonly axis: number;
  readonly sizes: readonly Size[];
}

function permuteOrder(args: Arguments): readonly number[] {
  const order = args.ints('dims');
  const sorted = order.toSorted((a, b) => a - b);
  if (sorted.some((axis, index) => axis !== index + 1)) {
    args.refuse('dims', say`dims must hold each of 1 to ${order.length} once, not ${plainText(order)}.`);
  }
  return order;
}

export const RESHAPINGS: readonly LayerRecord[] = [
  defineRecord<{ readonly target: readonly Size[] }>({
    id: 'reshape',
    keras: {
      names: ['Reshape'],
      documentation: kerasLayer('reshaping_layers/reshape'),
      configure: (args) => {
        const target = args.list('target_shape');
        if (target === null) return args.refuse('target_shape', say`target_shape must be a tuple of integers.`);
        return { target: args.sizes('target_shape', -1) };
      },
    },
    output: ({ target }, input) => {
      requireRank(input, 1, Infinity, 'keras');
      return [[at(input, 0), ...need(reshapedSizes(input.slice(1), target, 'target_shape'))]];
    },
    kernel: (_, _input, result) => reshapeKernel(result),
  }),
  defineRecord<Flatten>({
    id: 'flatten',
    keras: {
      names: ['Flatten'],
      documentation: kerasLayer('reshaping_layers/flatten'),
      configure: (args) => ({
        start: 1,
        end: -1,
        channelsFirst: dataFormat(args) === 'channels_first',
        keras: true,
      }),
    },
    torch: {
      names: ['Flatten', 'flatten'],
      documentation: torchModule('Flatten'),
      configure: (args) => ({
        start: args.int('start_dim', -Infinity),
        end: args.int('end_dim', -Infinity),
        channelsFirst: false,
        keras: false,
      }),
    },
    output: flatten,
    kernel: ({ channelsFirst }, input, result) => {
      if (!channelsFirst || input.length < 3) return reshapeKernel(result);
      // Keras brings the channels to the end first.
      const order = [0, ...input.slice(2).map((_, axis) => axis + 2), 1];
      return { op: 'chain', steps: [{ call: { op: 'permute', order } }, { call: reshapeKernel(result) }] };
    },
  }),
  defineRecord<Unflatten>({
    id: 'unflatten',
    torch: {
      names: ['Unflatten', 'unflatten'],
      documentation: torchModule('Unflatten'),
      configure: (args) => ({ axis: args.int('dim', -Infinity), sizes: args.sizes(unflattenedName(args), -1) }),
    },
    output: ({ axis, sizes }, input) => {
      const at0 = normalAxis(axis, input.length, 'dim');
      const parts = need(reshapedSizes([at(input, at0)], sizes, 'unflattened_size'));
      return [[...input.slice(0, at0), ...parts, ...input.slice(at0 + 1)]];
    },
    kernel: (_, _input, result) => reshapeKernel(result),
  }),
  defineRecord<{ readonly order: readonly number[] }>({
    id: 'permute',
    keras: {
      names: ['Permute'],
      documentation: kerasLayer('reshaping_layers/permute'),
      configure: (args) => ({ order: permuteOrder(args) }),
    },
    output: ({ order }, input) => {
      requireRank(input, order.length + 1, order.length + 1, 'keras');
      return [pick(input, [0, ...order])];
    },
    kernel: ({ order }) => ({ op: 'permute', order: [0, ...order] }),
  }),
  defineRecord<{ readonly count: Size }>({
    id: 'repeat-vector',
    keras: {
      names: ['RepeatVector'],
      documentation: kerasLayer('reshaping_layers/repeat_vector'),
      configure: (args) => ({ count: args.size('n') }),
    },
    output: ({ count }, input) => {
      requireRank(input, 2, 2, 'keras');
      return [[at(input, 0), count, at(input, 1)]];
    },
    kernel: (_, input, result) => {
      const [batch, count, width] = [numeric(at(input, 0)), numeric(at(result, 1)), numeric(at(input, 1))];
      return {
        op: 'chain',
        steps: [
          { call: { op: 'reshape', shape: [batch, 1, width] } },
          { call: { op: 'expand', shape: [batch, count, width] } },
        ],
      };
    },
  }),
];

/** The module's name of it, or the function's. */
const unflattenedName = (args: Arguments): string => (args.isNone('unflattened_size') ? 'sizes' : 'unflattened_size');
