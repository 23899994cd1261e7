/**
 * Fractions of sizes that are left open, as Python's floats see them: `int(H * 0.5)`, `math.ceil(W / 4)`. Only fractions that a float
 * holds exactly as far as sizes go; what would be rounded is Unknown.
 */
import { type Message, say } from '../message.ts';
import {
  add,
  atLeast,
  ceilDivide,
  compare,
  floorDivide,
  modulo,
  multiply,
  negate,
  subtract,
} from '../model/sizes/arithmetic.ts';
import { sizeText } from '../model/sizes/text.ts';
import type { Size } from '../model/size.ts';
import { builtinClasses, nativeClass, NOT_IMPLEMENTED, type NativeRun } from '../python/evaluate/native.ts';
import { bool, Slot, str, type NativeCall, type PyClass, type PyInstance, type Value } from '../python/values.ts';
import { comparisons } from './comparisons.ts';
import type { Session } from './session.ts';
import { sizeToValue, valueToSize } from './symint.ts';

interface Fraction {
  readonly numerator: Size;
  /** Positive. */
  readonly denominator: number;
}

/** Quotients of sizes by more than this could be rounded to an integer that they are not. */
const MAX_DENOMINATOR = 1 << 12;

const slot = new Slot<Fraction>();
const classes = new Slot<PyClass, Session>();

export type FractionOperator = '+' | '-' | '*' | '/';

/** An int, a size, a fraction of one, or a float that is a fraction of a power of two. */
function fractionOf(value: Value | undefined): Fraction | undefined {
  const own = slot.get(value);
  if (own) return own;
  const size = valueToSize(value);
  if (size !== undefined) return { numerator: size, denominator: 1 };
  if (value?.kind !== 'float') return undefined;
  let denominator = 1;
  while (!Number.isInteger(value.value * denominator) && denominator < MAX_DENOMINATOR) denominator *= 2;
  const numerator = value.value * denominator;
  return Number.isSafeInteger(numerator) ? { numerator, denominator } : undefined;
}

function combined(operator: FractionOperator, left: Fraction, right: Fraction): Fraction | undefined {
  const [a, b] = [left.denominator, right.denominator];
  switch (operator) {
    case '+':
      return { numerator: add(multiply(left.numerator, b), multiply(right.numerator, a)), denominator: a * b };
    case '-':
      return { numerator: subtract(multiply(left.numerator, b), multiply(right.numerator, a)), denominator: a * b };
    case '*':
      return { numerator: multiply(left.numerator, right.numerator), denominator: a * b };
    case '/':
      return typeof right.numerator === 'number' && right.numerator > 0
        ? { numerator: multiply(left.numerator, b), denominator: a * right.numerator }
        : undefined;
  }
}

/** Undefined where no exact fraction comes out. A whole result is a size again. */
export function fractionResult(
  session: Session,
  operator: FractionOperator,
  left: Value | undefined,
  right: Value | undefined,
): Value | undefined {
  const [first, second] = [fractionOf(left), fractionOf(right)];
  const result = first && second && combined(operator, first, second);
  return result && toValue(session, result);
}

function toValue(session: Session, { numerator, denominator }: Fraction): Value | undefined {
  if (modulo(numerator, denominator) === 0) return sizeToValue(session, floorDivide(numerator, denominator));
  if (denominator > MAX_DENOMINATOR) return undefined;
  const cls = classes.get(session) ?? createClass(session);
  classes.set(session, cls);
  const value: PyInstance = { kind: 'instance', cls, attributes: new Map() };
  slot.set(value, { numerator, denominator });
  return value;
}

const textOf = ({ numerator, denominator }: Fraction): string => `${sizeText(numerator)}/${String(denominator)}`;

function createClass(session: Session): PyClass {
  const own = (call: NativeCall): Fraction => slot.get(call.args[0]) ?? { numerator: 0, denominator: 1 };
  const unknown = (call: NativeCall, what: Message): Value =>
    call.interpreter.unknown(say`${what} depends on ${textOf(own(call))}.`, call.site);
  const arithmetic =
    (operator: FractionOperator, reversed: boolean): NativeRun =>
    (call) => {
      const [self, other] = call.args;
      if (other?.kind === 'unknown') return other;
      if (!fractionOf(other)) return other?.kind === 'float' ? unknown(call, say`The number`) : NOT_IMPLEMENTED;
      const [left, right] = reversed ? [other, self] : [self, other];
      return fractionResult(session, operator, left, right) ?? unknown(call, say`The number`);
    };
  const comparison =
    (decide: (left: Size, right: Size) => boolean | null): NativeRun =>
    (call) => {
      const [left, right] = [own(call), fractionOf(call.args[1])];
      if (!right) return call.args[1]?.kind === 'unknown' ? call.args[1] : NOT_IMPLEMENTED;
      const decided = decide(multiply(left.numerator, right.denominator), multiply(right.numerator, left.denominator));
      return decided === null ? unknown(call, say`The comparison`) : bool(decided);
    };
  const whole =
    (round: (numerator: Size, denominator: number) => Size | null): NativeRun =>
    (call) => {
      const { numerator, denominator } = own(call);
      const size = round(numerator, denominator);
      return size === null ? unknown(call, say`The integer`) : sizeToValue(session, size);
    };
  const towardsZero = (numerator: Size, denominator: number): Size | null => {
    if (atLeast(numerator, 0) === true) return floorDivide(numerator, denominator);
    return atLeast(0, numerator) === true ? negate(floorDivide(negate(numerator), denominator)) : null;
  };
  // Halves go to the even neighbour; where the denominator is odd there are none.
  const nearest = (numerator: Size, denominator: number): Size | null =>
    denominator % 2 === 1 ? floorDivide(add(multiply(numerator, 2), denominator), 2 * denominator) : null;
  const itself: NativeRun = ({ args }) => args[0] ?? NOT_IMPLEMENTED;
  return nativeClass({
    name: 'float',
    qualifiedName: 'builtins.float',
    bases: [builtinClasses.float],
    methods: {
      __add__: arithmetic('+', false),
      __radd__: arithmetic('+', true),
      __sub__: arithmetic('-', false),
      __rsub__: arithmetic('-', true),
      __mul__: arithmetic('*', false),
      __rmul__: arithmetic('*', true),
      __truediv__: arithmetic('/', false),
      __rtruediv__: (call) => unknown(call, say`The fraction`),
      __floordiv__: (call) => {
        const { numerator, denominator } = own(call);
        const by = valueToSize(call.args[1]);
        return typeof by === 'number' && by > 0
          ? sizeToValue(session, floorDivide(numerator, denominator * by))
          : unknown(call, say`The quotient`);
      },
      __mod__: (call) => unknown(call, say`The rest`),
      __pow__: (call) => unknown(call, say`The power`),
      __neg__: (call) =>
        arithmetic('*', false)({ ...call, args: [call.args[0] ?? bool(false), { kind: 'int', value: -1 }] }),
      __pos__: itself,
      __float__: itself,
      __int__: whole(towardsZero),
      __trunc__: whole(towardsZero),
      __floor__: whole(floorDivide),
      __ceil__: whole(ceilDivide),
      __round__: whole(nearest),
      ...comparisons(comparison),
      __bool__: (call) => {
        const sign = compare(own(call).numerator, 0);
        return sign === null ? unknown(call, say`Whether it is zero`) : bool(sign !== 0);
      },
      is_integer: (call) => unknown(call, say`Whether it is whole`),
      __hash__: (call) => unknown(call, say`The hash`),
      __repr__: (call) => str(textOf(own(call))),
      __str__: (call) => str(textOf(own(call))),
    },
  });
}
