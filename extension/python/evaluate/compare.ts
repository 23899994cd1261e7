/** `==`, `<`, `is`, `in`. null means that it cannot be told. */
import { say } from '../../message.ts';
import type { PyDict, PySet, Value } from '../values.ts';
import { NOT_IMPLEMENTED } from './native.ts';
import { LimitReached } from './limits.ts';
import type { Machine } from './machine.ts';
import { isSymbolic, plainValue } from './payload.ts';

const isSequence = (value: Value): value is Value & { kind: 'list' | 'tuple' } =>
  value.kind === 'list' || value.kind === 'tuple';

const numberOf = (value: Value): number | bigint | undefined =>
  value.kind === 'int' || value.kind === 'float'
    ? value.value
    : value.kind === 'bool'
      ? value.value
        ? 1
        : 0
      : undefined;

/** The result of a comparison method as a truth value. */
function told(machine: Machine, result: Value): boolean | null {
  return machine.truth(result);
}

function enter(machine: Machine): void {
  if (++machine.nesting > machine.meter.limits.nesting)
    throw new LimitReached('nesting', say`too deeply nested a value`);
  machine.meter.step();
}

export function equal(machine: Machine, a: Value, b: Value): boolean | null {
  if (a.kind === 'unknown' || b.kind === 'unknown') return null;
  if (a === b && a.kind !== 'float' && a.kind !== 'instance') return true;
  const x = numberOf(a);
  const y = numberOf(b);
  // JavaScript compares number and bigint by value.
  if (x !== undefined && y !== undefined) return x == y;
  if (a.kind === 'str' && b.kind === 'str') {
    if (a.value.length === b.value.length) machine.meter.scan(a.value.length);
    return a.value === b.value;
  }
  if (a.kind === 'instance' || b.kind === 'instance' || hasOwnEquality(a) || hasOwnEquality(b)) {
    const result = compareSpecial(machine, a, '__eq__', b, '__eq__');
    if (result !== undefined) return told(machine, result);
    if (a === b) return true;
    const [plainA, plainB] = [plainValue(a), plainValue(b)];
    if (isSymbolic(a) || isSymbolic(b)) return null;
    if (plainA.kind === 'instance' || plainB.kind === 'instance') return false;
    return equalPlain(machine, plainA, plainB);
  }
  return equalPlain(machine, a, b);
}

const hasOwnEquality = (value: Value): boolean =>
  (value.kind === 'tuple' || value.kind === 'dict') && value.cls !== undefined;

function equalPlain(machine: Machine, a: Value, b: Value): boolean | null {
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== undefined && y !== undefined) return x == y;
  if (isSequence(a) && a.kind === b.kind) return equalItems(machine, a, b);
  if (a.kind === 'dict' && b.kind === 'dict') return equalDicts(machine, a, b);
  if (a.kind === 'set' && b.kind === 'set') return equalSets(a, b);
  if ((a.kind === 'str' || a.kind === 'bytes') && a.kind === b.kind) return a.value === b.value;
  if (a.kind === 'range' && b.kind === 'range') return a.start === b.start && a.stop === b.stop && a.step === b.step;
  if (a.kind === 'slice' && b.kind === 'slice') {
    const parts = [equal(machine, a.start, b.start), equal(machine, a.stop, b.stop), equal(machine, a.step, b.step)];
    return parts.includes(false) ? false : parts.includes(null) ? null : true;
  }
  if (a.kind === 'none' || a.kind === 'ellipsis') return a.kind === b.kind;
  if (a.kind === 'method' && b.kind === 'method') return a.self === b.self && a.callable === b.callable;
  return a === b;
}

function equalItems(
  machine: Machine,
  a: Value & { kind: 'list' | 'tuple' },
  b: Value & { kind: 'list' | 'tuple' },
): boolean | null {
  if ((a.kind === 'list' && a.uncertain) || (b.kind === 'list' && b.uncertain)) return null;
  if (a.items.length !== b.items.length) return false;
  let result: boolean | null = true;
  enter(machine);
  for (const [index, item] of a.items.entries()) {
    const other = b.items[index];
    const same =
      other === undefined ? false : item === other && item.kind !== 'unknown' ? true : equal(machine, item, other);
    if (same === false) {
      result = false;
      break;
    }
    if (same === null) result = null;
  }
  machine.nesting--;
  return result;
}

function equalDicts(machine: Machine, a: PyDict, b: PyDict): boolean | null {
  if (a.open || b.open) return null;
  if (a.entries.size !== b.entries.size) return false;
  let result: boolean | null = true;
  enter(machine);
  for (const [id, { value }] of a.entries) {
    const other = b.entries.get(id);
    const same = other ? equal(machine, value, other.value) : false;
    if (same === false) {
      result = false;
      break;
    }
    if (same === null) result = null;
  }
  machine.nesting--;
  return result;
}

function equalSets(a: PySet, b: PySet): boolean | null {
  if (a.uncertain || b.uncertain) return null;
  if (a.entries.size !== b.entries.size) return false;
  for (const id of a.entries.keys()) if (!b.entries.has(id)) return false;
  return true;
}

/** Tries the left operand's method, then the right operand's reflected one; undefined when neither knows. */
export function compareSpecial(
  machine: Machine,
  a: Value,
  method: string,
  b: Value,
  reflected: string,
): Value | undefined {
  const first = machine.callSpecial(a, method, [b]);
  if (first !== undefined && first !== NOT_IMPLEMENTED) return first;
  const second = machine.callSpecial(b, reflected, [a]);
  return second === NOT_IMPLEMENTED ? undefined : second;
}

/** Negative, 0 or positive as `a` is less than, equal to or greater than `b`; NaN for unordered numbers; undefined for types without order. */
export function order(machine: Machine, a: Value, b: Value): number | null | undefined {
  if (a.kind === 'unknown' || b.kind === 'unknown') return null;
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : x == y ? 0 : NaN;
  if ((a.kind === 'str' || a.kind === 'bytes') && a.kind === b.kind) {
    machine.meter.scan(a.value.length);
    return a.value === b.value ? 0 : a.value < b.value ? -1 : 1;
  }
  if (isSequence(a) && a.kind === b.kind) return orderItems(machine, a, b);
  return undefined;
}

function orderItems(
  machine: Machine,
  a: Value & { kind: 'list' | 'tuple' },
  b: Value & { kind: 'list' | 'tuple' },
): number | null | undefined {
  if ((a.kind === 'list' && a.uncertain) || (b.kind === 'list' && b.uncertain)) return null;
  enter(machine);
  let result: number | null | undefined = a.items.length - b.items.length;
  for (const [index, item] of a.items.entries()) {
    const other = b.items[index];
    if (other === undefined) break;
    const same = equal(machine, item, other);
    if (same === true) continue;
    result = same === null ? null : orderAny(machine, item, other);
    break;
  }
  machine.nesting--;
  return result;
}

/** Like `order`, but items may be instances with methods of their own. */
export function orderAny(machine: Machine, a: Value, b: Value): number | null | undefined {
  const plain = order(machine, plainValue(a), plainValue(b));
  if (plain !== undefined) return plain;
  const less = compareSpecial(machine, a, '__lt__', b, '__gt__');
  if (less === undefined) return undefined;
  const truth = machine.truth(less);
  return truth === null ? null : truth ? -1 : 1;
}

/** `a is b`; null when it cannot be told. */
export function identical(a: Value, b: Value): boolean | null {
  if (a.kind === 'unknown' || b.kind === 'unknown') return null;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'none':
    case 'ellipsis':
      return true;
    case 'bool':
    case 'int':
    case 'str':
      return a.value === (b as typeof a).value;
    case 'method':
      return false;
    default:
      return a === b;
  }
}

/** `item in container`. */
export function contains(machine: Machine, container: Value, item: Value): boolean | null {
  if (container.kind === 'unknown') return null;
  if (container.kind === 'str') {
    const part = plainValue(item);
    machine.meter.scan(container.value.length);
    if (part.kind === 'str') return container.value.includes(part.value);
    if (part.kind === 'unknown') return null;
    return machine.raise('TypeError', `'in <string>' requires string as left operand`);
  }
  if (container.kind === 'dict' || container.kind === 'set') {
    const id = machine.hashKey(item);
    if (id === null) return container.entries.size === 0 && !isOpen(container) ? false : null;
    return container.entries.has(id) ? true : isOpen(container) ? null : false;
  }
  if (container.kind === 'range') {
    const value = numberOf(item);
    if (value !== undefined) {
      const offset = Number(value) - container.start;
      const count = Math.max(0, Math.ceil((container.stop - container.start) / container.step));
      return offset % container.step === 0 && offset / container.step >= 0 && offset / container.step < count;
    }
  }
  const special =
    container.kind === 'instance' || container.kind === 'tuple'
      ? machine.callSpecial(container, '__contains__', [item])
      : undefined;
  if (special !== undefined) return machine.truth(special);
  const items = machine.iterate(container);
  if (!items) return null;
  let result: boolean | null = false;
  for (const each of items) {
    machine.meter.step();
    const same = each === item && each.kind !== 'unknown' ? true : equal(machine, each, item);
    if (same) return true;
    if (same === null) result = null;
  }
  return result;
}

const isOpen = (value: PyDict | PySet): boolean =>
  value.kind === 'dict' ? (value.open ?? false) : value.uncertain !== undefined;

/** Deeper structures are called different: cheap, and always safe. */
const SAME_DEPTH = 12;

/** The same thing on two paths through the program. Errs towards "different". */
export function same(a: Value, b: Value, depth = SAME_DEPTH): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'none':
    case 'ellipsis':
      return true;
    case 'bool':
    case 'int':
    case 'str':
    case 'bytes':
      return a.value === (b as typeof a).value;
    case 'float':
      return Object.is(a.value, (b as typeof a).value);
    case 'tuple':
      return a.cls === (b as typeof a).cls && sameItems(a.items, (b as typeof a).items, depth);
    case 'list':
      return !a.uncertain && !(b as typeof a).uncertain && sameItems(a.items, (b as typeof a).items, depth);
    case 'range':
      return a.start === (b as typeof a).start && a.stop === (b as typeof a).stop && a.step === (b as typeof a).step;
    case 'method':
      return a.callable === (b as typeof a).callable && same(a.self, (b as typeof a).self, depth);
    default:
      return false;
  }
}

const sameItems = (a: readonly Value[], b: readonly Value[], depth: number): boolean =>
  depth > 0 && a.length === b.length && a.every((item, index) => same(item, b[index] as Value, depth - 1));
