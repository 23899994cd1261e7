/**
 * The only file that touches web-tree-sitter. It starts the parser from bytes that are handed in (so the same code runs
 * in Node and in a browser worker), and copies each native tree into flat arrays, so nothing outside needs to remember to
 * free memory. Of the files being edited the last tree is kept, from which the next one is made.
 */
import { Edit, Language, Parser, type Point, type Tree } from 'web-tree-sitter';
import { kindTable, type FlatTree } from './flat-tree.ts';
import { joinedLines } from './joined-lines.ts';
import { readTree } from './native-tree.ts';
import { difference, Versions } from './versions.ts';

export interface ParserBytes {
  /** web-tree-sitter's own .wasm. */
  readonly core: Uint8Array;
  /** tree-sitter-python's .wasm. */
  readonly python: Uint8Array;
}

/** `file` names the file whose text this is, of which an earlier version may have been read: then only what changed is parsed. */
export type NativeRead = (text: string, file?: string) => FlatTree;

/** A text without any fault, and its tree, which is this one's to delete. */
interface Kept {
  readonly text: string;
  readonly tree: Tree;
}

/** What the start of web-tree-sitter leaves in the options it was given; one start serves the whole process. */
interface Binding {
  wasmBinary?: Uint8Array;
  // Never asked for a file when `wasmBinary` is given, but without it the start-up code computes a path from `import.meta.url`,
  // which a bundled worker does not have.
  readonly locateFile: (name: string) => string;
  /** Changes when the memory grows. */
  readonly HEAPU8?: Uint8Array;
}
const binding: Binding = { locateFile: (name) => name };

export async function startNative(wasm: ParserBytes): Promise<NativeRead> {
  binding.wasmBinary = wasm.core;
  await Parser.init(binding);
  const language = await Language.load(wasm.python);
  const parser = new Parser();
  parser.setLanguage(language);
  const kinds = kindTable(language.types, (id) => language.nodeTypeIsNamed(id));
  const readFrom = (text: string, old: Tree | null): { tree: Tree; flat: FlatTree } => {
    const input = new ChunkedText(text);
    const tree = parser.parse((index) => input.read(index), old);
    if (!tree || !binding.HEAPU8) throw new Error('the Python grammar is not loaded');
    const flat = readTree(binding.HEAPU8.buffer, addressOf(tree), text, kinds);
    flat.cut = input.exhausted;
    flat.trimBlocks();
    for (const node of joinedLines(flat)) flat.faults.push(node);
    return { tree, flat };
  };
  const versions = new Versions<Kept>(({ tree }) => tree.delete());
  const readChanged = (text: string, kept: Kept): { tree: Tree; flat: FlatTree } | null => {
    const old = edited(kept, text);
    try {
      const read = readFrom(text, old);
      if (isWhole(read.flat)) return read;
      read.tree.delete();
      return null;
    } finally {
      old.delete();
    }
  };
  return (text, file) => {
    const kept = file === undefined ? undefined : versions.get(file);
    // How the grammar recovers from an error depends on what was parsed before: a text with one is read from its beginning.
    const { tree, flat } = (kept && readChanged(text, kept)) ?? readFrom(text, null);
    if (file !== undefined && isWhole(flat)) versions.set(file, { text, tree });
    else tree.delete();
    return flat;
  };
}

const isWhole = (flat: FlatTree): boolean => flat.faults.length === 0 && !flat.cut;

/** The tree told where its text changed. */
function edited({ text: before, tree }: Kept, text: string): Tree {
  const { start, oldEnd, newEnd } = difference(before, text);
  const old = tree.copy();
  const change = {
    startIndex: start,
    oldEndIndex: oldEnd,
    newEndIndex: newEnd,
    startPosition: pointAt(before, start),
    oldEndPosition: pointAt(before, oldEnd),
    newEndPosition: pointAt(text, newEnd),
  };
  old.edit(new Edit(change));
  return old;
}

function pointAt(text: string, offset: number): Point {
  let row = 0;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) {
    row++;
    lineStart = next + 1;
  }
  return { row, column: offset - lineStart };
}

/** Where the tree is in the memory: its first element, as the binding's own code reads it. */
const addressOf = (tree: Tree): number => (tree as unknown as { readonly 0: number })[0];

/** How much text the native side gets per call. Its buffer holds 5119 UTF-16 units, and slicing the whole rest of a long file each time is quadratic. */
const CHUNK = 5000;
/**
 * How often each chunk may be read, on average, and how often a short text: a token that spans chunks is read again for each way in
 * which the grammar might go on. Ordinary files take two; text that takes more than these (a line continued ten thousand times)
 * makes the native side quadratic.
 */
const READS_PER_CHUNK = 20;
const LEAST_READS = 200;

class ChunkedText {
  readonly #text: string;
  #left: number;

  constructor(text: string) {
    this.#text = text;
    this.#left = LEAST_READS + READS_PER_CHUNK * Math.ceil(text.length / CHUNK);
  }

  get exhausted(): boolean {
    return this.#left < 0;
  }

  /** Nothing, as if the text ended there, after too many reads. */
  read(index: number): string {
    if (index < this.#text.length) this.#left--;
    return this.exhausted ? '' : this.#text.slice(index, index + CHUNK);
  }
}
