/** The calls of a graph in an order in which they can be run, and which of them a call needs. */
import type { CallId, TensorId } from '../model/graph.ts';
import type { RunCall, RunGraph } from '../protocol.ts';

/** Keeps the given order where it can; calls whose inputs nothing produces come last, in their order. */
export function runOrder(graph: RunGraph): readonly RunCall[] {
  const known = new Set<TensorId>(graph.inputs);
  const ordered: RunCall[] = [];
  let waiting: readonly RunCall[] = graph.calls;
  for (;;) {
    const blocked: RunCall[] = [];
    for (const call of waiting) {
      // A call without inputs makes something of its own (an embedding table, a constant), or is the input layer.
      if (call.inputs.every((tensor) => known.has(tensor))) {
        ordered.push(call);
        for (const tensor of call.outputs) known.add(tensor);
      } else {
        blocked.push(call);
      }
    }
    if (blocked.length === 0 || blocked.length === waiting.length) return [...ordered, ...blocked];
    waiting = blocked;
  }
}

/** The calls that must run for the `wanted` ones, they included, when those whose outputs are `present` need not for others' sake. */
export function neededFor(
  order: readonly RunCall[],
  wanted: (call: RunCall) => boolean,
  present: (outputs: readonly TensorId[]) => boolean,
): ReadonlySet<CallId> {
  const needed = new Set<CallId>();
  const tensors = new Set<TensorId>();
  for (const call of [...order].reverse()) {
    const asked = wanted(call);
    const used = call.outputs.some((tensor) => tensors.has(tensor));
    if (!asked && (!used || present(call.outputs))) continue;
    needed.add(call.id);
    for (const tensor of call.inputs) tensors.add(tensor);
  }
  return needed;
}
