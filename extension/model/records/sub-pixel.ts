/** Sub-pixel rearrangement: channels to space and back. keras/src/ops/nn.py, tf.nn, torch/nn/modules/pixelshuffle.py */
import { type Message, type MessageValue, say } from '../../message.ts';
import type { KernelCall, Layout } from '../kernel.ts';
import type { LayerRecord } from '../record.ts';
import { agree, unsure } from '../refusal.ts';
import type { Shape, Size } from '../size.ts';
import { floorDivide, multiply } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';
import { plainText, type Arguments } from './arguments.ts';
import { defineRecord, type Definition } from './define.ts';
import { kerasOps, tensorflow, torchModule } from './documentation.ts';
import { at, requireRank, withAxes, numbers } from './shapes.ts';
import { dataFormat } from './window-arguments.ts';

interface SubPixel {
  readonly block: number;
  readonly layout: Layout;
  readonly order: 'DCR' | 'CRD';
  /** What the framework calls the block. */
  readonly argument: string;
}

function tensorflowBlock(args: Arguments): SubPixel {
  const given = args.raw('data_format');
  const layout = given === 'NHWC' ? 'channels_last' : given === 'NCHW' ? 'channels_first' : null;
  if (layout === null) {
    if (given === 'NCHW_VECT_C') return unsure(say`NCHW_VECT_C is a layout of quantised tensors.`);
    return args.refuse('data_format', say`data_format must be 'NHWC' or 'NCHW', not ${plainText(given)}.`);
  }
  return { block: args.int('block_size', 2), layout, order: 'DCR', argument: 'block_size' };
}

const kerasBlock = (args: Arguments): SubPixel => ({
  block: args.int('block_size', 2),
  layout: dataFormat(args),
  order: 'DCR',
  argument: 'block_size',
});

const torchBlock = (args: Arguments, argument: string): SubPixel => ({
  block: args.int(argument),
  layout: 'channels_first',
  order: 'CRD',
  argument,
});

/** PyTorch takes any number of axes before the last three; TensorFlow exactly one. */
function axes({ layout, order }: SubPixel, input: Shape) {
  if (order === 'CRD') requireRank(input, 3, Infinity, 'torch');
  else requireRank(input, 4, 4, 'keras');
  const last = input.length - 1;
  return layout === 'channels_first'
    ? { channel: last - 2, spatial: [last - 1, last] }
    : { channel: last, spatial: [last - 2, last - 1] };
}

function toSpace(config: SubPixel, input: Shape): readonly Shape[] {
  const { block, argument } = config;
  const { channel, spatial } = axes(config, input);
  const channels = divided(at(input, channel), block * block, argument, say`channels`, say`${argument} squared`);
  const sizes = spatial.map((axis) => multiply(at(input, axis), block));
  return [withAxes(input, [channel, ...spatial], [channels, ...sizes])];
}

function toDepth(config: SubPixel, input: Shape): readonly Shape[] {
  const { block, argument } = config;
  const { channel, spatial } = axes(config, input);
  const sizes = spatial.map((axis) => divided(at(input, axis), block, argument, say`rows or columns`, argument));
  return [withAxes(input, [channel, ...spatial], [multiply(at(input, channel), block * block), ...sizes])];
}

function divided(size: Size, by: number, argument: string, what: Message, divisor: MessageValue): Size {
  const quotient = floorDivide(size, by);
  agree(multiply(quotient, by), size, () => ({
    code: 'not-divisible',
    message: say`The input has ${sizeText(size)} ${what}, which is no multiple of ${divisor} = ${by}.`,
    argument,
  }));
  return quotient;
}

function kernel(op: 'depth-to-space' | 'space-to-depth') {
  return ({ block, layout, order }: SubPixel, input: Shape): KernelCall =>
    input.length === 4 ? { op, block, order, layout } : subPixelOtherwise(op, block, order, layout, input);
}

/** PyTorch shuffles the last three axes, whatever stands before them. */
function subPixelOtherwise(
  op: 'depth-to-space' | 'space-to-depth',
  block: number,
  order: SubPixel['order'],
  layout: Layout,
  input: Shape,
): KernelCall {
  const sizes = numbers(input);
  if (sizes.length < 3) return unsure(say`The picture has too few axes.`);
  const [channels = 1, height = 1, width = 1] = sizes.slice(-3);
  const lead = sizes.slice(0, -3);
  const batch = lead.reduce((a, b) => a * b, 1);
  const area = block * block;
  const result =
    op === 'depth-to-space'
      ? [channels / area, height * block, width * block]
      : [channels * area, height / block, width / block];
  return {
    op: 'chain',
    steps: [
      { call: { op: 'reshape', shape: [batch, channels, height, width] } },
      { call: { op, block, order, layout } },
      { call: { op: 'reshape', shape: [...lead, ...result] } },
    ],
  };
}

const spaceRecord: Pick<Definition<SubPixel>, 'output' | 'kernel' | 'upsampling' | 'layout'> = {
  output: toSpace,
  kernel: kernel('depth-to-space'),
  upsampling: ({ block }) => (block > 1 ? { kind: 'sub-pixel', block } : null),
  layout: ({ layout }) => layout,
};
const depthRecord: Pick<Definition<SubPixel>, 'output' | 'kernel' | 'layout'> = {
  output: toDepth,
  kernel: kernel('space-to-depth'),
  layout: ({ layout }) => layout,
};

export const SUB_PIXELS: readonly LayerRecord[] = [
  defineRecord<SubPixel>({
    id: 'sub-pixel',
    keras: {
      names: ['ops.depth_to_space', 'ops.nn.depth_to_space'],
      documentation: kerasOps('nn', 'depth_to_space'),
      configure: kerasBlock,
    },
    torch: {
      names: ['PixelShuffle', 'nn.functional.pixel_shuffle', 'pixel_shuffle'],
      documentation: torchModule('PixelShuffle'),
      configure: (args) => torchBlock(args, 'upscale_factor'),
    },
    ...spaceRecord,
  }),
  defineRecord<SubPixel>({
    id: 'tensorflow-depth-to-space',
    keras: {
      names: ['tf.nn.depth_to_space'],
      documentation: tensorflow('tf.nn.depth_to_space'),
      configure: tensorflowBlock,
    },
    ...spaceRecord,
  }),
  defineRecord<SubPixel>({
    id: 'space-to-depth',
    keras: {
      names: ['ops.space_to_depth', 'ops.nn.space_to_depth'],
      documentation: kerasOps('nn', 'space_to_depth'),
      configure: kerasBlock,
    },
    torch: {
      names: ['PixelUnshuffle', 'nn.functional.pixel_unshuffle', 'pixel_unshuffle'],
      documentation: torchModule('PixelUnshuffle'),
      configure: (args) => torchBlock(args, 'downscale_factor'),
    },
    ...depthRecord,
  }),
  defineRecord<SubPixel>({
    id: 'tensorflow-space-to-depth',
    keras: {
      names: ['tf.nn.space_to_depth'],
      documentation: tensorflow('tf.nn.space_to_depth'),
      configure: tensorflowBlock,
    },
    ...depthRecord,
  }),
];
