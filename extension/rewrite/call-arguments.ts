/** The arguments of one call in the text, by the names the framework gives them, and the edits that change some of them alone. */
import type { Argument, CallExpression, Expression } from '../python/syntax.ts';
import type { CodeStyle } from './code-style.ts';
import type { TextEdit } from './text-edit.ts';

export interface WrittenArgument {
  readonly name: string;
  readonly value: Expression;
  readonly text: string;
  readonly argument: Argument;
}

export class CallArguments {
  readonly #style: CodeStyle;
  readonly #call: CallExpression;
  readonly all: readonly WrittenArgument[];
  /** `*args` or `**kwargs` stand in the call: not all arguments are in the text. */
  readonly isOpen: boolean;

  /** `positional` are the names that positional arguments fill, in order. */
  constructor(call: CallExpression, positional: readonly string[], style: CodeStyle) {
    this.#style = style;
    this.#call = call;
    this.isOpen = call.args.some(({ kind }) => kind === 'star' || kind === 'double-star');
    const named = call.args.map((argument, index) => ({
      argument,
      name: argument.kind === 'keyword' ? argument.name : argument.kind === 'positional' ? positional[index] : null,
    }));
    this.all = named.flatMap(({ argument, name }) =>
      name ? [{ name, value: argument.value, text: style.slice(argument.value), argument }] : [],
    );
  }

  get(name: string): WrittenArgument | undefined {
    return this.all.find((one) => one.name === name);
  }

  isPositional(name: string): boolean {
    return this.get(name)?.argument.kind === 'positional';
  }

  /** `=` with the white space that the call writes around it. */
  get equals(): string {
    const keyword = this.#call.args.find(({ kind }) => kind === 'keyword');
    if (!keyword) return '=';
    return this.#style.text.slice(keyword.start + (keyword.name?.length ?? 0), keyword.value.start);
  }

  /** Sets arguments to new texts, adds what is not there, and takes out keywords that come to their default. */
  changed(changes: Readonly<Record<string, { readonly text: string; readonly otherwise: string }>>): TextEdit[] {
    const edits: TextEdit[] = [];
    const added: string[] = [];
    for (const [name, change] of Object.entries(changes)) {
      const written = this.get(name);
      if (!written) {
        if (change.text !== change.otherwise) added.push(`${name}${this.equals}${change.text}`);
      } else if (change.text === written.text) continue;
      else if (change.text === change.otherwise && written.argument.kind === 'keyword') {
        edits.push(this.#without(written.argument));
      } else {
        edits.push({ start: written.value.start, end: written.value.end, text: change.text });
      }
    }
    return added.length === 0 ? edits : [...edits, this.#appended(added)];
  }

  #without(argument: Argument): TextEdit {
    const index = this.#call.args.indexOf(argument);
    const before = this.#call.args[index - 1];
    const after = this.#call.args[index + 1];
    if (before) return { start: before.end, end: argument.end, text: '' };
    return { start: argument.start, end: after?.start ?? argument.end, text: '' };
  }

  #appended(texts: readonly string[]): TextEdit {
    const last = this.#call.args.at(-1);
    if (!last) return { start: this.#call.end - 1, end: this.#call.end - 1, text: texts.join(', ') };
    const style = this.#style;
    const ownLines = new Set(this.#call.args.map(({ start }) => style.lineStart(start)));
    const onePerLine = ownLines.size > 1 && ownLines.size === this.#call.args.length;
    const separator = onePerLine ? `,${style.newline}${style.indentAt(last.start)}` : ', ';
    return { start: last.end, end: last.end, text: texts.map((text) => separator + text).join('') };
  }
}
