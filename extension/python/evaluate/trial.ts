/**
 * Running code that may or may not run. Each possibility is tried from the same state and taken back; then what holds
 * on every path is kept (journal.ts). A path that raises is dropped: code that runs did not take it. A path that leaves
 * the block (return, break, continue) waits in `pending` and is joined where it leads to; what runs meanwhile stands on
 * a journal level of its own.
 */
import type { PyUnknown, Value } from '../values.ts';
import { NONE, epoch } from '../values.ts';
import { same } from './compare.ts';
import { PyRaise } from './errors.ts';
import { followedBy } from './journal.ts';
import type { Activation, Completion, Machine, Path } from './machine.ts';

/** The completion, or null when the block met `yield`: a generator cannot be taken back past that. */
export type Run = () => Completion | null;

/** Two values of one place on two paths: a class may join its own (`__join__`), else they must be the same. */
export function joinValues(machine: Machine, a: Value, b: Value): Value | undefined {
  if (same(a, b)) return a;
  if (a.kind !== 'instance' || b.kind !== 'instance') return undefined;
  const joined = machine.callSpecial(a, '__join__', [b]);
  return joined === undefined || joined.kind === 'unknown' ? undefined : joined;
}

/** Takes back the levels above `base` of this frame's pending list and gives all paths; `top` are those that are still running. */
function collapse(machine: Machine, frame: Activation, base: number, top: readonly Path[]): Path[] {
  let all = [...top];
  const { pending } = frame.state;
  for (let last = pending[pending.length - 1]; last && pending.length > base; last = pending[pending.length - 1]) {
    pending.pop();
    machine.journal.commit(last.depth);
    const delta = machine.journal.undo();
    all = [...all.map((path) => ({ ...path, delta: followedBy(delta, path.delta) })), ...last.paths];
  }
  return all;
}

/** Everything an exception can leave half done. */
export interface Mark {
  readonly nesting: number;
  readonly depth: number;
  readonly tries: number;
  readonly trials: number;
  readonly own: number;
  readonly stack: number;
}

export const markOf = (machine: Machine, frame: Activation): Mark => ({
  nesting: machine.nesting,
  depth: machine.depth,
  tries: machine.tries,
  trials: machine.trials,
  own: frame.state.tries,
  stack: machine.stack.length,
});

export function backTo(machine: Machine, frame: Activation, mark: Mark): void {
  machine.nesting = mark.nesting;
  machine.depth = mark.depth;
  machine.tries = mark.tries;
  machine.trials = mark.trials;
  frame.state.tries = mark.own;
  machine.stack.length = mark.stack;
}

/** A trial run costs as much as so many steps, what it copies not counted. */
const TRIAL_STEPS = 8;

/** Tries one possibility: all the ways it may have ended, or the exception when there is only that. */
function tryOne(machine: Machine, frame: Activation, run: Run): Path[] | PyRaise {
  const { journal } = machine;
  const { state } = frame;
  const depth = journal.depth;
  const base = state.pending.length;
  const mark = markOf(machine, frame);
  let top: Path[] = [];
  let raised: PyRaise | null = null;
  machine.meter.step(TRIAL_STEPS);
  journal.push();
  machine.trials++;
  try {
    const completion = run();
    if (completion === null) top = [];
    else top = [{ completion, value: completion === 'return' ? state.result : null, delta: new Map() }];
  } catch (thrown) {
    if (!(thrown instanceof PyRaise)) {
      state.pending.length = base;
      journal.commit(depth);
      throw thrown;
    }
    raised = thrown;
  } finally {
    backTo(machine, frame, mark);
  }
  const paths = collapse(machine, frame, base, top);
  journal.commit(depth + 1);
  const before = journal.undo();
  if (paths.length === 0 && raised) return raised;
  return paths.map((path) => ({ ...path, delta: followedBy(before, path.delta) }));
}

/**
 * Sorts paths into those that go on here, which are joined now, and those that lead elsewhere, which wait. `goOn` says
 * which; with nothing to wait for, the state is as if nothing special had happened.
 */
function settle(
  machine: Machine,
  frame: Activation,
  paths: readonly Path[],
  goesOn: (path: Path) => boolean,
  unknown: PyUnknown,
  since: number,
): Completion {
  const { journal } = machine;
  const { state } = frame;
  let here = paths.filter(goesOn);
  let away = paths.filter((path) => !goesOn(path));
  let completion: Completion = 'normal';
  if (here.length === 0) {
    // All lead elsewhere: the nearest place is where this one goes, the farther ones wait.
    completion = NEAREST_FIRST.find((each) => away.some((path) => path.completion === each)) ?? 'normal';
    here = away.filter((path) => path.completion === completion);
    away = away.filter((path) => path.completion !== completion);
  }
  if (away.length > 0) {
    journal.push();
    state.pending.push({ depth: journal.depth, since, paths: away, unknown });
  }
  journal.merge(
    here.map((path) => path.delta),
    unknown,
    since,
  );
  if (completion === 'return') state.result = joinResults(machine, here, unknown);
  return completion;
}

const NEAREST_FIRST = ['continue', 'break', 'return'] as const;

function joinResults(machine: Machine, paths: readonly Path[], unknown: PyUnknown): Value {
  let result: Value | undefined;
  for (const { value } of paths) {
    const next = value ?? NONE;
    result = result === undefined ? next : (joinValues(machine, result, next) ?? unknown);
    if (result === unknown) break;
  }
  return result ?? NONE;
}

/** Runs all possibilities; gives how the block goes on. Throws when every one of them raises. */
export function runBranches(
  machine: Machine,
  frame: Activation,
  runs: readonly Run[],
  unknown: PyUnknown,
): Completion | null {
  const since = epoch.now + 1;
  const paths: Path[] = [];
  let raised: PyRaise | null = null;
  let cut = false;
  for (const run of runs) {
    const ended = tryOne(machine, frame, run);
    if (ended instanceof PyRaise) raised ??= ended;
    else paths.push(...ended);
    cut ||= frame.state.cut !== null;
  }
  if (cut) return null;
  if (paths.length === 0) throw raised ?? new Error('a trial run ended nowhere');
  return settle(machine, frame, paths, (path) => path.completion === 'normal', unknown, since);
}

/** At the end of a loop round: ways out of it that may have been taken. `base` is the pending list's length at its start. */
export function endRound(machine: Machine, frame: Activation, base: number, completion: Completion): Completion {
  const { state } = frame;
  const first = state.pending[base];
  if (!first) return completion;
  const value = completion === 'return' ? state.result : null;
  const paths = collapse(machine, frame, base, [{ completion, value, delta: new Map() }]);
  const again = (path: Path): boolean => path.completion === 'normal' || path.completion === 'continue';
  return settle(machine, frame, paths, again, first.unknown, first.since);
}

/** At the end of a loop: rounds that may have left it by `break` come together with the one that ran out. */
export function endLoop(machine: Machine, frame: Activation, base: number, completion: Completion): Completion {
  const { state } = frame;
  const first = state.pending[base];
  if (!first) return completion;
  const value = completion === 'return' ? state.result : null;
  const paths = collapse(machine, frame, base, [{ completion, value, delta: new Map() }]).map((path) =>
    path.completion === 'return' ? path : { ...path, completion: 'normal' as const },
  );
  return settle(machine, frame, paths, (path) => path.completion === 'normal', first.unknown, first.since);
}

/** At the end of a function: all ways it may have returned become one value and one state. `raised`: it ended in an exception. */
export function endFunction(machine: Machine, frame: Activation, result: Value | null): Value {
  const first = frame.state.pending[0];
  if (!first) return result ?? NONE;
  const top: Path[] = result ? [{ completion: 'return', value: result, delta: new Map() }] : [];
  const paths = collapse(machine, frame, 0, top);
  machine.journal.merge(
    paths.map((path) => path.delta),
    first.unknown,
    first.since,
  );
  return joinResults(machine, paths, first.unknown);
}
