/**
 * The only file that touches web-tree-sitter. It starts the parser from bytes that are handed in (so the same code runs
 * in Node and in a browser worker), and copies each native tree into flat arrays before freeing it, so nothing
 * outside needs to remember to free memory.
 */
import { Language, Parser, type Tree, type TreeCursor } from 'web-tree-sitter';
import { FlatTree } from './flat-tree.ts';
import { joinedLines } from './joined-lines.ts';

export interface ParserBytes {
  /** web-tree-sitter's own .wasm. */
  readonly core: Uint8Array;
  /** tree-sitter-python's .wasm. */
  readonly python: Uint8Array;
}

export type NativeRead = (text: string) => FlatTree;

export async function startNative(wasm: ParserBytes): Promise<NativeRead> {
  // `locateFile` is never asked for a file when `wasmBinary` is given, but without it the start-up code
  // computes a path from `import.meta.url`, which a bundled worker does not have.
  await Parser.init({ wasmBinary: wasm.core, locateFile: (name: string) => name });
  const language = await Language.load(wasm.python);
  const parser = new Parser();
  parser.setLanguage(language);
  const kinds = kindTable(language);
  return (text) => {
    const tree = parser.parse(chunked(text));
    if (!tree) throw new Error('the Python grammar is not loaded');
    try {
      return flatten(tree, text, kinds);
    } finally {
      tree.delete();
    }
  };
}

interface KindTable {
  readonly names: readonly string[];
  /** Length of a punctuation or keyword token whose text is its name; 0 where the end must be asked for. */
  readonly lengths: Uint8Array;
  /** 1 for kinds whose children, if any, nobody asks for: asking for them is a third of the cost of the walk. */
  readonly leaves: Uint8Array;
}

const NAMED_LEAVES = new Set([
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

function kindTable(language: Language): KindTable {
  const lengths = new Uint8Array(language.types.length);
  const leaves = new Uint8Array(language.types.length);
  language.types.forEach((name, id) => {
    const isToken = !language.nodeTypeIsNamed(id);
    if (isToken && /^\S+$/.test(name)) lengths[id] = name.length;
    if (isToken || NAMED_LEAVES.has(name)) leaves[id] = 1;
  });
  return { names: language.types, lengths, leaves };
}

/** How much text the native side gets per call. Its buffer holds 5119 UTF-16 units, and slicing the whole rest of a long file each time is quadratic. */
const CHUNK = 5000;

function chunked(text: string): (index: number) => string {
  return (index) => text.slice(index, index + CHUNK);
}

/** tree-sitter's id of ERROR nodes, which no grammar lists. */
const ERROR_KIND = 65535;

function flatten(tree: Tree, text: string, table: KindTable): FlatTree {
  const root = tree.rootNode;
  const broken = root.hasError;
  const flat = new FlatTree(text, table.names, root.descendantCount);
  const cursor = tree.walk();
  const path: number[] = [];
  let node = record(flat, cursor, table, broken);
  for (;;) {
    if (table.leaves[flat.kindId(node)] !== 1 && cursor.gotoFirstChild()) {
      const child = record(flat, cursor, table, broken);
      flat.firstChild[node] = child;
      path.push(node);
      node = child;
      continue;
    }
    for (;;) {
      if (cursor.gotoNextSibling()) {
        const sibling = record(flat, cursor, table, broken);
        flat.nextSibling[node] = sibling;
        node = sibling;
        break;
      }
      const parent = path.pop();
      if (parent === undefined) {
        cursor.delete();
        flat.trimBlocks();
        flat.faults.push(...joinedLines(flat));
        return flat;
      }
      cursor.gotoParent();
      node = parent;
    }
  }
}

function record(flat: FlatTree, cursor: TreeCursor, table: KindTable, broken: boolean): number {
  const id = cursor.nodeTypeId;
  const start = cursor.startIndex;
  // Every call into WebAssembly costs; the end of `(` or `def` is known without asking, unless it might be missing.
  const known = broken ? 0 : (table.lengths[id] ?? 0);
  const end = known > 0 ? start + known : cursor.endIndex;
  const node = flat.add(id === ERROR_KIND ? FlatTree.ERROR : id, start, end);
  if (broken && (id === ERROR_KIND || (start === end && cursor.nodeIsMissing))) flat.faults.push(node);
  return node;
}
