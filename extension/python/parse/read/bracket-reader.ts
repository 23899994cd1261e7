/** What stands in brackets: tuples, lists, sets, dicts, comprehensions, indices and slices. Each is given up as a whole where it cannot be read. */
import type { Comprehension, ComprehensionClause, DictExpression, Expression } from '../../syntax.ts';
import { ExpressionReader } from './expression-reader.ts';

export abstract class BracketReader extends ExpressionReader {
  protected bracketed(): Expression {
    const open = this.innermost(this.at);
    const close = this.closerOf(open);
    const outermost = this.closerOf(this.at);
    const { depth, sawYield } = this;
    const start = this.startOf(open);
    const end = this.endOf(close);
    this.at = open;
    try {
      const value = this.insideOf(close, start, end);
      if (this.at !== close) this.fail();
      this.at = outermost + 1;
      return value;
    } catch (thrown) {
      this.giveUp(thrown, open, close + 1, depth);
      this.at = outermost + 1;
      this.sawYield = sawYield;
      return this.error(start, end);
    }
  }

  /** `((x))` is `(x)`: brackets around nothing but brackets are taken off in a loop, so that they cost no stack. */
  private innermost(open: number): number {
    const { kinds, partners } = this.tokens;
    let inner = open;
    while (kinds[inner] === '(' && kinds[inner + 1] === '(' && partners[inner + 1] === (partners[inner] ?? 0) - 1)
      inner++;
    return inner;
  }

  private insideOf(close: number, start: number, end: number): Expression {
    switch (this.kind) {
      case '(':
        this.at++;
        return this.parenthesized(close, start, end);
      case '[':
        this.at++;
        return this.listed(close, start, end);
      default:
        this.at++;
        return this.braced(close, start, end);
    }
  }

  /** `(x)` is x, with the place of x. */
  private parenthesized(close: number, start: number, end: number): Expression {
    if (this.at === close) return { kind: 'Tuple', start, end, items: [] };
    if (this.kind === 'yield') return this.yielded();
    const first = this.starredOrNamed();
    if (this.beginsClauses()) return this.comprehension('generator', start, end, first, null);
    if (this.kind !== ',' && first.kind !== 'Starred') return first;
    return { kind: 'Tuple', start, end, items: this.restOf(first, close) };
  }

  private listed(close: number, start: number, end: number): Expression {
    if (this.at === close) return { kind: 'List', start, end, items: [] };
    const first = this.starredOrNamed();
    if (this.beginsClauses()) return this.comprehension('list', start, end, first, null);
    return { kind: 'List', start, end, items: this.restOf(first, close) };
  }

  private restOf(first: Expression, close: number): Expression[] {
    const items = [first];
    while (this.accept(',') && this.at < close) items.push(this.starredOrNamed());
    return items;
  }

  private braced(close: number, start: number, end: number): Expression {
    if (this.at === close) return { kind: 'Dict', start, end, entries: [] };
    if (this.kind === '**') return this.dict([], close, start, end);
    const first = this.starredOrNamed();
    if (!this.accept(':')) {
      if (this.beginsClauses()) return this.comprehension('set', start, end, first, null);
      return { kind: 'Set', start, end, items: this.restOf(first, close) };
    }
    const value = this.expression();
    if (this.beginsClauses()) return this.comprehension('dict', start, end, first, value);
    if (this.at < close) this.expect(',');
    return this.dict([{ key: first, value }], close, start, end);
  }

  private dict(
    entries: { key: Expression | null; value: Expression }[],
    close: number,
    start: number,
    end: number,
  ): DictExpression {
    while (this.at < close) {
      if (this.accept('**')) entries.push({ key: null, value: this.operation() });
      else {
        const key = this.expression();
        this.expect(':');
        entries.push({ key, value: this.expression() });
      }
      if (this.at < close) this.expect(',');
    }
    return { kind: 'Dict', start, end, entries };
  }

  private beginsClauses(): boolean {
    return this.kind === 'for' || (this.word === 'async' && this.nextKind === 'for');
  }

  /** `end` is 0 where the comprehension ends with its last clause. */
  protected generatorArgument(element: Expression, start: number, end: number): Expression {
    return this.comprehension('generator', start, end, element, null);
  }

  private comprehension(
    produces: Comprehension['produces'],
    start: number,
    end: number,
    element: Expression,
    value: Expression | null,
  ): Comprehension {
    const clauses: ComprehensionClause[] = [];
    while (this.beginsClauses()) clauses.push(this.clause());
    return { kind: 'Comprehension', start, end: end || this.lastEnd, produces, element, value, clauses };
  }

  private clause(): ComprehensionClause {
    const isAsync = this.kind !== 'for';
    this.at += isAsync ? 2 : 1;
    const target = this.target();
    this.expect('in');
    const iterable = this.disjunction();
    const conditions: Expression[] = [];
    while (this.accept('if')) conditions.push(this.disjunction());
    return { target, iterable, conditions, isAsync };
  }

  /** `object[...]` */
  protected subscripted(object: Expression, start: number): Expression {
    const open = this.at;
    const close = this.closerOf(open);
    const { depth } = this;
    const end = this.endOf(close);
    try {
      this.at++;
      const index = this.index(close);
      if (this.at !== close) this.fail();
      this.at++;
      return { kind: 'Subscript', start, end, object, index };
    } catch (thrown) {
      this.giveUp(thrown, open, close + 1, depth);
      return this.error(start, end);
    }
  }

  /** With a comma or a star it is a tuple. */
  private index(close: number): Expression {
    const { start } = this;
    const first = this.slice();
    if (this.kind !== ',' && first.kind !== 'Starred') return first;
    const items = [first];
    while (this.accept(',') && this.at < close) items.push(this.slice());
    return { kind: 'Tuple', start, end: this.lastEnd, items };
  }

  private slice(): Expression {
    const { start } = this;
    const lower = this.kind === ':' ? null : this.starredOrNamed();
    if (!this.accept(':')) return lower ?? this.fail();
    const upper = this.beginsExpression() ? this.expression() : null;
    const step = this.accept(':') && this.beginsExpression() ? this.expression() : null;
    return { kind: 'Slice', start, end: this.lastEnd, lower, upper, step };
  }
}
