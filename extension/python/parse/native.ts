/**
 * The only file that touches web-tree-sitter. It starts the parser from bytes that are handed in (so the same code runs
 * in Node and in a browser worker), and copies each native tree into flat arrays before freeing it, so nothing
 * outside needs to remember to free memory.
 */
import { Language, Parser, type Tree } from 'web-tree-sitter';
import { kindTable, type FlatTree } from './flat-tree.ts';
import { joinedLines } from './joined-lines.ts';
import { readTree } from './native-tree.ts';

export interface ParserBytes {
  /** web-tree-sitter's own .wasm. */
  readonly core: Uint8Array;
  /** tree-sitter-python's .wasm. */
  readonly python: Uint8Array;
}

export type NativeRead = (text: string) => FlatTree;

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
  return (text) => {
    const input = new ChunkedText(text);
    const tree = parser.parse((index) => input.read(index));
    if (!tree || !binding.HEAPU8) throw new Error('the Python grammar is not loaded');
    try {
      const flat = readTree(binding.HEAPU8.buffer, addressOf(tree), text, kinds);
      flat.cut = input.exhausted;
      flat.trimBlocks();
      for (const node of joinedLines(flat)) flat.faults.push(node);
      return flat;
    } finally {
      tree.delete();
    }
  };
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
