/**
 * Puts a ModelGraph together: the calls between inputs and outputs in an order in which they can be run, totals, and the sizes
 * that the network accepts.
 */
import { say } from '../message.ts';
import { constraintsFrom, constraintWords, type RangedEquality } from '../model/constraints.ts';
import { squareSides } from '../model/constraints/square.ts';
import type { CallId, Constraint, LayerRow, ModelGraph, ParameterCount, TensorId } from '../model/graph.ts';
import type { Range } from '../model/range.ts';
import type { Framework } from '../model/record.ts';
import { add, symbolsOf } from '../model/sizes/arithmetic.ts';
import type { Size } from '../model/size.ts';
import type { Session } from './session.ts';

export interface GraphDraft {
  readonly name: string;
  readonly framework: Framework;
  /** Sequential, Functional, or the class's name. */
  readonly type: string;
  readonly range: Range;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  readonly rows: readonly LayerRow[];
  readonly params: ParameterCount;
  /** By default those that the outputs depend on. */
  readonly calls?: readonly CallId[];
  /** By default the sum of the rows; PyTorch's rows leave out what functions compute. */
  readonly macs?: Size | null;
}

export function buildGraph(session: Session, draft: GraphDraft): ModelGraph {
  const calls = draft.calls ?? callsBetween(session, draft.inputs, draft.outputs);
  const { name, framework, type, range, inputs, outputs, rows, params } = draft;
  const asked = requirementsOf(session, calls);
  const constraints = constraintsFrom(asked);
  for (const group of byPlace(constraints)) {
    const [first] = group;
    if (first)
      session.finding('size-constraint', first.range, say`${name} only fits inputs where ${constraintWords(group)}.`);
  }
  const facts = {
    name,
    framework,
    type,
    range,
    inputs,
    outputs,
    calls,
    params,
    constraints,
    sides: squareSides(asked, pictureSymbols(session, inputs)),
  };
  const macs = draft.macs === undefined ? totalOf(rows.map((row) => row.macs)) : draft.macs;
  return session.addModel({ ...facts, rows, macs });
}

/** Height and width are asked for in one place, as a rule: that is one finding. */
function byPlace(constraints: readonly Constraint[]): readonly (readonly Constraint[])[] {
  const places = new Map<string, Constraint[]>();
  for (const constraint of constraints) {
    const { file, start, end } = constraint.range;
    const key = `${file}|${start}|${end}`;
    places.set(key, [...(places.get(key) ?? []), constraint]);
  }
  return [...places.values()];
}

/** Every call that the outputs depend on, the inputs' own included; calls are numbered in the order they ran. */
export function callsBetween(
  session: Session,
  inputs: readonly TensorId[],
  outputs: readonly TensorId[],
): readonly CallId[] {
  const found = new Set<CallId>();
  const starts = new Set(inputs);
  for (const input of inputs) {
    const producer = session.tensor(input).producer;
    if (producer !== null) found.add(producer);
  }
  const open = [...outputs];
  for (let tensor = open.pop(); tensor !== undefined; tensor = open.pop()) {
    if (starts.has(tensor)) continue;
    const { producer } = session.tensor(tensor);
    if (producer === null || found.has(producer)) continue;
    found.add(producer);
    open.push(...session.call(producer).inputs);
  }
  return [...found].sort((a, b) => a - b);
}

/** The sum; null when one of them is not known. */
export function totalOf(sizes: readonly (Size | null)[]): Size | null {
  let total: Size = 0;
  for (const size of sizes) {
    if (size === null) return null;
    total = add(total, size);
  }
  return total;
}

function requirementsOf(session: Session, calls: readonly CallId[]): readonly RangedEquality[] {
  const own = new Set(calls);
  // Batches are equal by convention; what matters are the sizes that the author left open.
  return session.requirements.filter(
    ({ call, left, right }) =>
      own.has(call) && ![...symbolsOf(left), ...symbolsOf(right)].some(({ role }) => role === 'batch'),
  );
}

/** The open sizes of the inputs that are pictures: an analysis for a size of the picture makes them numbers. */
function pictureSymbols(session: Session, inputs: readonly TensorId[]): ReadonlySet<string> {
  const pictures = inputs.map((id) => session.tensor(id).shape).filter((shape) => shape?.length === 4);
  const sizes = pictures.flatMap((shape) => shape?.slice(1) ?? []);
  return new Set(sizes.flatMap((size) => symbolsOf(size).map(({ name }) => name)));
}
