/**
 * NumPy arrays as the analysis sees them: a shape and a dtype, and the numbers themselves while they are few.
 */
import type { Message } from '../../message.ts';
import { symbol } from '../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../model/size.ts';
import { Slot, type PyClass, type PyInstance, type Value } from '../../python/values.ts';
import type { Session } from '../session.ts';

/** Arrays up to this size keep their numbers: enough for shapes, filters and schedules, not for pictures. */
export const MAX_KEPT_NUMBERS = 4096;

export interface ArrayData {
  /** null: not known, `reason` says why. */
  readonly shape: Shape | null;
  readonly reason: Message | null;
  readonly dtype: string;
  /** Class labels 0 .. labels - 1, each of which occurs: what `np.unique` and `np.max` of them tell. */
  readonly labels?: number;
  /** The last axis, `depth` wide, is the one-hot code of such labels: what `np.argmax` over it tells. */
  readonly oneHot?: { readonly depth: Size; readonly labels: number };
  /** Row-major; null when they are random, too many or not known. */
  readonly numbers: readonly number[] | null;
}

const arraySlot = new Slot<ArrayData>();
const classes = new Slot<() => PyClass, Session>();

export function setArrayClass(session: Session, cls: () => PyClass): void {
  classes.set(session, cls);
}

export function arrayClass(session: Session): PyClass {
  const cls = classes.get(session)?.();
  if (!cls) throw new Error('No class was set for arrays.');
  return cls;
}

export function arrayOf(value: Value | undefined): ArrayData | undefined {
  return arraySlot.get(value);
}

export function makeArray(session: Session, data: ArrayData): PyInstance {
  const value: PyInstance = { kind: 'instance', cls: arrayClass(session), attributes: new Map() };
  arraySlot.set(value, data.numbers && data.numbers.length > MAX_KEPT_NUMBERS ? { ...data, numbers: null } : data);
  return value;
}

/** What is computed from labels, or some of them, need not be all labels any more. */
export function withoutLabels({ shape, reason, dtype, numbers }: ArrayData): ArrayData {
  return { shape, reason, dtype, numbers };
}

/** Rows that share their numbers with the array they were taken from. */
const owners = new Slot<Value, PyInstance>();

export function viewOf(part: Value, owner: Value | undefined): Value {
  if (owner && part.kind === 'instance' && arraySlot.get(part)) owners.set(part, owner);
  return part;
}

/** Items of the array were set: what it held before says nothing any more. */
export function forgetNumbers(value: Value | undefined): void {
  const owner = owners.get(value);
  if (owner) forgetNumbers(owner);
  const data = arraySlot.get(value);
  if (!data || !value || (data.numbers === null && data.labels === undefined && !data.oneHot)) return;
  arraySlot.set(value as PyInstance, { ...withoutLabels(data), numbers: null });
}

const untold = new Slot<number, Session>();

/** How many items a mask leaves: a number of the data. */
export function untoldSize(session: Session): Size {
  const count = (untold.get(session) ?? 0) + 1;
  untold.set(session, count);
  return symbol(`items #${count}`, 'opaque');
}
