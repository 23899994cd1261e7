/** Functions that several frameworks have and that are made of simpler ones, on shapes whose sizes are numbers. */
import { Formula } from './formula.ts';
import type { KernelCall } from './kernel.ts';

type Sizes = readonly number[];

/** numpy.rot90: quarter turns from the axis `first` towards `second`. */
export function turnKernel(shape: Sizes, first: number, second: number, turns: number): KernelCall {
  const formula = new Formula(1);
  const quarter = ((turns % 4) + 4) % 4;
  const flipped = quarter === 0 ? [] : quarter === 1 ? [second] : quarter === 2 ? [first, second] : [first];
  const turned = formula.step(
    {
      op: 'slice',
      starts: shape.map((size, axis) => (flipped.includes(axis) ? size - 1 : 0)),
      steps: shape.map((_, axis) => (flipped.includes(axis) ? -1 : 1)),
      sizes: shape,
      shape,
    },
    0,
  );
  if (quarter % 2 === 1) {
    const order = shape.map((_, axis) => (axis === first ? second : axis === second ? first : axis));
    formula.step({ op: 'permute', order }, turned);
  }
  return formula.kernel;
}

/** numpy.diff: what follows less what stands before, so many times. */
export function differenceKernel(shape: Sizes, axis: number, times: number): KernelCall | null {
  if (times < 1) return null;
  const formula = new Formula(1);
  let term = 0;
  let size = shape[axis] ?? 1;
  for (let time = 0; time < times && size > 1; time++, size--) {
    const own = shape.map((each, index) => (index === axis ? size : each));
    term = formula.binary('-', formula.part(term, own, axis, 1, size - 1), formula.part(term, own, axis, 0, size - 1));
  }
  return size === (shape[axis] ?? 1) - times ? formula.kernel : null;
}

/** Vectors on the last axis as diagonals of matrices on the last two. */
export function diagonalMatrices(shape: Sizes, offset: number): Formula {
  const formula = new Formula(1);
  const [length = 1, lead] = [shape.at(-1), shape.slice(0, -1)];
  const side = length + Math.abs(offset);
  const amounts = shape.map((_, axis) =>
    axis === shape.length - 1 ? ([0, side - length] as const) : ([0, 0] as const),
  );
  const padded = formula.step({ op: 'pad', amounts, mode: 'constant', value: 0 }, 0);
  const lined = formula.reshape(padded, offset < 0 ? [...lead, 1, side] : [...lead, side, 1]);
  const eye = formula.step({ op: 'eye', rows: side, columns: side, offset });
  formula.where(eye, lined, formula.constant([], [0]));
  return formula;
}

/** The vector product along an axis of three. */
export function crossKernel(axis: number): KernelCall {
  const formula = new Formula(2);
  const rolled = (term: number, shift: number): number =>
    formula.step({ op: 'roll', shifts: [shift], axes: [axis] }, term);
  const first = formula.binary('*', rolled(0, -1), rolled(1, -2));
  formula.binary('-', first, formula.binary('*', rolled(0, -2), rolled(1, -1)));
  return formula.kernel;
}

/** numpy.quantile by linear interpolation; without an axis over all numbers. `list`: the quantiles are the first axis of the result. */
export function quantileKernel(
  shape: Sizes,
  axis: number | null,
  quantiles: readonly number[],
  result: Sizes,
  list: boolean,
): KernelCall | null {
  if (!quantiles.every((each) => each >= 0 && each <= 1)) return null;
  const formula = new Formula(1);
  const count = axis === null ? shape.reduce((a, b) => a * b, 1) : (shape[axis] ?? 1);
  const [own, along] = axis === null ? [[count], 0] : [shape, axis];
  const input = axis === null ? formula.reshape(0, own) : 0;
  const sorted = formula.step({ op: 'sort', axis: along, descending: false, count, only: 'values' }, input);
  const terms = quantiles.map((each) => {
    const place = each * (count - 1);
    const [below, above] = [Math.floor(place), Math.ceil(place)];
    const low = formula.part(sorted, own, along, below, 1);
    if (below === above) return low;
    const step = formula.binary('-', formula.part(sorted, own, along, above, 1), low);
    return formula.binary('+', low, formula.scaled(step, place - below));
  });
  const rest = list ? result.slice(1) : result;
  const shaped = terms.map((term) => formula.reshape(term, rest));
  if (list) formula.step({ op: 'stack', axis: 0 }, ...shaped);
  return formula.kernel;
}

/** Products of axes of two tensors as an einsum: those that are summed over, and those that both go along. */
export function productKernel(
  left: number,
  right: number,
  summed: readonly (readonly [number, number])[],
  along: readonly (readonly [number, number])[],
): KernelCall | null {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  if (left + right > letters.length) return null;
  const own = Array.from(letters.slice(0, left));
  const other = Array.from(letters.slice(left, left + right));
  for (const [a, b] of [...summed, ...along]) other[b] = own[a] ?? '';
  const gone = new Set(summed.map(([a]) => own[a]));
  const result = [...own, ...other.filter((letter) => !own.includes(letter))].filter((letter) => !gone.has(letter));
  return { op: 'einsum', equation: `${own.join('')},${other.join('')}->${result.join('')}` };
}

/** numpy.nansum and numpy.nanmean: what is no number takes no part. */
export function nanKernel(method: 'sum' | 'mean', axes: readonly number[] | null, keepAxes: boolean): KernelCall {
  const formula = new Formula(1);
  const kept = formula.step(
    { op: 'unary', name: 'replace-nan', parameters: { nan: 0, positive: Infinity, negative: -Infinity } },
    0,
  );
  const total = formula.reduce('sum', kept, axes, keepAxes);
  if (method === 'mean') {
    const counted = formula.unary('not', formula.unary('is-nan', 0));
    formula.binary('/', total, formula.reduce('sum', counted, axes, keepAxes));
  }
  return formula.kernel;
}

/** The last axis times a matrix of numbers. */
export function colourKernel(rows: readonly (readonly number[])[]): KernelCall {
  const formula = new Formula(1);
  const matrix = formula.constant([rows.length, rows[0]?.length ?? 1], rows.flat());
  formula.step({ op: 'matmul', transposeLeft: false, transposeRight: false }, 0, matrix);
  return formula.kernel;
}
