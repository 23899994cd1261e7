/** Python's arithmetic on integers (number while safe, bigint beyond) and floats. Pure: knows no values and no limits. */

export type Integer = number | bigint;

/** The canonical form: number while it is a safe integer. */
export function canonical(value: Integer): Integer {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value + 0 : BigInt(value);
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

export const bitLength = (value: Integer): number =>
  typeof value === 'number'
    ? value === 0
      ? 0
      : Math.floor(Math.log2(Math.abs(value))) + 1
    : (value < 0n ? -value : value).toString(16).length * 4;

export function add(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return canonical(BigInt(a) + BigInt(b));
}

export function subtract(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return canonical(BigInt(a) - BigInt(b));
}

export function multiply(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return canonical(BigInt(a) * BigInt(b));
}

/** Rounds towards minus infinity; `b` is not 0. */
export function floorDivide(a: Integer, b: Integer): Integer {
  // Dividing safe integers as floats can round up to the next whole number, so the remainder decides.
  if (typeof a === 'number' && typeof b === 'number') return (a - modulo(a, b)) / b + 0;
  const [x, y] = [BigInt(a), BigInt(b)];
  const quotient = x / y;
  return canonical(x % y !== 0n && x < 0n !== y < 0n ? quotient - 1n : quotient);
}

function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest + 0;
}

/** The sign of the result is that of `b`, which is not 0. */
export function remainder(a: Integer, b: Integer): Integer {
  if (typeof a === 'number' && typeof b === 'number') return modulo(a, b);
  const [x, y] = [BigInt(a), BigInt(b)];
  const rest = x % y;
  return canonical(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest);
}

/** `exponent` >= 0. */
export function power(base: Integer, exponent: Integer): Integer {
  if (typeof base === 'number' && typeof exponent === 'number') {
    const result = base ** exponent;
    if (Number.isSafeInteger(result)) return result;
  }
  return canonical(BigInt(base) ** BigInt(exponent));
}

/** Up to this exponent whole powers are computed exactly and rounded once. */
const EXACT_POWERS = 64;

/** `base ** exponent` on floats. JavaScript's own is off by a last bit now and then where C's is not. */
export function floatPower(base: number, exponent: number): number {
  if (exponent === 0.5 && base >= 0) return Math.sqrt(base);
  if (!Number.isInteger(exponent) || Math.abs(exponent) > EXACT_POWERS || !Number.isFinite(base) || base === 0)
    return base ** exponent;
  const { numerator, shift } = exactFraction(base);
  const times = BigInt(Math.abs(exponent));
  const [top, bottom] = [numerator ** times, 1n << (BigInt(shift) * times)];
  return exponent < 0 ? divide(bottom, top) : divide(top, bottom);
}

/** `a / b`, correctly rounded also where the operands have more digits than a float. */
export function divide(a: Integer, b: Integer): number {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  const [x, y] = [BigInt(a), BigInt(b)];
  const [top, bottom] = [x < 0n ? -x : x, y < 0n ? -y : y];
  // A quotient of 66 bits or more, its last bit set when anything was lost: enough to round once and right.
  const shift = 66 - (bitLength(top) - bitLength(bottom));
  const [scaledTop, scaledBottom] = shift > 0 ? [top << BigInt(shift), bottom] : [top, bottom << BigInt(-shift)];
  const quotient = scaledTop / scaledBottom;
  const sticky = scaledTop % scaledBottom === 0n ? quotient : quotient | 1n;
  const size = scaleByPowerOfTwo(Number(sticky), -shift);
  return x < 0n === y < 0n ? size : -size;
}

/** 2 ** -1074 is the smallest float: steps keep each factor one that exists. */
function scaleByPowerOfTwo(value: number, exponent: number): number {
  let result = value;
  let left = exponent;
  while (left < -1000) {
    result *= 2 ** -1000;
    left += 1000;
  }
  while (left > 1000) {
    result *= 2 ** 1000;
    left -= 1000;
  }
  return result * 2 ** left;
}

export function bitwise(operator: '&' | '|' | '^', a: Integer, b: Integer): Integer {
  const [x, y] = [BigInt(a), BigInt(b)];
  return canonical(operator === '&' ? x & y : operator === '|' ? x | y : x ^ y);
}

export const shiftLeft = (a: Integer, by: number): Integer => canonical(BigInt(a) << BigInt(by));
export const shiftRight = (a: Integer, by: number): Integer => canonical(BigInt(a) >> BigInt(by));

/** Python's float `%`: the sign of `b`. */
export function floatRemainder(a: number, b: number): number {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

/** CPython's float_floor_div, so that results agree to the last bit. */
export function floatFloorDivide(a: number, b: number): number {
  const rest = floatRemainder(a, b);
  const quotient = (a - rest) / b;
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** To the nearest whole number, ties to even. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest < 0.5) return floor;
  if (rest > 0.5) return floor + 1;
  return floor % 2 === 0 ? floor : floor + 1;
}

/** A finite float as an exact fraction: numerator / 2^shift (shift >= 0). */
export function exactFraction(value: number): { readonly numerator: bigint; readonly shift: number } {
  let mantissa = value;
  let shift = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    shift++;
  }
  return { numerator: BigInt(mantissa), shift };
}

/** `numerator / denominator` to the nearest integer, ties to even; both not negative. */
function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) return quotient + 1n;
  return quotient;
}

/** The digits of |value| with so many places after the point, correctly rounded (ties of the exact value to even). */
export function fixedDigits(value: number, places: number): string {
  const { numerator, shift } = exactFraction(Math.abs(value));
  const digits = divideHalfEven(numerator * 10n ** BigInt(places), 1n << BigInt(shift))
    .toString()
    .padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** |value| as `d.ddd` x 10^exponent with so many significant digits, correctly rounded. */
export function significantDigits(
  value: number,
  count: number,
): { readonly digits: string; readonly exponent: number } {
  if (value === 0) return { digits: '0'.repeat(count), exponent: 0 };
  const { numerator, shift } = exactFraction(Math.abs(value));
  const denominator = 1n << BigInt(shift);
  let exponent = Math.floor(Math.log10(Math.abs(value)));
  for (;;) {
    const scale = count - 1 - exponent;
    const rounded =
      scale >= 0
        ? divideHalfEven(numerator * 10n ** BigInt(scale), denominator)
        : divideHalfEven(numerator, denominator * 10n ** BigInt(-scale));
    const digits = rounded.toString();
    // The logarithm is a guess that can be off by one at powers of ten.
    if (digits.length === count) return { digits, exponent };
    exponent += digits.length > count ? 1 : -1;
  }
}

/** Python's `round(value, places)`: the decimal rounding of the exact value. */
export function roundToPlaces(value: number, places: number): number {
  if (!Number.isFinite(value)) return value;
  if (places > 22 + 308) return value;
  if (places >= 0) return Math.sign(value) * Number(fixedDigits(value, places));
  const unit = 10n ** BigInt(Math.min(-places, 400));
  const { numerator, shift } = exactFraction(Math.abs(value));
  return Math.sign(value) * Number(divideHalfEven(numerator, unit << BigInt(shift)) * unit);
}

/** `round(integer, -places)`, ties to even. */
export function roundInteger(value: Integer, places: number): Integer {
  if (places >= 0) return value;
  if (-places > bitLength(value)) return 0;
  const unit = 10n ** BigInt(-places);
  const exact = BigInt(value);
  const rounded = divideHalfEven(exact < 0n ? -exact : exact, unit) * unit;
  return canonical(exact < 0n ? -rounded : rounded);
}

/** `repr(float)`: the shortest digits, in CPython's choice of notation. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (Object.is(value, -0)) return '-0.0';
  const [mantissa = '0', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const sign = exponent < 0 ? '-' : '+';
    return `${mantissa}e${sign}${Math.abs(exponent).toString().padStart(2, '0')}`;
  }
  const negative = mantissa.startsWith('-');
  const digits = mantissa.replace(/[-.]/g, '');
  const text =
    exponent < 0
      ? `0.${'0'.repeat(-exponent - 1)}${digits}`
      : digits.length <= exponent + 1
        ? `${digits.padEnd(exponent + 1, '0')}.0`
        : `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
  return negative ? `-${text}` : text;
}
