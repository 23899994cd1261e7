/**
 * What every lowering rule shares: the concrete tree, the way back to the user's offsets, the tables of rules by node kind, and the
 * handling of what could not be read. The rules live in the files beside this one, one subject each.
 */
import type { ErrorExpression, Expression, Span, Statement, SyntaxProblem } from '../../syntax.ts';
import type { EditedText } from '../edits.ts';
import { FlatTree, NONE } from '../flat-tree.ts';
import { PLAIN_NAME } from '../soft-keywords.ts';
import { namesBoundBy } from './bound-names.ts';

export type ExpressionRule = (lowering: Lowering, node: number) => Expression;
export type StatementRule = (lowering: Lowering, node: number) => Statement;

export interface Rules {
  readonly expressions: Readonly<Record<string, ExpressionRule>>;
  /** An error in a simple statement costs the whole statement; in a compound one, its header. */
  readonly simple: Readonly<Record<string, StatementRule>>;
  readonly compound: Readonly<Record<string, StatementRule>>;
}

/**
 * Expressions and statements nested deeper than this become errors. CPython gives up at 200 brackets and 100 indents; a sum of
 * hundreds of terms nests as deeply, so there is room above that, and the stack of a worker holds several times as much.
 */
export const MAX_NESTING = 500;

/** Parts of an expression that are no expressions themselves: an error in one is an error of the whole. */
const PARTS = new Set([
  'pair',
  'for_in_clause',
  'if_clause',
  'lambda_parameters',
  'slice',
  'list_splat',
  'dictionary_splat',
  'expression_list',
  'pattern_list',
  'list_splat_pattern',
  'with_item',
  'type_conversion',
  'format_specifier',
  'interpolation',
  'string_content',
  'dotted_name',
  'aliased_import',
  'relative_import',
  'default_parameter',
  'typed_parameter',
  'typed_default_parameter',
  'case_pattern',
]);

export class Lowering {
  readonly problems: SyntaxProblem[] = [];
  /** Set by `yield`; saved and cleared around each function. */
  sawYield = false;
  private depth = 0;
  /** Nodes whose own text contains an error, not counting that of the expressions and blocks inside them. */
  private readonly damaged: Set<number>;

  constructor(
    readonly tree: FlatTree,
    private readonly edited: EditedText,
    private readonly rules: Rules,
    /** Places, in the user's offsets, that were replaced by a stand-in before parsing; in the order of the text. */
    private readonly blanked: readonly Span[],
  ) {
    this.damaged = damagedNodes(tree);
  }

  span(node: number): Span {
    return this.edited.span(this.tree.start(node), this.tree.end(node));
  }

  /** The span from the beginning of one node to the end of another. */
  between(first: number, last: number): Span {
    return this.edited.span(this.tree.start(first), this.tree.end(last));
  }

  /** What the user wrote there. */
  written(span: Span): string {
    return this.edited.original.slice(span.start, span.end);
  }

  /** The text of an identifier; empty where a stand-in stands for one. */
  name(node: number): string {
    const source = this.tree.source(node);
    if (this.edited.edits.length === 0) return source;
    const written = this.written(this.span(node));
    return written === '' || source === PLAIN_NAME ? written : source;
  }

  isDamaged(node: number): boolean {
    return this.damaged.has(node);
  }

  expression(node: number): Expression {
    if (node === NONE) return { kind: 'Error', start: 0, end: 0, text: '' };
    const rule = this.rules.expressions[this.tree.kind(node)];
    if (!rule || this.damaged.has(node) || this.isStandIn(node)) return this.error(node);
    if (this.depth >= MAX_NESTING) {
      this.problems.push({ ...this.span(node), message: 'This is nested too deeply to be read.' });
      return this.error(node);
    }
    this.depth++;
    try {
      return rule(this, node);
    } finally {
      this.depth--;
    }
  }

  expressions(nodes: readonly number[]): Expression[] {
    return nodes.map((node) => this.expression(node));
  }

  optional(node: number): Expression | null {
    return node === NONE ? null : this.expression(node);
  }

  error(node: number): ErrorExpression {
    const span = this.span(node);
    return { kind: 'Error', ...span, text: this.written(span) };
  }

  /** Statements of a module or a block; of a module that is one single error, those that survive in it. */
  block(node: number): Statement[] {
    const statements: Statement[] = [];
    if (this.tree.isError(node)) this.appendError(node, statements);
    else this.appendBlock(node, statements);
    return statements;
  }

  /** The same of a module whose text is that of `before` up to `end`: statements that stand before it are taken from there. */
  blockAfter(module: number, before: readonly Statement[], end: number): Statement[] {
    const { tree } = this;
    const statements: Statement[] = [];
    let child = tree.first(module);
    for (const statement of before) {
      // What comes next decides where a statement ends, so it has to be the same too.
      if (child === NONE || statement.end >= end) break;
      const span = this.span(child);
      if (span.start !== statement.start || span.end !== statement.end) break;
      statements.push(statement);
      child = tree.next(child);
    }
    this.appendFrom(child, statements);
    return statements;
  }

  errorStatement(span: Span): Statement {
    const text = this.written(span);
    return { kind: 'ErrorStatement', ...span, text, names: namesBoundBy(text) };
  }

  private appendBlock(node: number, statements: Statement[]): void {
    this.appendFrom(this.tree.first(node), statements);
  }

  private appendFrom(first: number, statements: Statement[]): void {
    const { tree } = this;
    for (let child = first; child !== NONE; child = tree.next(child)) {
      if (this.statementRule(child)) {
        statements.push(this.statement(child));
      } else if (tree.isError(child)) {
        this.appendError(child, statements);
      } else if (tree.kind(child) === 'block') {
        this.appendBlock(child, statements);
      }
    }
  }

  private statement(node: number): Statement {
    const rule = this.statementRule(node);
    const blank = this.blanked.length > 0 ? this.blankAt(this.span(node).start) : null;
    if (blank && this.tree.kind(node) === 'pass_statement') return this.errorStatement(blank);
    if (this.damaged.has(node) && this.rules.simple[this.tree.kind(node)]) return this.errorStatement(this.span(node));
    if (!rule || this.depth >= MAX_NESTING) {
      this.problems.push({ ...this.span(node), message: 'This is nested too deeply to be read.' });
      return this.errorStatement(this.span(node));
    }
    this.depth++;
    try {
      return rule(this, node);
    } finally {
      this.depth--;
    }
  }

  /** Whole statements inside an error survive; the tokens between them become one error statement per run. */
  private appendError(node: number, statements: Statement[]): void {
    const { tree } = this;
    let first = NONE;
    let last = NONE;
    const flush = () => {
      if (first !== NONE) statements.push(this.errorStatement(this.between(first, last)));
      first = NONE;
    };
    for (let child = tree.first(node); child !== NONE; child = tree.next(child)) {
      const isBlock = tree.kind(child) === 'block';
      if (isBlock || this.statementRule(child)) {
        flush();
        if (isBlock) this.appendBlock(child, statements);
        else statements.push(this.statement(child));
      } else {
        if (first === NONE) first = child;
        last = child;
      }
    }
    flush();
    if (tree.first(node) === NONE && tree.end(node) > tree.start(node))
      statements.push(this.errorStatement(this.span(node)));
  }

  private statementRule(node: number): StatementRule | undefined {
    const kind = this.tree.kind(node);
    return this.rules.simple[kind] ?? this.rules.compound[kind];
  }

  /** True for what the user has not typed, and for what stands in for text that could not be read. */
  private isStandIn(node: number): boolean {
    if (this.edited.edits.length === 0) return this.tree.start(node) === this.tree.end(node);
    const span = this.span(node);
    return span.start === span.end || this.blankAt(span.start) !== null;
  }

  private blankAt(offset: number): Span | null {
    let low = 0;
    let high = this.blanked.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.blanked[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const blank = this.blanked[low - 1];
    return blank && offset < blank.end ? blank : null;
  }
}

function damagedNodes(tree: FlatTree): Set<number> {
  const damaged = new Set<number>();
  // A missing token is empty: the grammar knew what belongs there, and all around it can be read.
  const faults = tree.faults.filter((fault) => tree.end(fault) > tree.start(fault));
  if (faults.length === 0) return damaged;
  const parents = new Int32Array(tree.size).fill(NONE);
  for (let node = 0; node < tree.size; node++) {
    for (let child = tree.first(node); child !== NONE; child = tree.next(child)) parents[child] = node;
  }
  for (const fault of faults) {
    let parent = parents[fault] ?? NONE;
    while (parent !== NONE) {
      damaged.add(parent);
      if (!PARTS.has(tree.kind(parent))) break;
      parent = parents[parent] ?? NONE;
    }
  }
  return damaged;
}
