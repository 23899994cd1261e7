/** Python text to the typed syntax tree. Any text gives a tree: what cannot be read becomes an error node with its place. */
import type { Module } from '../syntax.ts';
import { EditedText } from './edits.ts';
import { lower } from './lower/lower.ts';
import { type ParserBytes, startNative } from './native.ts';
import { softKeywordEdits } from './soft-keywords.ts';

export interface PythonParser {
  /** Never throws, whatever the text. */
  parse(text: string): Module;
}

export async function createParser(wasm: ParserBytes): Promise<PythonParser> {
  const read = await startNative(wasm);
  return {
    parse(text) {
      let edited = new EditedText(text, []);
      let tree = read(text);
      const edits = softKeywordEdits(tree);
      if (edits.length > 0) {
        edited = new EditedText(text, edits);
        tree = read(edited.text);
      }
      const { body, comments, problems } = lower(tree, edited, []);
      return { body, comments, problems, repaired: false };
    },
  };
}
