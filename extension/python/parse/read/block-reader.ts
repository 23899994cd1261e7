/** Blocks: their lines by indentation, and the headers before them, of which the block is kept where they cannot be read. */
import { say } from '../../../message.ts';
import type { Expression, Statement } from '../../syntax.ts';
import { NONE } from '../tokens.ts';
import { SimpleStatementReader } from './simple-statement-reader.ts';

/** CPython gives up at 100 levels of indentation. */
const MAX_BLOCKS = 100;

const endsHeader = (kind: string): boolean => kind === ':' || kind === 'newline';

export abstract class BlockReader extends SimpleStatementReader {
  /** Any statement, and its line end. */
  protected abstract statement(into: Statement[]): void;

  /** Column of the statement that is being read. */
  protected indent = 0;

  private blocks = 0;

  protected indentHere(): number {
    return Math.max(0, this.tokens.indents[this.at] ?? NONE);
  }

  /** The lines of a block whose first has that indentation, up to a line with less. Others are faults, and read none the less. */
  protected lines(indent: number, into: Statement[]): void {
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
    this.problem({ start, end: this.endOf(first) }, say`This is nested too deeply to be read.`);
    into.push(this.errorStatement(start, end));
  }

  protected fault(token: number): void {
    const span = { start: this.startOf(token), end: this.endOf(token) };
    this.faults.push({ ...span, token: span });
  }

  /** Reads what stands between a keyword and its colon; where that cannot be read, `otherwise` says what stands for it. */
  protected header<T>(read: () => T, otherwise: (error: Expression) => T): T {
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

  protected expressionHeader(): Expression {
    return this.header(
      () => this.namedExpression(),
      (error) => error,
    );
  }

  /** What stands behind the colon of a header: a block, or statements on the same line. */
  protected block(): Statement[] {
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
  protected headerEnd(): number {
    return this.endOf(this.kind === ':' ? this.at : this.at - 1);
  }

  /** Where a statement with these blocks ends: with its last statement, not with the line break or the comments behind it. */
  protected endAfter(headerEnd: number, ...blocks: readonly (readonly Statement[])[]): number {
    return blocks.findLast((block) => block.length > 0)?.at(-1)?.end ?? headerEnd;
  }

  /** The next clause of a statement, at its own indentation. */
  protected acceptClause(keyword: string): boolean {
    return this.kind === keyword && this.tokens.indents[this.at] === this.indent && this.accept(keyword);
  }

  protected elseBlock(): Statement[] {
    return this.acceptClause('else') ? this.block() : [];
  }
}
