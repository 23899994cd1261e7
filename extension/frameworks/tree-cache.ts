/**
 * Syntax trees by text, for the whole process: between two keystrokes the imported files and our own Python library stay what they
 * are. The trees are never changed.
 */
import type { PythonParser } from '../python/parse/parser.ts';
import { Versions } from '../python/parse/versions.ts';
import type { Module } from '../python/syntax.ts';

/** UTF-16 units of text whose trees are kept: a tree takes about sixty times the memory of its text. */
const MAX_KEPT = 300_000;

/** A longer text is read up to here, at the end of a line: it is generated, or hostile, and the rest would cost seconds. */
export const MAX_TEXT = 300_000;

/** Where reading stops: the length of the text, as a rule. */
export function readableLength(text: string): number {
  return text.length <= MAX_TEXT ? text.length : text.lastIndexOf('\n', MAX_TEXT) + 1 || MAX_TEXT;
}

export class TreeCache {
  readonly #parser: PythonParser;
  /** The least recently used first. */
  readonly #trees = new Map<string, Module>();
  /** The text of a file that is being edited: after the next keystroke nobody asks for it. */
  readonly #edited = new Versions<string>((text) => this.#drop(text));
  #kept = 0;

  constructor(parser: PythonParser) {
    this.#parser = parser;
  }

  /** `file` names the file that is being edited. */
  parse(text: string, file?: string): Module {
    const known = this.#trees.get(text);
    if (known) {
      this.#trees.delete(text);
      this.#trees.set(text, known);
      return known;
    }
    const tree = this.#parser.parse(text.slice(0, readableLength(text)), file);
    if (file !== undefined) this.#edited.set(file, text);
    this.#trees.set(text, tree);
    this.#kept += text.length;
    for (const oldest of this.#trees.keys()) {
      // The text that was just read is asked for again within its own analysis, however long it is.
      if (this.#kept <= MAX_KEPT || oldest === text) break;
      this.#drop(oldest);
    }
    return tree;
  }

  #drop(text: string): void {
    if (this.#trees.delete(text)) this.#kept -= text.length;
  }
}
