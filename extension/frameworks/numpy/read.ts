/** Python values as arrays: numbers, nested lists and tuples, arrays, tensors. */
import { type Message, say } from '../../message.ts';
import type { Shape } from '../../model/size.ts';
import { asNumber, type Value } from '../../python/values.ts';
import { valueToSize } from '../symint.ts';
import { tensorOf } from '../tensor.ts';
import { arrayOf, MAX_KEPT_NUMBERS, type ArrayData } from './array-data.ts';

const unknownArray = (reason: Message): ArrayData => ({ shape: null, reason, dtype: 'float64', numbers: null });

/** What `np.array(value)` is. `known` are the lists inside it that were read before: `[[0] * 9] * 9` is one row. */
export function readArray(value: Value | undefined, known = new Map<Value, ArrayData>()): ArrayData {
  if (value === undefined) return unknownArray(say`There is no array.`);
  const array = arrayOf(value);
  if (array) return array;
  const tensor = tensorOf(value);
  if (tensor) return { shape: tensor.shape, reason: tensor.reason, dtype: tensor.dtype ?? 'float32', numbers: null };
  const number = asNumber(value);
  if (number !== undefined) return { shape: [], reason: null, dtype: dtypeOfScalar(value), numbers: [number] };
  switch (value.kind) {
    case 'list':
    case 'tuple': {
      const data = known.get(value) ?? fromItems(value.items, known);
      known.set(value, data);
      return data;
    }
    case 'range': {
      const items: number[] = [];
      const { start, stop, step } = value;
      const count = Math.max(0, Math.ceil((stop - start) / step));
      if (count <= MAX_KEPT_NUMBERS) for (let i = 0; i < count; i++) items.push(start + i * step);
      return { shape: [count], reason: null, dtype: 'int64', numbers: count <= MAX_KEPT_NUMBERS ? items : null };
    }
    case 'unknown':
      return unknownArray(value.cause.reason);
    default:
      return valueToSize(value) === undefined
        ? unknownArray(say`The value is no array of numbers.`)
        : { shape: [], reason: null, dtype: 'int64', numbers: null };
  }
}

function fromItems(items: readonly Value[], known: Map<Value, ArrayData>): ArrayData {
  if (items.length === 0) return { shape: [0], reason: null, dtype: 'float64', numbers: [] };
  const parts = items.map((item) => readArray(item, known));
  const [first] = parts;
  if (!first?.shape) return unknownArray(first?.reason ?? say`An item of the array is not known.`);
  const key = first.shape.map(sizeKey).join();
  const numbers: number[] = [];
  let told = true;
  for (const part of parts) {
    if (!part.shape) return unknownArray(part.reason ?? say`An item of the array is not known.`);
    if (part.shape.map(sizeKey).join() !== key) return unknownArray(say`The items of the array differ in shape.`);
    if (part.numbers && numbers.length + part.numbers.length <= MAX_KEPT_NUMBERS) numbers.push(...part.numbers);
    else told = false;
  }
  const dtype = parts.some((part) => part.dtype.startsWith('float')) ? 'float64' : first.dtype;
  return { shape: [items.length, ...first.shape], reason: null, dtype, numbers: told ? numbers : null };
}

const sizeKey = (size: Shape[number]): string => (typeof size === 'number' ? String(size) : size.key);

function dtypeOfScalar(value: Value): string {
  return value.kind === 'float' ? 'float64' : value.kind === 'bool' ? 'bool' : 'int64';
}

/** A shape argument: `3`, `(2, 3)`, `[2, 3]`; null when something in it is not known. */
export function readShape(value: Value | undefined): Shape | null {
  if (value === undefined) return null;
  const single = valueToSize(value);
  if (single !== undefined) return [single];
  if (value.kind !== 'tuple' && value.kind !== 'list') return null;
  const sizes = value.items.map(valueToSize);
  return sizes.every((size) => size !== undefined) ? sizes : null;
}
