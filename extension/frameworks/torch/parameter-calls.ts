/**
 * The parameters that a model's code reads itself (`self.pos_embed`, `self.conv.weight`) as calls of its graph: named by their path, so
 * that trained numbers are found, and starting as the code or the layer starts them.
 */
import { concreteShape } from '../../model/concrete.ts';
import type { CallId, TensorId } from '../../model/graph.ts';
import type { PyInstance } from '../../python/values.ts';
import { callsBetween } from '../graph-builder.ts';
import { tensorOf } from '../tensor.ts';
import type { TorchContext } from './context.ts';
import { moduleOf, moduleTree, namedTensors } from './module-data.ts';
import { placeOf } from './place.ts';
import type { Run } from './trace.ts';

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
  const lost = new Set(
    between()
      .flatMap((call) => session.call(call).inputs)
      .filter((id) => session.tensor(id).producer === null && !run.inputs.includes(id)),
  );
  if (lost.size > 0) addWeightCalls(ctx, model, paths, lost);
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

/** Weights of layers that the code reads: they start as the layer starts them. */
function addWeightCalls(
  ctx: TorchContext,
  model: PyInstance,
  paths: ReadonlyMap<TensorId, string>,
  lost: ReadonlySet<TensorId>,
): void {
  const { session } = ctx;
  for (const { module } of moduleTree(model).modules) {
    const data = moduleOf(module);
    const native = data?.native;
    if (!data || !native) continue;
    for (const [name, tensor] of [...data.parameters, ...data.buffers]) {
      const own = tensorOf(tensor);
      const path = own && paths.get(own.id);
      const shape = own?.shape && concreteShape(own.shape);
      const spec = session.layer(native.layer).weights?.find((each) => each.name === name);
      if (!own || !lost.has(own.id) || path === undefined || !shape || !spec) continue;
      session.addCall({
        layer: null,
        label: 'parameter',
        place: placeOf(ctx, module),
        inputs: [],
        outputs: [own.id],
        macs: 0,
        kernel: { op: 'parameter', name: path, shape, initialiser: spec.initialiser },
        notRunnable: null,
      });
    }
  }
}
