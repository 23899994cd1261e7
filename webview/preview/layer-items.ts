/** The lines of the table of layers: modules that fold, with the layers in them; or, sorted or filtered, the layers alone. */
import type { PreviewRow } from '../../extension/protocol.ts';
import { ordered, passes, worst, type LayerFilter, type LayerOrder } from './layer-order.ts';

export interface LayerItem {
  readonly kind: 'layer';
  readonly key: string;
  /** From 1. */
  readonly level: number;
  readonly label: string;
  readonly row: PreviewRow;
}

export interface ModuleItem {
  readonly kind: 'module';
  readonly key: string;
  readonly level: number;
  readonly label: string;
  /** A nested model is a row of its own; a PyTorch module is what its layers are. */
  readonly row: PreviewRow | null;
  readonly layers: readonly PreviewRow[];
  readonly folded: boolean;
}

export type Item = LayerItem | ModuleItem;

/** The sum, or null where one of them is not a number. */
export function sumOf(rows: readonly PreviewRow[], what: 'params' | 'macs' | 'bytes'): number | null {
  let sum = 0;
  for (const row of rows) {
    const value = row[what];
    if (typeof value !== 'number') return null;
    sum += value;
  }
  return sum;
}

/** A module's row as the table shows it: its own, or the sums of its layers. */
export function moduleFacts({ row, layers }: ModuleItem): Pick<PreviewRow, 'params' | 'macs' | 'bytes' | 'artifact'> {
  return {
    params: row ? row.params : sumOf(layers, 'params'),
    macs: row ? row.macs : sumOf(layers, 'macs'),
    bytes: sumOf(layers, 'bytes'),
    artifact: worst(layers),
  };
}

const startsWith = (path: readonly string[], prefix: readonly string[]): boolean =>
  prefix.every((part, index) => path[index] === part);

/** True where the next row lies inside a model of this row's name. */
function isHead(row: PreviewRow, next: PreviewRow | undefined): boolean {
  const depth = row.path.length;
  return (
    next !== undefined && next.path.length > depth && next.path[depth] === row.name && startsWith(next.path, row.path)
  );
}

/** The rows that are layers: those of nested models stand for themselves below. */
export const layersOnly = (rows: readonly PreviewRow[]): readonly PreviewRow[] =>
  rows.filter((row, index) => !isHead(row, rows[index + 1]));

function labelOf(row: PreviewRow, depth: number): string {
  const prefix = `${row.path.slice(0, depth).join('.')}.`;
  const name = depth > 0 && row.name.startsWith(prefix) ? row.name.slice(prefix.length) : row.name;
  return name === '' ? row.type : name;
}

class Folder {
  readonly items: Item[] = [];
  readonly #folded: ReadonlySet<string>;
  readonly #seen = new Map<string, number>();

  constructor(folded: ReadonlySet<string>) {
    this.#folded = folded;
  }

  /** `depth`: how much of the paths the modules around have used up; `around`: the key of the innermost one. */
  add(rows: readonly PreviewRow[], depth = 0, level = 1, around = ''): void {
    for (let at = 0; at < rows.length;) {
      const row = rows[at] as PreviewRow;
      const head = isHead(row, rows[at + 1]);
      const first = head ? at + 1 : at;
      const part = head ? row.name : row.path[depth];
      let end = at + 1;
      if (part !== undefined) while (end < rows.length && rows[end]?.path[depth] === part) end++;
      if (part === undefined || end - first < 2) {
        this.items.push({ kind: 'layer', key: this.#key(around + row.name), level, label: labelOf(row, depth), row });
        if (head) this.add(rows.slice(first, end), depth + 1, level + 1, around);
      } else this.#module(rows.slice(first, end), head ? row : null, depth, level, around);
      at = end;
    }
  }

  addFlat(rows: readonly PreviewRow[]): void {
    for (const row of rows)
      this.items.push({ kind: 'layer', key: this.#key(row.name), level: 1, label: labelOf(row, 0), row });
  }

  #module(rows: readonly PreviewRow[], head: PreviewRow | null, depth: number, level: number, around: string): void {
    const path = rows[0]?.path ?? [];
    let to = depth + 1;
    // Modules that hold nothing but one module are one line, as the explorer shows such folders.
    if (!head) while (path.length > to && rows.every((row) => row.path.length > to && row.path[to] === path[to])) to++;
    const key = this.#key(`${around}${path.slice(depth, to).join('.')}/`);
    const folded = this.#folded.has(key);
    const label = path.slice(depth, to).join('.');
    this.items.push({ kind: 'module', key, level, label, row: head, layers: layersOnly(rows), folded });
    if (!folded) this.add(rows, to, level + 1, key);
  }

  /** A module that is called again is another line. */
  #key(name: string): string {
    const nth = this.#seen.get(name) ?? 0;
    this.#seen.set(name, nth + 1);
    return nth === 0 ? name : `${name}#${nth}`;
  }
}

export interface Shown {
  readonly order: LayerOrder;
  readonly filter: LayerFilter;
  readonly folded: readonly string[];
}

export function itemsOf(rows: readonly PreviewRow[], { order, filter, folded }: Shown): readonly Item[] {
  const folder = new Folder(new Set(folded));
  if (order.by === 'model' && filter === 'all') folder.add(rows);
  else {
    // Sums of modules would say nothing here; the layers carry their whole names.
    const layers = ordered(layersOnly(rows), order).filter((row) => passes(row, filter));
    folder.addFlat(layers);
  }
  return folder.items;
}

/** The keys of all modules: what "fold all" folds. */
export const moduleKeys = (rows: readonly PreviewRow[]): readonly string[] => {
  const folder = new Folder(new Set());
  folder.add(rows);
  return folder.items.flatMap((item) => (item.kind === 'module' ? [item.key] : []));
};

/** The line that shows a call: the layer's, or that of the folded module around it. */
export function itemOfCall(items: readonly Item[], call: number): number {
  const own = items.findLastIndex((item) => item.row?.call === call);
  if (own >= 0) return own;
  return items.findIndex(
    (item) => item.kind === 'module' && item.folded && item.layers.some((row) => row.call === call),
  );
}
