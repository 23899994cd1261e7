/**
 * The concrete syntax tree in flat arrays: one number per node for kind, start, end, first child and next sibling. Nodes are
 * indices in reading order; 0 is the module. Comments and line continuations stand between the others and are skipped by `first` and `next`.
 */

/** No node: the answer of `first` and `next` at the end. */
export const NONE = -1;

/** What is known of the grammar's kinds of nodes, by their numbers. */
export interface KindTable {
  readonly names: readonly string[];
  /** 1 for kinds whose children, if any, nobody asks for. */
  readonly leaves: Uint8Array;
  /** 1 for what may stand between any two nodes. */
  readonly extras: Uint8Array;
  /** 1 for kinds that end with a block. */
  readonly blocks: Uint8Array;
}

/** `isNamed`: the grammar has a rule of that name; else the kind is a token such as `(` or `def`. */
export function kindTable(names: readonly string[], isNamed: (id: number) => boolean): KindTable {
  const flags = (test: (name: string, id: number) => boolean): Uint8Array =>
    Uint8Array.from(names, (name, id) => (test(name, id) ? 1 : 0));
  return {
    names,
    leaves: flags((name, id) => !isNamed(id) || LEAVES.has(name)),
    extras: flags((name) => name === 'comment' || name === 'line_continuation'),
    blocks: flags((name) => BLOCKS.has(name)),
  };
}

const LEAVES = new Set([
  'identifier',
  'integer',
  'float',
  'true',
  'false',
  'none',
  'ellipsis',
  'comment',
  'line_continuation',
  'string_start',
  'string_content',
  'string_end',
  'type_conversion',
  'pass_statement',
  'break_statement',
  'continue_statement',
]);

const BLOCKS = new Set([
  'block',
  'if_statement',
  'elif_clause',
  'else_clause',
  'for_statement',
  'while_statement',
  'with_statement',
  'try_statement',
  'except_clause',
  'finally_clause',
  'match_statement',
  'case_clause',
  'function_definition',
  'class_definition',
  'decorated_definition',
]);

export class FlatTree {
  static readonly ERROR = 0xffff;

  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  /** Nodes that are an error, stand for a missing token (those are empty), or were joined to the line before them. */
  readonly faults: number[] = [];
  /** The text was too costly to be read to its end. */
  cut = false;
  private readonly kinds: Uint16Array;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private count = 0;

  constructor(
    readonly text: string,
    private readonly table: KindTable,
    readonly capacity: number,
  ) {
    this.firstChild = new Int32Array(capacity).fill(NONE);
    this.nextSibling = new Int32Array(capacity).fill(NONE);
    this.kinds = new Uint16Array(capacity);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
  }

  get size(): number {
    return this.count;
  }

  add(kind: number, start: number, end: number): number {
    const node = this.count++;
    this.kinds[node] = kind;
    this.starts[node] = start;
    this.ends[node] = end;
    return node;
  }

  /** The grammar's name: `call` for a named node, `(` or `def` for a token, `ERROR` for what could not be read. */
  kind(node: number): string {
    return this.table.names[this.kinds[node] ?? FlatTree.ERROR] ?? 'ERROR';
  }

  kindId(node: number): number {
    return this.kinds[node] ?? FlatTree.ERROR;
  }

  start(node: number): number {
    return this.starts[node] ?? 0;
  }

  end(node: number): number {
    return this.ends[node] ?? 0;
  }

  /** Text of a node, as it was parsed. */
  source(node: number): string {
    return this.text.slice(this.start(node), this.end(node));
  }

  first(node: number): number {
    return this.significant(this.firstChild[node] ?? NONE);
  }

  next(node: number): number {
    return this.significant(this.nextSibling[node] ?? NONE);
  }

  children(node: number): number[] {
    const found: number[] = [];
    for (let child = this.first(node); child !== NONE; child = this.next(child)) found.push(child);
    return found;
  }

  /** The first child of this kind, or NONE. */
  child(node: number, kind: string): number {
    for (let child = this.first(node); child !== NONE; child = this.next(child)) {
      if (this.kind(child) === kind) return child;
    }
    return NONE;
  }

  has(node: number, kind: string): boolean {
    return this.child(node, kind) !== NONE;
  }

  isError(node: number): boolean {
    return this.kinds[node] === FlatTree.ERROR;
  }

  /** Blocks end with their last statement, not with the comments after it. Children stand after their parents, so one pass back does. */
  trimBlocks(): void {
    for (let node = this.count - 1; node > 0; node--) {
      if (this.table.blocks[this.kindId(node)] !== 1) continue;
      let last = NONE;
      for (let child = this.first(node); child !== NONE; child = this.next(child)) last = child;
      if (last !== NONE) this.ends[node] = this.end(last);
    }
  }

  private significant(node: number): number {
    let found = node;
    while (found !== NONE && this.table.extras[this.kindId(found)] === 1) found = this.nextSibling[found] ?? NONE;
    return found;
  }
}
