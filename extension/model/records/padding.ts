/** Padding and cropping. keras/src/layers/reshaping/zero_padding*.py and cropping*.py, torch/nn/modules/padding.py */
import { say } from '../../message.ts';
import type { KernelCall, Layout } from '../kernel.ts';
import type { Framework, LayerRecord } from '../record.ts';
import { refuse, unsure } from '../refusal.ts';
import type { Shape } from '../size.ts';
import { add, atLeast } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';
import { isList, plainText, type Arguments } from './arguments.ts';
import { defineRecord } from './define.ts';
import { kerasLayer, torchModule } from './documentation.ts';
import { at, axesOf, repeated, requireRank, withAxes } from './shapes.ts';
import { checkBorder, dataFormat } from './window-arguments.ts';

type Mode = Exclude<Extract<KernelCall, { op: 'pad' }>['mode'], 'symmetric'>;
type Amounts = readonly (readonly [number, number])[];

interface Padding {
  readonly framework: Framework;
  /** [before, after] of the spatial axes; negative amounts crop. */
  readonly amounts: Amounts;
  readonly mode: Mode;
  readonly value: number;
  readonly layout: Layout;
  /** What the framework calls the amounts. */
  readonly argument: string;
}

/** Keras: one integer, one per axis, or [before, after] per axis; in one dimension [before, after]. */
function kerasAmounts(args: Arguments, argument: string, rank: number): Amounts {
  const list = args.list(argument);
  if (list === null) return repeated(pair(args.int(argument, 0)), rank);
  if (rank === 1) {
    const [before = 0, after = 0] = args.perAxis(argument, 2, { least: 0 });
    return [[before, after]];
  }
  if (list.length !== rank) {
    return args.refuse(
      argument,
      say`${argument} must have ${rank} entries, but ${plainText(list)} has ${list.length}.`,
    );
  }
  return list.map((item) => {
    if (!isList(item)) return pair(args.item(item, argument, 0));
    const [before, after, more] = item.map((amount) => args.item(amount, argument, 0));
    if (before === undefined || after === undefined || more !== undefined) {
      return args.refuse(argument, say`${argument} must have 2 amounts per axis, not ${plainText(item)}.`);
    }
    return [before, after];
  });
}

const pair = (amount: number): readonly [number, number] => [amount, amount];

function kerasPad(args: Arguments, argument: string, rank: number, sign: 1 | -1): Padding {
  return {
    framework: 'keras',
    amounts: kerasAmounts(args, argument, rank).map(([before, after]) => [sign * before, sign * after]),
    mode: 'constant',
    value: 0,
    layout: args.isNone('data_format') ? 'channels_last' : dataFormat(args),
    argument,
  };
}

/** PyTorch: an integer, or two amounts per axis, the last axis first. */
function torchAmounts(args: Arguments, argument: string, axes: number | null): Amounts {
  const list = args.list(argument);
  if (list === null && axes !== null) return repeated(pair(args.int(argument, -Infinity)), axes);
  const flat = args.ints(argument, -Infinity);
  if (flat.length % 2 !== 0 || (axes !== null && flat.length !== 2 * axes)) {
    const wanted = axes === null ? 'an even number of' : 2 * axes;
    return args.refuse(argument, say`${argument} must have ${wanted} entries, but has ${flat.length}.`);
  }
  return Array.from({ length: flat.length / 2 }, (_, index) => {
    const from = flat.length - 2 * (index + 1);
    return [flat[from] ?? 0, flat[from + 1] ?? 0] as const;
  });
}

function torchPad(amounts: Amounts, mode: Mode, value: number, argument: string): Padding {
  return { framework: 'torch', amounts, mode, value, layout: 'channels_first', argument };
}

function axesOfPadding({ framework, amounts, mode, layout }: Padding, input: Shape): readonly number[] {
  const rank = amounts.length;
  if (framework === 'keras' || mode !== 'constant') return axesOf(input, rank, layout, framework).spatial;
  // Constant padding does not care what the axes before are.
  requireRank(input, rank, Infinity, framework);
  return Array.from({ length: rank }, (_, axis) => input.length - rank + axis);
}

function output(config: Padding, input: Shape): readonly Shape[] {
  const { framework, amounts, mode, argument } = config;
  const axes = axesOfPadding(config, input);
  if (mode !== 'constant' && amounts.flat().some((amount) => amount < 0)) {
    unsure(say`Negative amounts of ${mode} padding are not followed.`);
  }
  checkBorder(mode === 'replicate' ? 'constant' : mode, input, axes, amounts, argument);
  const sizes = amounts.map(([before, after], index) => {
    const size = at(input, axes[index] ?? 0);
    const padded = add(size, before + after);
    // PyTorch crops before it pads, and an empty tensor is one too; Keras wants something left.
    const cropped = add(size, Math.min(before, 0) + Math.min(after, 0));
    if (atLeast(cropped, framework === 'keras' ? 1 : 0) === false) {
      refuse({
        code: 'shape-mismatch',
        message: say`${argument} takes ${-Math.min(before, 0) - Math.min(after, 0)} from a size of ${sizeText(size)} and leaves nothing.`,
        argument,
      });
    }
    return padded;
  });
  return [withAxes(input, axes, sizes)];
}

function kernel(config: Padding, input: Shape): KernelCall {
  const { amounts, mode, value } = config;
  const axes = axesOfPadding(config, input);
  const all = input.map((_, axis) => amounts[axes.indexOf(axis)] ?? ([0, 0] as const));
  if (all.flat().every((amount) => amount <= 0)) {
    return { op: 'crop', amounts: all.map(([before, after]) => [0 - before, 0 - after]) };
  }
  return { op: 'pad', amounts: all, mode, value };
}

const layout = (config: Padding): Layout => config.layout;

const kerasPadding = (rank: number, word: 'ZeroPadding' | 'Cropping'): LayerRecord => {
  const crops = word === 'Cropping';
  return defineRecord<Padding>({
    id: `${crops ? 'cropping' : 'zero-padding'}-${rank}d`,
    keras: {
      names: [`${word}${rank}D`],
      documentation: kerasLayer(`reshaping_layers/${crops ? 'cropping' : 'zero_padding'}${rank}d`),
      configure: (args) => kerasPad(args, crops ? 'cropping' : 'padding', rank, crops ? -1 : 1),
    },
    output,
    kernel,
    layout,
  });
};

const TORCH_PADDINGS: readonly (readonly [string, Mode])[] = [
  ['ZeroPad', 'constant'],
  ['ConstantPad', 'constant'],
  ['ReflectionPad', 'reflect'],
  ['ReplicationPad', 'replicate'],
  ['CircularPad', 'circular'],
];

const torchPadding = (name: string, mode: Mode, rank: number): LayerRecord =>
  defineRecord<Padding>({
    id: `torch-${name.toLowerCase()}-${rank}d`,
    torch: {
      names: [`${name}${rank}d`],
      documentation: torchModule(`${name}${rank}d`),
      configure: (args) => {
        const value = name === 'ConstantPad' ? args.number('value') : 0;
        return torchPad(torchAmounts(args, 'padding', rank), mode, value, 'padding');
      },
    },
    output,
    kernel,
    layout,
  });

export const PADDINGS: readonly LayerRecord[] = [
  ...[1, 2, 3].flatMap((rank) => [kerasPadding(rank, 'ZeroPadding'), kerasPadding(rank, 'Cropping')]),
  ...TORCH_PADDINGS.flatMap(([name, mode]) => [1, 2, 3].map((rank) => torchPadding(name, mode, rank))),
  defineRecord<Padding>({
    id: 'torch-pad',
    torch: {
      names: ['nn.functional.pad'],
      documentation: torchModule('functional.pad'),
      configure: (args) => {
        const mode = args.text('mode', ['constant', 'reflect', 'replicate', 'circular']);
        const value = args.isNone('value') ? 0 : args.number('value');
        return torchPad(torchAmounts(args, 'pad', null), mode, value, 'pad');
      },
    },
    output,
    kernel,
    layout,
  }),
];
