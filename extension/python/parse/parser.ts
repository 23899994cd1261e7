/** Python text to the typed syntax tree. Any text gives a tree: what cannot be read becomes an error node with its place. */
import type { Module } from '../syntax.ts';
import { EditedText } from './edits.ts';
import { lower } from './lower/lower.ts';
import { type ParserBytes, startNative } from './native.ts';

export interface PythonParser {
  /** Never throws, whatever the text. */
  parse(text: string): Module;
}

export async function createParser(wasm: ParserBytes): Promise<PythonParser> {
  const read = await startNative(wasm);
  return {
    parse(text) {
      const edited = new EditedText(text, []);
      const tree = read(text);
      const { body, comments, problems } = lower(tree, edited, []);
      return { body, comments, problems, repaired: false };
    },
  };
}
