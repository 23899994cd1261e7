/** Statements with blocks: if, while, for, with, try, match. */
import type { ExceptHandler, If, MatchCase, Pattern, Statement, With } from '../../syntax.ts';
import { BlockReader } from './block-reader.ts';
import { canBegin } from './expression-reader.ts';

/** Each `elif` is an `if` inside the `else` of the one before. */
const MAX_ELIFS = 500;

export abstract class CompoundReader extends BlockReader {
  protected ifStatement(): Statement {
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

  protected whileStatement(): Statement {
    const { start } = this;
    this.at++;
    const test = this.expressionHeader();
    const headerEnd = this.headerEnd();
    const body = this.block();
    const otherwise = this.elseBlock();
    return { kind: 'While', start, end: this.endAfter(headerEnd, body, otherwise), test, body, otherwise };
  }

  protected forStatement(first: number): Statement {
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

  protected isAsync(first: number): boolean {
    return this.tokens.words[first] === 'async';
  }

  protected withStatement(first: number): Statement {
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

  protected tryStatement(): Statement {
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
  protected beginsMatch(): boolean {
    const { kinds, words } = this.tokens;
    const end = this.lineEnd(this.at);
    return kinds[end - 1] === ':' && end - 1 > this.at + 1 && words[end + 1] === 'case' && canBegin(this.nextKind);
  }

  protected matchStatement(): Statement {
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
}
