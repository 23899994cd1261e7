/** The nodes of a syntax tree around a place, outermost first. */
import type { Argument, Expression, Module, Span, Statement } from '../python/syntax.ts';

export type PathNode = Statement | Expression | Argument;

/** Nodes whose span holds the given one, from a statement of the module down to the narrowest. */
export function pathTo(module: Module, span: Span): readonly PathNode[] {
  const path: PathNode[] = [];
  let level: unknown = module.body;
  for (let next = holder(level, span); next; next = holder(level, span)) {
    if ('kind' in next) path.push(next as PathNode);
    level = Object.values(next);
  }
  return path;
}

/** The first object with a span of its own, at any depth of lists and plain objects, that holds the span. */
function holder(value: unknown, span: Span): Span | null {
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) {
      const found = holder(item, span);
      if (found) return found;
    }
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (isSpan(value)) return value.start <= span.start && value.end >= span.end ? value : null;
  return holder(Object.values(value), span);
}

const isSpan = (value: object): value is Span =>
  'start' in value && 'end' in value && typeof value.start === 'number' && typeof value.end === 'number';

export const sameSpan = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;

/** `nn.Conv2d` as text; null for a callee that is not a name or attributes of one. */
export function dottedName(expression: Expression): string | null {
  if (expression.kind === 'Name') return expression.id;
  if (expression.kind !== 'Attribute') return null;
  const object = dottedName(expression.object);
  return object === null ? null : `${object}.${expression.name}`;
}

export const lastName = (dotted: string): string => dotted.slice(dotted.lastIndexOf('.') + 1);

/** Every statement of the module and of its blocks, in order. */
export function* statementsOf(body: readonly Statement[]): Generator<Statement> {
  for (const statement of body) {
    yield statement;
    for (const value of Object.values(statement) as unknown[]) {
      if (!Array.isArray(value)) continue;
      const inner = (value as readonly unknown[]).flatMap((item) => (isStatement(item) ? [item] : blockOf(item)));
      yield* statementsOf(inner);
    }
  }
}

const isStatement = (value: unknown): value is Statement =>
  typeof value === 'object' && value !== null && 'kind' in value && STATEMENTS.has(String(value.kind));

/** Handlers and cases hold their statements in a body. */
function blockOf(value: unknown): readonly Statement[] {
  if (typeof value !== 'object' || value === null || !('body' in value) || !Array.isArray(value.body)) return [];
  return (value.body as readonly unknown[]).filter(isStatement);
}

const STATEMENTS: ReadonlySet<string> = new Set<Statement['kind']>([
  'ExpressionStatement',
  'Assign',
  'AnnotatedAssign',
  'AugmentedAssign',
  'Return',
  'Delete',
  'Pass',
  'Break',
  'Continue',
  'Raise',
  'Assert',
  'Global',
  'Nonlocal',
  'Import',
  'ImportFrom',
  'If',
  'For',
  'While',
  'With',
  'Try',
  'FunctionDef',
  'ClassDef',
  'Match',
  'TypeAlias',
  'ErrorStatement',
]);
