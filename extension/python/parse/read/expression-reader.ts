/**
 * Expressions, by descent through the levels of https://docs.python.org/3/reference/expressions.html and by precedence between binary
 * operators. What stands in brackets and between the commas of a call is given up by itself where it cannot be read.
 */
import { say } from '../../../message.ts';
import type {
  Argument,
  BinaryOperator,
  CompareOperator,
  Expression,
  LambdaExpression,
  Parameter,
  YieldExpression,
} from '../../syntax.ts';
import { STAND_IN } from '../characters.ts';
import { tokenize, type Tokens } from '../tokens.ts';
import { numberLiteral } from './numbers.ts';
import { stringLiteral } from './strings.ts';
import { TokenReader } from './token-reader.ts';

/** How tightly a binary operator binds; those of one number group from left to right. */
const PRECEDENCE: ReadonlyMap<string, number> = new Map<BinaryOperator, number>([
  ['|', 1],
  ['^', 2],
  ['&', 3],
  ['<<', 4],
  ['>>', 4],
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['//', 6],
  ['%', 6],
  ['@', 6],
]);
const COMPARISONS: ReadonlySet<string> = new Set<CompareOperator>([
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'is',
  'is not',
]);

/** Tokens that an operand may begin with, signs left aside. */
const ATOMS: ReadonlySet<string> = new Set(['name', 'number', 'string', '(', '[', '{', '...', 'None', 'True', 'False']);
const BEGINNINGS: ReadonlySet<string> = new Set([...ATOMS, 'error', '*', '-', '+', '~', 'not', 'lambda', 'yield']);
/** True where an expression may begin with a token of this kind, or what should have been one. */
export const canBegin = (kind: string): boolean => BEGINNINGS.has(kind);
const isComma = (kind: string): boolean => kind === ',';

export abstract class ExpressionReader extends TokenReader {
  /** One of the same kind for other tokens of the text. */
  protected abstract readerOf(tokens: Tokens): ExpressionReader;
  protected abstract bracketed(): Expression;
  protected abstract subscripted(object: Expression, start: number): Expression;
  protected abstract lambdaParameters(): Parameter[];
  protected abstract generatorArgument(element: Expression, start: number, end: number): Expression;

  /** `a if b else c`, `lambda`, and all below. */
  expression(): Expression {
    this.enter();
    const start = this.start;
    const value = this.kind === 'lambda' ? this.lambda() : this.conditional(start);
    this.depth--;
    return value;
  }

  private conditional(start: number): Expression {
    const then = this.disjunction();
    if (!this.accept('if')) return then;
    const test = this.disjunction();
    this.expect('else');
    const otherwise = this.expression();
    return { kind: 'Conditional', start, end: this.lastEnd, test, then, otherwise };
  }

  /** `n := value` where it is allowed, and any expression. */
  protected namedExpression(): Expression {
    if (this.kind !== 'name' || this.nextKind !== ':=') return this.expression();
    const { start } = this;
    const target = { kind: 'Name' as const, start, end: this.endOf(this.at), id: this.name() };
    this.at++;
    const value = this.expression();
    return { kind: 'Named', start, end: this.lastEnd, target, value };
  }

  /** `*values` where it is allowed, and any named expression. */
  protected starredOrNamed(): Expression {
    return this.kind === '*' ? this.starred() : this.namedExpression();
  }

  private starred(): Expression {
    const { start } = this;
    this.at++;
    const value = this.operation();
    return { kind: 'Starred', start, end: this.lastEnd, value };
  }

  protected beginsExpression(): boolean {
    return canBegin(this.kind);
  }

  /** Expressions with commas between them, a tuple if there is a comma; `yield` too. */
  protected expressions(): Expression {
    if (this.kind === 'yield') return this.yielded();
    const { start } = this;
    const first = this.starredOrNamed();
    if (this.kind !== ',') return first;
    const items = [first];
    while (this.accept(',') && this.beginsExpression()) items.push(this.starredOrNamed());
    return { kind: 'Tuple', start, end: this.lastEnd, items };
  }

  /** What a loop binds: names, attributes and the like, up to `in`. */
  protected target(): Expression {
    const { start } = this;
    const first = this.bound();
    if (!this.is(',')) return first;
    const items = [first];
    while (this.accept(',') && this.beginsExpression()) items.push(this.bound());
    return { kind: 'Tuple', start, end: this.lastEnd, items };
  }

  private bound(): Expression {
    return this.is('*') ? this.starred() : this.operation();
  }

  protected yielded(): YieldExpression {
    const { start } = this;
    this.at++;
    this.sawYield = true;
    const from = this.accept('from');
    const value = from ? this.expression() : this.beginsExpression() ? this.expressions() : null;
    return { kind: 'Yield', start, end: this.lastEnd, value, from };
  }

  private lambda(): LambdaExpression {
    const { start } = this;
    const outer = this.sawYield;
    this.at++;
    const parameters = this.lambdaParameters();
    this.expect(':');
    const body = this.expression();
    this.sawYield = outer;
    return { kind: 'Lambda', start, end: this.lastEnd, parameters, body };
  }

  /** `a or b`: one node of all its values, as in CPython. Conditions of comprehensions are of this level. */
  protected disjunction(): Expression {
    const { start } = this;
    const first = this.conjunction();
    if (this.kind !== 'or') return first;
    const values = [first];
    while (this.accept('or')) values.push(this.conjunction());
    return { kind: 'Bool', start, end: this.lastEnd, operator: 'or', values };
  }

  private conjunction(): Expression {
    const { start } = this;
    const first = this.inversion();
    if (this.kind !== 'and') return first;
    const values = [first];
    while (this.accept('and')) values.push(this.inversion());
    return { kind: 'Bool', start, end: this.lastEnd, operator: 'and', values };
  }

  private inversion(): Expression {
    const { start } = this;
    if (!this.accept('not')) return this.comparison();
    this.enter();
    const operand = this.inversion();
    this.depth--;
    return { kind: 'Unary', start, end: this.lastEnd, operator: 'not', operand };
  }

  private comparison(): Expression {
    const { start } = this;
    const left = this.operation();
    const rest: { operator: CompareOperator; right: Expression }[] = [];
    let isOld = false;
    for (;;) {
      if (this.accept('<>')) {
        isOld = true;
        this.operation();
        continue;
      }
      const operator = this.comparisonOperator();
      if (operator === null) break;
      rest.push({ operator, right: this.operation() });
    }
    if (isOld) {
      this.problem({ start, end: this.lastEnd }, say`Python 3 writes <> as !=.`);
      return this.error(start, this.lastEnd);
    }
    return rest.length === 0 ? left : { kind: 'Compare', start, end: this.lastEnd, left, rest };
  }

  private comparisonOperator(): CompareOperator | null {
    const { kind } = this;
    if (kind === 'not') {
      if (this.nextKind !== 'in') return null;
      this.at += 2;
      return 'not in';
    }
    if (!isComparison(kind)) return null;
    this.at++;
    return kind === 'is' && this.accept('not') ? 'is not' : kind;
  }

  /** Everything between comparisons and powers. */
  protected operation(minimum = 0): Expression {
    const { start } = this;
    let left = this.factor();
    let chain = 0;
    for (;;) {
      const operator = this.kind;
      const precedence = PRECEDENCE.get(operator);
      if (precedence === undefined || precedence < minimum) return left;
      this.at++;
      chain = this.lengthen(chain);
      const right = this.operation(precedence + 1);
      left = { kind: 'Binary', start, end: this.lastEnd, operator: operator as BinaryOperator, left, right };
    }
  }

  private factor(): Expression {
    const { start, kind } = this;
    if (kind === '-' || kind === '+' || kind === '~') {
      this.at++;
      this.enter();
      const operand = this.factor();
      this.depth--;
      return { kind: 'Unary', start, end: this.lastEnd, operator: kind, operand };
    }
    const base = this.awaited();
    if (!this.accept('**')) return base;
    this.enter();
    const exponent = this.factor();
    this.depth--;
    return { kind: 'Binary', start, end: this.lastEnd, operator: '**', left: base, right: exponent };
  }

  private awaited(): Expression {
    const { start } = this;
    if (this.word !== 'await' || !ATOMS.has(this.nextKind)) return this.primary();
    this.at++;
    const value = this.primary();
    return { kind: 'Await', start, end: this.lastEnd, value };
  }

  /** An atom and the attributes, calls and indices behind it. */
  private primary(): Expression {
    const { start } = this;
    let value = this.atom();
    let chain = 0;
    for (;;) {
      switch (this.kind) {
        case '.':
          value = this.attribute(value, start);
          break;
        case '(': {
          const args = this.callArguments();
          value = { kind: 'Call', start, end: this.lastEnd, callee: value, args };
          break;
        }
        case '[':
          value = this.subscripted(value, start);
          break;
        default:
          return value;
      }
      chain = this.lengthen(chain);
    }
  }

  private attribute(object: Expression, start: number): Expression {
    this.at++;
    const nameSpan = { start: this.start, end: this.endOf(this.at) };
    const name = this.name();
    // `model.` while a name is being typed: the object is known, the whole is not.
    if (name === '') return this.error(start, this.lastEnd);
    return { kind: 'Attribute', start, end: nameSpan.end, object, name, nameSpan };
  }

  private atom(): Expression {
    const { start, at } = this;
    switch (this.kind) {
      case 'name': {
        const id = this.word;
        this.at++;
        return id === STAND_IN ? this.error(start, this.lastEnd) : { kind: 'Name', start, end: this.lastEnd, id };
      }
      case 'number': {
        this.at++;
        const span = { start, end: this.lastEnd };
        const literal = numberLiteral(this.text.slice(start, span.end), span);
        if ('kind' in literal) return literal;
        this.problem(span, literal.problem);
        return this.error(start, span.end);
      }
      case 'string':
        return this.strings();
      case 'None':
      case 'True':
      case 'False': {
        const value = this.kind;
        this.at++;
        return { kind: 'Constant', start, end: this.endOf(at), value };
      }
      case '...':
        this.at++;
        return { kind: 'Constant', start, end: this.endOf(at), value: 'Ellipsis' };
      case '(':
      case '[':
      case '{':
        return this.bracketed();
      default:
        return this.fail();
    }
  }

  private strings(): Expression {
    const { start } = this;
    const literals = [];
    for (; this.kind === 'string'; this.at++) literals.push({ start: this.start, end: this.endOf(this.at) });
    const literal = stringLiteral(this.text, literals, (from, to) => this.inside(from, to));
    if ('kind' in literal) return literal;
    if (literal.problem !== null) this.problem({ start, end: this.lastEnd }, literal.problem);
    return this.error(start, this.lastEnd);
  }

  /** The expression of an f-string's field, which has tokens of its own. */
  private inside(from: number, to: number): Expression {
    const reader = this.readerOf(tokenize(this.text, from, to, true));
    reader.depth = this.depth;
    const value = reader.wholeText(from, to);
    for (const fault of reader.faults) this.faults.push(fault);
    for (const problem of reader.problems) this.problems.push(problem);
    this.sawYield ||= reader.sawYield;
    return value;
  }

  /** All of this reader's tokens as one value. */
  private wholeText(from: number, to: number): Expression {
    try {
      this.enter();
      const value = this.expressions();
      if (this.kind !== 'end') this.fail();
      return value;
    } catch (thrown) {
      this.giveUp(thrown, 0, this.tokens.kinds.length - 1, this.depth);
      return this.error(from, to);
    }
  }

  /** The arguments of a call, or the bases of a class, with their brackets. */
  protected callArguments(): Argument[] {
    const open = this.at;
    const close = this.closerOf(open);
    const args: Argument[] = [];
    this.at++;
    while (this.at < close) {
      args.push(this.argumentBefore(open, close));
      this.accept(',');
    }
    this.at = close + 1;
    return args;
  }

  /** What cannot be read between two commas becomes a `*` of an error: an unknown number of unknown arguments. */
  private argumentBefore(open: number, close: number): Argument {
    const first = this.at;
    const { depth, sawYield } = this;
    try {
      const argument = this.argument(open, close);
      if (this.at !== close && this.kind !== ',') this.fail();
      return argument;
    } catch (thrown) {
      this.giveUp(thrown, first, this.find(first, isComma, close), depth);
      this.sawYield = sawYield;
      const start = this.startOf(first);
      const end = Math.max(start, this.lastEnd);
      const name = this.tokens.kinds[first] === 'name' && this.tokens.kinds[first + 1] === '=' && this.at > first + 1;
      if (!name) return { kind: 'star', start, end, name: null, value: this.error(start, end) };
      const value = this.error(Math.min(end, this.startOf(first + 2)), end);
      return { kind: 'keyword', start, end, name: this.tokens.words[first] ?? '', value };
    }
  }

  private argument(open: number, close: number): Argument {
    const { start } = this;
    if (this.kind === 'name' && this.nextKind === '=') {
      const name = this.name();
      this.at++;
      const value = this.expression();
      return { kind: 'keyword', start, end: this.lastEnd, name, value };
    }
    if (this.accept('*')) {
      const value = this.expression();
      return { kind: 'star', start, end: this.lastEnd, name: null, value };
    }
    if (this.accept('**')) {
      const value = this.expression();
      return { kind: 'double-star', start, end: this.lastEnd, name: null, value };
    }
    const isFirst = this.at === open + 1;
    const value = this.namedExpression();
    if (this.kind !== 'for' && !(this.word === 'async' && this.nextKind === 'for')) {
      return { kind: 'positional', start, end: this.lastEnd, name: null, value };
    }
    // The brackets of a call around nothing but a generator are the generator's own.
    const from = isFirst ? this.startOf(open) : start;
    const generator = this.generatorArgument(value, from, isFirst ? this.endOf(close) : 0);
    return { kind: 'positional', start: from, end: generator.end, name: null, value: generator };
  }
}

function isComparison(kind: string): kind is CompareOperator {
  return COMPARISONS.has(kind);
}
