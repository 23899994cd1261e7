/**
 * torch.Tensor: operators, properties, and the methods of the generated signatures that have a rule. What returns the same
 * numbers (`contiguous`, `to`, `detach`) returns the tensor itself, so that graphs hold only what computes.
 */
import { say } from '../../message.ts';
import { makeClass } from '../../python/evaluate/classes.ts';
import {
  builtinClasses,
  nativeClass,
  nativeMethod,
  nativeProperty,
  type NativeRun,
} from '../../python/evaluate/native.ts';
import {
  bool,
  FALSE,
  float,
  int,
  list,
  NONE,
  str,
  TRUE,
  type CallSite,
  type NativeCall,
  type PyClass,
  type PyInstance,
  type Value,
} from '../../python/values.ts';
import { sameShape } from '../../model/shape-rules/reshape.ts';
import { product } from '../../model/sizes/arithmetic.ts';
import { addResult, tensorOperators } from '../operators.ts';
import { elementwise } from '../elementwise.ts';
import { sizeToValue, valueToSize } from '../symint.ts';
import { attachTensor, makeTensor, tensorOf, type TensorData } from '../tensor.ts';
import { torchMethod } from './call.ts';
import { iterator, numbersOf, setNumbers, TORCH, type TorchContext } from './context.ts';
import { assign } from './assign.ts';
import { dtypeName } from './dtypes.ts';
import { castKernel, drawnInPlace, overwritten, replaceData } from './fill.ts';
import { advancedIndex, isAdvanced } from './indexing.ts';
import { keepNumbers } from './ops/elementwise.ts';
import { onNumbers } from '../../model/part-kernel.ts';

import { LazyNames } from './lazy-names.ts';
import { ruleNames } from './ops/table.ts';
import { tensorFromArguments } from './special.ts';
import { settleByGuess } from './pending-input.ts';
import { layerRuleNames } from './functional-layers.ts';

/** Rows of a tensor that a loop may run over. */
const MAX_ROWS = 1024;

export function createTensorClass(ctx: TorchContext): PyClass {
  const operators = tensorOperators(ctx.session, { framework: TORCH });
  const cls = nativeClass({
    name: 'Tensor',
    qualifiedName: 'torch.Tensor',
    bases: [tensorBase(ctx)],
    methods: {
      ...settled(ctx, { ...operators, ...arithmeticOnNumbers(operators), ...queries(ctx) }),
      ...settled(ctx, sequence(ctx, operators['__getitem__'])),
      ...conversions(ctx),
      ...casts(ctx),
      __join__: (call) => join(ctx, call),
    },
    properties: settled(ctx, properties(ctx)),
  });
  // An attribute of each parameter; of anything computed it depends on what surrounds it.
  cls.namespace.set('requires_grad', ctx.session.interpreter.unknown(say`Gradients are not followed.`));
  cls.namespace.set(
    'data',
    nativeProperty(
      'data',
      ({ args }) => args[0] ?? NONE,
      ({ args, site }) => {
        const [self, value] = args;
        const data = tensorOf(value);
        const own = tensorOf(self);
        if (self?.kind === 'instance' && data && own) {
          attachTensor(self, { ...own, shape: data.shape, reason: data.reason });
          replaceData(ctx, self, data, site);
        }
        return NONE;
      },
    ),
  );
  return cls;
}

/** Whoever looks at the shape of an input of the model settles it first. */
const settled = (ctx: TorchContext, methods: Readonly<Record<string, NativeRun>>): Record<string, NativeRun> =>
  Object.fromEntries(
    Object.entries(methods).map(([name, run]) => [
      name,
      (call: NativeCall) => {
        settleByGuess(ctx, call.args);
        return run(call);
      },
    ]),
  );

/** What a name stands for after a branch that cannot be told: a tensor, if it has the same shape either way. */
function join(ctx: TorchContext, call: NativeCall): Value {
  const [a, b] = call.args.map((value) => tensorOf(value)?.shape);
  if (a && b && sameShape(a, b)) return makeTensor(ctx.session, TORCH, a, null, dataOf(call)?.dtype ?? null);
  return call.interpreter.unknown(say`Branches that cannot be told give tensors of different shapes.`, call.site);
}

const dataOf = (call: NativeCall): TensorData | undefined => tensorOf(call.args[0]);

/**
 * The base that holds everything with a signature of Tensor: with its rule, or giving a tensor that cannot be told. What works in
 * place needs a rule, or its shape would be wrong.
 */
function tensorBase(ctx: TorchContext): PyClass {
  const names = new LazyNames((name) => {
    const rule = RULED.has(name) || RULED.has(name.replace(/_$/, '')) || !name.endsWith('_');
    const method = rule ? torchMethod(ctx, name) : undefined;
    return method && nativeMethod(name, method);
  });
  const cls = makeClass({
    name: 'TensorBase',
    qualifiedName: 'torch._C.TensorBase',
    bases: [builtinClasses.object],
    namespace: names,
  });
  if (!cls) throw new Error('object alone contradicts nothing');
  return cls;
}

const RULED = new Set([...ruleNames(), ...layerRuleNames()]);

/** Constants stay constants: `torch.linspace(0, rate, depth)[i]`, `arange(n) * 2`. */
function arithmeticOnNumbers(operators: Readonly<Record<string, NativeRun>>): Record<string, NativeRun> {
  const wrapped: Record<string, NativeRun> = {};
  const symbols = { add: '+', sub: '-', mul: '*', truediv: '/', pow: '**' } as const;
  for (const [name, symbol] of Object.entries(symbols)) {
    for (const reversed of [false, true]) {
      const method = `__${reversed ? 'r' : ''}${name}__`;
      const run = operators[method];
      if (!run) continue;
      const withNumbers: NativeRun = (call) => {
        const result = run(call);
        const [own = NONE, other = NONE] = call.args;
        if (numbersOf(own) ?? numbersOf(other)) {
          keepNumbers(result, symbol, reversed ? other : own, reversed ? own : other);
        }
        return result;
      };
      wrapped[method] = withNumbers;
    }
  }
  return wrapped;
}

/** The tensor itself; of a parameter a tensor of its own, which no module registers. */
function conversions(ctx: TorchContext): Record<string, NativeRun> {
  const same: NativeRun = (call) => plainTensor(ctx, call.args[0]);
  const names = [
    'contiguous', 'detach', 'clone', 'cpu', 'cuda', 'xpu', 'to_dense', 'pin_memory', 'share_memory_', 'requires_grad_', 'alias',
    'resolve_conj', 'as_subclass', 'coalesce', 'refine_names', 'rename',
  ]; // prettier-ignore
  const fills = ['copy_', 'random_', 'exponential_', 'set_', 'log_normal_', 'cauchy_', 'geometric_', 'fill_diagonal_'];
  const itself: NativeRun = (call) => call.args[0] ?? NONE;
  return {
    ...Object.fromEntries(names.map((name) => [name, same])),
    ...Object.fromEntries(fills.map((name) => [name, (call: NativeCall) => overwritten(ctx, call, name)])),
    ...drawnInPlace(ctx),
    new: (call) => tensorFromArguments(ctx, { ...call, args: call.args.slice(1) }, dataOf(call)?.dtype ?? 'float32'),
    detach_: itself,
    retain_grad: itself,
    backward: () => NONE,
    register_hook: (call) => call.interpreter.unknown(say`Hooks are not followed.`, call.site),
  };
}

function plainTensor(ctx: TorchContext, value: Value | undefined, dtype?: string, site?: CallSite): Value {
  const data = tensorOf(value);
  if (!value || value.kind !== 'instance' || !data) return value ?? NONE;
  if (value.cls === ctx.classes.tensor && (dtype === undefined || dtype === data.dtype)) return value;
  const cast = dtype === undefined ? null : castKernel(data.dtype, dtype);
  if (cast && dtype !== undefined && site) {
    const result = addResult(ctx.session, TORCH, 'to', [value], site, {
      shape: data.shape,
      reason: data.reason,
      kernel: data.shape && onNumbers([data.shape], () => cast),
      macs: 0,
      dtype,
    });
    const kept = numbersOf(value);
    if (kept && result.kind === 'instance')
      setNumbers(result, kept.map(dtype === 'bool' ? (x) => (x === 0 ? 0 : 1) : Math.trunc));
    return result;
  }
  const copy: PyInstance = { kind: 'instance', cls: ctx.classes.tensor, attributes: new Map() };
  attachTensor(copy, dtype === undefined ? data : { ...data, dtype });
  const numbers = numbersOf(value);
  if (numbers) setNumbers(copy, numbers);
  return copy;
}

function casts(ctx: TorchContext): Record<string, NativeRun> {
  const cast =
    (dtype: string): NativeRun =>
    (call) =>
      plainTensor(ctx, call.args[0], dtype, call.site);
  const to: NativeRun = (call) => {
    const given = [...call.args.slice(1), ...call.kwargs.values()];
    const named = given
      .map((value) => dtypeName(value) ?? tensorOf(value)?.dtype ?? undefined)
      .find((name) => name !== undefined);
    return plainTensor(ctx, call.args[0], named, call.site);
  };
  return {
    to,
    type: (call) => (call.args.length > 1 ? to(call) : str('torch.FloatTensor')),
    type_as: to,
    float: cast('float32'),
    double: cast('float64'),
    half: cast('float16'),
    bfloat16: cast('bfloat16'),
    int: cast('int32'),
    long: cast('int64'),
    short: cast('int16'),
    byte: cast('uint8'),
    bool: cast('bool'),
  };
}

function sizeArgument(call: NativeCall, shape: NonNullable<TensorData['shape']>, given: Value): number | null {
  const axis = valueToSize(given);
  if (typeof axis !== 'number') return null;
  if (axis >= shape.length || axis < -shape.length) {
    return call.interpreter.raise(
      'IndexError',
      `Dimension out of range (expected to be in range of [${-shape.length}, ${shape.length - 1}], but got ${axis})`,
      call.site,
    );
  }
  return axis < 0 ? axis + shape.length : axis;
}

const unknownShape = (call: NativeCall): Value =>
  call.interpreter.unknown(dataOf(call)?.reason ?? say`The shape of the tensor is not known.`, call.site);

function queries(ctx: TorchContext): Record<string, NativeRun> {
  const rank: NativeRun = (call) => {
    const shape = dataOf(call)?.shape;
    return shape ? int(shape.length) : unknownShape(call);
  };
  const count: NativeRun = (call) => {
    const shape = dataOf(call)?.shape;
    return shape ? sizeToValue(ctx.session, product(shape)) : unknownShape(call);
  };
  const unknownValue = (call: NativeCall): Value =>
    call.interpreter.unknown(say`The value of a tensor is not known.`, call.site);
  const item: NativeRun = (call) => {
    const numbers = numbersOf(call.args[0]);
    const [number] = numbers ?? [];
    if (numbers?.length !== 1 || number === undefined) return unknownValue(call);
    return asPython(number, dataOf(call)?.dtype ?? null);
  };
  const toList: NativeRun = (call) => {
    const shape = dataOf(call)?.shape;
    const numbers = numbersOf(call.args[0]);
    if (!numbers || shape?.length !== 1) return numbers?.length === 1 ? item(call) : unknownValue(call);
    return list(numbers.map((number) => asPython(number, dataOf(call)?.dtype ?? null)));
  };
  return {
    size: (call) => {
      const shape = dataOf(call)?.shape;
      if (!shape) return unknownShape(call);
      const given = call.args[1] ?? call.kwargs.get('dim');
      if (given === undefined || given.kind === 'none') return ctx.sizeTuple(shape);
      const axis = sizeArgument(call, shape, given);
      return axis === null
        ? call.interpreter.unknown(say`The axis is not known.`, call.site)
        : sizeToValue(ctx.session, shape[axis] ?? 1);
    },
    dim: rank,
    ndimension: rank,
    numel: count,
    nelement: count,
    item,
    tolist: toList,
    numpy: (call) => call.interpreter.unknown(say`The values of the tensor are not known.`, call.site),
    stride: (call) => call.interpreter.unknown(say`Strides are not followed.`, call.site),
    element_size: () => int(4),
    is_contiguous: () => TRUE,
    is_floating_point: (call) => bool(/float/.test(dataOf(call)?.dtype ?? 'float32')),
    is_complex: (call) => bool(/complex/.test(dataOf(call)?.dtype ?? '')),
    get_device: () => int(-1),
    __int__: item,
    __float__: item,
    __index__: item,
    __bool__: item,
    __format__: (call) => call.interpreter.unknown(say`The text of a tensor is not printed.`, call.site),
    __repr__: (call) => call.interpreter.unknown(say`The text of a tensor is not printed.`, call.site),
    __str__: (call) => call.interpreter.unknown(say`The text of a tensor is not printed.`, call.site),
    __deepcopy__: (call) => plainTensor(ctx, call.args[0]),
  };
}

const asPython = (number: number, dtype: string | null): Value =>
  dtype !== null && /int/.test(dtype) ? int(number) : dtype === 'bool' ? bool(number !== 0) : float(number);

function properties(ctx: TorchContext): Record<string, NativeRun> {
  const turned = (call: NativeCall, label: string, all: boolean): Value => {
    const shape = dataOf(call)?.shape;
    if (!shape) return makeTensor(ctx.session, TORCH, null, dataOf(call)?.reason ?? null);
    const order = shape.map((_, axis) => axis);
    if (all) order.reverse();
    else order.push(...order.splice(-2).reverse());
    return addResult(ctx.session, TORCH, label, call.args, call.site, {
      shape: order.map((axis) => shape[axis] ?? 1),
      reason: null,
      kernel: { op: 'permute', order },
      macs: 0,
    });
  };
  const device = (): Value => ({
    kind: 'instance',
    cls: ctx.classes.device,
    attributes: new Map([['type', str('cpu')]]),
  });
  return {
    shape: (call) => {
      const shape = dataOf(call)?.shape;
      return shape ? ctx.sizeTuple(shape) : unknownShape(call);
    },
    ndim: (call) => {
      const shape = dataOf(call)?.shape;
      return shape ? int(shape.length) : unknownShape(call);
    },
    dtype: (call) => {
      const name = dataOf(call)?.dtype;
      return (
        (name ? ctx.dtypes.get(name) : undefined) ??
        call.interpreter.unknown(say`The type of the numbers is not known.`, call.site)
      );
    },
    device,
    ...Object.fromEntries(
      ['is_cuda', 'is_xpu', 'is_mps', 'is_meta', 'is_sparse', 'is_quantized', 'is_nested'].map((name) => [
        name,
        () => FALSE,
      ]),
    ),
    is_leaf: () => TRUE,
    // None before backward, of the tensor's own shape after it: who computes with it has called backward.
    grad: (call) => {
      const data = dataOf(call);
      return data ? makeTensor(ctx.session, TORCH, data.shape, data.reason, data.dtype) : unknownShape(call);
    },
    grad_fn: () => NONE,
    real: (call) => plainTensor(ctx, call.args[0], 'float32'),
    imag: (call) => plainTensor(ctx, call.args[0], 'float32'),
    T: (call) => turned(call, 't', true),
    mT: (call) => turned(call, 'transpose', false),
    H: (call) => turned(call, 'adjoint', true),
    layout: (call) => call.interpreter.unknown(say`Layouts are not followed.`, call.site),
    nbytes: (call) => call.interpreter.unknown(say`Bytes are not counted here.`, call.site),
  };
}

function sequence(ctx: TorchContext, basic: NativeRun | undefined): Record<string, NativeRun> {
  const getItem: NativeRun = (call) => {
    const [self, index] = call.args;
    const data = tensorOf(self);
    if (!self || !index) return NONE;
    const numbers = numbersOf(self);
    const position = valueToSize(index);
    let result: Value;
    if (data?.shape && isAdvanced(index)) {
      result = advancedIndex(ctx.session, call, self, data.shape, index);
    } else result = basic ? basic(call) : NONE;
    if (numbers && data?.shape?.length === 1 && result.kind === 'instance') {
      if (typeof position === 'number') {
        const number = numbers.at(position);
        if (number !== undefined) setNumbers(result, [number]);
      }
    }
    return result;
  };
  return {
    __getitem__: getItem,
    __setitem__: (call) => {
      assign(ctx, call);
      return NONE;
    },
    __len__: (call) => {
      const [first] = dataOf(call)?.shape ?? [];
      return first === undefined ? unknownShape(call) : sizeToValue(ctx.session, first);
    },
    __iter__: (call) => {
      const [self] = call.args;
      const [rows] = dataOf(call)?.shape ?? [];
      if (!self || typeof rows !== 'number' || rows > MAX_ROWS) {
        return {
          kind: 'iterator',
          typeName: 'tensor_iterator',
          next: () => undefined,
          cut: { reason: dataOf(call)?.reason ?? say`How many rows there are is not known.`, place: call.site },
        };
      }
      return iterator(
        Array.from({ length: rows }, (_, row) => getItem({ ...call, args: [self, int(row)], kwargs: new Map() })),
        'tensor_iterator',
      );
    },
    __contains__: (call) => call.interpreter.unknown(say`The values of the tensor are not known.`, call.site),
    __rmatmul__: (call) => call.interpreter.unknown(say`A product with something that is no tensor.`, call.site),
    ...Object.fromEntries(
      (['add', 'sub', 'mul', 'truediv'] as const).map((name) => [
        `__i${name}__`,
        (call: NativeCall) => inPlace(ctx, call, name),
      ]),
    ),
  };
}

const IN_PLACE = { add: '+', sub: '-', mul: '*', truediv: '/' } as const;

/** `x += y`: the name stands for the result from now on. */
function inPlace(ctx: TorchContext, call: NativeCall, name: keyof typeof IN_PLACE): Value {
  const [self, other] = call.args;
  if (self?.kind !== 'instance' || !other) return NONE;
  const symbol = IN_PLACE[name];
  const result = elementwise(ctx.session, {
    framework: TORCH,
    label: name,
    operator: symbol,
    operands: [self, other],
    site: call.site,
  });
  keepNumbers(result, symbol, self, other);
  return result;
}
