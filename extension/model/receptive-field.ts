/**
 * Receptive fields: how much of a model's input one element of each tensor depends on, along its spatial axes, computed along the graph
 * (Araujo, Norris, Sim: "Computing Receptive Fields of Convolutional Neural Networks", 2019), here exactly also behind upsampling and
 * skips. Borders are left aside.
 */
import { say } from '../message.ts';
import type { CallId, TensorId } from './graph.ts';
import type { KernelCall } from './kernel.ts';
import type { Framework } from './record.ts';
import { IDENTITY, extentOf } from './receptive/axis-map.ts';
import type { ReceptiveField } from './receptive/field.ts';
import { kernelView } from './receptive/kernel-view.ts';
import { NOTHING, lostFrom, sourcesOf, type Source, type View } from './receptive/view.ts';

export interface ReceptiveCall {
  readonly id: CallId;
  readonly label: string;
  readonly kernel: KernelCall | null;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
}

export interface ReceptiveInput {
  readonly tensor: TensorId;
  readonly framework: Framework;
  readonly shape: readonly number[];
}

interface Known {
  readonly view: View;
  readonly shape: readonly number[];
  /** The first operation on the way that could not be followed. */
  readonly cause: string | null;
}

const sourceOf = (tensor: TensorId, axis: number): Source => `${tensor}:${axis}`;
const tensorOf = (source: Source): TensorId => Number.parseInt(source, 10);

/** Of every call that depends on an input; `shapeOf` gives null where a size is not a number. */
export function receptiveFields(
  calls: readonly ReceptiveCall[],
  inputs: readonly ReceptiveInput[],
  shapeOf: (tensor: TensorId) => readonly number[] | null,
): ReadonlyMap<CallId, ReceptiveField> {
  const known = new Map<TensorId, Known>();
  for (const { tensor, shape } of inputs) {
    const axes = shape.map((_, axis) =>
      axis === 0 ? NOTHING : { maps: new Map([[sourceOf(tensor, axis), IDENTITY]]), lost: new Set<string>() },
    );
    known.set(tensor, { view: { axes, whole: new Set() }, shape, cause: null });
  }
  const byTensor = new Map(inputs.map((input) => [input.tensor, input]));
  const fields = new Map<CallId, ReceptiveField>();
  for (const call of calls) {
    const seen = call.inputs.map((tensor) => known.get(tensor) ?? constant(shapeOf(tensor)));
    // The input's own layer makes what it is given.
    if (call.outputs.some((tensor) => known.has(tensor))) continue;
    if (!seen.some(({ view }) => dependsOn(view))) continue;
    for (const [index, tensor] of call.outputs.entries()) {
      const shape = shapeOf(tensor);
      const followed = shape && call.kernel && (index === 0 || call.kernel.op !== 'recurrent');
      const view = followed ? kernelView(call.kernel, seen, shape) : lost(seen, shape);
      const before = seen.find(({ cause }) => cause !== null)?.cause ?? null;
      const cause = isLost(view) ? (before ?? call.label) : null;
      known.set(tensor, { view, shape: shape ?? [], cause });
      if (index > 0) continue;
      const field = fieldOf(view, cause, byTensor);
      if (field) fields.set(call.id, field);
    }
  }
  return fields;
}

const constant = (shape: readonly number[] | null): Known => ({
  view: { axes: (shape ?? []).map(() => NOTHING), whole: new Set() },
  shape: shape ?? [],
  cause: null,
});

const dependsOn = ({ axes, whole }: View): boolean => whole.size > 0 || axes.some((axis) => sourcesOf(axis).length > 0);
const isLost = ({ axes, whole }: View): boolean =>
  axes.some(({ lost: gone }) => [...gone].some((source) => !whole.has(source)));

function lost(seen: readonly Known[], shape: readonly number[] | null): View {
  const gone = lostFrom(seen.flatMap(({ view }) => view.axes));
  return { axes: (shape ?? [1]).map(() => gone), whole: new Set(seen.flatMap(({ view }) => [...view.whole])) };
}

/** Null where there is nothing worth telling: no axis sees more than its own position. */
function fieldOf(
  view: View,
  cause: string | null,
  inputs: ReadonlyMap<TensorId, ReceptiveInput>,
): ReceptiveField | null {
  if (isLost(view)) return { kind: 'unknown', reason: say`${cause ?? say`an operation`} is not followed` };
  const maps = new Map(view.axes.flatMap((axis) => [...axis.maps]));
  const seen = new Set([...maps.keys(), ...view.whole].map(tensorOf));
  const fields = [...seen].flatMap((tensor) => {
    const input = inputs.get(tensor);
    return input ? extentsIn(input, view.whole, (source) => maps.get(source)) : [];
  });
  const [first] = fields;
  if (!first) return null;
  if (fields.some((field) => JSON.stringify(field) !== JSON.stringify(first)))
    return { kind: 'unknown', reason: say`it sees each input differently far` };
  if (first.every((size) => size === 1)) return null;
  return first.every((size) => size === 'all') ? { kind: 'whole' } : { kind: 'extent', sizes: first };
}

/** Empty where the input does not reach this far, or has no spatial axes. */
function extentsIn(
  { tensor, framework, shape }: ReceptiveInput,
  whole: ReadonlySet<string>,
  mapOf: (source: string) => Parameters<typeof extentOf>[0] | undefined,
): readonly (readonly (number | 'all')[])[] {
  const channels = framework === 'torch' ? 1 : shape.length - 1;
  const sizes = shape.map((_, axis) => {
    const map = mapOf(sourceOf(tensor, axis));
    return whole.has(sourceOf(tensor, axis)) ? 'all' : map ? extentOf(map) : null;
  });
  if (shape.length < 3 || sizes.slice(1).every((size) => size === null)) return [];
  const spatial = sizes.filter((_, axis) => axis !== 0 && axis !== channels);
  // Channels seen apart, pixels from end to end: the layout is another than is usual.
  const odd = typeof sizes[channels] === 'number' && sizes[channels] > 1;
  return odd ? [] : [spatial.map((size) => size ?? 'all')];
}
