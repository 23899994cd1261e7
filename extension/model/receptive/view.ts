/**
 * What a tensor sees of the model's inputs, axis by axis. An axis of an input (a `Source`) is followed as a map, or is `lost` where an
 * operation rearranged it, until something mixes all of it: then the whole axis is seen.
 */
import { union, type AxisMap } from './axis-map.ts';

/** Tensor and axis: `12:2`. */
export type Source = string;

export interface AxisView {
  readonly maps: ReadonlyMap<Source, AxisMap>;
  readonly lost: ReadonlySet<Source>;
}

export interface View {
  readonly axes: readonly AxisView[];
  /** Seen from end to end by every element. */
  readonly whole: ReadonlySet<Source>;
}

export const NOTHING: AxisView = { maps: new Map(), lost: new Set() };

const isEmpty = ({ maps, lost }: AxisView): boolean => maps.size === 0 && lost.size === 0;

export const sourcesOf = ({ maps, lost }: AxisView): readonly Source[] => [...maps.keys(), ...lost];

/** Follows nothing that lies on the axis any more. */
export const losing = (axis: AxisView): AxisView =>
  axis.maps.size === 0 ? axis : { maps: new Map(), lost: new Set(sourcesOf(axis)) };

export const lostFrom = (axes: readonly AxisView[]): AxisView => ({
  maps: new Map(),
  lost: new Set(axes.flatMap(sourcesOf)),
});

/** Two axes that meet element by element. */
export function meeting(a: AxisView, b: AxisView): AxisView {
  if (a === b || isEmpty(b)) return a;
  if (isEmpty(a)) return b;
  const maps = new Map(a.maps);
  const lost = new Set([...a.lost, ...b.lost]);
  for (const [source, map] of b.maps) {
    const known = maps.get(source);
    const both = known ? union(known, map) : map;
    if (both) maps.set(source, both);
    else lost.add(source);
  }
  for (const source of lost) maps.delete(source);
  return { maps, lost };
}

/** Every map of an axis sent through a change of it; what it cannot take is lost. */
export function changed(axis: AxisView, change: (map: AxisMap) => AxisMap | null): AxisView {
  const { maps, lost } = axis;
  if (maps.size === 0) return axis;
  const kept = new Map<Source, AxisMap>();
  const gone = new Set(lost);
  for (const [source, map] of maps) {
    const next = change(map);
    if (next) kept.set(source, next);
    else gone.add(source);
  }
  return { maps: kept, lost: gone };
}

/**
 * Each element now depends on all positions of these axes, which stay as they are in number. What was split over several axes is seen
 * whole only once all of them are mixed.
 */
export function mixed(view: View, axes: readonly number[]): View {
  if (axes.every((axis) => isEmpty(view.axes[axis] ?? NOTHING))) return view;
  const among = new Set(axes);
  const elsewhere = new Set(view.axes.flatMap(({ lost }, index) => (among.has(index) ? [] : [...lost])));
  const whole = new Set(view.whole);
  for (const axis of axes) {
    const { maps, lost } = view.axes[axis] ?? NOTHING;
    for (const source of maps.keys()) whole.add(source);
    for (const source of lost) if (!elsewhere.has(source)) whole.add(source);
  }
  return { axes: view.axes.map((axis, index) => (among.has(index) ? NOTHING : axis)), whole };
}
