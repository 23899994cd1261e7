/** The `math` module. */
import { say } from '../../message.ts';
import type { NativeCall, Value } from '../values.ts';
import { bool, float, int, tuple } from '../values.ts';
import type { NativeRun } from '../evaluate/native.ts';
import { nativeModule } from '../evaluate/native.ts';
import { cause, integer, machine, need } from '../evaluate/builtins/arguments.ts';
import { wholeNumber } from '../evaluate/builtins/numeric.ts';
import { canonical, roundHalfEven } from '../evaluate/numbers.ts';
import { plainValue } from '../evaluate/payload.ts';
import { typeName } from '../evaluate/types.ts';
import { functions } from './table.ts';

/** A real argument; undefined when it is not known. */
function real(call: NativeCall, index: number): number | undefined {
  const value = need(call, index);
  const plain = plainValue(value);
  switch (plain.kind) {
    case 'int':
    case 'float':
      return Number(plain.value);
    case 'bool':
      return plain.value ? 1 : 0;
    case 'unknown':
      return undefined;
    case 'instance': {
      const converted = call.interpreter.callSpecial(plain, '__float__', []);
      if (converted) return converted.kind === 'float' ? converted.value : undefined;
      break;
    }
    default:
  }
  return call.interpreter.raise('TypeError', `must be real number, not ${typeName(value)}`, call.site);
}

const domainError = (call: NativeCall): never => call.interpreter.raise('ValueError', 'math domain error', call.site);

/** A function of one real number; NaN from a number is Python's domain error. */
const ofReal =
  (run: (x: number) => number): NativeRun =>
  (call) => {
    const x = real(call, 0);
    if (x === undefined) return cause(need(call, 0));
    const result = run(x);
    if (Number.isNaN(result) && !Number.isNaN(x)) return domainError(call);
    if (!Number.isFinite(result) && Number.isFinite(x))
      return call.interpreter.raise('OverflowError', 'math range error', call.site);
    return float(result);
  };

const ofTwo =
  (run: (x: number, y: number) => number): NativeRun =>
  (call) => {
    const [x, y] = [real(call, 0), real(call, 1)];
    if (x === undefined || y === undefined) return cause(need(call, x === undefined ? 0 : 1));
    const result = run(x, y);
    if (Number.isNaN(result) && !Number.isNaN(x) && !Number.isNaN(y)) return domainError(call);
    return float(result);
  };

/** floor, ceil, trunc: exact on integers, a method of its own on anything else. */
const toInteger =
  (method: string, run: (x: number) => number): NativeRun =>
  (call) => {
    const value = need(call, 0);
    const special = call.interpreter.callSpecial(value, method, []);
    if (special) return special;
    const plain = plainValue(value);
    if (plain.kind === 'int') return plain;
    const x = real(call, 0);
    if (x === undefined) return cause(value);
    if (Number.isNaN(x)) return call.interpreter.raise('ValueError', 'cannot convert float NaN to integer', call.site);
    if (!Number.isFinite(x))
      return call.interpreter.raise('OverflowError', 'cannot convert float infinity to integer', call.site);
    return int(wholeNumber(run(x)));
  };

const gcdOf = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcdOf(b, a % b));

const folding =
  (start: number, run: (a: number, b: number) => number): NativeRun =>
  (call) => {
    let result = start;
    for (const each of call.args) {
      const value = integer(call, each);
      if (value === undefined) return cause(each);
      result = run(result, value);
    }
    return int(result);
  };

function log(call: NativeCall): Value {
  const [x, base] = [real(call, 0), call.args[1] ? real(call, 1) : null];
  if (x === undefined || base === undefined) return cause(need(call, x === undefined ? 0 : 1));
  if (x <= 0 || (base !== null && base <= 0)) return domainError(call);
  // CPython divides the logarithms as well.
  return float(base === null ? Math.log(x) : Math.log(x) / Math.log(base));
}

function product(call: NativeCall): Value {
  const items = call.interpreter.iterate(need(call, 0));
  if (!items) return cause(need(call, 0));
  let result: Value = call.kwargs.get('start') ?? int(1);
  for (const item of items) {
    machine(call).meter.step();
    result = call.interpreter.binary('*', result, item);
  }
  return result;
}

function choose(n: number, k: number): bigint {
  let result = 1n;
  for (let index = 0n; index < BigInt(k); index++) result = (result * (BigInt(n) - index)) / (index + 1n);
  return result;
}

function combinations(call: NativeCall): Value {
  const [n, k] = [integer(call, need(call, 0)), integer(call, need(call, 1))];
  if (n === undefined || k === undefined) return cause(need(call, n === undefined ? 0 : 1));
  if (n < 0 || k < 0) return domainError(call);
  const fewer = Math.min(k, n - k);
  machine(call).meter.bits(Math.max(0, fewer) * 8);
  return int(canonical(k > n ? 0n : choose(n, fewer)));
}

function factorial(call: NativeCall): Value {
  const n = integer(call, need(call, 0));
  if (n === undefined) return cause(need(call, 0));
  if (n < 0) return call.interpreter.raise('ValueError', 'factorial() not defined for negative values', call.site);
  machine(call).meter.bits(n * Math.max(1, Math.log2(n + 1)));
  let result = 1n;
  for (let factor = 2n; factor <= BigInt(n); factor++) result *= factor;
  return int(canonical(result));
}

function isClose(call: NativeCall): Value {
  const [a, b] = [real(call, 0), real(call, 1)];
  const tolerance = (name: string, otherwise: number): number => {
    const given = call.kwargs.get(name);
    return given?.kind === 'float' || given?.kind === 'int' ? Number(given.value) : otherwise;
  };
  if (a === undefined || b === undefined) return cause(need(call, a === undefined ? 0 : 1));
  const difference = Math.abs(a - b);
  const relative = tolerance('rel_tol', 1e-9) * Math.max(Math.abs(a), Math.abs(b));
  return bool(a === b || difference <= Math.max(relative, tolerance('abs_tol', 0)));
}

function integerRoot(call: NativeCall): Value {
  const value = plainValue(need(call, 0));
  if (value.kind !== 'int') return cause(value);
  if (value.value < 0) return domainError(call);
  const exact = BigInt(value.value);
  let root = BigInt(Math.floor(Math.sqrt(Number(exact))));
  while (root * root > exact) root--;
  while ((root + 1n) * (root + 1n) <= exact) root++;
  return int(canonical(root));
}

/** Correctly rounded for powers of two, which is what models ask for. */
const log2 = (x: number): number => (x > 0 ? Math.log2(x) : NaN);

export const math = nativeModule('math', {
  pi: float(Math.PI),
  e: float(Math.E),
  tau: float(2 * Math.PI),
  inf: float(Infinity),
  nan: float(NaN),
  ...functions({
    sqrt: ofReal(Math.sqrt),
    cbrt: ofReal(Math.cbrt),
    exp: ofReal(Math.exp),
    exp2: ofReal((x) => 2 ** x),
    expm1: ofReal(Math.expm1),
    log,
    log2: ofReal(log2),
    log10: ofReal((x) => (x > 0 ? Math.log10(x) : NaN)),
    log1p: ofReal((x) => (x > -1 ? Math.log1p(x) : NaN)),
    sin: ofReal(Math.sin),
    cos: ofReal(Math.cos),
    tan: ofReal(Math.tan),
    asin: ofReal(Math.asin),
    acos: ofReal(Math.acos),
    atan: ofReal(Math.atan),
    sinh: ofReal(Math.sinh),
    cosh: ofReal(Math.cosh),
    tanh: ofReal(Math.tanh),
    asinh: ofReal(Math.asinh),
    acosh: ofReal(Math.acosh),
    atanh: ofReal(Math.atanh),
    fabs: ofReal(Math.abs),
    degrees: ofReal((x) => (x * 180) / Math.PI),
    radians: ofReal((x) => (x * Math.PI) / 180),
    atan2: ofTwo(Math.atan2),
    hypot: ofTwo(Math.hypot),
    pow: ofTwo((x, y) => x ** y),
    fmod: ofTwo((x, y) => x % y),
    copysign: ofTwo((x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x))),
    remainder: ofTwo((x, y) => x - y * roundHalfEven(x / y)),
    floor: toInteger('__floor__', Math.floor),
    ceil: toInteger('__ceil__', Math.ceil),
    trunc: toInteger('__trunc__', Math.trunc),
    gcd: folding(0, gcdOf),
    lcm: folding(1, (a, b) => (a === 0 || b === 0 ? 0 : Math.abs(a * b) / gcdOf(a, b))),
    prod: product,
    comb: combinations,
    factorial,
    isclose: isClose,
    isqrt: integerRoot,
    isnan: (call) => {
      const x = real(call, 0);
      return x === undefined ? cause(need(call, 0)) : bool(Number.isNaN(x));
    },
    isinf: (call) => {
      const x = real(call, 0);
      return x === undefined ? cause(need(call, 0)) : bool(x === Infinity || x === -Infinity);
    },
    isfinite: (call) => {
      const x = real(call, 0);
      return x === undefined ? cause(need(call, 0)) : bool(Number.isFinite(x));
    },
    modf: (call) => {
      const x = real(call, 0);
      return x === undefined ? cause(need(call, 0)) : tuple([float(x % 1), float(Math.trunc(x))]);
    },
    fsum: (call) => {
      const items = call.interpreter.iterate(need(call, 0));
      if (!items) return cause(need(call, 0));
      let total: Value = float(0);
      for (const item of items) total = call.interpreter.binary('+', total, item);
      return total;
    },
    dist: (call) => cause(need(call, 0), say`a distance`),
    erf: (call) => cause(need(call, 0), say`the error function`),
    gamma: (call) => cause(need(call, 0), say`the gamma function`),
  }),
});
