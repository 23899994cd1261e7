/** Which statement begins where, functions and classes, and the whole module. */
import { say } from '../../../message.ts';
import type { Argument, Expression, Parameter, Statement } from '../../syntax.ts';
import type { Tokens } from '../tokens.ts';
import { CompoundReader } from './compound-reader.ts';

const CLAUSES: ReadonlySet<string> = new Set(['elif', 'else', 'except', 'finally']);

export class ModuleReader extends CompoundReader {
  protected readerOf(tokens: Tokens): ModuleReader {
    return new ModuleReader(this.text, tokens);
  }

  /** All statements. */
  module(): Statement[] {
    const statements: Statement[] = [];
    while (this.kind !== 'end' && !this.isHopeless()) this.lines(this.indentHere(), statements);
    if (this.kind !== 'end') {
      this.problem(
        { start: this.start, end: this.endOf(this.at) },
        say`The rest is not read: too much of this file is no Python.`,
      );
      statements.push(this.errorStatement(this.start, this.text.length));
    }
    return statements;
  }

  protected statement(into: Statement[]): void {
    switch (this.kind) {
      case 'if':
        into.push(this.ifStatement());
        return;
      case 'for':
        into.push(this.forStatement(this.at));
        return;
      case 'while':
        into.push(this.whileStatement());
        return;
      case 'with':
        into.push(this.withStatement(this.at));
        return;
      case 'try':
        into.push(this.tryStatement());
        return;
      case 'def':
        into.push(this.functionDefinition(this.at, []));
        return;
      case 'class':
        into.push(this.classDefinition([]));
        return;
      case '@':
        this.decorated(into);
        return;
      default:
        if (CLAUSES.has(this.kind)) this.orphan(into);
        else if (this.word === 'async' && this.beginsAsync()) into.push(this.asyncStatement());
        else if (this.word === 'match' && this.beginsMatch()) into.push(this.matchStatement());
        else this.simpleStatements(into);
    }
  }

  private beginsAsync(): boolean {
    return this.nextKind === 'def' || this.nextKind === 'for' || this.nextKind === 'with';
  }

  private asyncStatement(): Statement {
    const first = this.at++;
    if (this.kind === 'def') return this.functionDefinition(first, []);
    return this.kind === 'for' ? this.forStatement(first) : this.withStatement(first);
  }

  /** `else` and its like with nothing that they belong to: the line is lost, the block is not. */
  private orphan(into: Statement[]): void {
    const first = this.at;
    const { start } = this;
    this.at = this.lineEnd(first);
    this.faults.push({ start, end: this.lastEnd, token: { start, end: this.endOf(first) } });
    into.push(this.errorStatement(start, this.lastEnd));
    this.accept('newline');
    if (this.indentHere() > this.indent) this.lines(this.indentHere(), into);
  }

  /** As in CPython, the definition begins at `def` or `class`; its decorators stand before it. */
  private decorated(into: Statement[]): void {
    const first = this.at;
    const decorators: Expression[] = [];
    while (this.kind === '@' && !this.isHopeless()) {
      this.at++;
      decorators.push(this.decorator());
      this.accept('newline');
    }
    if (this.kind === 'def') into.push(this.functionDefinition(this.at, decorators));
    else if (this.kind === 'class') into.push(this.classDefinition(decorators));
    else if (this.word === 'async' && this.nextKind === 'def') {
      const start = this.at++;
      into.push(this.functionDefinition(start, decorators));
    } else {
      this.fault(first);
      into.push(this.errorStatement(this.startOf(first), this.endOf(this.at - 2)));
    }
  }

  private decorator(): Expression {
    const first = this.at;
    const { depth, start } = this;
    try {
      const value = this.namedExpression();
      if (!this.atLineEnd()) this.fail();
      return value;
    } catch (thrown) {
      this.giveUp(thrown, first, this.lineEnd(first), depth);
      return this.error(start, Math.max(start, this.lastEnd));
    }
  }

  /** `first` is the token `def`, or `async` before it. */
  private functionDefinition(first: number, decorators: readonly Expression[]): Statement {
    const start = this.startOf(first);
    const isAsync = this.isAsync(first);
    this.at++;
    const nameSpan = { start: this.start, end: this.endOf(this.at) };
    const word = this.word;
    const { name, parameters, returns } = this.header(
      () => {
        const called = this.name();
        this.skipTypeParameters();
        const taken = this.functionParameters();
        return { name: called, parameters: taken, returns: this.accept('->') ? this.expression() : null };
      },
      () => ({ name: word, parameters: [] as Parameter[], returns: null }),
    );
    const headerEnd = this.headerEnd();
    const outer = this.sawYield;
    this.sawYield = false;
    const body = this.block();
    const isGenerator = this.sawYield;
    this.sawYield = outer;
    const end = this.endAfter(headerEnd, body);
    return {
      kind: 'FunctionDef',
      start,
      end,
      name,
      nameSpan,
      parameters,
      returns,
      decorators,
      body,
      isAsync,
      isGenerator,
    };
  }

  private classDefinition(decorators: readonly Expression[]): Statement {
    const { start } = this;
    this.at++;
    const nameSpan = { start: this.start, end: this.endOf(this.at) };
    const word = this.word;
    const { name, bases } = this.header(
      () => {
        const called = this.name();
        this.skipTypeParameters();
        return { name: called, bases: this.kind === '(' ? this.callArguments() : [] };
      },
      (error): { name: string; bases: readonly Argument[] } => ({
        name: word,
        bases: [{ kind: 'star', start: error.start, end: error.end, name: null, value: error }],
      }),
    );
    const headerEnd = this.headerEnd();
    const body = this.block();
    return { kind: 'ClassDef', start, end: this.endAfter(headerEnd, body), name, nameSpan, bases, decorators, body };
  }
}
