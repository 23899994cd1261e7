/**
 * New layer calls in the words of the old one: what the user wrote for an argument is written again where it means the same,
 * with the file's names, quotes and way of passing arguments.
 */
import { ICNR_NAMES } from '../model/alternatives/icnr-text.ts';
import { collapsed, valueText } from '../model/alternatives/python-text.ts';
import type { LayerFact } from '../model/graph.ts';
import type { Plain } from '../model/record.ts';
import type { CallExpression, Expression } from '../python/syntax.ts';
import type { CallArguments } from './call-arguments.ts';
import type { CodeStyle } from './code-style.ts';
import { dottedName, lastName } from './syntax-path.ts';

/** One step of another way to write a layer: a layer call, or a function called on a tensor. */
export interface Step {
  /** `Conv2D`, `PixelShuffle`; for a function its path below the framework: `ops.depth_to_space`. */
  readonly name: string;
  readonly isFunction: boolean;
  readonly arguments: readonly StepArgument[];
}

export interface StepArgument {
  readonly name: string;
  /** As the alternative writes it. */
  readonly text: string;
  readonly value: Expression;
  readonly positional: boolean;
}

/** Arguments of the old layer that a new one may say by another name. */
const SAME_MEANING: Readonly<Record<string, readonly string[]>> = {
  size: ['strides', 'scale_factor', 'size'],
  scale_factor: ['stride', 'scale_factor', 'upscale_factor'],
  strides: ['strides', 'size'],
  stride: ['stride', 'scale_factor', 'upscale_factor'],
};
const BLOCKS = new Set(['upscale_factor', 'block_size', 'block']);

/** What belongs to the layer whatever its type: to its first step, or to the one that has weights; its name to the last. */
const CARRIED_FIRST = new Set(['input_shape', 'batch_input_shape', 'input_dim', 'batch_shape']);
const CARRIED_BY_WEIGHTS = new Set([
  'activation',
  'kernel_initializer',
  'bias_initializer',
  'kernel_regularizer',
  'bias_regularizer',
  'activity_regularizer',
  'kernel_constraint',
  'bias_constraint',
  'trainable',
  'device',
  'dtype',
]);
/** What says where the output lies: the alternative has an answer of its own. */
const REPLACED = new Set([
  'in_channels',
  'out_channels',
  'filters',
  'kernel_size',
  'stride',
  'strides',
  'padding',
  'output_padding',
  'dilation',
  'dilation_rate',
  'groups',
  'bias',
  'use_bias',
  'padding_mode',
  'data_format',
  'size',
  'scale_factor',
  'mode',
  'interpolation',
  'align_corners',
  'recompute_scale_factor',
  'upscale_factor',
]);

/** A line of an alternative's code; `positional` gives the names of a class's positional arguments. */
export function stepOf(written: CallExpression, code: string, positional: (name: string) => readonly string[]): Step {
  const call = withoutIcnr(written);
  const dotted = dottedName(call.callee) ?? '';
  const isFunction = /(?:^|\.)ops\./.test(dotted);
  const name = isFunction ? dotted.replace(/^keras\./, '') : lastName(dotted);
  const names = positional(name);
  return {
    name,
    isFunction,
    arguments: call.args.flatMap(({ name: keyword, value: given, kind }, index) => {
      const value = icnrBase(given);
      if (value === null) return [];
      const text = code.slice(value.start, value.end);
      return [{ name: keyword ?? names[index] ?? '', text, value, positional: kind === 'positional' }];
    }),
  };
}

/** `icnr(nn.Conv2d(...), 2)` -> `nn.Conv2d(...)`: whoever writes the step writes ICNR by the file's own name for it. */
function withoutIcnr(call: CallExpression): CallExpression {
  const inner = call.args[0]?.value;
  return dottedName(call.callee) === ICNR_NAMES.torch && inner?.kind === 'Call' ? inner : call;
}

/** `ICNR(block=2, initializer="he_normal")` -> `"he_normal"`, null where it has none of its own; all else as it is. */
function icnrBase(value: Expression): Expression | null {
  if (value.kind !== 'Call' || dottedName(value.callee) !== ICNR_NAMES.keras) return value;
  return value.args.find(({ name }) => name === 'initializer')?.value ?? null;
}

export class LayerWriter {
  readonly #layer: LayerFact;
  readonly #written: CallArguments;
  readonly #style: CodeStyle;

  constructor(layer: LayerFact, written: CallArguments, style: CodeStyle) {
    this.#layer = layer;
    this.#written = written;
    this.#style = style;
  }

  /** The name that the layer was given, which its last step takes over. */
  get name(): string | null {
    const name = this.#written.get('name');
    return name ? this.#keyword(name.name, name.text) : null;
  }

  /** The steps' arguments as text, one list per step; null where something the user wrote would be lost. */
  write(steps: readonly Step[]): readonly string[] | null {
    if (this.#written.isOpen) return null;
    const weighted = steps.findIndex(({ name }) => /^(?:Separable|Depthwise)?Conv\d/.test(name));
    const carried = steps.map((): string[] => []);
    for (const { name, text } of this.#written.all) {
      if (REPLACED.has(name) || steps.some((step) => step.arguments.some((one) => one.name === name))) continue;
      if (CARRIED_FIRST.has(name)) carried[0]?.push(this.#keyword(name, text));
      else if (name === 'name') {
        // A function has no name: what stands for it as a layer gets it.
        if (!steps.at(-1)?.isFunction) carried[steps.length - 1]?.push(this.#keyword(name, text));
      } else if (CARRIED_BY_WEIGHTS.has(name) && weighted >= 0) carried[weighted]?.push(this.#keyword(name, text));
      else return null;
    }
    return steps.map((step, index) => [...this.#arguments(step), ...(carried[index] ?? [])].join(', '));
  }

  #arguments(step: Step): readonly string[] {
    const given = step.isFunction ? step.arguments.slice(1) : step.arguments;
    const byPosition = this.#padsByPosition(step) ? this.#withPositionalPadding(given) : given;
    const [first] = this.#written.all;
    // Who names the first argument names them all.
    const named = first?.argument.kind === 'keyword' && !CARRIED_FIRST.has(first.name) && !step.isFunction;
    return byPosition.map((argument) => {
      const text = this.textOf(argument);
      return argument.positional && !(named && this.#written.get(argument.name))
        ? text
        : this.#keyword(argument.name, text);
    });
  }

  /** `nn.ConvTranspose2d(64, 32, 4, 2, 1)` gives its padding by position, and so does the convolution after it. */
  #padsByPosition(step: Step): boolean {
    return this.#layer.framework === 'torch' && /^Conv\d/.test(step.name) && this.#written.isPositional('padding');
  }

  #withPositionalPadding(given: readonly StepArgument[]): readonly StepArgument[] {
    const padding = given.find(({ name }) => name === 'padding');
    if (!padding) return given;
    const stride = { ...padding, name: 'stride', text: '1', positional: true };
    const [positional, keywords] = [given.filter((one) => one.positional), given.filter((one) => !one.positional)];
    return [...positional, stride, { ...padding, positional: true }, ...keywords.filter((one) => one !== padding)];
  }

  #keyword(name: string, text: string): string {
    return `${name}${this.#written.equals}${text}`;
  }

  /** The argument's value as the user would write it. */
  textOf({ name, text, value }: StepArgument): string {
    const user = [name, ...(SAME_MEANING[name] ?? [])]
      .map((one) => this.#written.get(one))
      .find((one) => one?.text !== undefined);
    if (user && this.#meansTheSame(user.name, text)) return user.text;
    if (BLOCKS.has(name)) return this.#block(text);
    return this.#multiplied(name, value) ?? this.#inStyle(name, text, value);
  }

  /** What the user wrote for an argument has the value that the alternative asks for. */
  #meansTheSame(name: string, text: string): boolean {
    const value = this.#layer.arguments[name];
    if (value === undefined) return false;
    return valueText(value) === text || valueText(flat(value)) === text;
  }

  /** A block is one number: a stride that is written as one says it too. */
  #block(text: string): string {
    const stride = this.#written.get('strides') ?? this.#written.get('stride') ?? this.#written.get('scale_factor');
    return stride && stride.value.kind !== 'Tuple' && this.#meansTheSame(stride.name, text) ? stride.text : text;
  }

  /** `filters * 4` where the user's filters are no plain number. */
  #multiplied(name: string, value: Expression): string | null {
    const user = this.#written.get(name);
    const original = this.#layer.arguments[name];
    if (name !== 'filters' && name !== 'out_channels') return null;
    if (!user || user.value.kind === 'Int' || value.kind !== 'Int' || typeof original !== 'number') return null;
    const factor = Number(value.value) / original;
    if (!Number.isInteger(factor)) return null;
    const { value: written } = user;
    const product = written.kind === 'Binary' && written.operator === '*';
    const simple = product || ['Name', 'Attribute', 'Call', 'Subscript'].includes(written.kind);
    return `${simple ? user.text : `(${user.text})`} * ${factor}`;
  }

  #inStyle(name: string, text: string, value: Expression): string {
    if (value.kind === 'Str') return this.#style.quoted(value.value);
    return inBrackets(text, value, this.#written.get(name)?.value ?? null, this.#style);
  }
}

/** A number written as the tuple or list that stood there before: `(3, 3)` -> `(4, 4)`. */
export function inBrackets(text: string, value: Expression, before: Expression | null, style: CodeStyle): string {
  if (value.kind !== 'Int' || (before?.kind !== 'Tuple' && before?.kind !== 'List')) return text;
  const [first, second] = before.items;
  if (!first) return text;
  const separator = second ? style.text.slice(first.end, second.start) : ', ';
  const inner = before.items.map(() => text).join(separator);
  const written = style.slice(before);
  return written.startsWith('[') ? `[${inner}]` : written.startsWith('(') ? `(${inner}${second ? '' : ','})` : inner;
}

/** `(2, 2)` as the one number it comes to. */
function flat(value: Plain): Plain {
  if (!Array.isArray(value)) return value;
  const items = value as readonly Plain[];
  return items.every((item) => typeof item === 'number') ? collapsed(items) : value;
}
