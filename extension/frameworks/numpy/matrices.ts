/** Products of arrays: shapes only. */
import { say } from '../../message.ts';
import { equal } from '../../model/sizes/arithmetic.ts';
import type { Shape } from '../../model/size.ts';
import { native, type Value } from '../../python/values.ts';
import type { Session } from '../session.ts';
import { makeArray } from './array-data.ts';
import { readArray } from './read.ts';

/** `a @ b` of two matrices, or of a matrix and a vector; further axes are taken as they are when both have them alike. */
export function matrixProduct(session: Session, left: Value | undefined, right: Value | undefined): Value {
  const [a, b] = [readArray(left), readArray(right)];
  const shape = a.shape && b.shape ? productShape(a.shape, b.shape) : null;
  const dtype = a.dtype.startsWith('float') || b.dtype.startsWith('float') ? 'float64' : a.dtype;
  const reason = shape ? null : (a.reason ?? b.reason ?? say`The shape of the product is not known.`);
  return makeArray(session, { shape, reason, dtype, numbers: null });
}

function productShape(a: Shape, b: Shape): Shape | null {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const rows = a.length > 1 ? a.slice(0, -1) : [];
  if (b.length === 1) return rows;
  if (b.length === 2) return [...rows, ...b.slice(-1)];
  const outer = b.slice(0, -2);
  const same = a.length === b.length && outer.every((size, axis) => equal(size, a[axis] ?? 1) === true);
  return same ? [...rows, ...b.slice(-1)] : null;
}

export function productFunctions(session: Session): Record<string, Value> {
  return Object.fromEntries(
    ['matmul', 'dot'].map((name) => [name, native(name, (call) => matrixProduct(session, call.args[0], call.args[1]))]),
  );
}
