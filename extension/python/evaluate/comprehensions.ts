/** Comprehensions and generator expressions. */
import { type Message, say } from '../../message.ts';
import type { Comprehension, ComprehensionClause } from '../syntax.ts';
import type { PyUnknown, Scope, Value } from '../values.ts';
import { epoch, unknown } from '../values.ts';
import { assign } from './assign.ts';
import { addToSet, emptyDict } from './displays.ts';
import { iterator } from './iterate.ts';
import type { Activation, Completion, Machine } from './machine.ts';
import { Names } from './names.ts';
import { setDictItem } from './subscript.ts';
import { runBranches } from './trial.ts';

/** What ended the clauses, if it was something that is not known: the result is that Unknown, too. */
interface Rounds {
  unknown: PyUnknown | null;
  /** Evaluates the element. */
  readonly look: () => void;
}

const asUnknown = (value: Value, reason: Message): PyUnknown => (value.kind === 'unknown' ? value : unknown(reason));

/** true, false, or what is not known about the conditions. */
function passes(machine: Machine, clause: ComprehensionClause, frame: Activation): boolean | PyUnknown {
  for (const condition of clause.conditions) {
    const value = machine.evaluate(condition, frame);
    const known = machine.truth(value);
    if (known === false) return false;
    if (known === null) return asUnknown(value, say`a condition that cannot be told`);
  }
  return true;
}

function* rounds(
  machine: Machine,
  clauses: readonly ComprehensionClause[],
  index: number,
  frame: Activation,
  state: Rounds,
  first: Value | null,
): Generator<undefined, void, void> {
  const clause = clauses[index];
  if (!clause) return;
  const iterable = first ?? machine.evaluate(clause.iterable, frame);
  const source = iterator(machine, iterable);
  if (!source) {
    maybeOnce(machine, clauses, index, frame, state, asUnknown(iterable, say`the items of a value that is not known`));
    return;
  }
  for (let item = source.next(); item !== undefined; item = source.next()) {
    machine.meter.step();
    assign(machine, frame, clause.target, item);
    const verdict = passes(machine, clause, frame);
    if (verdict === false) continue;
    if (verdict !== true) {
      state.unknown = verdict;
      return;
    }
    if (index === clauses.length - 1) yield undefined;
    else yield* rounds(machine, clauses, index + 1, frame, state, null);
    if (state.unknown) return;
  }
  if (source.cut) state.unknown = { kind: 'unknown', cause: source.cut };
}

/** No round, or one that stands for all, with Unknown as its item: the element is evaluated for what it calls. */
function maybeOnce(
  machine: Machine,
  clauses: readonly ComprehensionClause[],
  index: number,
  frame: Activation,
  state: Rounds,
  cause: PyUnknown,
): void {
  const clause = clauses[index];
  const round = (): Completion => {
    if (!clause) return 'normal';
    assign(machine, frame, clause.target, cause);
    if (passes(machine, clause, frame) === false) return 'normal';
    if (index === clauses.length - 1) state.look();
    else {
      const inner = rounds(machine, clauses, index + 1, frame, { unknown: null, look: state.look }, null);
      if (!inner.next().done) state.look();
    }
    return 'normal';
  };
  runBranches(machine, frame, [() => 'normal', round], cause);
  state.unknown = cause;
}

export function comprehension(machine: Machine, node: Comprehension, frame: Activation): Value {
  const scope: Scope = { names: new Names(undefined, true), parent: frame.scope, kind: 'comprehension' };
  const inner: Activation = { ...frame, scope, declared: null };
  const state: Rounds = {
    unknown: null,
    look: () => {
      machine.evaluate(node.element, inner);
      if (node.value) machine.evaluate(node.value, inner);
    },
  };
  const [outermost] = node.clauses;
  // The outermost iterable is evaluated at once and outside, the rest when it is needed.
  const first = outermost ? machine.evaluate(outermost.iterable, frame) : null;
  const all = rounds(machine, node.clauses, 0, inner, state, first);
  switch (node.produces) {
    case 'generator':
      return lazily(machine, node, inner, state, all);
    case 'list': {
      const items: Value[] = [];
      while (!all.next().done) {
        items.push(machine.evaluate(node.element, inner));
        if ((items.length & 255) === 0) machine.meter.collection(items.length);
      }
      return state.unknown ?? { kind: 'list', items, born: epoch.now };
    }
    case 'set': {
      const made: Value & { kind: 'set' } = { kind: 'set', entries: new Map(), frozen: false, born: epoch.now };
      while (!all.next().done) addToSet(machine, made, machine.evaluate(node.element, inner));
      return state.unknown ?? made;
    }
    case 'dict': {
      const made = emptyDict();
      while (!all.next().done) {
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
  all: Generator<undefined, void, void>,
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
