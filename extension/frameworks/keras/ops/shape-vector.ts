/** `tf.shape(x)`: the sizes of a tensor as a vector that can be indexed, sliced and computed with. */
import { add, floorDivide, multiply, subtract } from '../../../model/sizes/arithmetic.ts';
import type { Plain } from '../../../model/record.ts';
import type { Size } from '../../../model/size.ts';
import { nativeClass, NOT_IMPLEMENTED, type NativeRun } from '../../../python/evaluate/native.ts';
import { asInt, int, list, Slot, type PyInstance, type Value } from '../../../python/values.ts';
import { setPlain } from '../../plain.ts';
import { sizeToValue, valueToSize } from '../../symint.ts';
import type { KerasState } from '../state.ts';

const vectorSlot = new Slot<readonly Size[]>();

export function vectorOf(value: Value | undefined): readonly Size[] | undefined {
  return vectorSlot.get(value);
}

export function makeVector(state: KerasState, sizes: readonly Size[]): PyInstance {
  const { session } = state;
  const cls = state.cls('ShapeVector', () => {
    const combine =
      (compute: (a: Size, b: Size) => Size, reversed = false): NativeRun =>
      (call) => {
        const own = vectorOf(call.args[0]) ?? [];
        const other = call.args[1];
        const single = valueToSize(other);
        const many = sizesIn(other);
        if (single === undefined && !many) return NOT_IMPLEMENTED;
        // Inside of a layer TensorFlow does not tell what is computed of several sizes at once.
        if (state.depth > 0 && own.length > 1)
          return makeVector(
            state,
            own.map(() => state.leftOpen()),
          );
        const pairs = own.map((size, index): readonly [Size, Size] => [size, single ?? many?.[index] ?? 1]);
        return makeVector(
          state,
          pairs.map(([a, b]) => (reversed ? compute(b, a) : compute(a, b))),
        );
      };
    const item = (sizes: readonly Size[], index: Value | undefined): Value | null => {
      const position = asInt(index);
      const size = position === undefined ? undefined : sizes.at(position);
      return size === undefined ? null : sizeToValue(session, size);
    };
    return nativeClass({
      name: 'Tensor',
      qualifiedName: 'tensorflow.Tensor',
      methods: {
        __add__: combine(add),
        __radd__: combine(add, true),
        __sub__: combine(subtract),
        __rsub__: combine(subtract, true),
        __mul__: combine(multiply),
        __rmul__: combine(multiply, true),
        __floordiv__: combine((a, b) => (b === 0 ? a : floorDivide(a, b))),
        __len__: (call) => int((vectorOf(call.args[0]) ?? []).length),
        __iter__: (call) => {
          const own = vectorOf(call.args[0]) ?? [];
          let index = 0;
          return {
            kind: 'iterator',
            typeName: 'iterator',
            next: () => {
              const size = own[index++];
              return size === undefined ? undefined : sizeToValue(session, size);
            },
          };
        },
        __getitem__: (call) => {
          const own = vectorOf(call.args[0]) ?? [];
          const index = call.args[1];
          if (index?.kind === 'slice') {
            const [from, to, step] = [index.start, index.stop, index.step].map(asInt);
            if (step === undefined || step === 1) return makeVector(state, own.slice(from, to));
          }
          return item(own, index) ?? call.interpreter.unknown('The index into the shape is not known.', call.site);
        },
        as_list: (call) => list((vectorOf(call.args[0]) ?? []).map((size) => sizeToValue(session, size))),
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

/** Sizes in a list, tuple or shape vector; null when one is not known. None counts as -1, as in `tf.reshape`. */
export function sizesIn(value: Value | undefined): readonly Size[] | null {
  const vector = vectorOf(value);
  if (vector) return vector;
  if (value?.kind !== 'list' && value?.kind !== 'tuple') return null;
  const sizes = value.items.map((item) => (item.kind === 'none' ? -1 : valueToSize(item)));
  return sizes.every((size) => size !== undefined) ? sizes : null;
}
