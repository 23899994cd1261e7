/** What a function's text says once and for all: its parameters by kind, and the names it declares global or nonlocal. */
import type { FunctionDefinition, LambdaExpression, Parameter, Statement } from '../syntax.ts';
import { Slot } from '../values.ts';

export interface Layout {
  readonly parameters: readonly Parameter[];
  /** Positional parameters, positional-only ones first. */
  readonly positional: readonly Parameter[];
  readonly keywordOnly: readonly Parameter[];
  readonly star: Parameter | null;
  readonly doubleStar: Parameter | null;
  /** Parameters that can be passed by keyword. */
  readonly byKeyword: ReadonlySet<string>;
  readonly declared: ReadonlyMap<string, 'global' | 'nonlocal'> | null;
  /** Its own first parameter, for `super()`. */
  readonly first: string | null;
}

const layouts = new Slot<Layout, FunctionDefinition | LambdaExpression>();

/** Blocks directly inside a statement (not those of nested functions or classes). */
export function innerBlocks(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'If':
    case 'For':
    case 'While':
      return [statement.body, statement.otherwise];
    case 'With':
      return [statement.body];
    case 'Try':
      return [statement.body, ...statement.handlers.map((each) => each.body), statement.otherwise, statement.finalizer];
    case 'Match':
      return statement.cases.map((each) => each.body);
    default:
      return [];
  }
}

export function collectDeclared(body: readonly Statement[], into: Map<string, 'global' | 'nonlocal'>): void {
  for (const statement of body) {
    if (statement.kind === 'Global') for (const name of statement.names) into.set(name, 'global');
    else if (statement.kind === 'Nonlocal') for (const name of statement.names) into.set(name, 'nonlocal');
    else for (const block of innerBlocks(statement)) collectDeclared(block, into);
  }
}

export function layoutOf(node: FunctionDefinition | LambdaExpression): Layout {
  const known = layouts.get(node);
  if (known) return known;
  const { parameters } = node;
  const positional = parameters.filter((each) => each.kind === 'positional-only' || each.kind === 'positional');
  const keywordOnly = parameters.filter((each) => each.kind === 'keyword-only');
  const declared = new Map<string, 'global' | 'nonlocal'>();
  if (node.kind === 'FunctionDef') collectDeclared(node.body, declared);
  const layout: Layout = {
    parameters,
    positional,
    keywordOnly,
    star: parameters.find((each) => each.kind === 'star') ?? null,
    doubleStar: parameters.find((each) => each.kind === 'double-star') ?? null,
    byKeyword: new Set(
      [...positional.filter((each) => each.kind === 'positional'), ...keywordOnly].map((each) => each.name),
    ),
    declared: declared.size > 0 ? declared : null,
    first: positional[0]?.name ?? null,
  };
  layouts.set(node, layout);
  return layout;
}
