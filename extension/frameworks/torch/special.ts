/** Names of torch that are neither layers nor functions of the table: constructors of tensors, queries, small helpers of torch.nn. */
import { say } from '../../message.ts';
import { nativeClass } from '../../python/evaluate/native.ts';
import {
  asInt,
  bool,
  int,
  native,
  NONE,
  tuple,
  type NativeCall,
  type PyClass,
  type Value,
} from '../../python/values.ts';
import { product } from '../../model/sizes/arithmetic.ts';
import type { Size } from '../../model/size.ts';
import { sizeToValue, valueToSize } from '../symint.ts';
import { attachTensor, makeTensor, tensorOf } from '../tensor.ts';
import { setNumbers, TORCH, type TorchContext } from './context.ts';
import { torchFunction } from './call.ts';

/** torch.Tensor(2, 3) makes an empty one, torch.Tensor([1, 2]) one of these numbers. */
export function tensorFromArguments(ctx: TorchContext, call: NativeCall, dtype: string): Value {
  const given = call.args;
  const sizes: Size[] = [];
  for (const value of given) {
    const size = valueToSize(value);
    if (size === undefined) break;
    sizes.push(size);
  }
  const [first] = given;
  if (given.length > 0 && sizes.length === given.length) return makeTensor(ctx.session, TORCH, sizes, null, dtype);
  if (!first) return makeTensor(ctx.session, TORCH, [0], null, dtype);
  // Several are sizes, whether they are known or not.
  if (given.length > 1 || first.kind === 'unknown') {
    const unknown = given.find((value) => value.kind === 'unknown');
    const reason = unknown?.kind === 'unknown' ? unknown.cause.reason : say`A size is not known.`;
    return makeTensor(ctx.session, TORCH, null, reason, dtype);
  }
  const fromSize = first.kind === 'tuple' && first.cls === ctx.classes.size;
  if (fromSize) {
    const own = first.items.flatMap((item) => valueToSize(item) ?? []);
    return makeTensor(
      ctx.session,
      TORCH,
      own.length === first.items.length ? own : null,
      say`A size is not known.`,
      dtype,
    );
  }
  const make = torchFunction(ctx, 'tensor');
  return make ? make.run({ ...call, args: [first], kwargs: new Map() }) : NONE;
}

const TYPED: Readonly<Record<string, string>> = {
  FloatTensor: 'float32',
  DoubleTensor: 'float64',
  HalfTensor: 'float16',
  LongTensor: 'int64',
  IntTensor: 'int32',
  ByteTensor: 'uint8',
  BoolTensor: 'bool',
};

/** torch.FloatTensor and its like: classes that code also asks for with isinstance. */
export function typedTensorClasses(ctx: TorchContext): Readonly<Record<string, PyClass>> {
  return Object.fromEntries(
    Object.entries(TYPED).map(([name, dtype]) => [
      name,
      nativeClass({
        name,
        qualifiedName: `torch.${name}`,
        bases: [ctx.classes.tensor],
        methods: { __init__: (call) => initialiseTensor(ctx, call, dtype) },
      }),
    ]),
  );
}

export function initialiseTensor(ctx: TorchContext, call: NativeCall, dtype = 'float32'): Value {
  const [self, ...rest] = call.args;
  const made = tensorFromArguments(ctx, { ...call, args: rest }, dtype);
  const data = tensorOf(made);
  if (self?.kind === 'instance' && data) {
    attachTensor(self, data);
    setNumbers(self, null);
  }
  return NONE;
}

export function specialEntries(ctx: TorchContext): Readonly<Record<string, Value>> {
  return {
    numel: native('numel', (call) => {
      const shape = tensorOf(call.args[0])?.shape;
      return shape
        ? sizeToValue(ctx.session, product(shape))
        : call.interpreter.unknown(say`The shape is not known.`, call.site);
    }),
    is_floating_point: native('is_floating_point', ({ args }) =>
      bool(/float/.test(tensorOf(args[0])?.dtype ?? 'float32')),
    ),
    result_type: native('result_type', (call) =>
      call.interpreter.unknown(say`Types of results are not followed.`, call.site),
    ),
    get_default_dtype: native('get_default_dtype', () => ctx.dtypes.get('float32') ?? NONE),
  };
}

/** torch.nn.modules.utils: _pair(3) is (3, 3). */
export function tupleHelpers(): Readonly<Record<string, Value>> {
  const repeat = (call: NativeCall, count: number): Value => {
    const [value] = call.args;
    if (!value) return NONE;
    if (value.kind === 'tuple') return value;
    const items = value.kind === 'list' ? value.items : null;
    return tuple(items ?? Array<Value>(count).fill(value));
  };
  const helper = (name: string, count: number): Value => native(name, (call) => repeat(call, count));
  return {
    _single: helper('_single', 1),
    _pair: helper('_pair', 2),
    _triple: helper('_triple', 3),
    _quadruple: helper('_quadruple', 4),
    _ntuple: native('_ntuple', (call) => helper('parse', asInt(call.args[0]) ?? 1)),
    _reverse_repeat_tuple: native('_reverse_repeat_tuple', (call) => {
      const items = (call.args[0] && call.interpreter.iterate(call.args[0])) ?? [];
      const count = asInt(call.args[1]) ?? 1;
      return tuple([...items].reverse().flatMap((item) => Array<Value>(count).fill(item)));
    }),
  };
}

/** torch.Size: a tuple that knows its product. */
export function createSizeClass(ctx: TorchContext, tupleClass: PyClass): PyClass {
  return nativeClass({
    name: 'Size',
    qualifiedName: 'torch.Size',
    bases: [tupleClass],
    methods: {
      numel: (call) => {
        const [self] = call.args;
        const sizes = self?.kind === 'tuple' ? self.items.map(valueToSize) : [];
        const known = sizes.filter((size) => size !== undefined);
        return known.length === sizes.length ? sizeToValue(ctx.session, product(known)) : int(0);
      },
    },
  });
}
