/** Patterns of `match`: https://docs.python.org/3/reference/compound_stmts.html#patterns */
import type { Expression, Pattern } from '../../syntax.ts';
import { ParameterReader } from './parameter-reader.ts';

export abstract class PatternReader extends ParameterReader {
  /** What stands behind `case`: several patterns with commas between them are a sequence. */
  protected casePatterns(): Pattern {
    const first = this.starredPattern();
    if (this.kind !== ',' && first.kind !== 'star') return first;
    const items = [first];
    while (this.accept(',') && this.kind !== ':' && this.kind !== 'if') items.push(this.starredPattern());
    return { kind: 'sequence', items };
  }

  private starredPattern(): Pattern {
    if (!this.accept('*')) return this.pattern();
    return { kind: 'star', name: this.captured() };
  }

  /** The name that a pattern binds; `_` binds none. */
  private captured(): string | null {
    const name = this.name();
    return name === '_' ? null : name;
  }

  private pattern(): Pattern {
    this.enter();
    const first = this.closedPattern();
    const options = [first];
    while (this.accept('|')) options.push(this.closedPattern());
    const pattern: Pattern = options.length === 1 ? first : { kind: 'or', options };
    this.depth--;
    return this.accept('as') ? { kind: 'capture', name: this.captured(), pattern } : pattern;
  }

  private closedPattern(): Pattern {
    switch (this.kind) {
      case '(':
      case '[':
        return this.sequencePattern();
      case '{':
        return this.mappingPattern();
      case 'name':
        return this.namedPattern();
      default:
        return { kind: 'value', value: this.literal() };
    }
  }

  /** A number with its sign, `1+2j`, a string, None, True, False. */
  private literal(): Expression {
    const { start } = this;
    const value = this.operation(SUM);
    const isComplex = value.kind === 'Binary' && value.right.kind === 'Imaginary';
    return isComplex ? { kind: 'Imaginary', start, end: this.lastEnd } : value;
  }

  /** `(p)` is p; `(p,)`, `()` and `[p]` are sequences. */
  private sequencePattern(): Pattern {
    const close = this.closerOf(this.at);
    const isList = this.kind === '[';
    const items: Pattern[] = [];
    let hasComma = false;
    this.at++;
    while (this.at < close) {
      items.push(this.starredPattern());
      if (this.at < close) this.expect(',');
      else break;
      hasComma = true;
    }
    this.at = close + 1;
    const [only] = items;
    return !isList && !hasComma && only && only.kind !== 'star' ? only : { kind: 'sequence', items };
  }

  private mappingPattern(): Pattern {
    const close = this.closerOf(this.at);
    const entries: { key: Expression; pattern: Pattern }[] = [];
    let rest: string | null = null;
    this.at++;
    while (this.at < close) {
      if (this.accept('**')) rest = this.captured();
      else {
        const key = this.kind === 'name' ? this.dotted() : this.literal();
        this.expect(':');
        entries.push({ key, pattern: this.pattern() });
      }
      if (this.at < close) this.expect(',');
    }
    this.at = close + 1;
    return { kind: 'mapping', entries, rest };
  }

  /** A name that is bound, a constant `a.b`, or a class with patterns for its attributes. */
  private namedPattern(): Pattern {
    const next = this.nextKind;
    if (next !== '.' && next !== '(') return { kind: 'capture', name: this.captured(), pattern: null };
    const value = this.dotted();
    if (!this.is('(')) return { kind: 'value', value };
    const close = this.closerOf(this.at);
    const positional: Pattern[] = [];
    const keyword: { name: string; pattern: Pattern }[] = [];
    this.at++;
    while (this.at < close) {
      if (this.kind === 'name' && this.nextKind === '=') {
        const name = this.name();
        this.at++;
        keyword.push({ name, pattern: this.pattern() });
      } else positional.push(this.pattern());
      if (this.at < close) this.expect(',');
    }
    this.at = close + 1;
    return { kind: 'class', type: value, positional, keyword };
  }

  /** `a.b.c` as nested attributes. */
  private dotted(): Expression {
    const { start } = this;
    let value: Expression = { kind: 'Name', start, end: this.endOf(this.at), id: this.name() };
    while (this.accept('.')) {
      const nameSpan = { start: this.start, end: this.endOf(this.at) };
      value = { kind: 'Attribute', start, end: nameSpan.end, object: value, name: this.name(), nameSpan };
    }
    return value;
  }
}

/** Operators from here on may stand in a literal: the precedence of `+`; `|` is between patterns. */
const SUM = 5;
