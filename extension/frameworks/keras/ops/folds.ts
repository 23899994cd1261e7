/** Functions that go through an axis entry by entry: scans, folds, `K.rnn`. */
import { say } from '../../../message.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { list, NONE, tuple, type Value } from '../../../python/values.ts';
import { makeTensor, tensorOf } from '../../tensor.ts';
import { flatten, mapTensors } from '../structure.ts';
import type { OpCall, Operation } from './context.ts';

const entryOf = (call: OpCall, value: Value, axis = 0): Value =>
  mapTensors(value, (tensor) => {
    const shape = call.shapeOf(tensor);
    const rest = shape?.filter((_, index) => index !== axis) ?? null;
    return makeTensor(call.state.session, 'keras', rest, call.reasonOf(tensor), tensorOf(tensor)?.dtype);
  });

function lengthOf(call: OpCall, value: Value, axis = 0): Size | undefined {
  const [first] = flatten(value);
  return first && call.shapeOf(first)?.[axis];
}

/** Every tensor of the result with an axis more in front. */
const stacked = (call: OpCall, value: Value, inputs: readonly Value[], length: Size): Value =>
  mapTensors(value, (tensor) => {
    const shape: Shape | null = call.shapeOf(tensor);
    return call.result(inputs, shape && [length, ...shape], { reason: call.reasonOf(tensor) });
  });

const same = (call: OpCall, value: Value, inputs: readonly Value[]): Value =>
  mapTensors(value, (tensor) => call.result(inputs, call.shapeOf(tensor), { reason: call.reasonOf(tensor) }));

/** `tf.scan(fn, elems, initializer)`, `tf.foldl`: the value so far and the next entry give the next value. */
const through =
  (all: boolean): Operation =>
  (call) => {
    const body = call.arg(0, 'fn', 'f');
    const elements = call.tensor(1, 'elems', 'xs');
    const given = call.arg(2, 'initializer');
    const length = lengthOf(call, elements);
    if (!body || length === undefined)
      return call.result([elements], null, { reason: say`The entries are not known.` });
    const entry = entryOf(call, elements);
    const start = given === undefined || given.kind === 'none' ? entry : call.asTensor(given);
    const { session } = call.state;
    // The body is followed for what it builds; TensorFlow demands that it keeps the shape.
    session.discarding(() => session.interpreter.call(body, [start, entry], new Map(), call.site));
    return all ? stacked(call, start, [elements], length) : same(call, start, [elements]);
  };

/** `keras.ops.scan(f, init, xs)`: the last value, and what the function gave at every step. */
const kerasScan: Operation = (call) => {
  const [body, start, elements] = [call.arg(0, 'f'), call.tensor(1, 'init'), call.arg(2, 'xs')];
  const length =
    elements && elements.kind !== 'none' ? lengthOf(call, call.asTensor(elements)) : call.size(3, 'length');
  if (!body || length === undefined) return call.unknown(say`The entries are not known.`);
  const entry = elements && elements.kind !== 'none' ? entryOf(call, call.asTensor(elements)) : NONE;
  const { session } = call.state;
  const result = session.discarding(() => session.interpreter.call(body, [start, entry], new Map(), call.site));
  const [carry, each] = session.interpreter.iterate(result) ?? [];
  if (!carry || !each) return call.unknown(say`What the function gives is not known.`);
  return tuple([same(call, carry, [start]), stacked(call, each, [start], length)]);
};

/** `K.rnn(step_function, inputs, initial_states)`: last output, all outputs, last states. keras/src/legacy/backend.py */
const recurrent: Operation = (call) => {
  const [body, inputs, states] = [
    call.arg(0, 'step_function'),
    call.tensor(1, 'inputs'),
    call.tensor(2, 'initial_states'),
  ];
  const steps = lengthOf(call, inputs, 1);
  if (!body || steps === undefined) return call.unknown(say`The steps are not known.`);
  const { session } = call.state;
  const entry = entryOf(call, inputs, 1);
  const result = session.discarding(() => session.interpreter.call(body, [entry, states], new Map(), call.site));
  const [output, after] = session.interpreter.iterate(result) ?? [];
  const shape = output && call.shapeOf(output);
  if (!output || !after || !shape) return call.unknown(say`What a step gives is not known.`);
  const all = call.result([inputs], [shape[0] ?? 1, steps, ...shape.slice(1)]);
  return tuple([call.result([inputs], shape), all, list(flatten(same(call, after, [inputs])))]);
};

export const FOLD_OPERATIONS: Readonly<Record<string, Operation>> = {
  scan: (call) => (call.family === 'ops' ? kerasScan : through(true))(call),
  foldl: through(false),
  rnn: recurrent,
  associative_scan: (call) => same(call, call.tensor(1, 'elems'), [call.tensor(1, 'elems')]),
};
