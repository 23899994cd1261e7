/**
 * What a file calls the things it imports, and how it would import one more: by the module alias it has, else by adding to the
 * statement that the name next to it came from, else by a new line after it.
 */
import type { Import, ImportFrom, Module } from '../python/syntax.ts';
import type { CodeStyle } from './code-style.ts';
import { statementsOf } from './syntax-path.ts';
import type { TextEdit } from './text-edit.ts';

type ImportStatement = Import | ImportFrom;

interface ImportedName {
  /** As the file calls it. */
  readonly name: string;
  /** `torch.nn`, `tensorflow.keras.layers.Conv2D`. */
  readonly origin: string;
  readonly statement: ImportStatement;
}

const moduleOf = (dotted: string): string => dotted.slice(0, Math.max(0, dotted.lastIndexOf('.')));
const nameOf = (dotted: string): string => dotted.slice(dotted.lastIndexOf('.') + 1);

export class Imports {
  readonly #style: CodeStyle;
  readonly #names: readonly ImportedName[];
  readonly #stars: readonly ImportFrom[];
  readonly #statements: readonly ImportStatement[];
  /** Names to add to a statement, and lines to add after one. */
  readonly #added = new Map<ImportFrom, string[]>();
  readonly #lines = new Map<ImportStatement, string[]>();

  constructor(module: Module, style: CodeStyle) {
    this.#style = style;
    const statements = [...statementsOf(module.body)].filter(
      (statement): statement is ImportStatement => statement.kind === 'Import' || statement.kind === 'ImportFrom',
    );
    this.#statements = statements;
    this.#names = statements.flatMap(namesOf);
    this.#stars = statements.filter((one): one is ImportFrom => one.kind === 'ImportFrom' && one.names === null);
  }

  /** What a dotted name of the file stands for: `L.Conv2D` -> `keras.layers.Conv2D`; null where no import says it. */
  originOf(dotted: string): string | null {
    const [first = '', ...rest] = dotted.split('.');
    const imported = this.#names.find(({ name }) => name === first);
    if (imported) return [imported.origin, ...rest].join('.');
    // A star brings names that nothing in the file lists.
    const star = this.#stars.find(({ module }) => /keras|torch/.test(module));
    return star && rest.length === 0 ? `${star.module}.${first}` : null;
  }

  /** How the file can say one of these; `beside` is a name it says already, in whose way it is done. Plans an import if it must. */
  nameFor(targets: readonly string[], beside: string): string {
    return this.#known(targets, beside) ?? this.#plan(targets, beside);
  }

  /** The name as the file has it now; null where it would have to be imported. */
  known(targets: readonly string[], beside = ''): string | null {
    return this.#known(targets, beside);
  }

  edits(): readonly TextEdit[] {
    const extended = [...this.#added].map(([statement, names]) => this.#extended(statement, names));
    const lines = [...this.#lines].map(([statement, texts]) => {
      const end = this.#style.lineEnd(statement.end);
      const indent = this.#style.indentAt(statement.start);
      const text = texts.map((line) => `${this.#style.newline}${indent}${line}`).join('');
      return { start: end, end, text };
    });
    return [...extended, ...lines];
  }

  /** After the last import that opens the file: where a definition of our own goes. */
  definitionPlace(module: Module): number {
    const last = module.body.findLast(
      (statement, index) =>
        (statement.kind === 'Import' || statement.kind === 'ImportFrom') &&
        !module.body.slice(0, index).some(({ kind }) => kind === 'FunctionDef' || kind === 'ClassDef'),
    );
    return last ? this.#style.lineEnd(last.end) : 0;
  }

  #known(targets: readonly string[], beside: string): string | null {
    const prefix = moduleOf(beside);
    const found = targets.flatMap((target) => [
      ...this.#names.flatMap(({ name, origin }) => {
        if (origin === target) return [{ text: name, rank: 1 }];
        if (!target.startsWith(`${origin}.`)) return [];
        const text = name + target.slice(origin.length);
        // As the layer beside it is named; else by the shortest way.
        return [{ text, rank: prefix !== '' && moduleOf(text) === prefix ? 0 : 2 + text.split('.').length }];
      }),
      ...this.#stars.flatMap(({ module }) => (module === moduleOf(target) ? [{ text: nameOf(target), rank: 1 }] : [])),
      ...[...this.#added].flatMap(([statement, names]) =>
        statement.module === moduleOf(target) && names.includes(nameOf(target))
          ? [{ text: nameOf(target), rank: 1 }]
          : [],
      ),
    ]);
    // `from keras.layers import Conv2DTranspose` shows a file that imports names: its `keras.` elsewhere is not how it says layers.
    const bare =
      prefix === '' && beside !== '' ? found.filter(({ rank, text }) => rank <= 1 || !text.includes('.')) : found;
    const wanted = bare.length > 0 || this.#extendable(targets, beside) !== null ? bare : found;
    return wanted.toSorted((a, b) => a.rank - b.rank)[0]?.text ?? null;
  }

  /** The statement that brought the name beside it, where it can bring one of the targets too. */
  #extendable(targets: readonly string[], beside: string): { statement: ImportFrom; target: string } | null {
    if (beside.includes('.')) return null;
    const statement = this.#names.find(({ name }) => name === beside)?.statement;
    if (statement?.kind !== 'ImportFrom') return null;
    const target = targets.find((one) => moduleOf(one) === statement.module);
    return target === undefined ? null : { statement, target };
  }

  #plan(targets: readonly string[], beside: string): string {
    const extendable = this.#extendable(targets, beside);
    if (extendable) {
      const { statement, target } = extendable;
      this.#added.set(statement, [...(this.#added.get(statement) ?? []), nameOf(target)]);
      return nameOf(target);
    }
    const [target = ''] = targets;
    const [first = ''] = beside.split('.');
    const after = this.#names.find(({ name }) => name === first)?.statement ?? this.#stars[0] ?? this.#statements[0];
    if (after) {
      const module = moduleOf(target);
      const line = module === '' ? `import ${target}` : `from ${module} import ${nameOf(target)}`;
      const lines = this.#lines.get(after) ?? [];
      if (!lines.includes(line)) this.#lines.set(after, [...lines, line]);
    }
    return nameOf(target);
  }

  #extended(statement: ImportFrom, names: readonly string[]): TextEdit {
    const last = statement.names?.at(-1) ?? statement;
    const lines = new Set((statement.names ?? []).map(({ start }) => this.#style.lineStart(start)));
    const onePerLine = lines.size > 1 && lines.size === statement.names?.length;
    const separator = onePerLine ? `,${this.#style.newline}${this.#style.indentAt(last.start)}` : ', ';
    return { start: last.end, end: last.end, text: names.map((name) => separator + name).join('') };
  }
}

function namesOf(statement: ImportStatement): ImportedName[] {
  if (statement.kind === 'Import') {
    return statement.names.map(({ name, alias }) => {
      const first = name.split('.')[0] ?? name;
      return { name: alias ?? first, origin: alias === null ? first : name, statement };
    });
  }
  // A relative import is a file of the user's own: it stands for nothing of a framework.
  const module = '.'.repeat(statement.level) + statement.module;
  return (statement.names ?? []).map(({ name, alias }) => ({
    name: alias ?? name,
    origin: `${module}.${name}`,
    statement,
  }));
}
