/**
 * Two models, layer by layer: which were added, removed and changed. The longest common sequence in which layers of one kind are
 * matched, those that are wholly alike first, then those of one name. Names alone decide nothing: Keras numbers its layers anew.
 */
import { valueText } from './alternatives/python-text.ts';
import type { Analysis, LayerRow, ModelGraph } from './graph.ts';
import type { Plain } from './record.ts';
import { shapeText, sizeText } from './sizes/text.ts';

export interface DiffSide {
  readonly name: string;
  readonly type: string;
  /** `16×16×32`; null where it is not inferred. */
  readonly shape: string | null;
  readonly params: number | string | null;
}

export interface DiffRow {
  readonly kind: 'same' | 'changed' | 'added' | 'removed';
  readonly before: DiffSide | null;
  readonly after: DiffSide | null;
  /** What was written differently: `kernel_size 3 → 4`. */
  readonly arguments: readonly string[];
}

export interface ComparedModel {
  readonly analysis: Analysis;
  readonly model: ModelGraph;
}

/** The table of the matching grows with the product: of longer models only what is not alike at their ends is matched. */
const MOST_CELLS = 4_000_000;

interface Entry {
  readonly side: DiffSide;
  readonly arguments: Readonly<Record<string, string>>;
  /** Everything but the name. */
  readonly content: string;
}

const sizeOf = (size: LayerRow['params']): number | string | null =>
  size === null || typeof size === 'number' ? size : sizeText(size);

function entriesOf({ analysis, model }: ComparedModel): readonly Entry[] {
  const layers = new Map(analysis.layers.map((layer) => [layer.id, layer]));
  return model.rows.map((row) => {
    const shapes = row.outputShapes.map((shape) => (shape ? shapeText(shape) : null));
    const shape = shapes.every((text) => text !== null) ? shapes.join(', ') : null;
    const layer = row.layer === null ? undefined : layers.get(row.layer);
    const given = Object.entries(layer?.arguments ?? {}).filter(([name]) => name !== 'name');
    const texts = Object.fromEntries(given.map(([name, value]) => [name, argumentText(value)]));
    const side = { name: row.name, type: row.type, shape, params: sizeOf(row.params) };
    return { side, arguments: texts, content: JSON.stringify([side.type, side.shape, side.params, texts]) };
  });
}

/** `3` and `(3, 3)` are one value. */
function argumentText(value: Plain): string {
  const items = Array.isArray(value) ? (value as readonly Plain[]) : [];
  const [first] = items;
  const one = first !== undefined && items.every((item) => item === first) ? first : value;
  return valueText(one);
}

/** 0: another kind of layer. */
function likeness(a: Entry, b: Entry): number {
  if (a.side.type !== b.side.type) return 0;
  if (a.content === b.content) return a.side.name === b.side.name ? 5 : 4;
  return a.side.name === b.side.name ? 2 : 1;
}

export function diffModels(before: ComparedModel, after: ComparedModel): readonly DiffRow[] {
  const [old, now] = [entriesOf(before), entriesOf(after)];
  let start = 0;
  const alike = (a: Entry | undefined, b: Entry | undefined): boolean => a !== undefined && a.content === b?.content;
  while (alike(old[start], now[start])) start++;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && alike(old.at(-1 - end), now.at(-1 - end))) end++;
  const middle = matched(old.slice(start, old.length - end), now.slice(start, now.length - end));
  return [
    ...old.slice(0, start).map((entry, index) => pair(entry, now[index])),
    ...middle,
    ...(end === 0 ? [] : old.slice(-end).map((entry, index) => pair(entry, now.slice(-end)[index]))),
  ];
}

function matched(old: readonly Entry[], now: readonly Entry[]): readonly DiffRow[] {
  if ((old.length + 1) * (now.length + 1) > MOST_CELLS) return [...old.map(removed), ...now.map(added)];
  // best[i][j]: of what is left from i and j on.
  const width = now.length + 1;
  const best = new Float64Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--) {
      const [a, b] = [old[i], now[j]];
      const like = a && b ? likeness(a, b) : 0;
      const both = like === 0 ? 0 : like + (best[(i + 1) * width + j + 1] ?? 0);
      best[i * width + j] = Math.max(both, best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0);
    }
  const rows: DiffRow[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    const [a, b] = [old[i], now[j]];
    const here = best[i * width + j] ?? 0;
    const like = a && b ? likeness(a, b) : 0;
    if (like > 0 && here === like + (best[(i + 1) * width + j + 1] ?? 0)) {
      if (a) rows.push(pair(a, b));
      i++;
      j++;
    } else if (a && (!b || here === (best[(i + 1) * width + j] ?? 0))) {
      rows.push(removed(a));
      i++;
    } else if (b) {
      rows.push(added(b));
      j++;
    }
  }
  return rows;
}

const removed = ({ side }: Entry): DiffRow => ({ kind: 'removed', before: side, after: null, arguments: [] });
const added = ({ side }: Entry): DiffRow => ({ kind: 'added', before: null, after: side, arguments: [] });

function pair(a: Entry, b: Entry | undefined): DiffRow {
  if (!b) return removed(a);
  const names = new Set([...Object.keys(a.arguments), ...Object.keys(b.arguments)]);
  const changes = [...names]
    .filter((name) => a.arguments[name] !== b.arguments[name])
    .map((name) => `${name} ${a.arguments[name] ?? '–'} → ${b.arguments[name] ?? '–'}`);
  const kind = a.content === b.content ? 'same' : 'changed';
  return { kind, before: a.side, after: b.side, arguments: changes };
}
