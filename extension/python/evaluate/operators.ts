/** Binary and unary operators: built-in types directly, everything else through its methods. */
import { say } from '../../message.ts';
import type { BinaryOperator, CompareOperator, UnaryOperator } from '../syntax.ts';
import type { PyDict, PyList, PySet, Value } from '../values.ts';
import { bool, epoch, float, int, list, str } from '../values.ts';
import { formatPercent } from './format-percent.ts';
import { compareSpecial, contains, equal, identical, orderAny } from './compare.ts';
import { builtinClasses as builtin, lookup } from './classes.ts';
import type { Machine } from './machine.ts';
import { NOT_IMPLEMENTED, nativeClass } from './native.ts';
import * as numbers from './numbers.ts';
import { isSymbolic, plainValue } from './payload.ts';
import { truth } from './sizes.ts';
import { typeName, typeOf } from './types.ts';

const METHODS: Readonly<Record<BinaryOperator, readonly [string, string, string]>> = {
  '+': ['__add__', '__radd__', '__iadd__'],
  '-': ['__sub__', '__rsub__', '__isub__'],
  '*': ['__mul__', '__rmul__', '__imul__'],
  '/': ['__truediv__', '__rtruediv__', '__itruediv__'],
  '//': ['__floordiv__', '__rfloordiv__', '__ifloordiv__'],
  '%': ['__mod__', '__rmod__', '__imod__'],
  '**': ['__pow__', '__rpow__', '__ipow__'],
  '@': ['__matmul__', '__rmatmul__', '__imatmul__'],
  '&': ['__and__', '__rand__', '__iand__'],
  '|': ['__or__', '__ror__', '__ior__'],
  '^': ['__xor__', '__rxor__', '__ixor__'],
  '<<': ['__lshift__', '__rlshift__', '__ilshift__'],
  '>>': ['__rshift__', '__rrshift__', '__irshift__'],
};

const SYMBOLIC = say`an operation on a symbolic value`;

const hasMethods = (value: Value): boolean =>
  value.kind === 'instance' || ((value.kind === 'tuple' || value.kind === 'dict') && value.cls !== undefined);

export function binary(machine: Machine, operator: BinaryOperator, a: Value, b: Value): Value {
  if (a.kind === 'int' && b.kind === 'int') return integers(machine, operator, a.value, b.value);
  if (hasMethods(a) || hasMethods(b)) {
    const result = viaMethods(machine, operator, a, b);
    if (result !== undefined) return result;
  }
  if (a.kind === 'unknown') return a;
  if (b.kind === 'unknown') return b;
  const [x, y] = [plainValue(a), plainValue(b)];
  const result = builtinBinary(machine, operator, x, y);
  if (result !== undefined) return result;
  if (isSymbolic(a) || isSymbolic(b)) return machine.unknown(SYMBOLIC);
  return machine.raise(
    'TypeError',
    `unsupported operand type(s) for ${operator}: '${typeName(a)}' and '${typeName(b)}'`,
  );
}

function viaMethods(machine: Machine, operator: BinaryOperator, a: Value, b: Value): Value | undefined {
  const [method, reflected] = METHODS[operator];
  const [left, right] = [typeOf(a), typeOf(b)];
  // The method of a subclass goes first, if it overrides.
  const rightFirst =
    left && right && left !== right && right.mro.includes(left) && lookup(right, reflected) !== lookup(left, reflected);
  if (rightFirst) {
    const result = machine.callSpecial(b, reflected, [a]);
    if (result !== undefined && result !== NOT_IMPLEMENTED) return result;
  }
  const first = machine.callSpecial(a, method, [b]);
  if (first !== undefined && first !== NOT_IMPLEMENTED) return first;
  if (rightFirst) return undefined;
  const second = machine.callSpecial(b, reflected, [a]);
  return second === NOT_IMPLEMENTED ? undefined : second;
}

function integers(machine: Machine, operator: BinaryOperator, a: numbers.Integer, b: numbers.Integer): Value {
  switch (operator) {
    case '+':
      return int(numbers.add(a, b));
    case '-':
      return int(numbers.subtract(a, b));
    case '*':
      if (typeof a === 'bigint' || typeof b === 'bigint')
        machine.meter.bits(numbers.bitLength(a) + numbers.bitLength(b));
      return int(numbers.multiply(a, b));
    case '/':
      if (b == 0) return machine.raise('ZeroDivisionError', 'division by zero');
      return float(numbers.divide(a, b));
    case '//':
      if (b == 0) return machine.raise('ZeroDivisionError', 'integer division or modulo by zero');
      return int(numbers.floorDivide(a, b));
    case '%':
      if (b == 0) return machine.raise('ZeroDivisionError', 'integer modulo by zero');
      return int(numbers.remainder(a, b));
    case '**':
      return integerPower(machine, a, b);
    case '&':
    case '|':
    case '^':
      return int(numbers.bitwise(operator, a, b));
    case '<<':
    case '>>': {
      if (b < 0) return machine.raise('ValueError', 'negative shift count');
      if (operator === '>>') return int(numbers.shiftRight(a, Math.min(Number(b), machine.meter.limits.integerBits)));
      machine.meter.bits(a == 0 ? 0 : numbers.bitLength(a) + Number(b));
      return int(numbers.shiftLeft(a, a == 0 ? 0 : Number(b)));
    }
    case '@':
      return machine.raise('TypeError', "unsupported operand type(s) for @: 'int' and 'int'");
  }
}

function integerPower(machine: Machine, a: numbers.Integer, b: numbers.Integer): Value {
  if (b < 0) {
    if (a == 0) return machine.raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
    return float(numbers.floatPower(Number(a), Number(b)));
  }
  if (a != 0 && a != 1 && a != -1) machine.meter.bits((numbers.bitLength(a) - 1) * Number(b));
  else if (typeof b === 'bigint') return int(a == -1 && b % 2n === 0n ? 1 : a);
  return int(numbers.power(a, b));
}

function floats(machine: Machine, operator: BinaryOperator, a: number, b: number): Value | undefined {
  switch (operator) {
    case '+':
      return float(a + b);
    case '-':
      return float(a - b);
    case '*':
      return float(a * b);
    case '/':
      if (b === 0) return machine.raise('ZeroDivisionError', 'float division by zero');
      return float(a / b);
    case '//':
      if (b === 0) return machine.raise('ZeroDivisionError', 'float floor division by zero');
      return float(numbers.floatFloorDivide(a, b));
    case '%':
      if (b === 0) return machine.raise('ZeroDivisionError', 'float modulo');
      return float(numbers.floatRemainder(a, b));
    case '**': {
      if (a === 0 && b < 0) return machine.raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
      if (a < 0 && !Number.isInteger(b)) return machine.unknown(say`a complex number`);
      const result = numbers.floatPower(a, b);
      if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
        return machine.raise('OverflowError', "(34, 'Numerical result out of range')");
      return float(a === 1 ? 1 : result);
    }
    default:
      return undefined;
  }
}

const asInteger = (value: Value): numbers.Integer | undefined =>
  value.kind === 'int' ? value.value : value.kind === 'bool' ? (value.value ? 1 : 0) : undefined;

/** Undefined: the types do not support the operator. */
function builtinBinary(machine: Machine, operator: BinaryOperator, a: Value, b: Value): Value | undefined {
  const x = asInteger(a);
  const y = asInteger(b);
  if (x !== undefined && y !== undefined) {
    if (a.kind === 'bool' && b.kind === 'bool' && (operator === '&' || operator === '|' || operator === '^'))
      return bool(integers(machine, operator, x, y).kind === 'int' && numbers.bitwise(operator, x, y) === 1);
    return integers(machine, operator, x, y);
  }
  if ((a.kind === 'float' || x !== undefined) && (b.kind === 'float' || y !== undefined))
    return floats(
      machine,
      operator,
      Number(x ?? (a as { value: number }).value),
      Number(y ?? (b as { value: number }).value),
    );
  switch (operator) {
    case '+': {
      const joined = concatenate(machine, a, b);
      if (joined === undefined && ['str', 'bytes', 'list', 'tuple'].includes(a.kind))
        machine.raise('TypeError', `can only concatenate ${a.kind} (not "${typeName(b)}") to ${a.kind}`);
      return joined;
    }
    case '*':
      if (y !== undefined) return repeat(machine, a, Number(y));
      if (x !== undefined) return repeat(machine, b, Number(x));
      return undefined;
    case '%':
      if (a.kind === 'str') return formatPercent(machine, a.value, b);
      return undefined;
    case '|':
      if (a.kind === 'dict' && b.kind === 'dict') return mergeDicts(a, b);
      if (isTypeLike(a) && isTypeLike(b))
        return { kind: 'tuple', items: [...alternatives(a), ...alternatives(b)], cls: unionType };
      break;
    default:
  }
  if (a.kind === 'set' && b.kind === 'set') return sets(machine, operator, a, b);
  return undefined;
}

/** `int | None`: for isinstance, a tuple of classes. */
const unionType = nativeClass({ name: 'UnionType', qualifiedName: 'types.UnionType', bases: [builtin.tuple] });
const isTypeLike = (value: Value): boolean =>
  value.kind === 'class' || value.kind === 'none' || (value.kind === 'tuple' && value.cls === unionType);
const alternatives = (value: Value): readonly Value[] =>
  value.kind === 'tuple' ? value.items : value.kind === 'none' ? [builtin.NoneType] : [value];

function concatenate(machine: Machine, a: Value, b: Value): Value | undefined {
  if ((a.kind === 'str' || a.kind === 'bytes') && b.kind === a.kind) {
    machine.meter.text(a.value.length + b.value.length);
    return a.kind === 'str' ? str(a.value + b.value) : { kind: 'bytes', value: a.value + b.value };
  }
  if (a.kind === 'list' && b.kind === 'list') {
    machine.meter.collection(a.items.length + b.items.length);
    return joinLists(a, b);
  }
  if (a.kind === 'tuple' && b.kind === 'tuple') {
    machine.meter.collection(a.items.length + b.items.length);
    return { kind: 'tuple', items: [...a.items, ...b.items] };
  }
  return undefined;
}

function joinLists(a: PyList, b: PyList): PyList {
  const cause = a.uncertain ?? b.uncertain;
  if (!cause) return list([...a.items, ...b.items]);
  return { kind: 'list', items: [{ kind: 'unknown', cause }], uncertain: cause, born: epoch.now };
}

function repeat(machine: Machine, value: Value, times: number): Value | undefined {
  const count = Math.max(0, times);
  switch (value.kind) {
    case 'str':
    case 'bytes':
      machine.meter.text(value.value.length * count);
      return value.kind === 'str'
        ? str(value.value.repeat(value.value ? count : 0))
        : { kind: 'bytes', value: value.value.repeat(count) };
    case 'list':
    case 'tuple': {
      machine.meter.collection(value.items.length * count);
      if (value.kind === 'list' && value.uncertain) return joinLists(value, value);
      const items: Value[] = [];
      if (value.items.length > 0) for (let round = 0; round < count; round++) items.push(...value.items);
      return value.kind === 'list' ? list(items) : { kind: 'tuple', items };
    }
    default:
      return undefined;
  }
}

function mergeDicts(a: PyDict, b: PyDict): PyDict {
  const merged: PyDict = { kind: 'dict', entries: new Map(a.entries), born: epoch.now };
  for (const [id, entry] of b.entries)
    merged.entries.set(id, { key: merged.entries.get(id)?.key ?? entry.key, value: entry.value });
  if (a.open || b.open) merged.open = true;
  return merged;
}

function sets(machine: Machine, operator: BinaryOperator, a: PySet, b: PySet): Value | undefined {
  machine.meter.collection(a.entries.size + b.entries.size);
  const cause = a.uncertain ?? b.uncertain;
  if (cause) return { kind: 'unknown', cause };
  const entries = new Map<string, Value>();
  switch (operator) {
    case '|':
      for (const [id, value] of [...a.entries, ...b.entries]) if (!entries.has(id)) entries.set(id, value);
      break;
    case '&':
      for (const [id, value] of a.entries) if (b.entries.has(id)) entries.set(id, value);
      break;
    case '-':
      for (const [id, value] of a.entries) if (!b.entries.has(id)) entries.set(id, value);
      break;
    case '^':
      for (const [id, value] of a.entries) if (!b.entries.has(id)) entries.set(id, value);
      for (const [id, value] of b.entries) if (!a.entries.has(id)) entries.set(id, value);
      break;
    default:
      return undefined;
  }
  return { kind: 'set', entries, frozen: a.frozen, born: epoch.now };
}

/** `a += b`: in place for lists, dicts and sets, and for classes that say so. */
export function inPlace(machine: Machine, operator: BinaryOperator, a: Value, b: Value): Value {
  const special = hasMethods(a) ? machine.callSpecial(a, METHODS[operator][2], [b]) : undefined;
  if (special !== undefined && special !== NOT_IMPLEMENTED) return special;
  if (a.kind === 'list' && operator === '+') {
    machine.callMethod(a, 'extend', [b]);
    return a;
  }
  if (a.kind === 'list' && operator === '*') {
    const repeated = binary(machine, '*', a, b);
    if (repeated.kind !== 'list') return repeated;
    machine.touch(a);
    a.items.splice(0, a.items.length, ...repeated.items);
    return a;
  }
  if ((a.kind === 'dict' && operator === '|') || (a.kind === 'set' && !a.frozen && operator === '|')) {
    machine.callMethod(a, 'update', [b]);
    return a;
  }
  return binary(machine, operator, a, b);
}

export function unary(machine: Machine, operator: UnaryOperator, value: Value): Value {
  if (operator === 'not') {
    const known = truth(machine, value);
    if (known !== null) return bool(!known);
    return value.kind === 'unknown' ? value : machine.unknown(say`a condition that cannot be told`);
  }
  if (value.kind === 'unknown') return value;
  const name = operator === '-' ? '__neg__' : operator === '+' ? '__pos__' : '__invert__';
  const special = hasMethods(value) ? machine.callSpecial(value, name, []) : undefined;
  if (special !== undefined) return special;
  const plain = plainValue(value);
  const integer = asInteger(plain);
  if (integer !== undefined) {
    if (operator === '+') return int(integer);
    return int(operator === '-' ? numbers.subtract(0, integer) : numbers.subtract(-1, integer));
  }
  if (plain.kind === 'float' && operator !== '~') return operator === '-' ? float(-plain.value) : plain;
  if (isSymbolic(value)) return machine.unknown(SYMBOLIC);
  return machine.raise('TypeError', `bad operand type for unary ${operator}: '${typeName(value)}'`);
}

const COMPARISONS = {
  '<': ['__lt__', '__gt__'],
  '<=': ['__le__', '__ge__'],
  '>': ['__gt__', '__lt__'],
  '>=': ['__ge__', '__le__'],
} as const;

const undecided = (machine: Machine, a: Value, b: Value): Value =>
  a.kind === 'unknown' ? a : b.kind === 'unknown' ? b : machine.unknown(say`a comparison that cannot be told`);

const verdict = (machine: Machine, known: boolean | null, a: Value, b: Value): Value =>
  known === null ? undecided(machine, a, b) : bool(known);

export function compare(machine: Machine, operator: CompareOperator, a: Value, b: Value): Value {
  switch (operator) {
    case '==':
    case '!=':
      return equality(machine, operator, a, b);
    case 'is':
    case 'is not': {
      const known = identical(a, b);
      return known === null ? undecided(machine, a, b) : bool(known === (operator === 'is'));
    }
    case 'in':
    case 'not in': {
      const known = contains(machine, b, a);
      return known === null ? undecided(machine, a, b) : bool(known === (operator === 'in'));
    }
    default:
      return ordering(machine, operator, a, b);
  }
}

function equality(machine: Machine, operator: '==' | '!=', a: Value, b: Value): Value {
  if (hasMethods(a) || hasMethods(b)) {
    // Tensors compare item by item, so the result need not be a truth value.
    const name = operator === '==' ? '__eq__' : '__ne__';
    const result = compareSpecial(machine, a, name, b, name);
    if (result !== undefined) return result;
  }
  const known = equal(machine, a, b);
  return verdict(machine, known === null ? null : known === (operator === '=='), a, b);
}

function ordering(machine: Machine, operator: '<' | '<=' | '>' | '>=', a: Value, b: Value): Value {
  if (a.kind === 'int' && b.kind === 'int')
    return bool(decide(operator, a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  if (hasMethods(a) || hasMethods(b)) {
    const [method, reflected] = COMPARISONS[operator];
    const result = compareSpecial(machine, a, method, b, reflected);
    if (result !== undefined) return result;
  }
  if (a.kind === 'set' && b.kind === 'set') return subset(machine, operator, a, b);
  const known = orderAny(machine, a, b);
  if (known === undefined && (isSymbolic(a) || isSymbolic(b))) return machine.unknown(SYMBOLIC);
  if (known === undefined)
    return machine.raise(
      'TypeError',
      `'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
    );
  return known === null ? undecided(machine, a, b) : bool(decide(operator, known));
}

function subset(machine: Machine, operator: '<' | '<=' | '>' | '>=', a: PySet, b: PySet): Value {
  if (a.uncertain || b.uncertain) return undecided(machine, a, b);
  const [small, large] = operator.startsWith('<') ? [a, b] : [b, a];
  const inside = [...small.entries.keys()].every((id) => large.entries.has(id));
  return bool(inside && (operator.length === 2 || small.entries.size < large.entries.size));
}

function decide(operator: '<' | '<=' | '>' | '>=', order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
  }
}
