/**
 * The tables of Keras models, as `summary()` prints them: `model._operations` for a graph, `model.layers` for the others.
 * keras/src/utils/summary_utils.py
 */
import { say } from '../../message.ts';
import type { CallId, LayerRow } from '../../model/graph.ts';
import type { Size, Shape } from '../../model/size.ts';
import type { PyInstance, Value } from '../../python/values.ts';
import { buildGraph, totalOf } from '../graph-builder.ts';
import type { Session } from '../session.ts';
import { tensorOf } from '../tensor.ts';
import { historyOf, type KerasNode, type Operation } from './graph.ts';
import type { LayerData, ModelPart, Run } from './layer-data.ts';
import { layersOf } from './model-class.ts';
import type { KerasState } from './state.ts';
import { countOf, variablesOf } from './weights.ts';

export function addModelGraph(state: KerasState, model: LayerData): boolean {
  const { session } = state;
  const { part, rerun } = model;
  const rows = part ? graphRows(state, model, part) : plainRows(state, model);
  if (!rows) return false;
  const ends = rerun ?? part ?? model.lastRun ?? { inputs: [], outputs: [] };
  const { variables, unknown } = variablesOf(state, model);
  const trainable = model.trainable ? variables.filter((variable) => variable.trainable) : [];
  const rest = variables.filter((variable) => !trainable.includes(variable));
  const known = unknown === null;
  buildGraph(session, {
    name: model.name,
    framework: 'keras',
    type: model.type,
    range: session.userRange(model.site),
    inputs: idsOf(ends.inputs),
    outputs: idsOf(ends.outputs),
    rows,
    params: {
      total: known ? countOf(variables) : null,
      trainable: known ? countOf(trainable) : null,
      nonTrainable: known ? countOf(rest) : null,
    },
  });
  return true;
}

const idsOf = (values: readonly Value[]): number[] => values.flatMap((value) => tensorOf(value)?.id ?? []);

function graphRows(state: KerasState, model: LayerData, part: ModelPart): LayerRow[] {
  const { rerun } = model;
  // What each node did when the model was built, or on the inputs that were asked for.
  const runs = (node: KerasNode): Run => rerun?.nodes.get(node) ?? node;
  const sequential = model.stack !== null;
  // A Sequential lists the layers it was given: no input, and no operation that a mask needs.
  const operations = part.map.operations.filter(
    (operation) => !sequential || (state.layerOf(operation.value ?? undefined)?.layerKind ?? 'input') !== 'input',
  );
  return operations.map((operation) => {
    const nodes = operation.nodes.filter((node) => part.map.nodes.has(node));
    const row = rowOf(state, operation, nodes.map(runs), connections(nodes));
    // Keras prints the shape of the layer's last call, whichever model it was for.
    const last = operation.nodes.at(-1);
    return !last || last === nodes.at(-1) || rerun ? row : { ...row, summaryShapes: shapesOf(last.outputs) };
  });
}

/** Sequential without a shape yet, and the user's own models. */
function plainRows(state: KerasState, model: LayerData): LayerRow[] | null {
  const layers = layersOf(state, model);
  if (layers.length === 0 && model.variables.length === 0) return null;
  return layers.map((layer) => {
    const row = rowOf(state, layer, runsOf(layer), []);
    return showsShape(layer) ? row : { ...row, summaryShapes: [] };
  });
}

function runsOf(layer: LayerData): Run[] {
  const last = layer.nodes.at(-1);
  if (last) return [last];
  const { part, lastRun } = layer;
  // Keras shows the shapes that a model was built with, whatever it was called on.
  if (part)
    return [...part.map.nodes].map((node) => ({ inputs: part.inputs, outputs: part.outputs, calls: node.calls }));
  return lastRun ? [lastRun] : [];
}

/** Without a graph, Keras knows the output shape of layers that were built with a shape and can compute it. */
function showsShape(layer: LayerData): boolean {
  if (layer.nodes.length > 0) return true;
  return layer.part !== null || (layer.builtWithShape && layer.record !== null);
}

function rowOf(
  state: KerasState,
  operation: Operation,
  runs: readonly Run[],
  connectedTo: readonly string[],
): LayerRow {
  const { session } = state;
  const layer = state.layerOf(operation.value ?? undefined);
  const run = runs.at(-1);
  const call = run ? mainCall(session, run) : null;
  const first = runs[0] ? mainCall(session, runs[0]) : null;
  const counted = layer ? variablesOf(state, layer) : { variables: [], unknown: null };
  const range = layer ? session.userRange(layer.site) : callRange(session, first);
  const built = layer === undefined || layer.built;
  const outputShapes: readonly (Shape | null)[] = run ? shapesOf(run.outputs) : [null];
  const missing = run?.outputs.map((output) => tensorOf(output)?.reason).find((reason) => reason != null);
  return {
    name: operation.name,
    type: operation.type,
    layer: operation.layer,
    call,
    inputShapes: run ? shapesOf(run.inputs) : [],
    outputShapes,
    params: counted.unknown === null && built ? countOf(counted.variables) : null,
    macs: runs.length === 0 ? null : totalOf(runs.map((each) => macsOf(session, each))),
    artifact: first === null ? null : session.call(first).artifact,
    connectedTo,
    range,
    callRange: first === null ? range : callRange(session, first),
    reason: missing ?? (run ? counted.unknown : say`The layer is not called.`),
    ...(built ? {} : { unbuilt: true }),
  };
}

const callRange = (session: Session, call: CallId | null): LayerRow['range'] =>
  call === null ? { file: session.file, start: 0, end: 0 } : session.call(call).range;

/** The call whose output is the run's: the last one. */
function mainCall(session: Session, { outputs, calls: [from, to] }: Run): CallId | null {
  const producer = idsOf(outputs).map((id) => session.tensors[id]?.producer ?? null)[0];
  return producer ?? (to > from ? to - 1 : null);
}

function macsOf(session: Session, { calls: [from, to] }: Run): Size | null {
  return totalOf(session.calls.slice(from, to).map((call) => call.macs));
}

const shapesOf = (values: readonly Value[]): (Shape | null)[] => values.map((value) => tensorOf(value)?.shape ?? null);

function connections(nodes: readonly KerasNode[]): string[] {
  return nodes.flatMap((node) =>
    node.inputs.map((input: PyInstance) => {
      const history = historyOf(input);
      return history ? `${history.operation.name}[${history.nodeIndex}][${history.tensorIndex}]` : '?';
    }),
  );
}
