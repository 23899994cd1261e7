/** einops.pack and unpack: what stands at the `*` is flattened and joined. einops/packing.py */
import { say } from '../../message.ts';
import type { Shape, Size } from '../../model/size.ts';
import { product } from '../../model/sizes/arithmetic.ts';
import { int, list, tuple, type NativeCall, type Value } from '../../python/values.ts';
import { sizeToValue, valueToSize } from '../symint.ts';
import { tensorOf } from '../tensor.ts';
import type { TorchContext } from '../torch/context.ts';
import { run } from './run.ts';

function starOf(pattern: Value | undefined): { readonly before: number; readonly after: number } | null {
  if (pattern?.kind !== 'str') return null;
  const axes = pattern.value.trim().split(/\s+/);
  const before = axes.indexOf('*');
  return before < 0 ? null : { before, after: axes.length - before - 1 };
}

const sizes = (ctx: TorchContext, shape: Shape): Value => tuple(shape.map((size) => sizeToValue(ctx.session, size)));

/** Gives the joined tensor and what stood at the star in each of them. */
export function pack(ctx: TorchContext, call: NativeCall): Value {
  const star = starOf(call.args[1] ?? call.kwargs.get('pattern'));
  const given = call.args[0] ?? call.kwargs.get('tensors');
  const tensors = given && call.interpreter.iterate(given);
  const shapes = tensors?.map((each) => tensorOf(each)?.shape);
  if (!star || !tensors || !shapes?.every((shape) => shape && shape.length >= star.before + star.after))
    return call.interpreter.unknown(say`What pack joins cannot be told.`, call.site);
  const packed: Value[] = [];
  const flat = tensors.map((tensor, index) => {
    const shape = shapes[index] ?? [];
    const inner = shape.slice(star.before, shape.length - star.after);
    packed.push(sizes(ctx, inner));
    if (inner.length === 1) return tensor;
    const whole = [...shape.slice(0, star.before), product(inner), ...shape.slice(shape.length - star.after)];
    return run(ctx, 'reshape', call, [tensor, sizes(ctx, whole)]);
  });
  const joined = flat.length === 1 && flat[0] ? flat[0] : run(ctx, 'cat', call, [list(flat), int(star.before)]);
  return tuple([joined, list(packed)]);
}

export function unpack(ctx: TorchContext, call: NativeCall): Value {
  const tensor = call.args[0] ?? call.kwargs.get('tensor');
  const given = call.args[1] ?? call.kwargs.get('packed_shapes');
  const star = starOf(call.args[2] ?? call.kwargs.get('pattern'));
  const shape = tensorOf(tensor)?.shape;
  const inner = (given && call.interpreter.iterate(given))?.map((each) =>
    call.interpreter.iterate(each)?.map((item) => valueToSize(item)),
  );
  if (!tensor || !star || !shape || shape.length !== star.before + star.after + 1 || !inner)
    return call.interpreter.unknown(say`What unpack takes apart cannot be told.`, call.site);
  const parts = inner.map((part) => (part?.every((size): size is Size => size !== undefined) ? part : null));
  if (!parts.every((part) => part !== null))
    return call.interpreter.unknown(say`A packed shape cannot be told.`, call.site);
  const pieces: Value[] = [];
  // One length may be left to be told by the others: -1.
  if (parts.length === 1) pieces.push(tensor);
  else {
    if (parts.some((part) => part.includes(-1)))
      return call.interpreter.unknown(say`A packed shape is left open.`, call.site);
    const lengths = list(parts.map((part) => sizeToValue(ctx.session, product(part))));
    pieces.push(...(call.interpreter.iterate(run(ctx, 'split', call, [tensor, lengths, int(star.before)])) ?? []));
  }
  if (pieces.length !== parts.length)
    return call.interpreter.unknown(say`What unpack takes apart cannot be told.`, call.site);
  return list(
    pieces.map((piece, index) => {
      const part = parts[index] ?? [];
      if (part.length === 1) return piece;
      const whole = [...shape.slice(0, star.before), ...part, ...shape.slice(star.before + 1)];
      return run(ctx, 'reshape', call, [piece, sizes(ctx, whole)]);
    }),
  );
}
