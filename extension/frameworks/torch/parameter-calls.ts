/**
 * The parameters that a graph must have as calls of their own, named by their path so that trained numbers are found: those that the
 * code reads itself (`self.pos_embed`, `self.conv.weight`), those that several layers share, and those that the code made of a tensor.
 */
import { concreteShape } from '../../model/concrete.ts';
import type { CallId, LayerId, TensorId } from '../../model/graph.ts';
import type { Initialiser, WeightSpec } from '../../model/weight.ts';
import type { PyInstance } from '../../python/values.ts';
import { callsBetween } from '../graph-builder.ts';
import { tensorOf } from '../tensor.ts';
import type { TorchContext } from './context.ts';
import { moduleOf, moduleTree, namedTensors } from './module-data.ts';
import { startOf } from './parameter-start.ts';
import { placeOf } from './place.ts';
import type { Run } from './trace.ts';

/** A layer's weight: one tensor may be that of several. */
interface Use {
  readonly module: PyInstance;
  readonly layer: LayerId;
  readonly spec: WeightSpec;
}

export function callsOfRun(ctx: TorchContext, model: PyInstance, run: Run): readonly CallId[] {
  const { session } = ctx;
  const paths = parameterPaths(model);
  for (const [id, path] of paths) {
    const { producer } = session.tensor(id);
    const kernel = producer === null ? null : session.call(producer).kernel;
    if (producer !== null && kernel?.op === 'parameter')
      session.updateCall(producer, { kernel: { ...kernel, name: path } });
  }
  const between = (): readonly CallId[] => callsBetween(session, run.inputs, run.outputs);
  const calls = between().map((call) => session.call(call));
  const read = new Set(calls.flatMap(({ inputs }) => inputs).filter((id) => !run.inputs.includes(id)));
  for (const [id, uses] of weightUses(ctx, model)) {
    const start = uses.length > 1 || read.has(id) ? null : startOf(ctx, id);
    if (start !== null) startAs(ctx, uses, start);
    else if (uses.length > 1 || read.has(id) || session.tensor(id).producer !== null) {
      addCall(ctx, id, uses, paths.get(id) ?? null);
      for (const { layer, spec } of uses) {
        for (const call of calls) if (call.layer === layer) takeWeight(ctx, call.id, spec.name, id);
      }
    }
  }
  return between().filter((id) => !session.call(id).outputs.some((output) => run.inputs.includes(output)));
}

function parameterPaths(model: PyInstance): ReadonlyMap<TensorId, string> {
  const paths = new Map<TensorId, string>();
  for (const kind of ['parameters', 'buffers'] as const) {
    for (const { path, tensor } of namedTensors(model, kind).tensors) {
      const id = tensorOf(tensor)?.id;
      if (id !== undefined) paths.set(id, path);
    }
  }
  return paths;
}

function weightUses(ctx: TorchContext, model: PyInstance): ReadonlyMap<TensorId, readonly Use[]> {
  const uses = new Map<TensorId, Use[]>();
  for (const { module } of moduleTree(model).modules) {
    const data = moduleOf(module);
    const layer = data?.native?.layer;
    if (!data || layer === undefined) continue;
    for (const [name, tensor] of [...data.parameters, ...data.buffers]) {
      const id = tensorOf(tensor)?.id;
      const spec = ctx.session.layer(layer).weights?.find((weight) => weight.name === name);
      if (id !== undefined && spec) uses.set(id, [...(uses.get(id) ?? []), { module, layer, spec }]);
    }
  }
  return uses;
}

function startAs({ session }: TorchContext, uses: readonly Use[], initialiser: Initialiser): void {
  for (const { layer, spec } of uses) {
    if (spec.initialiser === initialiser) continue;
    const weights = session
      .layer(layer)
      .weights?.map((one) => (one.name === spec.name ? { ...one, initialiser } : one));
    if (weights) session.updateLayer(layer, { weights });
  }
}

/** The call that gives the weight its numbers, where the code has not made one: it starts as the first layer starts it. */
function addCall(ctx: TorchContext, id: TensorId, [first]: readonly Use[], path: string | null): void {
  const { shape, producer } = ctx.session.tensor(id);
  const sizes = shape && concreteShape(shape);
  if (producer !== null || !sizes || !first) return;
  const initialiser = startOf(ctx, id);
  ctx.session.addCall({
    layer: null,
    label: 'parameter',
    place: placeOf(ctx, first.module),
    inputs: [],
    outputs: [id],
    macs: 0,
    kernel: { op: 'parameter', name: path, shape: sizes, initialiser },
    notRunnable: null,
  });
}

function takeWeight({ session }: TorchContext, id: CallId, name: string, weight: TensorId): void {
  const { kernel, inputs } = session.call(id);
  if (inputs.includes(weight)) return;
  const names = kernel?.op === 'with-weights' ? [...kernel.names, name] : [name];
  const own = kernel?.op === 'with-weights' ? kernel : { call: kernel, inputs: inputs.length };
  const taking = own.call && { op: 'with-weights' as const, call: own.call, inputs: own.inputs, names };
  session.extendCall(id, [weight], [], taking);
}
