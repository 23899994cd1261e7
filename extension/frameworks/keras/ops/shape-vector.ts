/** `tf.shape(x)`: the sizes of a tensor as a vector that can be indexed, sliced and computed with. */
import { say } from '../../../message.ts';
import { concreteShape } from '../../../model/concrete.ts';
import { add, floorDivide, multiply, subtract } from '../../../model/sizes/arithmetic.ts';
import type { Plain } from '../../../model/record.ts';
import type { Size } from '../../../model/size.ts';
import { nativeClass, NOT_IMPLEMENTED, type NativeRun } from '../../../python/evaluate/native.ts';
import { asInt, int, list, Slot, type CallSite, type PyInstance, type Value } from '../../../python/values.ts';
import { elementwise } from '../../elementwise.ts';
import { filledTensor } from '../../operand-tensors.ts';
import { setPlain } from '../../plain.ts';
import { sizeToValue, valueToSize } from '../../symint.ts';
import { makeTensor, tensorOf } from '../../tensor.ts';
import type { KerasState } from '../state.ts';

const vectorSlot = new Slot<readonly Size[]>();
/** Parts of a vector in which a size is open: inside of a layer TensorFlow tells them as a whole and not one by one. */
const partsOfOpen = new WeakSet<PyInstance>();

const isOpen = (value: Value | undefined): boolean =>
  (value?.kind === 'instance' && partsOfOpen.has(value)) ||
  (vectorOf(value) ?? []).some((size) => typeof size !== 'number');

export function vectorOf(value: Value | undefined): readonly Size[] | undefined {
  return vectorSlot.get(value);
}

export function makeVector(state: KerasState, sizes: readonly Size[]): PyInstance {
  const cls = state.cls('ShapeVector', () => {
    const combine =
      (operator: '+' | '-' | '*' | '//', compute: (a: Size, b: Size) => Size, reversed = false): NativeRun =>
      (call) => {
        const own = vectorOf(call.args[0]) ?? [];
        const other = call.args[1];
        if (tensorOf(other)) return withTensor(state, own, other, operator, reversed, call.site);
        const single = valueToSize(other);
        const many = sizesIn(other);
        if (single === undefined && !many) return NOT_IMPLEMENTED;
        const pairs = own.map((size, index): readonly [Size, Size] => [size, single ?? many?.[index] ?? 1]);
        const sizes = pairs.map(([a, b]) => (reversed ? compute(b, a) : compute(a, b)));
        // Inside of a layer TensorFlow does not tell what is computed of several sizes at once.
        const told = state.depth === 0 || own.length < 2 || !isOpen(call.args[0]);
        return makeVector(state, told ? sizes : sizes.map((size) => state.leftOpen(size)));
      };
    return nativeClass({
      name: 'Tensor',
      qualifiedName: 'tensorflow.Tensor',
      methods: {
        __add__: combine('+', add),
        __radd__: combine('+', add, true),
        __sub__: combine('-', subtract),
        __rsub__: combine('-', subtract, true),
        __mul__: combine('*', multiply),
        __rmul__: combine('*', multiply, true),
        __truediv__: (call) => withTensor(state, vectorOf(call.args[0]) ?? [], call.args[1], '/', false, call.site),
        __rtruediv__: (call) => withTensor(state, vectorOf(call.args[0]) ?? [], call.args[1], '/', true, call.site),
        __floordiv__: combine('//', (a, b) => (b === 0 ? a : floorDivide(a, b))),
        __len__: (call) => int((vectorOf(call.args[0]) ?? []).length),
        __iter__: (call) => {
          let index = 0;
          return {
            kind: 'iterator',
            typeName: 'iterator',
            next: () => itemOf(state, call.args[0], index++) ?? undefined,
          };
        },
        __getitem__: (call) => {
          const own = vectorOf(call.args[0]) ?? [];
          const index = call.args[1];
          if (index?.kind === 'slice') {
            const [from, to, step] = [index.start, index.stop, index.step].map(asInt);
            if (step === undefined || step === 1) {
              const part = makeVector(state, own.slice(from, to));
              if (isOpen(call.args[0])) partsOfOpen.add(part);
              return part;
            }
          }
          return (
            itemOf(state, call.args[0], asInt(index)) ??
            call.interpreter.unknown(say`The index into the shape is not known.`, call.site)
          );
        },
        as_list: (call) => list((vectorOf(call.args[0]) ?? []).map((size) => sizeToValue(state.session, size))),
        numpy: (call) => call.args[0] ?? list([]),
      },
    });
  });
  const value: PyInstance = { kind: 'instance', cls, attributes: new Map() };
  vectorSlot.set(value, sizes);
  setPlain(
    value,
    sizes.map((size): Plain => (typeof size === 'number' ? size : { kind: 'size', size })),
  );
  return value;
}

function itemOf(state: KerasState, vector: Value | undefined, position: number | undefined): Value | null {
  const size = position === undefined ? undefined : vectorOf(vector)?.at(position);
  if (size === undefined) return null;
  const isTold = state.depth === 0 || vector?.kind !== 'instance' || !partsOfOpen.has(vector);
  return sizeToValue(state.session, isTold ? size : state.leftOpen(size));
}

/** One by one: `tf.unstack(tf.shape(x))`. Null where it is no such vector. */
export function vectorItems(state: KerasState, vector: Value | undefined): Value[] | null {
  return vectorOf(vector)?.flatMap((_, index) => itemOf(state, vector, index) ?? []) ?? null;
}

/** What TensorFlow calls the operators. */
const NAMES = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'truediv', '//': 'floordiv' } as const;

/** `boxes / tf.cast(grid, tf.float32)`: the numbers of the vector meet the last axis of the tensor. */
function withTensor(
  state: KerasState,
  own: readonly Size[],
  other: Value | undefined,
  operator: '+' | '-' | '*' | '/' | '//',
  reversed: boolean,
  site: CallSite,
): Value {
  const tensor = tensorOf(other);
  if (!tensor) return NOT_IMPLEMENTED;
  const { shape } = tensor;
  const last = shape?.at(-1);
  const fits = shape != null && (own.length === 1 || last === own.length);
  const numbers = concreteShape(own);
  if (fits && other && numbers) {
    const sizes = filledTensor(state.session, 'keras', [own.length], numbers, site, 'float32');
    const operands = reversed ? [other, sizes] : [sizes, other];
    return elementwise(state.session, { framework: 'keras', label: NAMES[operator], operator, operands, site });
  }
  return makeTensor(
    state.session,
    'keras',
    fits ? shape : null,
    say`The sizes and the tensor do not meet in a known shape.`,
  );
}

/** Sizes in a list, tuple or shape vector; null when one is not known. None counts as -1, as in `tf.reshape`. */
export function sizesIn(value: Value | undefined): readonly Size[] | null {
  const vector = vectorOf(value);
  if (vector) return vector;
  if (value?.kind !== 'list' && value?.kind !== 'tuple') return null;
  const sizes = value.items.map((item) => (item.kind === 'none' ? -1 : valueToSize(item)));
  return sizes.every((size) => size !== undefined) ? sizes : null;
}
