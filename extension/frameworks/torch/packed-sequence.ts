/**
 * torch.nn.utils.rnn: sequences of different lengths, packed one time step after the other. How long each is depends on the data, but the
 * batch, the features and with them the states are known. torch/nn/utils/rnn.py
 */
import { say } from '../../message.ts';
import { add, maximum, sum, symbol } from '../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../model/size.ts';
import { builtinClasses, nativeClass } from '../../python/evaluate/native.ts';
import {
  native,
  NONE,
  tuple,
  type NativeCall,
  type PyClass,
  type PyTuple,
  type Value,
  Slot,
} from '../../python/values.ts';
import { valueToSize } from '../symint.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import { numbersOf, TORCH, type TorchContext } from './context.ts';

interface Packed {
  readonly batch: Size;
  /** The longest sequence, and all of them together. */
  readonly longest: Size;
  readonly steps: Size;
  readonly features: Shape;
  readonly sorted: boolean;
}

const facts = new Slot<Packed, PyTuple>();

export const packedOf = (value: Value | undefined): Packed | undefined =>
  value?.kind === 'tuple' ? facts.get(value) : undefined;

let made: PyClass | null = null;

function packedClass(): PyClass {
  const at =
    (index: number) =>
    ({ args }: { args: readonly Value[] }): Value =>
      args[0]?.kind === 'tuple' ? (args[0].items[index] ?? NONE) : NONE;
  const fields = ['data', 'batch_sizes', 'sorted_indices', 'unsorted_indices'];
  const itself = ({ args }: { args: readonly Value[] }): Value => args[0] ?? NONE;
  return (made ??= nativeClass({
    name: 'PackedSequence',
    qualifiedName: 'torch.nn.utils.rnn.PackedSequence',
    bases: [builtinClasses.tuple],
    methods: Object.fromEntries(['to', 'cuda', 'cpu', 'float', 'pin_memory'].map((name) => [name, itself])),
    properties: Object.fromEntries(fields.map((field, index) => [field, at(index)])),
  }));
}

/** The packed sequence itself: its numbers, how many sequences still run at each step, and the orders. */
export function makePacked(ctx: TorchContext, packed: Packed): PyTuple {
  const tensor = (shape: Shape, dtype: string | null): Value => makeTensor(ctx.session, TORCH, shape, null, dtype);
  const order = (): Value => (packed.sorted ? NONE : tensor([packed.batch], 'int64'));
  const items = [tensor([packed.steps, ...packed.features], null), tensor([packed.longest], 'int64'), order(), order()];
  const value = tuple(items, packedClass());
  facts.set(value, packed);
  return value;
}

/** Lengths as numbers; null where they depend on the data. */
function lengthsOf(call: NativeCall, value: Value | undefined): readonly Size[] | null {
  const numbers = numbersOf(value);
  if (numbers) return numbers;
  if (!value || tensorOf(value)) return null;
  const items = call.interpreter.iterate(value);
  const sizes = items?.map((item) => valueToSize(item) ?? null) ?? [null];
  return sizes.every((size) => size !== null) ? sizes : null;
}

const longestOf = (lengths: readonly Size[]): Size | null =>
  lengths.reduce<Size | null>((most, size) => (most === null ? null : maximum(most, size)), 0);

/** A size that only the data tells, one for each call. */
const open = (ctx: TorchContext, what: string): Size =>
  symbol(`${what} ${String(ctx.session.tensors.length)}`, 'opaque');

const flag = (call: NativeCall, index: number, name: string, fallback: boolean): boolean => {
  const value = call.args[index] ?? call.kwargs.get(name);
  return value === undefined ? fallback : call.interpreter.truth(value) === true;
};

const argument = (call: NativeCall, index: number, name: string): Value | undefined => {
  const value = call.args[index] ?? call.kwargs.get(name);
  return value?.kind === 'none' ? undefined : value;
};

function pack(ctx: TorchContext, call: NativeCall): Value {
  const shape = tensorOf(argument(call, 0, 'input'))?.shape;
  if (!shape || shape.length < 2) return call.interpreter.unknown(say`The sequences cannot be told.`, call.site);
  const [first = 1, second = 1, ...features] = shape;
  const batch = flag(call, 2, 'batch_first', false) ? first : second;
  const lengths = lengthsOf(call, argument(call, 1, 'lengths'));
  return makePacked(ctx, {
    batch,
    features,
    longest: (lengths && longestOf(lengths)) ?? open(ctx, 'length'),
    steps: lengths ? sum(lengths) : open(ctx, 'steps'),
    sorted: flag(call, 3, 'enforce_sorted', true),
  });
}

function unpack(ctx: TorchContext, call: NativeCall): Value {
  const packed = packedOf(argument(call, 0, 'sequence'));
  if (!packed) return call.interpreter.unknown(say`The packed sequence cannot be told.`, call.site);
  const { batch, features, longest } = packed;
  const total = valueToSize(argument(call, 3, 'total_length')) ?? longest;
  const lead = flag(call, 1, 'batch_first', false) ? [batch, total] : [total, batch];
  return tuple([
    makeTensor(ctx.session, TORCH, [...lead, ...features]),
    makeTensor(ctx.session, TORCH, [batch], null, 'int64'),
  ]);
}

/** Lists of tensors of different lengths. */
function listed(call: NativeCall): readonly Shape[] | null {
  const given = argument(call, 0, 'sequences');
  const items = given && call.interpreter.iterate(given);
  const shapes = items?.map((item) => tensorOf(item)?.shape ?? null) ?? [];
  return shapes.length > 0 && shapes.every((shape) => shape !== null) ? shapes : null;
}

function pad(ctx: TorchContext, call: NativeCall): Value {
  const shapes = listed(call);
  if (!shapes) return makeTensor(ctx.session, TORCH, null, say`How many sequences there are depends on the data.`);
  const longest = longestOf(shapes.map(([length = 1]) => length)) ?? open(ctx, 'length');
  const count = shapes.length;
  const lead = flag(call, 1, 'batch_first', false) ? [count, longest] : [longest, count];
  return makeTensor(ctx.session, TORCH, [...lead, ...(shapes[0]?.slice(1) ?? [])]);
}

function packList(ctx: TorchContext, call: NativeCall): Value {
  const shapes = listed(call);
  if (!shapes) return call.interpreter.unknown(say`How many sequences there are depends on the data.`, call.site);
  const lengths = shapes.map(([length = 1]) => length);
  return makePacked(ctx, {
    batch: shapes.length,
    features: shapes[0]?.slice(1) ?? [],
    longest: longestOf(lengths) ?? open(ctx, 'length'),
    steps: lengths.reduce<Size>((all, each) => add(all, each), 0),
    sorted: flag(call, 1, 'enforce_sorted', true),
  });
}

/** What `from torch.nn.utils.rnn import ...` brings. */
export const sequenceEntries = (ctx: TorchContext): Readonly<Record<string, Value>> => ({
  PackedSequence: packedClass(),
  pack_padded_sequence: native('pack_padded_sequence', (call) => pack(ctx, call)),
  pad_packed_sequence: native('pad_packed_sequence', (call) => unpack(ctx, call)),
  pad_sequence: native('pad_sequence', (call) => pad(ctx, call)),
  pack_sequence: native('pack_sequence', (call) => packList(ctx, call)),
});
