/** Comprehensions and generator expressions. */
import type { Comprehension, ComprehensionClause } from '../syntax.ts';
import type { PyUnknown, Scope, Value } from '../values.ts';
import { epoch, unknown } from '../values.ts';
import { assign } from './assign.ts';
import { addToSet, emptyDict } from './displays.ts';
import { iterator } from './iterate.ts';
import type { Activation, Machine } from './machine.ts';
import { Names } from './names.ts';
import { setDictItem } from './subscript.ts';

/** Thrown by nobody: an Unknown that the clauses met ends them, and the result is that Unknown. */
interface Rounds {
  unknown: PyUnknown | null;
}

const asUnknown = (value: Value, reason: string): PyUnknown => (value.kind === 'unknown' ? value : unknown(reason));

function* rounds(
  machine: Machine,
  clauses: readonly ComprehensionClause[],
  index: number,
  frame: Activation,
  state: Rounds,
  first: Value | null,
): Generator<void, void, void> {
  const clause = clauses[index];
  if (!clause) {
    yield;
    return;
  }
  const iterable = first ?? machine.evaluate(clause.iterable, frame);
  const source = iterator(machine, iterable);
  if (!source) {
    state.unknown = asUnknown(iterable, 'the items of a value that is not known');
    return;
  }
  for (let item = source.next(); item !== undefined; item = source.next()) {
    machine.meter.step();
    assign(machine, frame, clause.target, item);
    let passes: boolean | null = true;
    for (const condition of clause.conditions) {
      const value = machine.evaluate(condition, frame);
      passes = machine.truth(value);
      if (passes === null) state.unknown = asUnknown(value, 'a condition that cannot be told');
      if (!passes) break;
    }
    if (state.unknown) return;
    if (!passes) continue;
    if (index === clauses.length - 1) yield;
    else yield* rounds(machine, clauses, index + 1, frame, state, null);
    if (state.unknown) return;
  }
  if (source.cut) state.unknown = { kind: 'unknown', cause: source.cut };
}

export function comprehension(machine: Machine, node: Comprehension, frame: Activation): Value {
  const scope: Scope = { names: new Names(undefined, true), parent: frame.scope, kind: 'comprehension' };
  const inner: Activation = { ...frame, scope, declared: null };
  const state: Rounds = { unknown: null };
  const [outermost] = node.clauses;
  // The outermost iterable is evaluated at once and outside, the rest when it is needed.
  const first = outermost ? machine.evaluate(outermost.iterable, frame) : null;
  const all = rounds(machine, node.clauses, 0, inner, state, first);
  switch (node.produces) {
    case 'generator':
      return lazily(machine, node, inner, state, all);
    case 'list': {
      const items: Value[] = [];
      for (const _ of all) {
        items.push(machine.evaluate(node.element, inner));
        if ((items.length & 255) === 0) machine.meter.collection(items.length);
      }
      return state.unknown ?? { kind: 'list', items, born: epoch.now };
    }
    case 'set': {
      const made: Value & { kind: 'set' } = { kind: 'set', entries: new Map(), frozen: false, born: epoch.now };
      for (const _ of all) addToSet(machine, made, machine.evaluate(node.element, inner));
      return state.unknown ?? made;
    }
    case 'dict': {
      const made = emptyDict();
      for (const _ of all) {
        const key = machine.evaluate(node.element, inner);
        if (node.value) setDictItem(machine, made, key, machine.evaluate(node.value, inner));
      }
      return state.unknown ?? made;
    }
  }
}

function lazily(
  machine: Machine,
  node: Comprehension,
  frame: Activation,
  state: Rounds,
  all: Generator<void, void, void>,
): Value {
  const made: Value & { kind: 'iterator' } = {
    kind: 'iterator',
    typeName: 'generator',
    next: () => {
      if (!all.next().done) return machine.evaluate(node.element, frame);
      if (state.unknown) made.cut = state.unknown.cause;
      return undefined;
    },
  };
  return made;
}
