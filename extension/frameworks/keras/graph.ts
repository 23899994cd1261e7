/**
 * Keras's own graph: operations, the nodes that their calls make, and the history of every symbolic tensor. Follows
 * keras/src/ops/node.py and keras/src/ops/function.py, because the order of a model's layers follows from it.
 */
import type { CallId, LayerId } from '../../model/graph.ts';
import type { CallSite, PyInstance, Value } from '../../python/values.ts';
import { Slot } from '../../python/values.ts';
import { tensorOf } from '../tensor.ts';
import { flatten, mapTensors } from './structure.ts';

export interface Operation {
  readonly name: string;
  /** Class name, as `summary()` shows it. */
  readonly type: string;
  /** The layer's fact; null for an operation that is no layer (`x + y`). */
  readonly layer: LayerId | null;
  /** The layer object. */
  readonly value: PyInstance | null;
  readonly nodes: KerasNode[];
  /** Computes on other inputs without making a node. */
  replay(args: readonly Value[], kwargs: ReadonlyMap<string, Value>, site: CallSite): Value;
}

export interface KerasNode {
  readonly operation: Operation;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly inputs: readonly PyInstance[];
  readonly outputs: readonly PyInstance[];
  readonly isInput: boolean;
  readonly site: CallSite;
  /** The calls that the node stands for: one for a plain layer, many for a nested model. Half-open. */
  readonly calls: readonly [from: CallId, to: CallId];
  /** How deep inside layers' calls the node was made: further in, its tensors are what the layer computes with. */
  readonly level: number;
}

export interface KerasHistory {
  readonly operation: Operation;
  readonly nodeIndex: number;
  readonly tensorIndex: number;
}

const histories = new Slot<KerasHistory, PyInstance>();

export function historyOf(value: Value | undefined): KerasHistory | undefined {
  return value?.kind === 'instance' ? histories.get(value) : undefined;
}

export function setHistory(tensor: PyInstance, history: KerasHistory): void {
  histories.set(tensor, history);
}

/** Tensors with a history anywhere in the arguments, in Keras's order. */
export function kerasTensors(args: readonly Value[], kwargs: ReadonlyMap<string, Value>): PyInstance[] {
  const found: PyInstance[] = [];
  // Keras flattens the keywords as a dict, whose keys optree sorts.
  const byName = [...kwargs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  for (const value of [...args, ...byName]) {
    for (const leaf of flatten(value)) if (leaf.kind === 'instance' && histories.get(leaf)) found.push(leaf);
  }
  return found;
}

export function addNode(node: KerasNode): void {
  const nodeIndex = node.operation.nodes.length;
  node.operation.nodes.push(node);
  node.outputs.forEach((tensor, tensorIndex) => {
    histories.set(tensor, { operation: node.operation, nodeIndex, tensorIndex });
  });
}

export function nodeOf(history: KerasHistory): KerasNode | undefined {
  return history.operation.nodes[history.nodeIndex];
}

/** The depth of layers' calls at which the tensor is symbolic. */
export function levelOf(tensor: Value): number | undefined {
  const history = historyOf(tensor);
  return history && nodeOf(history)?.level;
}

/** A model's part of the graph: operations in the order of `model._operations`, nodes by decreasing depth. */
export interface GraphMap {
  readonly operations: readonly Operation[];
  readonly nodes: ReadonlySet<KerasNode>;
  /** Nodes of each depth, deepest first. */
  readonly levels: readonly (readonly KerasNode[])[];
}

/** keras/src/ops/function.py, map_graph. */
export function mapGraph(inputs: readonly PyInstance[], outputs: readonly PyInstance[]): GraphMap {
  const order: KerasNode[] = [];
  const firstSeen = new Map<Operation, number>();
  buildMap(new Set(inputs), outputs, order, firstSeen);

  const inGraph = new Set(order);
  const nodeDepth = new Map<KerasNode, number>();
  const operationDepth = new Map<Operation, number>();
  for (const node of [...order].reverse()) {
    if (!nodeDepth.has(node)) nodeDepth.set(node, 0);
    const depth = Math.max(nodeDepth.get(node) ?? 0, operationDepth.get(node.operation) ?? 0);
    operationDepth.set(node.operation, depth);
    nodeDepth.set(node, depth);
    for (const parent of parentsOf(node)) {
      if (inGraph.has(parent)) nodeDepth.set(parent, Math.max(depth + 1, nodeDepth.get(parent) ?? 0));
    }
  }
  // Inputs that lead to no output still are layers of the model.
  for (const input of inputs) {
    const history = histories.get(input);
    const node = history && nodeOf(history);
    if (!node?.isInput || operationDepth.has(node.operation)) continue;
    operationDepth.set(node.operation, 0);
    firstSeen.set(node.operation, -1);
    nodeDepth.set(node, 0);
  }

  const byDepth = new Map<number, Operation[]>();
  for (const [operation, depth] of operationDepth) {
    const level = byDepth.get(depth);
    if (level) level.push(operation);
    else byDepth.set(depth, [operation]);
  }
  const operations = descending(byDepth.keys()).flatMap((depth) =>
    (byDepth.get(depth) ?? []).sort((a, b) => (firstSeen.get(a) ?? 0) - (firstSeen.get(b) ?? 0)),
  );
  const nodesByDepth = new Map<number, KerasNode[]>();
  for (const [node, depth] of nodeDepth) {
    const level = nodesByDepth.get(depth);
    if (level) level.push(node);
    else nodesByDepth.set(depth, [node]);
  }
  return {
    operations,
    nodes: new Set(nodeDepth.keys()),
    levels: descending(nodesByDepth.keys()).map((depth) => nodesByDepth.get(depth) ?? []),
  };
}

const descending = (numbers: Iterable<number>): number[] => [...numbers].sort((a, b) => b - a);

/**
 * Depth-first from the outputs; a node is finished after all it depends on. With a stack of its own, because models of a
 * thousand layers are deeper than JavaScript's.
 */
function buildMap(
  inputs: ReadonlySet<PyInstance>,
  outputs: readonly PyInstance[],
  order: KerasNode[],
  firstSeen: Map<Operation, number>,
): void {
  const finished = new Set<KerasNode>();
  const started = new Set<KerasNode>();
  type Step = { readonly tensor: PyInstance } | { readonly finish: KerasNode };
  const stack: Step[] = [];
  for (const output of outputs) {
    stack.push({ tensor: output });
    for (let step = stack.pop(); step; step = stack.pop()) {
      if ('finish' in step) {
        finished.add(step.finish);
        order.push(step.finish);
        continue;
      }
      const history = histories.get(step.tensor);
      const node = history && nodeOf(history);
      if (!node || finished.has(node) || started.has(node)) continue;
      if (!node.isInput && inputs.has(step.tensor)) {
        finished.add(node);
        continue;
      }
      if (!firstSeen.has(node.operation)) firstSeen.set(node.operation, firstSeen.size);
      started.add(node);
      stack.push({ finish: node });
      if (!node.isInput) for (const input of [...node.inputs].reverse()) stack.push({ tensor: input });
    }
  }
}

function parentsOf(node: KerasNode): KerasNode[] {
  return node.inputs.flatMap((input) => {
    const history = histories.get(input);
    return (history && nodeOf(history)) ?? [];
  });
}

/** Runs the nodes on new inputs; null for an output that does not depend on them. */
export function runThrough(
  map: GraphMap,
  inputs: readonly PyInstance[],
  outputs: readonly PyInstance[],
  given: readonly Value[],
  ran?: (node: KerasNode, inputs: readonly Value[], outputs: readonly Value[]) => void,
): (Value | null)[] {
  const replaced = new Map<Value, Value>();
  inputs.forEach((input, index) => {
    const value = given[index];
    if (value) replaced.set(input, value);
  });
  const substitute = (tensor: Value): Value => replaced.get(tensor) ?? tensor;
  for (const level of map.levels) {
    for (const node of level) {
      if (node.isInput || !node.inputs.every((input) => replaced.has(input))) continue;
      if (node.outputs.every((output) => replaced.has(output))) continue;
      const args = node.args.map((arg) => mapTensors(arg, substitute));
      const kwargs = new Map([...node.kwargs].map(([name, value]) => [name, mapTensors(value, substitute)]));
      const result = flatten(node.operation.replay(args, kwargs, node.site)).filter((value) => tensorOf(value));
      node.outputs.forEach((output, index) => {
        const value = result[index];
        if (value) replaced.set(output, value);
      });
      ran?.(node, node.inputs.map(substitute), result);
    }
  }
  return outputs.map((output) => replaced.get(output) ?? null);
}
