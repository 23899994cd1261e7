/**
 * `tf.data.Dataset` as the analysis sees it: one element as a structure of tensors, and how many there are. What a pipeline does to
 * shapes says what a model is trained on. A batch is left open, as in `element_spec`; a loop over the data set sees its first batch.
 */
import { say } from '../../../message.ts';
import { substitute, symbolsOf } from '../../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../../model/size.ts';
import type { PyInstance, Value } from '../../../python/values.ts';
import { Slot, tuple } from '../../../python/values.ts';
import { arrayOf } from '../../numpy/array-data.ts';
import { readArray } from '../../numpy/read.ts';
import { makeTensor, tensorOf } from '../../tensor.ts';
import type { KerasState } from '../state.ts';
import { mapTensors } from '../structure.ts';

export interface Dataset {
  /** An Unknown where it could not be followed. */
  readonly element: Value;
  /** How many elements; null: a matter of the data. */
  readonly count: number | null;
  /** The sizes of the first batches, by the name of the symbol that stands for them; an untold size where it is a matter of the data. */
  readonly batches: ReadonlyMap<string, Size>;
}

const slot = new Slot<Dataset>();

export const datasetOf = (value: Value | undefined): Dataset | undefined => slot.get(value);

export function setDataset(value: PyInstance, data: Dataset): PyInstance {
  slot.set(value, data);
  return value;
}

/** Every leaf as a tensor with another shape; null where the shape of the leaf is not known. */
export function withShapes(state: KerasState, element: Value, change: (shape: Shape) => Shape | null): Value {
  return mapTensors(element, (tensor) => {
    const data = tensorOf(tensor);
    const shape = data?.shape ? change(data.shape) : null;
    const reason = shape ? null : (data?.reason ?? say`The shape of the elements is not known.`);
    return makeTensor(state.session, 'keras', shape, reason, data?.dtype ?? null);
  });
}

/** Arrays, lists and numbers as tensors; lists of a structure are tensors of their own, as in TensorFlow. */
export function asElement(state: KerasState, value: Value): Value {
  if (tensorOf(value)) return value;
  switch (value.kind) {
    case 'tuple':
      return tuple(value.items.map((item) => asElement(state, item)));
    case 'dict': {
      const entries: typeof value.entries = new Map();
      for (const [key, entry] of value.entries)
        entries.set(key, { key: entry.key, value: asElement(state, entry.value) });
      return { ...value, entries };
    }
    case 'str':
      return makeTensor(state.session, 'keras', [], null, 'string');
    case 'list':
      if (value.items.length > 0 && value.items.every((item) => item.kind === 'str'))
        return makeTensor(state.session, 'keras', [value.items.length], null, 'string');
      break;
    default:
  }
  const { shape, reason, dtype } = arrayOf(value) ?? readArray(value);
  return makeTensor(state.session, 'keras', shape, reason, dtype);
}

/** An element as a loop sees it: the first batch has a size. */
export function firstElement(state: KerasState, { element, batches }: Dataset): Value {
  const told = (size: Size): Size =>
    typeof size === 'number' || !symbolsOf(size).some(({ name }) => batches.has(name))
      ? size
      : substitute(size, batches);
  return withShapes(state, element, (shape) => shape.map(told));
}

/** What the open axis of a batch is for the first one. */
export function bindBatch(axis: Size, first: Size, before: Dataset['batches'] = new Map()): Dataset['batches'] {
  const [symbol] = typeof axis === 'number' ? [] : symbolsOf(axis);
  return symbol ? new Map([...before, [symbol.name, first]]) : before;
}

/** How many elements a batch takes together, where the data set has so many. */
export function firstBatch(count: number | null, size: number, otherwise: Size): Size {
  return count === null ? otherwise : Math.min(count, size);
}
