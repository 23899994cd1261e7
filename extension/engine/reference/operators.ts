/** Functions of one and two numbers, by the names of tensor-kernel.ts. */
import { erf } from './erf.ts';
import type { ExtendedOperator, UnaryName } from '../../model/tensor-kernel.ts';

type Binary = (a: number, b: number) => number;
type Unary = (x: number) => number;

const truth = (value: boolean): number => (value ? 1 : 0);

const OPERATORS: Readonly<Record<ExtendedOperator, Binary>> = {
  // JavaScript says NaN for 1 ** NaN and 1 ** Infinity; IEEE 754, and with it the frameworks, 1.
  '**': (a, b) => (a === 1 ? 1 : a === -1 && !Number.isNaN(b) && !Number.isFinite(b) ? 1 : a ** b),
  '//': (a, b) => Math.floor(a / b),
  '%': (a, b) => {
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
  },
  fmod: (a, b) => a % b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '<=': (a, b) => truth(a <= b),
  '>': (a, b) => truth(a > b),
  '>=': (a, b) => truth(a >= b),
  and: (a, b) => truth(a !== 0 && b !== 0),
  or: (a, b) => truth(a !== 0 || b !== 0),
  xor: (a, b) => truth((a !== 0) !== (b !== 0)),
  atan2: Math.atan2,
  hypot: Math.hypot,
  'squared-difference': (a, b) => (a - b) * (a - b),
  'divide-no-nan': (a, b) => (b === 0 ? 0 : a / b),
  'divide-trunc': (a, b) => Math.trunc(a / b),
  logaddexp: (a, b) => (a === b ? a + Math.LN2 : Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)))),
  xlogy: (a, b) => (a === 0 && !Number.isNaN(b) ? 0 : a * Math.log(b)),
};

export const extendedFunction = (operator: ExtendedOperator): Binary => OPERATORS[operator];

/** To the nearest, halves to the even one. */
function round(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return floor;
  return rest > 0.5 || floor % 2 !== 0 ? floor + 1 : floor;
}

const UNARY: Readonly<Record<Exclude<UnaryName, 'clamp' | 'replace-nan'>, Unary>> = {
  abs: Math.abs,
  negative: (x) => -x,
  sign: Math.sign,
  exp: Math.exp,
  exp2: (x) => 2 ** x,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  floor: Math.floor,
  ceil: Math.ceil,
  round,
  trunc: Math.trunc,
  frac: (x) => x - Math.trunc(x),
  erf,
  erfc: (x) => 1 - erf(x),
  logit: (x) => Math.log(x / (1 - x)),
  sinc: (x) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)),
  degrees: (x) => (x * 180) / Math.PI,
  radians: (x) => (x * Math.PI) / 180,
  not: (x) => truth(x === 0),
  'is-nan': (x) => truth(Number.isNaN(x)),
  'is-infinite': (x) => truth(x === Infinity || x === -Infinity),
  'is-finite': (x) => truth(Number.isFinite(x)),
  bool: (x) => truth(x !== 0),
};

/** The largest float32. */
const LARGEST = 3.4028234663852886e38;

export function unaryFunction(name: UnaryName, parameters: Readonly<Record<string, number>>): Unary {
  if (name === 'clamp') {
    const { min = -Infinity, max = Infinity } = parameters;
    // Where the bounds cross, the upper one wins; NaN stays.
    return (x) => (Number.isNaN(x) ? x : Math.min(Math.max(x, min), max));
  }
  if (name === 'replace-nan') {
    const { nan = 0, positive = LARGEST, negative = -LARGEST } = parameters;
    return (x) => (Number.isNaN(x) ? nan : x === Infinity ? positive : x === -Infinity ? negative : x);
  }
  return UNARY[name];
}
