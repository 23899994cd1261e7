/**
 * The Python class of symbolic integers: int's operators on sizes. What cannot be decided for all values of the symbols is
 * Unknown and says on which size it depends.
 */
import { type Message, say } from '../message.ts';
import {
  add,
  atLeast,
  compare,
  equal,
  floorDivide,
  isKnown,
  modulo,
  multiply,
  negate,
  subtract,
} from '../model/sizes/arithmetic.ts';
import { sizeText } from '../model/sizes/text.ts';
import type { Size } from '../model/size.ts';
import { builtinClasses, nativeClass, NOT_IMPLEMENTED, type NativeRun } from '../python/evaluate/native.ts';
import { asInt, bool, int, str, TRUE, type NativeCall, type PyClass, type Value } from '../python/values.ts';
import { fractionResult, type FractionOperator } from './fraction-class.ts';
import { comparisons } from './comparisons.ts';
import type { Session } from './session.ts';
import { sizeToValue, valueToSize } from './symint.ts';

/** Powers beyond this are no sizes. */
const MAX_EXPONENT = 8;

export function createSymintClass(session: Session): PyClass {
  const undecided = (call: NativeCall, what: Message, size: Size): Value =>
    call.interpreter.unknown(
      say`${what} depends on ${isKnown(size) ? sizeText(size) : say`a size that is not known`}.`,
      call.site,
    );

  const arithmetic =
    (
      compute: (left: Size, right: Size, call: NativeCall) => Size | Value,
      reversed = false,
      operator?: FractionOperator,
    ): NativeRun =>
    (call) => {
      const own = valueToSize(call.args[0]);
      const other = operand(call.args[1]);
      if (own === undefined || other === undefined) {
        const [left, right] = reversed ? [call.args[1], call.args[0]] : call.args;
        return (operator && fractionResult(session, operator, left, right)) ?? unsupported(call);
      }
      const result = reversed ? compute(other, own, call) : compute(own, other, call);
      return isValue(result) ? result : sizeToValue(session, result);
    };

  const comparison =
    (decide: (left: Size, right: Size) => boolean | null): NativeRun =>
    (call) => {
      const own = valueToSize(call.args[0]);
      const other = operand(call.args[1]);
      if (own === undefined || other === undefined) return unsupported(call);
      const decided = decide(own, other);
      return decided === null
        ? undecided(call, say`The comparison`, typeof own === 'number' ? other : own)
        : bool(decided);
    };

  const divideFloor = (left: Size, right: Size, call: NativeCall): Size | Value =>
    right === 0
      ? call.interpreter.raise('ZeroDivisionError', 'integer division by zero', call.site)
      : floorDivide(left, right);
  const rest = (left: Size, right: Size, call: NativeCall): Size | Value =>
    right === 0
      ? call.interpreter.raise('ZeroDivisionError', 'integer modulo by zero', call.site)
      : modulo(left, right);
  const divideTrue = (left: Size, right: Size, call: NativeCall): Size | Value => {
    if (right === 0) return call.interpreter.raise('ZeroDivisionError', 'division by zero', call.site);
    // An exact quotient stays a size, so that int(H * 2 / 2) is H; otherwise it is a fraction that depends on the size.
    if (modulo(left, right) === 0) return floorDivide(left, right);
    const fraction = fractionResult(session, '/', sizeToValue(session, left), sizeToValue(session, right));
    if (fraction) return fraction;
    return undecided(call, say`The fraction`, typeof left === 'number' ? right : left);
  };
  const power = (left: Size, right: Size, call: NativeCall): Size | Value => {
    if (typeof right !== 'number' || right < 0 || right > MAX_EXPONENT) return undecided(call, say`The power`, left);
    let result: Size = 1;
    for (let i = 0; i < right; i++) result = multiply(result, left);
    return result;
  };

  const cls = nativeClass({
    name: 'int',
    qualifiedName: 'builtins.int',
    bases: [builtinClasses.int],
    methods: {
      __add__: arithmetic(add, false, '+'),
      __radd__: arithmetic(add, true, '+'),
      __sub__: arithmetic(subtract, false, '-'),
      __rsub__: arithmetic(subtract, true, '-'),
      __mul__: arithmetic(multiply, false, '*'),
      __rmul__: arithmetic(multiply, true, '*'),
      __floordiv__: arithmetic(divideFloor),
      __rfloordiv__: arithmetic(divideFloor, true),
      __mod__: arithmetic(rest),
      __rmod__: arithmetic(rest, true),
      __truediv__: arithmetic(divideTrue, false, '/'),
      __rtruediv__: arithmetic(divideTrue, true, '/'),
      __pow__: arithmetic(power),
      __rpow__: arithmetic(power, true),
      __divmod__: (call) => {
        const own = valueToSize(call.args[0]);
        const other = operand(call.args[1]);
        if (own === undefined || other === undefined || other === 0) return unsupported(call);
        const parts = [floorDivide(own, other), modulo(own, other)];
        return { kind: 'tuple', items: parts.map((part) => sizeToValue(session, part)) };
      },
      __neg__: (call) => sizeToValue(session, negate(valueToSize(call.args[0]) ?? 0)),
      __pos__: (call) => call.args[0] ?? int(0),
      // Sizes are not negative, differences of sizes may be.
      __abs__: (call) => {
        const own = valueToSize(call.args[0]) ?? 0;
        if (atLeast(own, 0) === true) return sizeToValue(session, own);
        if (atLeast(0, own) === true) return sizeToValue(session, negate(own));
        return undecided(call, say`The absolute value`, own);
      },
      ...comparisons(comparison),
      __bool__: (call) => {
        const own = valueToSize(call.args[0]) ?? 0;
        const sign = compare(own, 0);
        if (sign !== null) return bool(sign !== 0);
        const zero = equal(own, 0);
        return zero === null ? undecided(call, say`Whether it is zero`, own) : bool(!zero);
      },
      __int__: (call) => call.args[0] ?? int(0),
      __index__: (call) => call.args[0] ?? int(0),
      __trunc__: (call) => call.args[0] ?? int(0),
      __floor__: (call) => call.args[0] ?? int(0),
      __ceil__: (call) => call.args[0] ?? int(0),
      __round__: (call) => call.args[0] ?? int(0),
      __float__: (call) => call.args[0] ?? int(0),
      item: (call) => call.args[0] ?? int(0),
      __hash__: (call) => undecided(call, say`The hash`, valueToSize(call.args[0]) ?? 0),
      __repr__: (call) => str(sizeText(valueToSize(call.args[0]) ?? 0)),
      __str__: (call) => str(sizeText(valueToSize(call.args[0]) ?? 0)),
      is_integer: () => TRUE,
      bit_length: (call) => undecided(call, say`The length in bits`, valueToSize(call.args[0]) ?? 0),
    },
  });
  return cls;
}

/** An int, a symbolic int, or a float that is a whole number. */
function operand(value: Value | undefined): Size | undefined {
  if (value?.kind === 'float' && Number.isSafeInteger(value.value)) return value.value;
  return asInt(value) ?? valueToSize(value);
}

/** Unknown stays unknown; a list, a tensor or a fraction has a say of its own first. */
function unsupported(call: NativeCall): Value {
  const other = call.args[1];
  if (other?.kind === 'unknown') return other;
  if (other?.kind === 'float') return call.interpreter.unknown(say`A fraction of a size that is left open.`, call.site);
  return NOT_IMPLEMENTED;
}

/** Sizes have the kind `size`, which no value has. */
function isValue(result: Size | Value): result is Value {
  return typeof result !== 'number' && result.kind !== 'size';
}
