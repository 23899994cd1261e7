/** Layers that slide windows or put them back: Unfold, Fold, MaxUnpool, LPPool. torch/nn/modules/fold.py, pooling.py */
import { say } from '../../../message.ts';
import type { LayerRecord } from '../../../model/record.ts';
import { agree, need, unsure } from '../../../model/refusal.ts';
import type { Arguments } from '../../../model/records/arguments.ts';
import { requireMultiple } from '../../../model/records/channels.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { torchModule } from '../../../model/records/documentation.ts';
import { axesOf, numbers, pick, requireRank, withAxes } from '../../../model/records/shapes.ts';
import { windowsAlong, windowsAlongCeil } from '../../../model/shape-rules/windows.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { add, floorDivide, multiply, product, subtract } from '../../../model/sizes/arithmetic.ts';
import { sizeText } from '../../../model/sizes/text.ts';

interface Windows {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly size: readonly Size[];
}

const windows = (args: Arguments, size: readonly Size[] = []): Windows => ({
  kernel: args.perAxis('kernel_size', 2),
  stride: args.perAxis('stride', 2),
  padding: args.perAxis('padding', 2, { least: 0 }),
  dilation: args.perAxis('dilation', 2),
  size,
});

function positions({ kernel, stride, padding, dilation }: Windows, spatial: Shape): Size {
  return product(
    spatial.map((size, axis) => {
      const pad = padding[axis] ?? 0;
      return need(
        windowsAlong(size, { kernel: kernel[axis] ?? 1, stride: stride[axis] ?? 1, dilation: dilation[axis] ?? 1 }, [
          pad,
          pad,
        ]),
      );
    }),
  );
}

const columns = ({ kernel, stride, padding, dilation }: Windows) => ({ kernel, strides: stride, padding, dilation });

const unfold = defineRecord<Windows>({
  id: 'torch-unfold',
  torch: { names: ['Unfold'], documentation: torchModule('Unfold'), configure: (args) => windows(args) },
  output: (config, input) => {
    const { channel, spatial } = axesOf(input, 2, 'channels_first', 'torch');
    const channels = multiply(input[channel] ?? 1, product(config.kernel));
    return [[...input.slice(0, channel), channels, positions(config, pick(input, spatial))]];
  },
  kernel: (config) => ({ op: 'unfold', ...columns(config) }),
});

const fold = defineRecord<Windows>({
  id: 'torch-fold',
  torch: {
    names: ['Fold'],
    documentation: torchModule('Fold'),
    configure: (args) => windows(args, args.sizesPerAxis('output_size', 2)),
  },
  output: (config, input) => {
    requireRank(input, 2, 3, 'torch');
    const [channels = 1, length = 1] = input.slice(-2);
    const area = product(config.kernel);
    requireMultiple(channels, typeof area === 'number' ? area : 1, 0, 'the kernel');
    const wanted = positions(config, config.size);
    agree(length, wanted, () => ({
      code: 'shape-mismatch',
      message: say`The output has room for ${sizeText(wanted)} windows, but the input has ${sizeText(length)}.`,
      argument: 0,
    }));
    return [[...input.slice(0, -2), floorDivide(channels, area), ...config.size]];
  },
  kernel: (config) => ({ op: 'fold', size: numbers(config.size), ...columns(config) }),
});

interface Unpool {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  /** The power of LPPool. */
  readonly order: number;
  readonly ceil: boolean;
}

const unpool = (rank: number): LayerRecord =>
  defineRecord<Unpool>({
    id: `torch-max-unpool-${rank}d`,
    torch: {
      names: [`MaxUnpool${rank}d`],
      documentation: torchModule(`MaxUnpool${rank}d`),
      configure: (args) => {
        const kernel = args.perAxis('kernel_size', rank);
        return {
          kernel,
          stride: args.isNone('stride') ? kernel : args.perAxis('stride', rank),
          padding: args.perAxis('padding', rank, { least: 0 }),
          order: 0,
          ceil: false,
        };
      },
    },
    output: ({ kernel, stride, padding }, input) => {
      const { spatial } = axesOf(input, rank, 'channels_first', 'torch');
      const sizes = pick(input, spatial).map((size, axis) =>
        subtract(add(multiply(subtract(size, 1), stride[axis] ?? 1), kernel[axis] ?? 1), 2 * (padding[axis] ?? 0)),
      );
      return [withAxes(input, spatial, sizes)];
    },
    inputs: 'any',
    kernel: (_config, _input, result) => ({ op: 'max-unpool', size: numbers(result.slice(-rank)) }),
  });

const powerPool = (rank: number): LayerRecord =>
  defineRecord<Unpool>({
    id: `torch-lp-pool-${rank}d`,
    torch: {
      names: [`LPPool${rank}d`],
      documentation: torchModule(`LPPool${rank}d`),
      configure: (args) => {
        const kernel = args.perAxis('kernel_size', rank);
        const stride = args.isNone('stride') ? kernel : args.perAxis('stride', rank);
        return { kernel, stride, padding: [], order: args.number('norm_type'), ceil: args.flag('ceil_mode') };
      },
    },
    output: ({ kernel, stride, ceil }, input) => {
      const { spatial } = axesOf(input, rank, 'channels_first', 'torch');
      const sizes = pick(input, spatial).map((size, axis) =>
        need(
          (ceil ? windowsAlongCeil : windowsAlong)(
            size,
            { kernel: kernel[axis] ?? 1, stride: stride[axis] ?? 1, dilation: 1 },
            [0, 0],
          ),
        ),
      );
      return [withAxes(input, spatial, sizes)];
    },
    kernel: ({ kernel, stride, order, ceil }) =>
      ceil
        ? unsure(say`Windows of LPPool that reach beyond the border are not drawn.`)
        : { op: 'power-pool', order, kernel, strides: stride },
  });

export const WINDOWS: readonly LayerRecord[] = [unfold, fold, ...[1, 2, 3].map(unpool), ...[1, 2, 3].map(powerPool)];
