/** Statements of one line: assignments, imports, return, del, raise, assert, global and their like. */
import { say } from '../../../message.ts';
import type { BinaryOperator, Expression, ImportAlias, Statement } from '../../syntax.ts';
import { PatternReader } from './pattern-reader.ts';

/** `print x` and `exec x` of Python 2: what may follow the word there and never follows a name. */
const AFTER_PRINT: ReadonlySet<string> = new Set(['name', 'number', 'string', '{', 'None', 'True', 'False', 'lambda']);
const AUGMENTED: ReadonlyMap<string, BinaryOperator> = new Map(
  (['+', '-', '*', '/', '//', '%', '@', '&', '|', '^', '>>', '<<', '**'] as const).map((operator) => [
    `${operator}=`,
    operator,
  ]),
);
const endsStatement = (kind: string): boolean => kind === 'newline' || kind === ';' || kind === 'end';

export abstract class SimpleStatementReader extends PatternReader {
  /** The statements of one line, up to its end. */
  protected simpleStatements(into: Statement[]): void {
    do {
      into.push(this.simpleStatement());
    } while (this.accept(';') && !this.atLineEnd() && !this.isHopeless());
    this.accept('newline');
  }

  protected atLineEnd(): boolean {
    return this.kind === 'newline' || this.kind === 'end';
  }

  /** Where this line ends. */
  protected lineEnd(from: number): number {
    return this.find(from, (kind) => kind === 'newline');
  }

  /** An error in a statement costs the statement. */
  private simpleStatement(): Statement {
    const first = this.at;
    const { depth, start, sawYield } = this;
    try {
      const statement = this.oneStatement(start);
      if (!endsStatement(this.kind)) this.fail();
      return statement;
    } catch (thrown) {
      this.giveUp(thrown, first, this.find(Math.max(first, this.at), endsStatement), depth);
      this.sawYield = sawYield;
      return this.errorStatement(start, Math.max(start, this.lastEnd));
    }
  }

  private oneStatement(start: number): Statement {
    switch (this.kind) {
      case 'import':
        return this.importNames(start);
      case 'from':
        return this.importFrom(start);
      case 'return': {
        this.at++;
        const value = this.optionalExpressions();
        return { kind: 'Return', start, end: this.lastEnd, value };
      }
      case 'del':
        return this.deleted(start);
      case 'raise':
        return this.raised(start);
      case 'assert': {
        this.at++;
        const test = this.expression();
        const message = this.accept(',') ? this.expression() : null;
        return { kind: 'Assert', start, end: this.lastEnd, test, message };
      }
      case 'global':
      case 'nonlocal': {
        const kind = this.kind === 'global' ? 'Global' : 'Nonlocal';
        const names: string[] = [];
        do {
          this.at++;
          names.push(this.name());
        } while (this.is(','));
        return { kind, start, end: this.lastEnd, names: names.filter((name) => name !== '') };
      }
      case 'pass':
        this.at++;
        return { kind: 'Pass', start, end: this.lastEnd };
      case 'break':
        this.at++;
        return { kind: 'Break', start, end: this.lastEnd };
      case 'continue':
        this.at++;
        return { kind: 'Continue', start, end: this.lastEnd };
      default:
        return this.isTypeAlias() ? this.typeAlias(start) : this.assignment(start);
    }
  }

  private optionalExpressions(): Expression | null {
    return endsStatement(this.kind) ? null : this.expressions();
  }

  private deleted(start: number): Statement {
    this.at++;
    const targets: Expression[] = [];
    do targets.push(this.operation());
    while (this.accept(',') && !endsStatement(this.kind));
    return { kind: 'Delete', start, end: this.lastEnd, targets };
  }

  /** `raise E, "message"` of Python 2 is read as a tuple. */
  private raised(start: number): Statement {
    this.at++;
    const value = this.kind === 'from' ? null : this.optionalExpressions();
    const cause = this.accept('from') ? this.expression() : null;
    return { kind: 'Raise', start, end: this.lastEnd, value, cause };
  }

  /** `type Name = ...`, `type Name[T] = ...`, but not `type(x).y = ...`. */
  private isTypeAlias(): boolean {
    if (this.word !== 'type' || this.nextKind !== 'name') return false;
    const behind = this.tokens.kinds[this.at + 2];
    return behind === '=' || behind === '[';
  }

  private typeAlias(start: number): Statement {
    this.at++;
    const name = this.name();
    this.skipTypeParameters();
    this.expect('=');
    const value = this.expression();
    return { kind: 'TypeAlias', start, end: this.lastEnd, name, value };
  }

  /** `[T: int, *Ts, **P]`: nothing of it is ever a value (PEP 695). */
  protected skipTypeParameters(): void {
    if (this.kind === '[') this.at = this.closerOf(this.at) + 1;
  }

  private assignment(start: number): Statement {
    if (this.isPythonTwo()) return this.pythonTwo(start);
    const value = this.expressions();
    if (this.kind === '=') return this.assigned(start, value);
    if (this.accept(':')) {
      const annotation = this.starredOrNamed();
      const given = this.accept('=') ? this.expressions() : null;
      return { kind: 'AnnotatedAssign', start, end: this.lastEnd, target: value, annotation, value: given };
    }
    const operator = AUGMENTED.get(this.kind);
    if (operator === undefined) return { kind: 'ExpressionStatement', start, end: this.lastEnd, value };
    this.at++;
    const change = this.expressions();
    return { kind: 'AugmentedAssign', start, end: this.lastEnd, target: value, operator, value: change };
  }

  private assigned(start: number, first: Expression): Statement {
    const targets: Expression[] = [];
    let value = first;
    while (this.accept('=')) {
      targets.push(value);
      value = this.expressions();
    }
    return { kind: 'Assign', start, end: this.lastEnd, targets, value };
  }

  /** `print x`, `print >>file, x`, `exec x` */
  private isPythonTwo(): boolean {
    const { word, nextKind } = this;
    return (
      (word === 'print' && (nextKind === '>>' || AFTER_PRINT.has(nextKind))) ||
      (word === 'exec' && AFTER_PRINT.has(nextKind))
    );
  }

  /** The one statement is lost, and the reason said. */
  private pythonTwo(start: number): Statement {
    const { word } = this;
    this.at = this.find(this.at, endsStatement);
    const span = { start, end: this.lastEnd };
    this.problem(span, say`In Python 3 ${word} is a function: ${word}(...).`);
    return this.errorStatement(span.start, span.end);
  }

  /** `import a.b as c` */
  private importNames(start: number): Statement {
    this.at++;
    const names = this.aliases(() => this.dottedText());
    return { kind: 'Import', start, end: this.lastEnd, names };
  }

  /** `from ..a import b as c`; a null list of names is `*`. */
  private importFrom(start: number): Statement {
    this.at++;
    let level = 0;
    for (; this.kind === '.' || this.kind === '...'; this.at++) level += this.kind.length;
    const module = this.kind === 'import' && level > 0 ? '' : this.dottedText();
    this.expect('import');
    if (this.accept('*')) return { kind: 'ImportFrom', start, end: this.lastEnd, level, module, names: null };
    const open = this.at;
    const close = this.accept('(') ? this.closerOf(open) : null;
    const names = this.aliases(() => this.name());
    if (close !== null) this.expect(')');
    return { kind: 'ImportFrom', start, end: this.lastEnd, level, module, names };
  }

  /** A comma after the last one may be the next one being typed. */
  private aliases(name: () => string): ImportAlias[] {
    const found: ImportAlias[] = [];
    do {
      const { start } = this;
      const imported = name();
      const alias = this.accept('as') ? this.name() : null;
      if (imported !== '') found.push({ start, end: this.lastEnd, name: imported, alias });
    } while (this.accept(',') && this.kind === 'name');
    return found;
  }

  private dottedText(): string {
    let text = this.name();
    while (this.accept('.')) text += `.${this.name()}`;
    return text;
  }
}
