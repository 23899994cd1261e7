/** Parameters of functions and lambdas, with the kinds that `/` and `*` give to their neighbours. */
import type { Expression, Parameter } from '../../syntax.ts';
import { BracketReader } from './bracket-reader.ts';

export abstract class ParameterReader extends BracketReader {
  protected lambdaParameters(): Parameter[] {
    return this.parametersUpTo(':', false);
  }

  /** With their brackets. A list that cannot be read takes any arguments. */
  protected functionParameters(): Parameter[] {
    const open = this.at;
    const close = this.closerOf(open);
    const { depth } = this;
    try {
      this.at++;
      const parameters = this.parametersUpTo(')', true);
      if (this.at !== close) this.fail();
      this.at++;
      return parameters;
    } catch (thrown) {
      this.giveUp(thrown, open, close + 1, depth);
      const nameSpan = { start: this.startOf(open), end: this.startOf(open) };
      return (['star', 'double-star'] as const).map((kind) => ({
        kind,
        ...nameSpan,
        name: '',
        nameSpan,
        annotation: null,
        defaultValue: null,
      }));
    }
  }

  private parametersUpTo(end: string, isAnnotated: boolean): Parameter[] {
    const parameters: Parameter[] = [];
    let plain: Parameter['kind'] = 'positional';
    while (this.kind !== end) {
      if (this.accept('/')) {
        parameters.forEach((before, at) => (parameters[at] = { ...before, kind: 'positional-only' }));
      } else if (this.kind === '*' && (this.nextKind === ',' || this.nextKind === end)) {
        this.at++;
        plain = 'keyword-only';
      } else if (this.kind === '(') {
        this.oldTuple();
      } else {
        const parameter = this.parameter(plain, isAnnotated);
        if (parameter.kind === 'star') plain = 'keyword-only';
        parameters.push(parameter);
      }
      if (this.kind !== end) this.expect(',');
    }
    return parameters;
  }

  private parameter(plain: Parameter['kind'], isAnnotated: boolean): Parameter {
    const { start } = this;
    const kind = this.accept('*') ? 'star' : this.accept('**') ? 'double-star' : plain;
    const nameSpan = { start: this.start, end: this.endOf(this.at) };
    const name = this.name();
    const annotation = isAnnotated && this.accept(':') ? this.annotation() : null;
    const defaultValue = this.accept('=') ? this.expression() : null;
    return { kind, start, end: this.lastEnd, name, nameSpan, annotation, defaultValue };
  }

  /** `*args: *Ts` (PEP 646). */
  private annotation(): Expression {
    return this.starredOrNamed();
  }

  /** `def f(a, (b, c)):` is Python 2: the tuple's names are never bound. */
  private oldTuple(): void {
    this.at = this.closerOf(this.at) + 1;
    if (this.accept('=')) this.expression();
  }
}
