/**
 * `yield` inside a statement. Expressions are plain functions that cannot wait, so the yields of a statement are done
 * first, in the order they stand, and the expression then finds what was sent.
 */
import type { Statement, YieldExpression } from '../syntax.ts';
import type { Value } from '../values.ts';
import { Slot } from '../values.ts';
import { NONE } from '../values.ts';
import { iterator } from './iterate.ts';
import type { Activation, Machine } from './machine.ts';

const found = new Slot<readonly YieldExpression[], Statement>();
const NONE_FOUND: readonly YieldExpression[] = [];
/** Their bodies run elsewhere. */
const OPAQUE = new Set(['Lambda', 'FunctionDef', 'ClassDef', 'Comprehension']);

function collect(node: unknown, into: YieldExpression[]): void {
  if (Array.isArray(node)) {
    for (const each of node) collect(each, into);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const kind = 'kind' in node ? node.kind : undefined;
  if (typeof kind === 'string' && OPAQUE.has(kind)) return;
  for (const value of Object.values(node)) collect(value, into);
  // Inner ones first: they are evaluated before the outer one can be.
  if (kind === 'Yield') into.push(node as YieldExpression);
}

function yieldsOf(statement: Statement): readonly YieldExpression[] {
  let known = found.get(statement);
  if (!known) {
    const list: YieldExpression[] = [];
    collect(statement, list);
    known = list.length > 0 ? list : NONE_FOUND;
    found.set(statement, known);
  }
  return known;
}

export function* withYields(machine: Machine, statement: Statement, frame: Activation): Generator<Value, void, Value> {
  const all = yieldsOf(statement);
  if (all.length === 0) return;
  const { sent } = frame.state;
  for (const node of all) sent.delete(node);
  for (const node of all) {
    const value = node.value ? machine.evaluate(node.value, frame) : NONE;
    if (!node.from) {
      sent.set(node, yield value);
      continue;
    }
    const source = iterator(machine, value);
    for (let item = source?.next(); item !== undefined; item = source?.next()) yield item;
    const cut = source ? source.cut : value.kind === 'unknown' ? value.cause : undefined;
    if (cut) {
      frame.state.cut = cut;
      yield NONE;
    }
  }
}
