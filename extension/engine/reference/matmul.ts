/** Sums of products: NumPy's matmul and einsum. Products are summed in double precision. */
import { at, sizeOf, type NDArray } from '../array.ts';
import { broadcastShape } from './arithmetic.ts';
import { reduce } from './reduce.ts';
import type { Steps } from './steps.ts';
import type { KernelCall } from '../../model/kernel.ts';

export function* matmul(call: Extract<KernelCall, { op: 'matmul' }>, inputs: readonly NDArray[]): Steps<NDArray> {
  const [left, right] = inputs;
  if (left === undefined || right === undefined) throw new Error('A matrix product needs two operands.');
  const result = yield* product(asMatrix(left, true), asMatrix(right, false), call.transposeLeft, call.transposeRight);
  const { shape } = result;
  const rows = left.shape.length === 1 ? [] : [at(shape, shape.length - 2)];
  const columns = right.shape.length === 1 ? [] : [at(shape, shape.length - 1)];
  return { shape: [...shape.slice(0, -2), ...rows, ...columns], data: result.data };
}

/** A vector on the left is a row, on the right a column. */
const asMatrix = ({ shape, data }: NDArray, left: boolean): NDArray =>
  shape.length > 1 ? { shape, data } : { shape: left ? [1, at(shape, 0)] : [at(shape, 0), 1], data };

export function* product(left: NDArray, right: NDArray, flipLeft: boolean, flipRight: boolean): Steps<NDArray> {
  const [a, b] = [left.shape.slice(-2), right.shape.slice(-2)];
  const [rows, inner] = [at(a, flipLeft ? 1 : 0), at(a, flipLeft ? 0 : 1)];
  const [other, columns] = [at(b, flipRight ? 1 : 0), at(b, flipRight ? 0 : 1)];
  if (inner !== other) throw new Error(`A matrix product joins ${inner} with ${other}.`);
  const lead = broadcastShape([left.shape.slice(0, -2), right.shape.slice(0, -2)]);
  const [batchesA, batchesB] = [batches(left.shape, lead), batches(right.shape, lead)];
  const [rowA, innerA] = flipLeft ? [1, rows] : [inner, 1];
  const [innerB, columnB] = flipRight ? [1, inner] : [columns, 1];
  const data = new Float32Array(sizeOf(lead) * rows * columns);
  const sums = new Float64Array(columns);
  let target = 0;
  for (let batch = 0; batch < batchesA.length; batch++) {
    const [startA, startB] = [at(batchesA, batch) * rows * inner, at(batchesB, batch) * inner * columns];
    for (let row = 0; row < rows; row++) {
      sums.fill(0);
      for (let k = 0; k < inner; k++) {
        const value = left.data[startA + row * rowA + k * innerA] as number;
        const from = startB + k * innerB;
        for (let column = 0; column < columns; column++) {
          sums[column] = (sums[column] as number) + value * (right.data[from + column * columnB] as number);
        }
      }
      data.set(sums, target);
      target += columns;
      if ((row & 15) === 15) yield;
    }
    yield;
  }
  return { shape: [...lead, rows, columns], data };
}

/** For each matrix of the broadcast batch, which one of the operand's it is. */
function batches(shape: readonly number[], lead: readonly number[]): Int32Array {
  const own = shape.slice(0, -2);
  const missing = lead.length - own.length;
  return Int32Array.from({ length: sizeOf(lead) }, (_, index) => {
    let [rest, place, step] = [index, 0, 1];
    for (let axis = lead.length - 1; axis >= missing; axis--) {
      const size = at(own, axis - missing);
      place += (size === 1 ? 0 : rest % at(lead, axis)) * step;
      step *= size;
      rest = Math.floor(rest / at(lead, axis));
    }
    return place;
  });
}

/** Each output is the sum over all letters that it does not have. Operands are brought together two at a time. */
export function* einsum(equation: string, inputs: readonly NDArray[]): Steps<NDArray> {
  const [terms = '', output = ''] = equation.split('->');
  const names = terms.split(',');
  const operands = inputs.map((input, index) => diagonalOf({ letters: names[index] ?? '', array: input }));
  let [result, ...rest] = operands;
  if (result === undefined) throw new Error('einsum needs an operand.');
  while (rest.length > 0) {
    const [next, ...later] = rest;
    if (next === undefined) break;
    const wanted = new Set([...output, ...later.flatMap((operand) => [...operand.letters])]);
    result = yield* contract(result, next, wanted);
    rest = later;
  }
  result = yield* contract(result, null, new Set(output));
  return arranged(result, output).array;
}

interface Operand {
  readonly letters: string;
  readonly array: NDArray;
}

/** A letter that occurs twice in one term takes the diagonal. */
function diagonalOf({ letters, array }: Operand): Operand {
  const distinct = [...new Set(letters)].join('');
  if (distinct.length === letters.length) return { letters, array };
  const strides = stepsOf(letters, array);
  return { letters: distinct, array: readBy(distinct, sizesOf(letters, array), strides, array.data) };
}

/** Letters that only one operand has and nobody wants are summed over first; the rest is a product of matrices. */
function* contract(left: Operand, right: Operand | null, wanted: ReadonlySet<string>): Steps<Operand> {
  if (right === null) return summed(left, wanted);
  const [a, b] = [
    summed(left, new Set([...wanted, ...right.letters])),
    summed(right, new Set([...wanted, ...left.letters])),
  ];
  const sizes = new Map(sizesOf(b.letters, b.array));
  for (const [letter, size] of sizesOf(a.letters, a.array))
    if (size !== 1 || !sizes.has(letter)) sizes.set(letter, size);
  const shared = Array.from(a.letters).filter((letter) => b.letters.includes(letter));
  const batch = shared.filter((letter) => wanted.has(letter));
  const inner = shared.filter((letter) => !wanted.has(letter));
  const rows = Array.from(a.letters).filter((letter) => !b.letters.includes(letter));
  const columns = Array.from(b.letters).filter((letter) => !a.letters.includes(letter));
  const count = (letters: readonly string[]): number => sizeOf(letters.map((letter) => sizes.get(letter) ?? 1));
  const matrix = ({ letters, array }: Operand, first: readonly string[], second: readonly string[]): NDArray => ({
    shape: [count(batch), count(first), count(second)],
    data: readBy([...batch, ...first, ...second].join(''), sizes, stepsOf(letters, array), array.data).data,
  });
  const { data } = yield* product(matrix(a, rows, inner), matrix(b, inner, columns), false, false);
  const kept = [...batch, ...rows, ...columns];
  return { letters: kept.join(''), array: { shape: kept.map((letter) => sizes.get(letter) ?? 1), data } };
}

/** The sum over all letters but these. */
function summed({ letters, array }: Operand, wanted: ReadonlySet<string>): Operand {
  const axes = Array.from(letters).flatMap((letter, axis) => (wanted.has(letter) ? [] : [axis]));
  if (axes.length === 0) return { letters, array };
  const kept = Array.from(letters).filter((letter) => wanted.has(letter));
  const call = { op: 'reduce', method: 'sum', axes, keepAxes: false, parameter: 0 } as const;
  return { letters: kept.join(''), array: reduce(call, array) };
}

const sizesOf = (letters: string, array: NDArray): ReadonlyMap<string, number> =>
  new Map(Array.from(letters, (letter, axis) => [letter, at(array.shape, axis)]));

/** Steps in the data per letter; an axis of size 1 serves all positions. */
function stepsOf(letters: string, array: NDArray): ReadonlyMap<string, number> {
  const steps = new Map<string, number>();
  let step = 1;
  for (let axis = letters.length - 1; axis >= 0; axis--) {
    const letter = letters[axis] ?? '';
    const size = at(array.shape, axis);
    if (size !== 1) steps.set(letter, (steps.get(letter) ?? 0) + step);
    step *= size;
  }
  return steps;
}

function readBy(
  letters: string,
  sizes: ReadonlyMap<string, number>,
  steps: ReadonlyMap<string, number>,
  source: Float32Array,
): NDArray {
  const shape = Array.from(letters, (letter) => sizes.get(letter) ?? 1);
  const strides = Array.from(letters, (letter) => steps.get(letter) ?? 0);
  const data = new Float32Array(sizeOf(shape));
  let target = 0;
  const walk = (axis: number, from: number): void => {
    if (axis === shape.length) {
      data[target++] = source[from] as number;
      return;
    }
    for (let i = 0; i < at(shape, axis); i++) walk(axis + 1, from + i * at(strides, axis));
  };
  if (data.length > 0) walk(0, 0);
  return { shape, data };
}

const arranged = ({ letters, array }: Operand, output: string): Operand => ({
  letters: output,
  array: letters === output ? array : readBy(output, sizesOf(letters, array), stepsOf(letters, array), array.data),
});
