/**
 * Writes that can be taken back. Where a condition is not known both branches are run, one after the other, from the
 * same state: each write to a name, attribute, list, dict or set is journaled, undone after its branch, and what the
 * branches left behind is joined. What they agree on stays; what differs becomes Unknown.
 */
import type { Cause, Mutable, PyDict, PyList, PySet, PyUnknown, Value } from '../values.ts';
import { epoch } from '../values.ts';
import { Names } from './names.ts';

interface ListState {
  readonly items: readonly Value[];
  readonly uncertain: Cause | undefined;
}
interface DictState {
  readonly entries: ReadonlyMap<string, { key: Value; value: Value }>;
  readonly open: boolean;
}
interface SetState {
  readonly entries: ReadonlyMap<string, Value>;
  readonly uncertain: Cause | undefined;
}
type State = ReadonlyMap<string, Value> | ListState | DictState | SetState | { readonly native: unknown };

/** What one path through the program changed: the state of each container after it. */
export type Delta = ReadonlyMap<Mutable, State>;

function capture(target: Mutable): State {
  if (target instanceof Map) return new Map(target);
  switch (target.kind) {
    case 'list':
      return { items: [...target.items], uncertain: target.uncertain };
    case 'dict':
      return { entries: new Map(target.entries), open: target.open ?? false };
    case 'set':
      return { entries: new Map(target.entries), uncertain: target.uncertain };
    case 'journaled':
      return { native: target.capture() };
  }
}

function refill<V>(map: Map<string, V>, from: ReadonlyMap<string, V>): void {
  map.clear();
  for (const [key, value] of from) map.set(key, value);
}

function mark(target: PyList | PySet, cause: Cause | undefined): void {
  if (cause) target.uncertain = cause;
  else delete target.uncertain;
}

function restore(target: Mutable, state: State): void {
  if (target instanceof Map) {
    refill(target, state as ReadonlyMap<string, Value>);
    return;
  }
  switch (target.kind) {
    case 'list': {
      const { items, uncertain } = state as ListState;
      target.items.length = 0;
      for (const item of items) target.items.push(item);
      mark(target, uncertain);
      return;
    }
    case 'dict': {
      const { entries, open } = state as DictState;
      refill(target.entries, entries);
      target.open = open;
      return;
    }
    case 'set': {
      const { entries, uncertain } = state as SetState;
      refill(target.entries, entries);
      mark(target, uncertain);
      return;
    }
    case 'journaled':
      target.restore((state as { native: unknown }).native);
  }
}

/** Joins two values of the same place; undefined when they differ. */
export type JoinValues = (a: Value, b: Value) => Value | undefined;

function joinAll(values: readonly Value[], join: JoinValues): Value | undefined {
  let result = values[0];
  for (let index = 1; index < values.length && result; index++) {
    const next = values[index];
    result = next && join(result, next);
  }
  return result;
}

function joinNames(
  target: Map<string, Value>,
  states: readonly ReadonlyMap<string, Value>[],
  join: JoinValues,
  unknown: PyUnknown,
): void {
  const keys = new Set(states.flatMap((state) => [...state.keys()]));
  const joined = new Map<string, Value>();
  for (const key of keys) {
    const values = states.map((state) => state.get(key)).filter((value) => value !== undefined);
    // A name that only some branches bind: code that reads it later and runs must have come through one of those.
    const complete = values.length === states.length || (target instanceof Names && target.isScope);
    joined.set(key, (complete ? joinAll(values, join) : undefined) ?? unknown);
  }
  refill(target, joined);
}

function joinDicts(target: PyDict, states: readonly DictState[], join: JoinValues, unknown: PyUnknown): void {
  const joined = new Map<string, { key: Value; value: Value }>();
  const keys = new Map(states.flatMap((state) => [...state.entries].map(([id, entry]) => [id, entry.key] as const)));
  let open = states.some((state) => state.open);
  for (const [id, key] of keys) {
    const values = states.map((state) => state.entries.get(id)?.value).filter((value) => value !== undefined);
    if (values.length < states.length) open = true;
    else joined.set(id, { key, value: joinAll(values, join) ?? unknown });
  }
  refill(target.entries, joined);
  target.open = open;
}

function joinLists(target: PyList, states: readonly ListState[], join: JoinValues, unknown: PyUnknown): void {
  const length = states[0]?.items.length ?? 0;
  const settled = states.every((state) => state.items.length === length && !state.uncertain);
  target.items.length = 0;
  if (settled) {
    for (let index = 0; index < length; index++) {
      const values = states.map((state) => state.items[index]).filter((value) => value !== undefined);
      target.items.push(joinAll(values, join) ?? unknown);
    }
    delete target.uncertain;
  } else {
    target.items.push(unknown);
    target.uncertain = states.find((state) => state.uncertain)?.uncertain ?? unknown.cause;
  }
}

function joinSets(target: PySet, states: readonly SetState[], unknown: PyUnknown): void {
  const [first, ...others] = states;
  const common = new Map([...(first?.entries ?? [])].filter(([id]) => others.every((each) => each.entries.has(id))));
  if (states.some((each) => each.uncertain ?? each.entries.size !== common.size))
    target.uncertain = states.find((each) => each.uncertain)?.uncertain ?? unknown.cause;
  refill(target.entries, common);
}

function sizeOf(target: Mutable): number {
  if (target instanceof Map) return target.size;
  return target.kind === 'list' ? target.items.length : target.kind === 'journaled' ? 1 : target.entries.size;
}

interface Level {
  readonly epoch: number;
  readonly before: Map<Mutable, State>;
}

const bornIn = (target: Mutable): number =>
  target instanceof Map ? (target instanceof Names ? target.born : 0) : (target.born ?? 0);

/** A stack of levels, one per path that is being tried. */
export class Journal {
  readonly #levels: Level[] = [];
  readonly #join: JoinValues;
  readonly #work: (items: number) => void;

  /** `work` is told how many items were copied, so that it can be counted. */
  constructor(join: JoinValues, work: (items: number) => void) {
    this.#join = join;
    this.#work = work;
  }

  get depth(): number {
    return this.#levels.length;
  }

  /** To be called before a container is changed. */
  touch(target: Mutable): void {
    const level = this.#levels.at(-1);
    if (!level || bornIn(target) >= level.epoch || level.before.has(target)) return;
    this.#work(sizeOf(target));
    level.before.set(target, capture(target));
  }

  /** Starts a trial run; gives the epoch that began with it. */
  push(): number {
    epoch.now++;
    this.#levels.push({ epoch: epoch.now, before: new Map() });
    return epoch.now;
  }

  /** Takes back what was written since the last push and says what it was. */
  undo(): Delta {
    const delta = new Map<Mutable, State>();
    for (const [target, before] of this.#levels.pop()?.before ?? []) {
      delta.set(target, capture(target));
      restore(target, before);
    }
    return delta;
  }

  /** Keeps what was written in all levels above `depth`, as part of the level below. */
  commit(depth: number): void {
    while (this.#levels.length > depth) {
      const level = this.#levels.pop();
      const below = this.#levels.at(-1);
      if (!level || !below) continue;
      for (const [target, before] of level.before)
        if (bornIn(target) < below.epoch && !below.before.has(target)) below.before.set(target, before);
    }
  }

  /**
   * Writes what holds after every one of these paths, all of which started from the present state, `since` that epoch.
   * What a path made itself is known to that path only.
   */
  merge(paths: readonly Delta[], unknown: PyUnknown, since: number): void {
    const targets = new Set(paths.flatMap((path) => [...path.keys()]));
    for (const target of targets) {
      this.touch(target);
      const knowing = bornIn(target) >= since ? paths.filter((path) => path.has(target)) : paths;
      const states = knowing.map((path) => path.get(target) ?? capture(target));
      const [only] = states;
      if (only && states.length === 1) restore(target, only);
      else mergeStates(target, states, this.#join, unknown);
    }
  }
}

function mergeStates(target: Mutable, states: readonly State[], join: JoinValues, unknown: PyUnknown): void {
  if (target instanceof Map) {
    joinNames(target, states as readonly ReadonlyMap<string, Value>[], join, unknown);
    return;
  }
  switch (target.kind) {
    case 'list':
      joinLists(target, states as readonly ListState[], join, unknown);
      return;
    case 'dict':
      joinDicts(target, states as readonly DictState[], join, unknown);
      return;
    case 'set':
      joinSets(target, states as readonly SetState[], unknown);
      return;
    case 'journaled':
      target.join(
        (states as readonly { native: unknown }[]).map((state) => state.native),
        unknown.cause,
      );
  }
}

/** The delta of `first` followed by `then`. */
export const followedBy = (first: Delta, then: Delta): Delta =>
  first.size === 0 ? then : new Map([...first, ...then]);
