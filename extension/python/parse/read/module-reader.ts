/** Blocks and the statements that have them, up to the whole module. Of a header that cannot be read the block is kept. */
import type {
  Argument,
  ExceptHandler,
  Expression,
  If,
  MatchCase,
  Parameter,
  Pattern,
  Statement,
  With,
} from '../../syntax.ts';
import { NONE, type Tokens } from '../tokens.ts';
import { canBegin } from './expression-reader.ts';
import { SimpleStatementReader } from './simple-statement-reader.ts';

/** CPython gives up at 100 levels of indentation. */
const MAX_BLOCKS = 100;
/** Each `elif` is an `if` inside the `else` of the one before. */
const MAX_ELIFS = 500;

const endsHeader = (kind: string): boolean => kind === ':' || kind === 'newline';
const CLAUSES: ReadonlySet<string> = new Set(['elif', 'else', 'except', 'finally']);

export class ModuleReader extends SimpleStatementReader {
  /** Column of the statement that is being read. */
  private indent = 0;
  private blocks = 0;

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
        'The rest is not read: too much of this file is no Python.',
      );
      statements.push(this.errorStatement(this.start, this.text.length));
    }
    return statements;
  }

  private indentHere(): number {
    return Math.max(0, this.tokens.indents[this.at] ?? NONE);
  }

  /** The lines of a block whose first has that indentation, up to a line with less. Others are faults, and read none the less. */
  private lines(indent: number, into: Statement[]): void {
    if (++this.blocks > MAX_BLOCKS) {
      this.tooManyBlocks(indent, into);
      return;
    }
    const outer = this.indent;
    while (this.kind !== 'end' && this.indentHere() >= indent && !this.isHopeless()) {
      if (this.indentHere() > indent) this.fault(this.at);
      this.indent = indent;
      this.statement(into);
      this.leaveLine();
    }
    this.indent = outer;
    this.blocks--;
  }

  /** What stands behind a statement on its line, which nothing but a damaged header leaves there. */
  private leaveLine(): void {
    if (this.kind === 'end' || this.tokens.indents[this.at] !== NONE) return;
    this.fault(this.at);
    this.at = this.lineEnd(this.at);
    this.accept('newline');
  }

  private tooManyBlocks(indent: number, into: Statement[]): void {
    const first = this.at;
    const { start } = this;
    while (this.kind !== 'end' && this.indentHere() >= indent) this.at = this.lineEnd(this.at) + 1;
    this.at = Math.min(this.at, this.tokens.kinds.length - 1);
    this.blocks--;
    const end = this.endOf(this.at - 1);
    this.problem({ start, end: this.endOf(first) }, 'This is nested too deeply to be read.');
    into.push(this.errorStatement(start, end));
  }

  private fault(token: number): void {
    const span = { start: this.startOf(token), end: this.endOf(token) };
    this.faults.push({ ...span, token: span });
  }

  private statement(into: Statement[]): void {
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

  private isAsync(first: number): boolean {
    return this.tokens.words[first] === 'async';
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

  /** Reads what stands between a keyword and its colon; where that cannot be read, `otherwise` says what stands for it. */
  private header<T>(read: () => T, otherwise: (error: Expression) => T): T {
    const first = this.at;
    const { depth, start } = this;
    try {
      const value = read();
      if (this.kind !== ':') this.fail();
      return value;
    } catch (thrown) {
      this.giveUp(thrown, first, this.find(Math.max(first, this.at), endsHeader), depth);
      return otherwise(this.error(start, Math.max(start, this.lastEnd)));
    }
  }

  private expressionHeader(): Expression {
    return this.header(
      () => this.namedExpression(),
      (error) => error,
    );
  }

  /** What stands behind the colon of a header: a block, or statements on the same line. */
  private block(): Statement[] {
    const statements: Statement[] = [];
    const { indent } = this;
    this.accept(':');
    if (!this.atLineEnd()) this.simpleStatements(statements);
    else {
      this.accept('newline');
      if (this.indentHere() > indent && this.kind !== 'end') this.lines(this.indentHere(), statements);
    }
    return statements;
  }

  /** Behind the colon, or behind what stands where it should be. */
  private headerEnd(): number {
    return this.endOf(this.kind === ':' ? this.at : this.at - 1);
  }

  /** Where a statement with these blocks ends: with its last statement, not with the line break or the comments behind it. */
  private endAfter(headerEnd: number, ...blocks: readonly (readonly Statement[])[]): number {
    return blocks.findLast((block) => block.length > 0)?.at(-1)?.end ?? headerEnd;
  }

  /** The next clause of a statement, at its own indentation. */
  private acceptClause(keyword: string): boolean {
    return this.kind === keyword && this.tokens.indents[this.at] === this.indent && this.accept(keyword);
  }

  private elseBlock(): Statement[] {
    return this.acceptClause('else') ? this.block() : [];
  }

  private ifStatement(): Statement {
    const clauses: Omit<If, 'otherwise' | 'end'>[] = [];
    let start = this.start;
    let headerEnd = 0;
    this.at++;
    do {
      const test = this.expressionHeader();
      headerEnd = this.headerEnd();
      clauses.push({ kind: 'If', start, test, body: this.block() });
      start = this.start;
    } while (this.acceptClause('elif'));
    let otherwise = this.elseBlock();
    const last = clauses.at(-1)?.body ?? [];
    const end = this.endAfter(headerEnd, last, otherwise);
    const cut = clauses[MAX_ELIFS];
    if (cut) {
      otherwise = [this.errorStatement(cut.start, end)];
      clauses.length = MAX_ELIFS;
    }
    const [first, ...others] = clauses;
    for (const clause of others.reverse()) {
      const { kind, start: from, test, body } = clause;
      otherwise = [{ kind, start: from, end, test, body, otherwise }];
    }
    if (!first) return this.fail();
    return { kind: 'If', start: first.start, end, test: first.test, body: first.body, otherwise };
  }

  private whileStatement(): Statement {
    const { start } = this;
    this.at++;
    const test = this.expressionHeader();
    const headerEnd = this.headerEnd();
    const body = this.block();
    const otherwise = this.elseBlock();
    return { kind: 'While', start, end: this.endAfter(headerEnd, body, otherwise), test, body, otherwise };
  }

  private forStatement(first: number): Statement {
    const start = this.startOf(first);
    this.at++;
    const { target, iterable } = this.header(
      () => {
        const bound = this.target();
        this.expect('in');
        return { target: bound, iterable: this.expressions() };
      },
      (error) => ({ target: error, iterable: error }),
    );
    const headerEnd = this.headerEnd();
    const body = this.block();
    const otherwise = this.elseBlock();
    const end = this.endAfter(headerEnd, body, otherwise);
    return { kind: 'For', start, end, target, iterable, body, otherwise, isAsync: this.isAsync(first) };
  }

  private withStatement(first: number): Statement {
    const start = this.startOf(first);
    this.at++;
    const items = this.header(
      () => this.withItems(),
      (error): With['items'] => [{ context: error, target: null }],
    );
    const headerEnd = this.headerEnd();
    const body = this.block();
    return { kind: 'With', start, end: this.endAfter(headerEnd, body), items, body, isAsync: this.isAsync(first) };
  }

  private withItems(): With['items'] {
    const open = this.at;
    const close = this.kind === '(' ? this.tokens.partners[open] : undefined;
    // `with (a, b):` and `with (a as b):` are managers in brackets; `with (a).b:` and `with (x for x in y):` are not.
    if (close !== undefined && this.tokens.kinds[close + 1] === ':' && this.hasManagers(open, close)) {
      this.at++;
      const items: With['items'][number][] = [];
      while (this.at < close) {
        items.push(this.withItem());
        if (this.at < close) this.expect(',');
      }
      this.at = close + 1;
      return items;
    }
    const items = [this.withItem()];
    while (this.accept(',')) items.push(this.withItem());
    return items;
  }

  private hasManagers(open: number, close: number): boolean {
    return this.find(open + 1, (kind) => kind === ',' || kind === 'as', close) < close;
  }

  private withItem(): With['items'][number] {
    const context = this.expression();
    return { context, target: this.accept('as') ? this.operation() : null };
  }

  private tryStatement(): Statement {
    const { start } = this;
    this.at++;
    this.header(
      () => null,
      () => null,
    );
    const headerEnd = this.headerEnd();
    const body = this.block();
    const handlers: ExceptHandler[] = [];
    while (this.kind === 'except' && this.tokens.indents[this.at] === this.indent) handlers.push(this.handler());
    const otherwise = this.elseBlock();
    const finalizer = this.acceptClause('finally') ? this.block() : [];
    const handled = handlers.at(-1)?.end ?? this.endAfter(headerEnd, body);
    return {
      kind: 'Try',
      start,
      end: this.endAfter(handled, otherwise, finalizer),
      body,
      handlers,
      otherwise,
      finalizer,
    };
  }

  /** `except* E` catches for us what `except E` catches. */
  private handler(): ExceptHandler {
    const { start } = this;
    this.at++;
    const { type, name } = this.header(
      () => {
        this.accept('*');
        const caught = this.kind === ':' ? null : this.expressions();
        return { type: caught, name: this.accept('as') ? this.name() : null };
      },
      (error) => ({ type: error, name: null }),
    );
    const headerEnd = this.headerEnd();
    const body = this.block();
    return { start, end: this.endAfter(headerEnd, body), type, name, body };
  }

  /** `match` begins a statement where its line ends with a colon and `case` begins the next. */
  private beginsMatch(): boolean {
    const { kinds, words } = this.tokens;
    const end = this.lineEnd(this.at);
    return kinds[end - 1] === ':' && end - 1 > this.at + 1 && words[end + 1] === 'case' && canBegin(this.nextKind);
  }

  private matchStatement(): Statement {
    const { start, indent } = this;
    this.at++;
    const subject = this.header(
      () => this.expressions(),
      (error) => error,
    );
    let end = this.headerEnd();
    this.accept(':');
    this.accept('newline');
    const cases: MatchCase[] = [];
    const inner = this.indentHere();
    while (this.kind !== 'end' && this.indentHere() > indent && this.word === 'case') {
      this.indent = inner;
      const next = this.matchCase();
      end = next.end;
      cases.push(next);
    }
    this.indent = indent;
    return { kind: 'Match', start, end, subject, cases };
  }

  private matchCase(): MatchCase {
    const { start } = this;
    this.at++;
    const { pattern, guard } = this.header(
      () => {
        const read = this.casePatterns();
        return { pattern: read, guard: this.accept('if') ? this.namedExpression() : null };
      },
      (error): { pattern: Pattern; guard: null } => ({ pattern: { kind: 'value', value: error }, guard: null }),
    );
    const headerEnd = this.headerEnd();
    const body = this.block();
    return { start, end: this.endAfter(headerEnd, body), pattern, guard, body };
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
