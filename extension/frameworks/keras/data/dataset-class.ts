/** The methods of `tf.data.Dataset`. tensorflow/python/data/ops/dataset_ops.py */
import { type Message, say } from '../../../message.ts';
import { nativeClass, type NativeRun } from '../../../python/evaluate/native.ts';
import {
  asInt,
  int,
  NONE,
  str,
  tuple,
  type NativeCall,
  type PyClass,
  type PyIterator,
  type Value,
} from '../../../python/values.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { makeArray, untoldSize } from '../../numpy/array-data.ts';
import { valueToSize } from '../../symint.ts';
import { makeTensor, tensorOf } from '../../tensor.ts';
import type { KerasState } from '../state.ts';
import { flatten, mapTensors } from '../structure.ts';
import {
  asElement,
  bindBatch,
  datasetOf,
  firstBatch,
  firstElement,
  setDataset,
  withShapes,
  type Dataset,
} from './dataset.ts';

/** What changes neither the elements nor how many there are. */
const SAME = 'shuffle prefetch cache with_options apply_options snapshot rebatch ragged_batch';
/** What changes how many there are, as the data say. */
const COUNTED_BY_DATA = 'filter shard take_while unique rejection_resample random_shuffle';

/** `tf.data.INFINITE_CARDINALITY` */
const INFINITE = -1;

export function createDatasetClass(state: KerasState): PyClass {
  const { session } = state;
  const given = (call: NativeCall, position: number, name: string): Value | undefined =>
    call.args[position] ?? call.kwargs.get(name);
  const own = (call: NativeCall): Dataset =>
    datasetOf(call.args[0]) ?? {
      element: call.interpreter.unknown(say`The data set is not known.`, call.site),
      count: null,
      batches: new Map(),
    };
  const make = (data: Dataset): Value => setDataset({ kind: 'instance', cls, attributes: new Map() }, data);
  const unknownElement = (call: NativeCall, reason: Message): Dataset => ({
    element: call.interpreter.unknown(reason, call.site),
    count: null,
    batches: new Map(),
  });
  const changed =
    (change: (data: Dataset, call: NativeCall) => Dataset): NativeRun =>
    (call) =>
      make(change(own(call), call));

  /** The leading axis of a batch: `drop_remainder` makes it a number. */
  const batched = (data: Dataset, call: NativeCall, inner: (shape: Shape) => Shape | null): Dataset => {
    const size = valueToSize(given(call, 1, 'batch_size'));
    const drop = given(call, call.site.positional.length > 2 ? 2 : 99, 'drop_remainder');
    const dropped = drop !== undefined && call.interpreter.truth(drop);
    const whole = typeof size === 'number';
    const axis: Size =
      dropped === true ? (size ?? untoldSize(session)) : dropped === null ? untoldSize(session) : state.leftOpen();
    const first = whole ? firstBatch(data.count, size, untoldSize(session)) : (size ?? untoldSize(session));
    const count =
      data.count === null || !whole ? null : dropped ? Math.floor(data.count / size) : Math.ceil(data.count / size);
    const batches = bindBatch(axis, first, data.batches);
    return {
      element: withShapes(state, data.element, (shape) => {
        const rest = inner(shape);
        return rest && [axis, ...rest];
      }),
      count,
      batches,
    };
  };

  /** The function is traced on one element, as TensorFlow traces it. */
  const mapped = (data: Dataset, call: NativeCall): Dataset => {
    const body = given(call, 1, 'map_func');
    if (!body || data.element.kind === 'unknown') return { ...data, element: data.element };
    const args = data.element.kind === 'tuple' ? data.element.items : [data.element];
    const result = state.inside(() => call.interpreter.call(body, args, new Map(), call.site));
    const element = result.kind === 'list' ? tuple(result.items) : result;
    return { ...data, element: element.kind === 'unknown' ? element : asElement(state, leaves(element)) };
  };
  const leaves = (element: Value): Value =>
    element.kind === 'tuple'
      ? tuple(element.items.map(leaves))
      : element.kind === 'unknown'
        ? makeTensor(session, 'keras', null, element.cause.reason)
        : element;

  const iterate = (data: Dataset, convert: (element: Value) => Value): PyIterator => {
    let given = 0;
    const iterator: PyIterator = {
      kind: 'iterator',
      typeName: 'OwnedIterator',
      next: () => {
        if (given > 0 || data.element.kind === 'unknown') {
          // How many follow, and what is in them, is a matter of the data.
          iterator.cut =
            data.element.kind === 'unknown'
              ? data.element.cause
              : { reason: say`Further elements of a data set.`, place: null };
          return undefined;
        }
        given++;
        return convert(firstElement(state, data));
      },
      further: () => {
        if (data.element.kind === 'unknown') return undefined;
        if (data.count !== null && given >= data.count) {
          delete iterator.cut;
          return undefined;
        }
        // The last batch may be a smaller one.
        const isWhole = data.count !== null && ++given < data.count;
        return convert(isWhole ? firstElement(state, data) : withShapes(state, data.element, (shape) => shape));
      },
    };
    return iterator;
  };
  const asArrays = (element: Value): Value =>
    mapTensors(element, (tensor) => {
      const data = tensorOf(tensor);
      const { shape = null, reason = null } = data ?? {};
      return makeArray(session, { shape, reason, dtype: data?.dtype ?? 'float32', numbers: null });
    });
  const count: NativeRun = (call) => {
    const { count: known } = own(call);
    if (known === Infinity) return int(INFINITE);
    return known === null
      ? call.interpreter.unknown(say`How many elements there are is a matter of the data.`, call.site)
      : int(known);
  };
  const zipped = (call: NativeCall, parts: readonly Value[]): Value => {
    const sets = parts.map((part) => datasetOf(part));
    if (!sets.every((set) => set !== undefined))
      return make(unknownElement(call, say`A part of the data set is not known.`));
    const counts = sets.map((set) => set.count);
    return make({
      element: tuple(sets.map((set) => set.element)),
      count: counts.every((each) => each !== null) ? Math.min(...counts) : null,
      batches: new Map(sets.flatMap((set) => [...set.batches])),
    });
  };
  const staticMethods: Record<string, NativeRun> = {
    from_tensor_slices: (call) => {
      const value = given(call, 0, 'tensors');
      if (!value || value.kind === 'unknown')
        return make(
          unknownElement(call, value?.kind === 'unknown' ? value.cause.reason : say`The data are not known.`),
        );
      const whole = asElement(state, value);
      const length = flatten(whole).map((leaf) => tensorOf(leaf)?.shape?.[0])[0];
      return make({
        element: withShapes(state, whole, (shape) => shape.slice(1)),
        count: typeof length === 'number' ? length : null,
        batches: new Map(),
      });
    },
    from_tensors: (call) => {
      const value = given(call, 0, 'tensors');
      return make(
        value
          ? { element: asElement(state, value), count: 1, batches: new Map() }
          : unknownElement(call, say`The data are not known.`),
      );
    },
    from_generator: (call) => {
      const signature = given(call, 99, 'output_signature');
      const shapes = given(call, 2, 'output_shapes');
      const spec = signature ?? shapes;
      if (!spec) return make(unknownElement(call, say`What a generator yields is not followed.`));
      return make({ element: signature ?? specOf(spec), count: null, batches: new Map() });
    },
    range: (call) => {
      const numbers = call.args.map(asInt);
      const [first = 0, second, step = 1] = numbers;
      const [start, stop] = second === undefined ? [0, first] : [first, second];
      const known = numbers.every((number) => number !== undefined) && step !== 0;
      const element = makeTensor(session, 'keras', [], null, 'int64');
      return make({ element, count: known ? Math.max(0, Math.ceil((stop - start) / step)) : null, batches: new Map() });
    },
    list_files: () =>
      make({ element: makeTensor(session, 'keras', [], null, 'string'), count: null, batches: new Map() }),
    zip: (call) => {
      const [first] = call.args;
      return zipped(call, first?.kind === 'tuple' || first?.kind === 'list' ? first.items : call.args);
    },
  };
  /** `output_shapes=([None, 3], [])`: tuples are structure, lists and TensorShapes are shapes. */
  const specOf = (value: Value): Value => {
    const isShape = (items: readonly Value[]): boolean =>
      items.every((item) => item.kind === 'none' || valueToSize(item) !== undefined);
    if (value.kind === 'tuple' && !isShape(value.items)) return tuple(value.items.map(specOf));
    const shape = value.kind === 'tuple' || value.kind === 'list' ? state.readShape(value, false) : null;
    return makeTensor(session, 'keras', shape, say`The shape of the elements is not known.`);
  };

  const cls: PyClass = nativeClass({
    name: 'Dataset',
    qualifiedName: 'tensorflow.data.Dataset',
    methods: {
      ...Object.fromEntries(SAME.split(' ').map((name) => [name, changed((data) => data)])),
      ...Object.fromEntries(
        COUNTED_BY_DATA.split(' ').map((name) => [name, changed((data) => ({ ...data, count: null }))]),
      ),
      repeat: changed((data, call) => {
        const rounds = given(call, 1, 'count') ?? NONE;
        const times = rounds.kind === 'none' || asInt(rounds) === INFINITE ? Infinity : asInt(rounds);
        // A batch at the end of a round may be a smaller one: such data sets are not counted.
        if (times === undefined || data.batches.size > 0) return { ...data, count: null };
        return { ...data, count: times === Infinity ? times : data.count === null ? null : data.count * times };
      }),
      take: changed((data, call) => {
        const limit = asInt(given(call, 1, 'count'));
        return { ...data, count: data.count === null || limit === undefined ? null : Math.min(data.count, limit) };
      }),
      skip: changed((data, call) => {
        const limit = asInt(given(call, 1, 'count'));
        return { ...data, count: data.count === null || limit === undefined ? null : Math.max(0, data.count - limit) };
      }),
      concatenate: changed((data, call) => {
        const other = datasetOf(given(call, 1, 'dataset'))?.count;
        return { ...data, count: data.count === null || other == null ? null : data.count + other };
      }),
      map: changed(mapped),
      batch: changed((data, call) => batched(data, call, (shape) => shape)),
      padded_batch: changed((data, call) => {
        const shapes = given(call, 2, 'padded_shapes');
        // Sizes that are left open become those of the longest in the batch.
        const open = (shape: Shape): Shape => shape.map((size) => (typeof size === 'number' ? size : state.leftOpen()));
        if (shapes === undefined || shapes.kind === 'none')
          return batched(data, { ...call, args: call.args.slice(0, 2) }, open);
        const flat = flatten(specOf(shapes)).map((leaf) => tensorOf(leaf)?.shape ?? null);
        let index = 0;
        return batched(data, { ...call, args: call.args.slice(0, 2) }, () => flat[index++] ?? null);
      }),
      unbatch: changed((data) => ({
        ...data,
        element: withShapes(state, data.element, (shape) => shape.slice(1)),
        count: null,
      })),
      enumerate: changed((data) => ({
        ...data,
        element: tuple([makeTensor(session, 'keras', [], null, 'int64'), data.element]),
      })),
      apply: (call) => {
        const transformation = given(call, 1, 'transformation_func');
        const result =
          transformation && call.interpreter.call(transformation, call.args.slice(0, 1), new Map(), call.site);
        return datasetOf(result) && result
          ? result
          : make(unknownElement(call, say`What is applied to the data set is not followed.`));
      },
      interleave: (call) => make(unknownElement(call, say`Interleaved data sets are not followed.`)),
      flat_map: (call) => make(unknownElement(call, say`Flattened data sets are not followed.`)),
      window: (call) => make(unknownElement(call, say`Windows of data sets are not followed.`)),
      group_by_window: (call) => make(unknownElement(call, say`Windows of data sets are not followed.`)),
      as_numpy_iterator: (call) => iterate(own(call), asArrays),
      get_single_element: (call) => firstElement(state, own(call)),
      cardinality: count,
      __len__: count,
      __iter__: (call) => iterate(own(call), (element) => element),
      __repr__: () => str('<Dataset>'),
      __getattr__: (call) => call.interpreter.unknown(say`This of a data set is not followed.`, call.site),
    },
    properties: {
      element_spec: (call) => own(call).element,
    },
    attributes: Object.fromEntries(
      Object.entries(staticMethods).map(([name, run]) => [
        name,
        { kind: 'staticmethod', callable: { kind: 'native', name, run } },
      ]),
    ),
  });
  return cls;
}

/** For functions elsewhere that give a data set. */
export function newDataset(cls: PyClass, element: Value, batches: Dataset['batches'] = new Map()): Value {
  return setDataset({ kind: 'instance', cls, attributes: new Map() }, { element, count: null, batches });
}
