/** Models that are a graph between symbolic inputs and outputs. keras/src/models/functional.py */
import { type Message, say } from '../../message.ts';
import type { CallSite, PyInstance, Value } from '../../python/values.ts';
import { tensorOf } from '../tensor.ts';
import { toRange } from '../session.ts';
import {
  addNode,
  historyOf,
  mapGraph,
  nodeOf,
  runThrough,
  setHistory,
  type KerasHistory,
  type Operation,
} from './graph.ts';
import { makeInput } from './input.ts';
import type { LayerData, ModelPart } from './layer-data.ts';
import type { KerasState } from './state.ts';
import { flatten, mapTensors } from './structure.ts';
import type { PyClass } from '../../python/values.ts';
import { makeTensor } from '../tensor.ts';

/** The graph between these tensors; a sentence where there is none. */
/** What a node of a graph costs when the graph is put together, in steps of the evaluator. */
const MAP_STEPS = 4;

export function functionalPart(
  state: KerasState,
  inputLayer: PyClass,
  inputs: Value,
  outputs: Value,
  site: CallSite,
): ModelPart | Message {
  const flatInputs = flatten(inputs);
  const flatOutputs = flatten(outputs);
  const lost = [...flatInputs, ...flatOutputs].find((value) => !historyOf(value));
  if (lost) return whyLost(lost);
  if (flatInputs.length === 0 || flatOutputs.length === 0) return say`The model has no inputs or no outputs.`;
  const starts = flatInputs as PyInstance[];
  const ends = flatOutputs as PyInstance[];
  const fromInputs = starts.every((tensor) => nodeOfTensor(tensor)?.isInput);
  const cloned = fromInputs ? { starts, ends } : cloneGraph(state, inputLayer, starts, ends, site);
  const renamed = new Map<Value, Value>([
    ...starts.map((tensor, index) => [tensor, cloned.starts[index] ?? tensor] as const),
    ...ends.map((tensor, index) => [tensor, cloned.ends[index] ?? tensor] as const),
  ]);
  const map = mapGraph(cloned.starts, cloned.ends);
  state.session.interpreter.work(map.nodes.size * MAP_STEPS);
  const entries = new Set<Value>(cloned.starts);
  for (const node of map.nodes) {
    if (node.isInput && !node.outputs.every((output) => entries.has(output))) {
      return say`The outputs also depend on the input '${node.operation.name}', which is not among the inputs of the model.`;
    }
  }
  return {
    inputs: cloned.starts,
    outputs: cloned.ends,
    inputStructure: mapTensors(inputs, (tensor) => renamed.get(tensor) ?? tensor),
    outputStructure: mapTensors(outputs, (tensor) => renamed.get(tensor) ?? tensor),
    map,
  };
}

function nodeOfTensor(tensor: Value): ReturnType<typeof nodeOf> {
  const history = historyOf(tensor);
  return history && nodeOf(history);
}

function whyLost(value: Value): Message {
  if (value.kind === 'unknown') return value.cause.reason;
  const tensor = tensorOf(value);
  if (!tensor) return say`An input or output of the model is not a tensor.`;
  return tensor.reason ?? say`An input or output of the model does not come from a keras.Input.`;
}

/** A model between intermediate tensors gets inputs of its own. keras/src/models/functional.py, clone_graph_nodes */
function cloneGraph(
  state: KerasState,
  inputLayer: PyClass,
  starts: readonly PyInstance[],
  ends: readonly PyInstance[],
  site: CallSite,
): { starts: PyInstance[]; ends: PyInstance[] } {
  const nodes = [...mapGraph(starts, ends).levels].flat();
  const tensors = new Map<Value, PyInstance>();
  const operations = new Map<Operation, Operation>();
  const clone = (tensor: Value): Value => {
    const known = tensors.get(tensor);
    if (known) return known;
    const data = tensorOf(tensor);
    const copy = makeTensor(state.session, 'keras', data?.shape ?? null, data?.reason ?? null, data?.dtype ?? null);
    tensors.set(tensor, copy);
    return copy;
  };
  const newStarts = starts.map((tensor) => {
    if (nodeOfTensor(tensor)?.isInput) {
      tensors.set(tensor, tensor);
      return tensor;
    }
    const data = tensorOf(tensor);
    const input = makeInput(
      state,
      inputLayer,
      data?.shape ?? data?.reason ?? say`The shape is not known.`,
      `keras_tensor_${state.tensorCount}CLONE`,
      site,
    );
    tensors.set(tensor, input);
    const from = historyOf(tensor);
    const to = historyOf(input);
    if (from && to) operations.set(from.operation, to.operation);
    return input;
  });
  const histories: (KerasHistory | undefined)[] = ends.map(historyOf);
  const newEnds = ends.map((tensor, index) => {
    const copy = clone(tensor) as PyInstance;
    const history = histories[index];
    if (history && copy !== tensor) setHistory(copy, history);
    return copy;
  });
  // In an order in which every input exists before it is used.
  for (const node of nodes) {
    if (node.isInput || node.outputs.every((output) => newStarts.includes(tensors.get(output) ?? output))) continue;
    const operation = operations.get(node.operation) ?? node.operation;
    const from = state.session.calls.length;
    const args = node.args.map((arg) => mapTensors(arg, clone));
    const kwargs = new Map([...node.kwargs].map(([name, value]) => [name, mapTensors(value, clone)] as const));
    const outputs = node.outputs.map((output) => clone(output) as PyInstance);
    copyCalls(state, node.calls, new Map(node.inputs.map((input) => [input, clone(input)])), node.outputs, outputs);
    const inputs = node.inputs.map((input) => clone(input) as PyInstance);
    addNode({
      ...node,
      operation,
      args,
      kwargs,
      inputs,
      outputs,
      calls: [from, state.session.calls.length],
      level: state.depth,
    });
  }
  return { starts: newStarts, ends: newEnds };
}

/** The same calls on the copied tensors, so that the copied graph can be run as well. */
function copyCalls(
  state: KerasState,
  [from, to]: readonly [number, number],
  inputs: ReadonlyMap<Value, Value>,
  outputs: readonly PyInstance[],
  copies: readonly PyInstance[],
): void {
  const { session } = state;
  const ids = new Map<number, number>();
  const pair = (tensor: Value, copy: Value): void => {
    const [old, now] = [tensorOf(tensor), tensorOf(copy)];
    if (old && now) ids.set(old.id, now.id);
  };
  for (const [tensor, copy] of inputs) pair(tensor, copy);
  outputs.forEach((tensor, index) => {
    const copy = copies[index];
    if (copy) pair(tensor, copy);
  });
  for (let id = from; id < to; id++) {
    const call = session.call(id);
    const results = call.outputs.map((output) => {
      const known = ids.get(output);
      if (known !== undefined) return known;
      const { framework, shape, reason } = session.tensor(output);
      const copy = session.newTensor(framework, shape, reason);
      ids.set(output, copy);
      return copy;
    });
    const { layer, label, macs, kernel, notRunnable, range } = call;
    session.addCall(
      {
        layer,
        label,
        macs,
        kernel,
        notRunnable,
        place: range,
        inputs: call.inputs.map((input) => ids.get(input) ?? input),
        outputs: results,
      },
      session.behaviours.get(id),
    );
  }
}

/** Runs the model on new tensors: the outputs in the form of the model's own. */
export function runPart(
  state: KerasState,
  model: LayerData,
  part: ModelPart,
  args: readonly Value[],
  site: CallSite,
): Value {
  const given = matchInputs(part, args[0]);
  if (given === null) {
    const count = flatten(args[0] ?? { kind: 'none' }).length;
    const message =
      part.inputs.length === 1
        ? say`${model.name} takes 1 input, but is given ${count}.`
        : say`${model.name} takes ${part.inputs.length} inputs, but is given ${count}.`;
    state.session.finding('bad-argument', toRange(site), message);
    return makeTensor(state.session, 'keras', null, message);
  }
  const results = state.session.within(site, () => runThrough(part.map, part.inputs, part.outputs, given));
  const replaced = new Map<Value, Value>();
  part.outputs.forEach((output, index) => {
    replaced.set(
      output,
      results[index] ?? makeTensor(state.session, 'keras', null, say`The output does not depend on the inputs.`),
    );
  });
  const result = mapTensors(part.outputStructure, (tensor) => replaced.get(tensor) ?? tensor);
  // keras/src/models/functional.py, unpack_singleton
  const singleton =
    (result.kind === 'list' || result.kind === 'tuple') && result.items.length === 1 ? result.items[0] : null;
  return singleton ?? result;
}

/** The given tensors in the order of the model's inputs; null when their number is wrong. */
function matchInputs(part: ModelPart, given: Value | undefined): Value[] | null {
  if (given === undefined) return null;
  if (given.kind === 'dict') {
    const byName = part.inputs.map((input) => {
      const name = historyOf(input)?.operation.name;
      return [...given.entries.values()].find(({ key }) => key.kind === 'str' && key.value === name)?.value;
    });
    if (byName.every((value) => value !== undefined)) return byName;
  }
  const values = flatten(given);
  return values.length === part.inputs.length ? values : null;
}
