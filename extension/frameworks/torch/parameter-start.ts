/** What parameters start as before training, when the code fills them itself: `nn.init.normal_(w)`, `w.data.zero_()`, `w.copy_(other)`. */
import { say } from '../../message.ts';
import { concreteShape } from '../../model/concrete.ts';
import type { CallId, TensorId } from '../../model/graph.ts';
import type { KernelCall } from '../../model/kernel.ts';
import type { Initialiser } from '../../model/weight.ts';
import type { Place, Value } from '../../python/values.ts';
import { Slot } from '../../python/values.ts';
import type { Session } from '../session.ts';
import { tensorOf, type TensorData } from '../tensor.ts';
import { TORCH, type TorchContext } from './context.ts';
import { namedTensors } from './module-data.ts';
import type { Run } from './trace.ts';

/** A layer's own parameter, as the layer starts it. */
export function startsAs(ctx: TorchContext, tensor: Value, initialiser: Initialiser): void {
  const id = tensorOf(tensor)?.id;
  if (id !== undefined) ctx.starts.set(id, initialiser);
}

/** `nn.init.normal_(self.weight)`: the parameter starts as another tensor. */
export function startParameter(ctx: TorchContext, data: TensorData, source: TensorId, place: Place): void {
  const { session } = ctx;
  if (hasRun(ctx, data.id)) return;
  const from = session.tensor(source).producer;
  const initialiser = from === null ? null : initialiserOf(session.call(from).kernel);
  const { producer } = session.tensor(data.id);
  if (producer === null && initialiser !== null) {
    ctx.starts.set(data.id, initialiser);
    return;
  }
  if (initialiser === null) keepBefore(ctx, data, source, place);
  setStart(ctx, data, initialiser === null ? [source] : [], initialiser, place);
}

const parametersOfRuns = new Slot<ReadonlySet<TensorId>, Run>();

/** What changes a parameter once its model has been run is training: weight clipping, moving averages. */
function hasRun({ trace }: TorchContext, parameter: TensorId): boolean {
  return (
    trace.active ||
    trace.runs.some((run) => {
      const known = parametersOfRuns.get(run);
      const ids =
        known ??
        new Set(namedTensors(run.module, 'parameters').tensors.flatMap(({ tensor }) => tensorOf(tensor)?.id ?? []));
      if (!known) parametersOfRuns.set(run, ids);
      return ids.has(parameter);
    })
  );
}

function setStart(
  { session }: TorchContext,
  { id, shape }: Pick<TensorData, 'id' | 'shape'>,
  inputs: readonly TensorId[],
  initialiser: Initialiser | null,
  place: Place,
): void {
  const sizes = shape && concreteShape(shape);
  const kernel: KernelCall | null = sizes && { op: 'parameter', name: null, shape: sizes, initialiser };
  const notRunnable = kernel ? null : say`A size is open.`;
  const { producer } = session.tensor(id);
  if (producer !== null) session.updateCall(producer, { inputs, kernel, notRunnable });
  else session.addCall({ layer: null, label: 'parameter', place, inputs, outputs: [id], macs: 0, kernel, notRunnable });
}

/** `w.mul_(0.5)`: what is computed of the parameter itself is computed of what it was before. */
function keepBefore(ctx: TorchContext, { id, shape }: TensorData, source: TensorId, place: Place): void {
  const { session } = ctx;
  const readers = ancestors(session, source).filter((call) => session.call(call).inputs.includes(id));
  if (readers.length === 0) return;
  const before = session.newTensor(TORCH, shape);
  const { producer } = session.tensor(id);
  const inputs = producer === null ? [] : session.call(producer).inputs;
  setStart(ctx, { id: before, shape }, inputs, startOf(ctx, id), place);
  for (const call of readers) {
    const renamed = session.call(call).inputs.map((input) => (input === id ? before : input));
    session.updateCall(call, { inputs: renamed });
  }
}

/** The calls that lead to a tensor. */
function ancestors(session: Session, tensor: TensorId): readonly CallId[] {
  const found = new Set<CallId>();
  const queue = [tensor];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { producer } = session.tensor(next);
    if (producer === null || found.has(producer)) continue;
    found.add(producer);
    queue.push(...session.call(producer).inputs);
  }
  return [...found];
}

/** How a layer's parameter starts, when the code said so and no graph is needed to tell; null: as the layer says, or as its call does. */
export function startOf(ctx: TorchContext, id: TensorId): Initialiser | null {
  const { session } = ctx;
  const { producer } = session.tensor(id);
  if (producer === null) return ctx.starts.get(id) ?? null;
  const { kernel, inputs } = session.call(producer);
  const [source] = inputs;
  if (source === undefined) return initialiserOf(kernel);
  const from = session.tensor(source).producer;
  return kernel?.op === 'parameter' && from !== null ? initialiserOf(session.call(from).kernel) : null;
}

/** The distribution of a tensor that is drawn or filled; null where it is computed. */
function initialiserOf(kernel: KernelCall | null): Initialiser | null {
  if (kernel?.op === 'parameter') return kernel.initialiser;
  if (kernel?.op === 'constant' && kernel.values.length === 1) {
    return { kind: 'constant', value: kernel.values[0] ?? 0 };
  }
  if (kernel?.op !== 'random') return null;
  const { distribution, first, second } = kernel;
  if (distribution === 'uniform') return { kind: 'uniform', low: first, high: second };
  const truncated = distribution === 'truncated-normal';
  return distribution === 'normal' || truncated ? { kind: 'normal', mean: first, deviation: second, truncated } : null;
}
