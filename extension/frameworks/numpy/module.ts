/** `import numpy as np`: what model code uses of it. Names that are not here are Unknown, quietly. */
import { say } from '../../message.ts';
import { add, ceilDivide, subtract } from '../../model/sizes/arithmetic.ts';
import type { Shape } from '../../model/size.ts';
import { numberLimit } from '../../python/evaluate/builtins/number-types.ts';
import { nativeClass, nativeModule } from '../../python/evaluate/native.ts';
import {
  asNumber,
  bool,
  float,
  int,
  native,
  NONE,
  str,
  tuple,
  type NativeCall,
  type PyModule,
  type Value,
} from '../../python/values.ts';
import { lazy } from '../lazy.ts';
import type { Session } from '../session.ts';
import { valueToSize } from '../symint.ts';
import { arrayClass, arrayOf, makeArray, MAX_KEPT_NUMBERS, setArrayClass, withoutLabels } from './array-data.ts';
import { ARITHMETIC, createArrayClass, dtypeName, reshape, transpose, type Binary } from './array-class.ts';
import {
  combine,
  greatest,
  positionOfGreatest,
  map,
  mean,
  median,
  multiplied,
  reduce,
  sum,
  variance,
} from './compute.ts';
import { joinFunctions } from './join.ts';
import { productFunctions } from './matrices.ts';
import { randomModule } from './random.ts';
import { rearrangingFunctions } from './rearrange.ts';
import { readArray, readShape } from './read.ts';

const DTYPES = [
  'float16',
  'float32',
  'float64',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'bool_',
  'complex64',
  'complex128',
];
const UNARY: Readonly<Record<string, (x: number) => number>> = {
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  exp: Math.exp,
  sqrt: Math.sqrt,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  tanh: Math.tanh,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfEven,
  rint: roundHalfEven,
  trunc: Math.trunc,
  square: (x) => x * x,
  sign: Math.sign,
  deg2rad: (x) => (x * Math.PI) / 180,
};
/** These keep integers integers. */
const KEEPING: Readonly<Record<string, (x: number) => number>> = {
  abs: Math.abs,
  absolute: Math.abs,
  negative: (x) => -x,
};
const BINARY: Readonly<Record<string, Binary>> = {
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  true_divide: (a, b) => a / b,
  floor_divide: (a, b) => Math.floor(a / b),
  power: (a, b) => a ** b,
  maximum: Math.max,
  minimum: Math.min,
  mod: ARITHMETIC['mod'] ?? ((a, b) => a % b),
};

export function createNumpy(session: Session): (name: string) => PyModule | undefined {
  const functions = lazy(() => ({
    ...joinFunctions(session),
    ...rearrangingFunctions(session),
    ...productFunctions(session),
    clip: native('clip', (call) => clip(session, call)),
    round: native('round', (call) => map(session, call.args[0], roundHalfEven)),
  }));
  setArrayClass(
    session,
    lazy(() => createArrayClass(session, functions)),
  );
  const modules = lazy(() => createModules(session, functions()));
  return (name) => (/^numpy(\.|$)/.test(name) ? modules()(name) : undefined);
}

function createModules(
  session: Session,
  functions: Readonly<Record<string, Value>>,
): (name: string) => PyModule | undefined {
  const entries: Record<string, Value> = {
    ndarray: arrayClass(session),
    pi: float(Math.PI),
    e: float(Math.E),
    inf: float(Infinity),
    nan: float(NaN),
    newaxis: NONE,
    __version__: str('2.0.0'),
  };
  for (const name of DTYPES) entries[name] = dtypeClass(session, name);
  entries['int'] = entries['int64'] ?? NONE;
  entries['float'] = entries['float64'] ?? NONE;
  entries['bool'] = entries['bool_'] ?? NONE;
  const define = (name: string, run: (call: NativeCall) => Value): void => {
    entries[name] = native(name, run);
  };
  for (const [name, compute] of Object.entries(UNARY)) {
    define(name, (call) => map(session, call.args[0], compute, 'float64'));
  }
  for (const [name, compute] of Object.entries(KEEPING)) define(name, (call) => map(session, call.args[0], compute));
  for (const [name, compute] of Object.entries(BINARY)) {
    define(name, (call) => combine(session, call.args[0], call.args[1], compute, call.site));
  }
  const reduction = (name: string, compute: (numbers: readonly number[]) => number, dtype?: string): void => {
    define(name, (call) => {
      const keep = call.kwargs.get('keepdims');
      const keeps = keep !== undefined && call.interpreter.truth(keep) === true;
      return reduce(session, call.args[0], call.args[1] ?? call.kwargs.get('axis'), keeps, compute, dtype);
    });
  };
  reduction('sum', sum);
  reduction('prod', multiplied);
  reduction('mean', mean, 'float64');
  reduction('average', mean, 'float64');
  reduction('max', greatest);
  reduction('amax', greatest);
  reduction('std', (numbers) => Math.sqrt(variance(numbers)), 'float64');
  reduction('var', variance, 'float64');
  reduction('median', median, 'float64');
  reduction('all', (numbers) => Number(numbers.every((x) => x !== 0)), 'bool');
  reduction('any', (numbers) => Number(numbers.some((x) => x !== 0)), 'bool');
  reduction('min', (numbers) => Math.min(...numbers));
  reduction('amin', (numbers) => Math.min(...numbers));
  reduction('argmax', positionOfGreatest, 'int64');
  reduction('argmin', (numbers) => numbers.indexOf(Math.min(...numbers)), 'int64');

  const make = (call: NativeCall, shape: Shape | null, fill: number | null, dtype: string): Value => {
    const count = shape?.every((size) => typeof size === 'number') ? multiplied(shape) : Infinity;
    const numbers = fill !== null && count <= MAX_KEPT_NUMBERS ? new Array<number>(count).fill(fill) : null;
    const type = dtypeName(call.kwargs.get('dtype')) ?? dtype;
    return makeArray(session, { shape, reason: shape ? null : say`The shape is not known.`, dtype: type, numbers });
  };
  const shapeArgument = (call: NativeCall): Shape | null => readShape(call.args[0] ?? call.kwargs.get('shape'));
  define('zeros', (call) => make(call, shapeArgument(call), 0, 'float64'));
  define('ones', (call) => make(call, shapeArgument(call), 1, 'float64'));
  define('empty', (call) => make(call, shapeArgument(call), null, 'float64'));
  define('full', (call) =>
    make(call, shapeArgument(call), asNumber(call.args[1] ?? call.kwargs.get('fill_value')) ?? null, 'float64'),
  );
  for (const [name, fill] of [
    ['zeros_like', 0],
    ['ones_like', 1],
    ['empty_like', null],
  ] as const) {
    define(name, (call) => make(call, readArray(call.args[0]).shape, fill, readArray(call.args[0]).dtype));
  }
  define('eye', (call) => {
    const size = valueToSize(call.args[0]);
    return make(call, size === undefined ? null : [size, valueToSize(call.args[1]) ?? size], null, 'float64');
  });
  for (const name of ['array', 'asarray', 'ascontiguousarray', 'copy']) {
    define(name, (call) => {
      const data = readArray(call.args[0]);
      return makeArray(session, { ...data, dtype: dtypeName(call.args[1] ?? call.kwargs.get('dtype')) ?? data.dtype });
    });
  }
  define('arange', (call) => arange(session, call));
  define('linspace', (call) => linspace(session, call));
  define('reshape', (call) =>
    reshape(session, readArray(call.args[0]), call.args[1] ?? call.kwargs.get('newshape') ?? NONE),
  );
  define('transpose', (call) =>
    transpose(session, readArray(call.args[0]), readShape(call.args[1] ?? call.kwargs.get('axes'))),
  );
  define(
    'shape',
    (call) => call.interpreter.getAttribute(makeArray(session, readArray(call.args[0])), 'shape') ?? NONE,
  );
  for (const name of ['finfo', 'iinfo']) entries[name] = limitsClass(name);
  define('ndim', (call) => int(readArray(call.args[0]).shape?.length ?? 0));
  define('isscalar', (call) => bool(asNumber(call.args[0]) !== undefined));
  define('unique', (call) => {
    const { labels, numbers, dtype } = readArray(call.args[0]);
    const different = labels === undefined ? numbers && [...new Set(numbers)].sort((a, b) => a - b) : null;
    const count = labels ?? different?.length;
    const unique = makeArray(session, {
      shape: count === undefined ? null : [count],
      reason: count === undefined ? say`How many different values there are is not known.` : null,
      dtype,
      numbers: different,
    });
    return call.kwargs.size === 0 ? unique : tuple([unique, ...[...call.kwargs].map(() => unique)]);
  });
  define('copyto', () => NONE);
  for (const name of ['save', 'savez', 'savetxt', 'set_printoptions', 'seterr']) define(name, () => NONE);
  for (const [name, run] of Object.entries(functions)) entries[name] ??= run;

  const random = randomModule(session);
  const quiet =
    (module: string) =>
    (name: string): Value =>
      session.interpreter.unknown(say`${module}.${name} is not followed.`);
  entries['random'] = random;
  const root = nativeModule('numpy', entries, quiet('numpy'));
  return (name) => {
    if (name === 'numpy') return root;
    if (name === 'numpy.random') return random;
    return name.startsWith('numpy.') ? nativeModule(name, {}, quiet(name)) : undefined;
  };
}

/** `np.int32(3.7)` is 3; as a dtype it goes by its name. */
function dtypeClass(session: Session, name: string): Value {
  const whole = name.includes('int');
  const cls = nativeClass({ name: name === 'bool_' ? 'bool' : name, qualifiedName: `numpy.${name}` });
  cls.namespace.set(
    '__new__',
    native('__new__', (call) => {
      const value = call.args[1];
      const number = asNumber(value);
      if (number !== undefined) return whole ? int(Math.trunc(number)) : float(number);
      if (arrayOf(value)) return map(session, value, whole ? Math.trunc : (x) => x, name);
      return call.interpreter.unknown(say`The number is not known.`, call.site);
    }),
  );
  return cls;
}

function clip(session: Session, call: NativeCall): Value {
  const bounds = [call.args[1] ?? call.kwargs.get('a_min'), call.args[2] ?? call.kwargs.get('a_max')];
  const [low, high] = bounds.map((bound, index) =>
    bound === undefined || bound.kind === 'none' ? (index === 0 ? -Infinity : Infinity) : asNumber(bound),
  );
  const data = readArray(call.args[0]);
  if (low === undefined || high === undefined) return makeArray(session, { ...withoutLabels(data), numbers: null });
  return map(session, call.args[0], (x) => Math.min(Math.max(x, low), high));
}

function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** `np.finfo(np.float32).max` */
function limitsClass(name: string): Value {
  return nativeClass({
    name,
    qualifiedName: `numpy.${name}`,
    methods: {
      __init__: (call) => {
        const [self, given] = call.args;
        const type = dtypeName(given);
        for (const limit of ['max', 'min', 'eps', 'tiny', 'bits']) {
          const value = type === null ? undefined : numberLimit(type, limit);
          if (self && value) call.interpreter.setAttribute(self, limit, value);
        }
        return NONE;
      },
    },
  });
}

function arange(session: Session, call: NativeCall): Value {
  const [a, b, c] = call.args.map((value) => valueToSize(value) ?? asNumber(value));
  const start = b === undefined ? 0 : a;
  const stop = b ?? a;
  const step = c ?? asNumber(call.kwargs.get('step')) ?? 1;
  const unknown = (): Value =>
    makeArray(session, { shape: null, reason: say`The range is not known.`, dtype: 'int64', numbers: null });
  if (start === undefined || stop === undefined) return unknown();
  if (typeof start !== 'number' || typeof stop !== 'number' || typeof step !== 'number') {
    if (typeof step !== 'number' || step <= 0 || !Number.isInteger(step)) return unknown();
    return makeArray(session, {
      shape: [ceilDivide(add(subtract(stop, start), 0), step)],
      reason: null,
      dtype: 'int64',
      numbers: null,
    });
  }
  const count = step === 0 ? 0 : Math.max(0, Math.ceil((stop - start) / step));
  const whole = [start, stop, step].every(Number.isInteger) && call.args.every((value) => value.kind !== 'float');
  const numbers = count <= MAX_KEPT_NUMBERS ? Array.from({ length: count }, (_, i) => start + i * step) : null;
  const dtype = dtypeName(call.kwargs.get('dtype')) ?? (whole ? 'int64' : 'float64');
  return makeArray(session, { shape: [count], reason: null, dtype, numbers });
}

function linspace(session: Session, call: NativeCall): Value {
  const start = asNumber(call.args[0] ?? call.kwargs.get('start'));
  const stop = asNumber(call.args[1] ?? call.kwargs.get('stop'));
  const given = call.args[2] ?? call.kwargs.get('num');
  const count = given === undefined ? 50 : valueToSize(given);
  if (count === undefined)
    return makeArray(session, {
      shape: null,
      reason: say`The number of points is not known.`,
      dtype: 'float64',
      numbers: null,
    });
  const told =
    start !== undefined && stop !== undefined && typeof count === 'number' && count <= MAX_KEPT_NUMBERS && count > 0;
  const numbers = told
    ? Array.from({ length: count }, (_, i) => (count === 1 ? start : start + ((stop - start) * i) / (count - 1)))
    : null;
  return makeArray(session, { shape: [count], reason: null, dtype: 'float64', numbers });
}
