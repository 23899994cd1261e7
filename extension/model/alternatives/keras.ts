/** Alternatives in Keras's words. */
import { type Message, say } from '../../message.ts';
import type { Plain, PlainArguments } from '../record.ts';
import { actsAcrossChannels, type Dialect } from './dialect.ts';
import type { Piece } from './piece.ts';
import { ICNR_NAMES } from './icnr-text.ts';
import { callText, collapsed, valueText, type Keyword } from './python-text.ts';
import type { Target } from './target.ts';

/** What a new layer takes over from the one as written, with Keras's defaults. */
const INHERITED: PlainArguments = {
  activation: null,
  use_bias: true,
  kernel_initializer: 'glorot_uniform',
  bias_initializer: 'zeros',
};

function inherited({ arguments: args, record }: Target): Record<string, Plain> {
  const convolves = record.id.startsWith('transposed-convolution');
  return Object.fromEntries(
    Object.entries(INHERITED).map(([name, otherwise]) => [name, convolves ? (args[name] ?? otherwise) : otherwise]),
  );
}

function keywordsOf(values: Readonly<Record<string, Plain>>): Keyword[] {
  return Object.entries(values).map(([name, value]) => ({ name, value, otherwise: INHERITED[name] ?? null }));
}

const formatKeyword = ({ layout }: Target): Keyword => ({
  name: 'data_format',
  value: layout,
  otherwise: 'channels_last',
});

function convolution(target: Target, filters: number, kernel: readonly number[], values: Record<string, Plain>): Piece {
  const name = `Conv${target.rank}D`;
  return {
    name,
    arguments: {
      filters,
      kernel_size: kernel,
      strides: 1,
      padding: 'same',
      data_format: target.layout,
      dilation_rate: 1,
      groups: 1,
      ...values,
    },
    code: callText(
      name,
      [filters, collapsed(kernel)],
      [{ name: 'padding', value: 'same' }, ...keywordsOf(values), formatKeyword(target)],
    ),
  };
}

export const KERAS: Dialect = {
  resize(target, method) {
    const { rank, factors, to, layout } = target;
    const interpolation: Keyword = { name: 'interpolation', value: method, otherwise: 'nearest' };
    if (factors !== null) {
      if (rank !== 2 && method !== 'nearest') return say`UpSampling${rank}D repeats pixels and has no interpolation.`;
      const name = `UpSampling${rank}D`;
      return {
        name,
        arguments: { size: factors, data_format: layout, interpolation: method },
        code: callText(name, [collapsed(factors)], [interpolation, formatKeyword(target)]),
      };
    }
    const [height, width] = to;
    if (rank !== 2 || height === undefined || width === undefined) {
      return say`UpSampling${rank}D multiplies sizes by a whole number, which does not take ${sizesText(target)}.`;
    }
    return {
      name: 'Resizing',
      arguments: {
        height,
        width,
        interpolation: method,
        crop_to_aspect_ratio: false,
        pad_to_aspect_ratio: false,
        antialias: false,
        data_format: layout,
      },
      code: callText('Resizing', [height, width], [{ ...interpolation, otherwise: 'bilinear' }, formatKeyword(target)]),
    };
  },

  convolution: (target, filters, kernel) => [convolution(target, filters, kernel, inherited(target))],

  transposed(target, kernel) {
    const { rank, from, to, layout, outChannels } = target;
    const strides = stridesOf(target);
    if (strides === null) return say`No stride takes ${sizesText(target)}.`;
    const same = to.every((size, axis) => size === (from[axis] ?? 0) * (strides[axis] ?? 1));
    const excess = to.map((size, axis) => ((from[axis] ?? 1) - 1) * (strides[axis] ?? 1) + (kernel[axis] ?? 1) - size);
    if (!same && excess.some((rest) => rest < 0))
      return say`A kernel of ${kernel.join('×')} is too small for ${sizesText(target)}.`;
    const name = `Conv${rank}DTranspose`;
    const values = inherited(target);
    const padding = same ? 'same' : 'valid';
    const layer: Piece = {
      name,
      arguments: {
        filters: outChannels,
        kernel_size: kernel,
        strides,
        padding,
        output_padding: null,
        data_format: layout,
        dilation_rate: 1,
        ...values,
      },
      code: callText(
        name,
        [outChannels, collapsed(kernel)],
        [
          { name: 'strides', value: collapsed(strides) },
          { name: 'padding', value: padding, otherwise: 'valid' },
          ...keywordsOf(values),
          formatKeyword(target),
        ],
      ),
    };
    return same || excess.every((rest) => rest === 0) ? [layer] : [layer, cropping(target, excess)];
  },

  subPixel(target, block, kernel) {
    const values = inherited(target);
    const { activation } = values;
    const after = actsAcrossChannels(activation) ? (activation ?? null) : null;
    const first = convolution(
      target,
      target.outChannels * block * block,
      kernel,
      after === null ? values : { ...values, activation: null },
    );
    const rearrangement: Piece = {
      name: 'ops.depth_to_space',
      arguments: { block_size: block, data_format: target.layout },
      code: `keras.${callText('ops.depth_to_space', [{ kind: 'object', type: 'x', config: {} }, block], [formatKeyword(target)])}`,
    };
    if (after === null) return [first, rearrangement];
    return [
      first,
      rearrangement,
      { name: 'Activation', arguments: { activation: after }, code: callText('Activation', [after]) },
    ];
  },

  withIcnr([convolution, ...rest], block) {
    if (convolution === undefined) return [];
    const { filters, kernel_size: kernel, kernel_initializer: own = null, data_format: layout } = convolution.arguments;
    const values = Object.fromEntries(
      Object.keys(INHERITED).map((name) => [name, convolution.arguments[name] ?? null] as const),
    );
    const start: Plain = {
      kind: 'object',
      type: ICNR_NAMES.keras,
      config: {
        block,
        initializer: valueText(own) === valueText(INHERITED['kernel_initializer'] ?? null) ? null : own,
      },
    };
    const code = callText(
      convolution.name,
      [filters ?? null, collapsed((kernel ?? []) as readonly number[])],
      [
        { name: 'padding', value: 'same' },
        ...keywordsOf({ ...values, kernel_initializer: start }),
        { name: 'data_format', value: layout ?? null, otherwise: 'channels_last' },
      ],
    );
    return [{ ...convolution, code, icnr: { block, order: 'DCR' } }, ...rest];
  },
};

function stridesOf({ trait, factors }: Target): readonly number[] | null {
  return trait.kind === 'transposed' ? trait.strides : factors;
}

/** Cuts what a larger kernel adds to the border, as evenly as it goes. */
function cropping({ rank, layout }: Target, excess: readonly number[]): Piece {
  const amounts = excess.map((rest) => [Math.floor(rest / 2), Math.ceil(rest / 2)]);
  const name = `Cropping${rank}D`;
  const value: Plain = rank === 1 ? (amounts[0] ?? [0, 0]) : amounts;
  const format: Keyword = { name: 'data_format', value: layout, otherwise: 'channels_last' };
  return {
    name,
    arguments: { cropping: value, data_format: layout },
    code: callText(name, [value], [format]),
  };
}

const sizesText = ({ from, to }: Target): Message => say`${from.join('×')} to ${to.join('×')}`;
