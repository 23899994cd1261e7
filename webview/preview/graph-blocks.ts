/**
 * What of the graph is drawn: modules folded into blocks, equal blocks that follow each other into one, and the connections between
 * what is left. A block is a stretch of calls in the order they run, so that folding never makes a circle.
 */
import type { PreviewGraph } from '../../extension/protocol.ts';

export interface Block {
  /** The path of a module and which of its stretches it is; of a call its place. */
  readonly key: string;
  readonly kind: 'call' | 'module';
  readonly label: string;
  /** Places of its calls in the graph. */
  readonly calls: readonly number[];
  /** Blocks like this that follow each other, this one included. */
  readonly times: number;
  /** The unfolded block around it; null at the top. */
  readonly around: string | null;
}

/** An unfolded block: the frame around what is in it. */
export interface Frame {
  readonly key: string;
  readonly label: string;
  /** The frame around it; null at the top. */
  readonly around: string | null;
}

export interface Blocks {
  readonly blocks: readonly Block[];
  /** Outer ones before those in them. */
  readonly frames: readonly Frame[];
  /** From and to, places in `blocks`. */
  readonly edges: readonly (readonly [number, number])[];
}

/** A stretch of calls within one module. */
interface Stretch {
  readonly from: number;
  readonly end: number;
  readonly depth: number;
}

const REPEATED = '*';

class Folding {
  readonly blocks: Block[] = [];
  readonly frames: Frame[] = [];
  readonly #nodes: PreviewGraph['nodes'];
  readonly #unfolded: ReadonlySet<string>;

  constructor(nodes: PreviewGraph['nodes'], unfolded: ReadonlySet<string>) {
    this.#nodes = nodes;
    this.#unfolded = unfolded;
  }

  add({ from, end, depth }: Stretch, around: string | null): void {
    const parts = this.#parts(from, end, depth);
    for (let at = 0; at < parts.length;) {
      const part = parts[at] as Stretch;
      let same = at + 1;
      while (same < parts.length && this.#alike(part, parts[same] as Stretch)) same++;
      const key = `${REPEATED}${part.from}`;
      if (same - at > 1 && !this.#unfolded.has(key)) {
        const last = parts[same - 1] as Stretch;
        this.#block(key, `${this.#name(part)} … ${this.#end(last)}`, part.from, last.end, same - at, around);
      } else {
        const several = same - at > 1;
        if (several) {
          const last = parts[same - 1] as Stretch;
          this.frames.push({ key, label: `${this.#name(part)} … ${this.#end(last)}  ×${same - at}`, around });
        }
        for (const one of parts.slice(at, same)) this.#one(one, several ? key : around);
      }
      at = same;
    }
  }

  #one(part: Stretch, around: string | null): void {
    const { from, end, depth } = part;
    const node = this.#nodes[from];
    if (end - from === 1) {
      const name = node?.label ?? '';
      this.blocks.push({ key: String(from), kind: 'call', label: name, calls: [from], times: 1, around });
      return;
    }
    const key = `${(node?.path ?? []).slice(0, depth).join('.')}@${from}`;
    if (this.#unfolded.has(key)) {
      this.frames.push({ key, label: this.#name(part), around });
      this.add(part, key);
    } else this.#block(key, this.#name(part), from, end, 1, around);
  }

  #block(key: string, label: string, from: number, end: number, times: number, around: string | null): void {
    const calls = Array.from({ length: end - from }, (_, at) => from + at);
    this.blocks.push({ key, kind: 'module', label, calls, times, around });
  }

  #name({ from, depth }: Stretch): string {
    return (this.#nodes[from]?.path ?? []).slice(0, depth).join('.');
  }

  #end({ from, depth }: Stretch): string {
    return (this.#nodes[from]?.path ?? [])[depth - 1] ?? '';
  }

  /** Calls and modules one level further in. */
  #parts(from: number, end: number, depth: number): Stretch[] {
    const parts: Stretch[] = [];
    for (let at = from; at < end;) {
      const part = this.#nodes[at]?.path[depth];
      let to = at + 1;
      if (part !== undefined) while (to < end && this.#nodes[to]?.path[depth] === part) to++;
      parts.push({ from: at, end: to, depth: depth + 1 });
      at = to;
    }
    // A module that holds nothing but one module is that module.
    const [only] = parts;
    return parts.length === 1 && only && only.end - only.from > 1 ? this.#parts(from, end, depth + 1) : parts;
  }

  /** The same calls with the same sizes, in modules named alike further in. */
  #alike(one: Stretch, other: Stretch): boolean {
    if (one.end - one.from !== other.end - other.from) return false;
    if (one.end - one.from < 2) return false;
    for (let at = 0; at < one.end - one.from; at++) {
      const [a, b] = [this.#nodes[one.from + at], this.#nodes[other.from + at]];
      if (!a || !b || a.label !== b.label || a.shape !== b.shape) return false;
      if (a.path.slice(one.depth).join('.') !== b.path.slice(other.depth).join('.')) return false;
    }
    return true;
  }
}

export function blocksOf({ nodes, edges }: PreviewGraph, unfolded: readonly string[]): Blocks {
  const folding = new Folding(nodes, new Set(unfolded));
  folding.add({ from: 0, end: nodes.length, depth: 0 }, null);
  const { blocks, frames } = folding;
  const blockOf = new Map(blocks.flatMap(({ calls }, block) => calls.map((call) => [call, block] as const)));
  const seen = new Set<string>();
  const between: (readonly [number, number])[] = [];
  for (const [from, to] of edges) {
    const [a, b] = [blockOf.get(from), blockOf.get(to)];
    if (a === undefined || b === undefined || a === b || seen.has(`${a}-${b}`)) continue;
    seen.add(`${a}-${b}`);
    between.push([a, b]);
  }
  return { blocks, frames, edges: between };
}
