/** Alternatives in PyTorch's words. */
import { say } from '../../message.ts';
import type { PlainArguments } from '../record.ts';
import type { Dialect } from './dialect.ts';
import type { Piece } from './piece.ts';
import { ICNR_NAMES } from './icnr-text.ts';
import { callText, collapsed, type Keyword } from './python-text.ts';
import type { Target } from './target.ts';

const LINEAR_MODES = ['linear', 'bilinear', 'trilinear'];

/** What a new layer takes over from the one as written. */
function inherited({ arguments: args, record }: Target): { readonly bias: boolean; readonly groups: number } {
  const convolves = record.id.startsWith('transposed-convolution');
  const { bias, groups } = args;
  return { bias: !(convolves && bias === false), groups: convolves && typeof groups === 'number' ? groups : 1 };
}

function inheritedKeywords(target: Target): Keyword[] {
  const { bias, groups } = inherited(target);
  return [
    { name: 'groups', value: groups, otherwise: 1 },
    { name: 'bias', value: bias, otherwise: true },
  ];
}

function convolution(target: Target, filters: number, kernel: readonly number[]): Piece {
  const name = `Conv${target.rank}d`;
  // Kernels are odd here, so this keeps the size.
  const padding = kernel.map((size) => (size - 1) / 2);
  return {
    name,
    arguments: {
      in_channels: target.inChannels,
      out_channels: filters,
      kernel_size: kernel,
      stride: 1,
      padding,
      dilation: 1,
      padding_mode: 'zeros',
      ...inherited(target),
    },
    code: callText(
      `nn.${name}`,
      [target.inChannels, filters, collapsed(kernel)],
      [{ name: 'padding', value: collapsed(padding), otherwise: 0 }, ...inheritedKeywords(target)],
    ),
  };
}

export const TORCH: Dialect = {
  resize(target, method) {
    const { rank, factors, to } = target;
    if (method === 'bicubic' && rank !== 2)
      return say`Bicubic interpolation takes two dimensions, and this layer has ${rank}.`;
    const mode = method === 'bilinear' ? (LINEAR_MODES[rank - 1] ?? method) : method;
    const size: PlainArguments =
      factors === null ? { size: to, scale_factor: null } : { size: null, scale_factor: factors };
    const extent: Keyword =
      factors === null ? { name: 'size', value: collapsed(to) } : { name: 'scale_factor', value: collapsed(factors) };
    return {
      name: 'Upsample',
      arguments: { ...size, mode, align_corners: null, recompute_scale_factor: null },
      code: callText('nn.Upsample', [], [extent, { name: 'mode', value: mode, otherwise: 'nearest' }]),
    };
  },

  convolution: (target, filters, kernel) => [convolution(target, filters, kernel)],

  transposed(target, kernel, dilation) {
    const { rank, from, to, inChannels, outChannels, trait, factors } = target;
    const strides = trait.kind === 'transposed' ? trait.strides : factors;
    const axes = strides?.map((stride, axis) =>
      paddingFor(from[axis] ?? 1, to[axis] ?? 1, stride, kernel[axis] ?? 1, dilation[axis] ?? 1),
    );
    const found = axes?.filter((axis) => axis !== null) ?? [];
    if (strides === null || found.length < rank) {
      return say`No padding of a ${kernel.join('×')} kernel takes ${from.join('×')} to ${to.join('×')}.`;
    }
    const name = `ConvTranspose${rank}d`;
    const padding = found.map((axis) => axis.padding);
    const outputPadding = found.map((axis) => axis.outputPadding);
    return [
      {
        name,
        arguments: {
          in_channels: inChannels,
          out_channels: outChannels,
          kernel_size: kernel,
          stride: strides,
          padding,
          output_padding: outputPadding,
          dilation,
          padding_mode: 'zeros',
          ...inherited(target),
        },
        code: callText(
          `nn.${name}`,
          [inChannels, outChannels, collapsed(kernel)],
          [
            { name: 'stride', value: collapsed(strides), otherwise: 1 },
            { name: 'padding', value: collapsed(padding), otherwise: 0 },
            { name: 'output_padding', value: collapsed(outputPadding), otherwise: 0 },
            ...inheritedKeywords(target),
            { name: 'dilation', value: collapsed(dilation), otherwise: 1 },
          ],
        ),
      },
    ];
  },

  subPixel: (target, block, kernel) => [
    convolution(target, target.outChannels * block * block, kernel),
    {
      name: 'PixelShuffle',
      arguments: { upscale_factor: block },
      code: callText('nn.PixelShuffle', [block]),
    },
  ],

  withIcnr: ([convolution, ...rest], block) =>
    convolution === undefined
      ? []
      : [
          {
            ...convolution,
            code: `${ICNR_NAMES.torch}(${convolution.code}, ${block})`,
            icnr: { block, order: 'CRD' },
          },
          ...rest,
        ],
};

/** (from - 1)·stride - 2·padding + dilation·(kernel - 1) + output_padding + 1 = to, with the smallest output padding. */
function paddingFor(
  from: number,
  to: number,
  stride: number,
  kernel: number,
  dilation: number,
): { readonly padding: number; readonly outputPadding: number } | null {
  const excess = (from - 1) * stride + dilation * (kernel - 1) + 1 - to;
  for (let outputPadding = 0; outputPadding < Math.max(stride, dilation); outputPadding++) {
    const twice = excess + outputPadding;
    if (twice >= 0 && twice % 2 === 0) return { padding: twice / 2, outputPadding };
  }
  return null;
}
