/** What the engine is given of a model: its calls, weights and shapes, all sizes numbers, a batch of one. */
import { type Message, say } from '../message.ts';
import { concreteShape } from '../model/concrete.ts';
import type { CallFact, LayerFact, ModelGraph, TensorFact } from '../model/graph.ts';
import type { WeightSpec } from '../model/weight.ts';
import type { RunGraph } from '../protocol.ts';

/** Looks up the facts of one analysis. */
export interface Facts {
  call(id: number | null): CallFact | undefined;
  layer(id: number | null): LayerFact | undefined;
  tensor(id: number): TensorFact | undefined;
}

/** Why the call cannot be run, or null. */
function obstacle(call: CallFact, shapes: Readonly<Record<number, readonly number[]>>): Message | null {
  if (!call.kernel) return call.notRunnable ?? say`${call.label} cannot be run`;
  const open = [...call.inputs, ...call.outputs].find((id) => !(id in shapes));
  return open === undefined ? null : say`${call.label} has a size that is not known`;
}

export function runGraph(index: Facts, model: ModelGraph): RunGraph {
  const calls = model.calls.map((id) => index.call(id)).filter((call) => call !== undefined);
  const shapes: Record<number, readonly number[]> = {};
  for (const id of [...model.inputs, ...calls.flatMap((call) => [...call.inputs, ...call.outputs])]) {
    const shape = index.tensor(id)?.shape;
    const concrete = shape && concreteShape(shape);
    if (concrete) shapes[id] = concrete;
  }
  const weights: Record<number, readonly WeightSpec[]> = {};
  for (const { layer } of calls) {
    const specs = index.layer(layer)?.weights;
    if (layer !== null && specs) weights[layer] = specs;
  }
  return {
    framework: model.framework,
    shapes,
    inputs: model.inputs,
    weights,
    calls: calls.map((call) => {
      const notRunnable = obstacle(call, shapes);
      return {
        id: call.id,
        layer: call.layer,
        kernel: notRunnable === null ? call.kernel : null,
        notRunnable,
        inputs: call.inputs,
        outputs: call.outputs,
      };
    }),
  };
}

/** The stride of the upsampling layer nearest before a call (or the call's own), which is the period to look for in its maps. */
export function periodOf(index: Facts, call: CallFact): readonly [number, number] | null {
  const seen = new Set<number>();
  for (let queue: readonly CallFact[] = [call]; queue.length > 0;) {
    for (const { artifact } of queue) {
      const stride = artifact && ([artifact.overlap.length, artifact.overlap[0]?.length ?? 1] as const);
      if (stride && (stride[0] > 1 || stride[1] > 1)) return stride;
    }
    queue = queue
      .flatMap(({ inputs }) => inputs)
      .map((id) => index.call(index.tensor(id)?.producer ?? null))
      .filter((producer) => producer !== undefined)
      .filter(({ id }) => !seen.has(id) && seen.add(id));
  }
  return null;
}
