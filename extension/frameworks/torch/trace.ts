/**
 * Follows the calls of modules while code runs. A run is a module called from outside of any other module; its entries are the calls of
 * the leaf modules inside it in the order in which they end, which is the order forward hooks see.
 */
import type { Message } from '../../message.ts';
import type { CallId, TensorId } from '../../model/graph.ts';
import type { Range } from '../../model/range.ts';
import type { Shape, Size } from '../../model/size.ts';
import { add } from '../../model/sizes/arithmetic.ts';
import {
  epoch,
  type Cause,
  type Interpreter,
  type Journaled,
  type Place,
  type PyInstance,
  type Value,
} from '../../python/values.ts';
import { toRange, type Session } from '../session.ts';
import { tensorOf } from '../tensor.ts';
import { unknownAttribute } from './module-data.ts';

export interface TraceEntry {
  readonly module: PyInstance;
  readonly inputShapes: readonly (Shape | null)[];
  readonly outputShapes: readonly (Shape | null)[];
  readonly reason: Message | null;
  readonly callRange: Range;
  /** The calls made inside: [from, to). */
  readonly from: CallId;
  readonly to: CallId;
}

/** How much a run says: one that was asked for outranks one on known inputs, and that one on unknown inputs. */
export type RunOrigin = 'asked' | 'code' | 'symbolic';

interface RunState {
  readonly entries: readonly TraceEntry[];
  readonly uncertain: Cause | null;
}

export class Run implements Journaled {
  readonly kind = 'journaled';
  readonly born = epoch.now;
  readonly module: PyInstance;
  readonly origin: RunOrigin;
  readonly inputs: readonly TensorId[];
  readonly from: CallId;
  /** Requirements stated before this run do not belong to it. */
  readonly requirementsFrom: number;
  entries: readonly TraceEntry[] = [];
  /** The order of the calls cannot be told after some point. */
  uncertain: Cause | null = null;
  outputs: readonly TensorId[] = [];
  to: CallId;
  requirementsTo: number;
  /** False while it runs, and for a run that an exception ended. */
  complete = false;
  /** What the exception said. */
  failure: string | null = null;
  /** What the module gave back. */
  result: Value | null = null;
  /** What could hide a module when the run began. */
  readonly hiddenBefore: Cause | null;
  /** The shapes it was given: a call on the same ones gives the same. */
  readonly key: string;

  constructor(module: PyInstance, origin: RunOrigin, inputs: readonly TensorId[], session: Session, key: string) {
    this.key = key;
    this.module = module;
    this.origin = origin;
    this.inputs = inputs;
    this.from = session.calls.length;
    this.hiddenBefore = unknownAttribute(module);
    this.to = this.from;
    this.requirementsFrom = session.requirements.length;
    this.requirementsTo = this.requirementsFrom;
  }

  capture(): RunState {
    return { entries: this.entries, uncertain: this.uncertain };
  }
  restore(state: RunState): void {
    this.entries = state.entries;
    this.uncertain = state.uncertain;
  }
  /** What all paths have in common stays; from there on the rows are not certain. */
  join(states: readonly unknown[], cause: Cause): void {
    const [first, ...others] = states as readonly RunState[];
    if (!first) return;
    let common = first.entries.length;
    for (const other of others) {
      let length = 0;
      while (length < common && sameEntry(first.entries[length], other.entries[length])) length++;
      common = length;
    }
    const settled = [first, ...others].every((state) => state.entries.length === common && !state.uncertain);
    this.entries = first.entries.slice(0, common);
    if (!settled) this.uncertain = cause;
  }
}

const sameEntry = (a: TraceEntry | undefined, b: TraceEntry | undefined): boolean =>
  a !== undefined &&
  b !== undefined &&
  (a === b || (a.module === b.module && sameShapes(a.outputShapes, b.outputShapes)));

const sameShapes = (a: readonly (Shape | null)[], b: readonly (Shape | null)[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** A training loop runs its model again and again on the same shapes: two runs say everything. */
const RUNS_BEFORE_REPLAY = 2;

export class Trace {
  readonly #session: Session;
  readonly runs: Run[] = [];
  /** Modules whose call is going on, outermost first; nested calls are told from roots by it. */
  depth = 0;
  #current: Run | null = null;
  /** What a root call that starts now is to be taken for. */
  origin: RunOrigin = 'code';

  constructor(session: Session) {
    this.#session = session;
  }

  get active(): boolean {
    return this.depth > 0;
  }

  /** The result of earlier runs on the same shapes, once there were enough of them. */
  replay(module: PyInstance, key: string): Value | null {
    if (this.origin !== 'code') return null;
    const earlier = this.runs.filter((run) => run.module === module && run.key === key && run.origin === 'code');
    return earlier.length < RUNS_BEFORE_REPLAY ? null : (earlier.at(-1)?.result ?? null);
  }

  /** Calls of modules from a method of another one, outside of any run: a sampler calls its network a thousand times. */
  readonly #outside = new WeakMap<PyInstance, Map<string, { count: number; result: Value }>>();

  replayOutside(module: PyInstance, key: string): Value | null {
    const earlier = this.#outside.get(module)?.get(key);
    return earlier && earlier.count >= RUNS_BEFORE_REPLAY ? earlier.result : null;
  }

  rememberOutside(module: PyInstance, key: string, result: Value): void {
    const known = this.#outside.get(module) ?? new Map<string, { count: number; result: Value }>();
    this.#outside.set(module, known.set(key, { count: (known.get(key)?.count ?? 0) + 1, result }));
  }

  begin(module: PyInstance, inputs: readonly TensorId[], key: string): Run {
    const run = new Run(module, this.origin, inputs, this.#session, key);
    this.runs.push(run);
    this.#current = run;
    return run;
  }

  /** The runs of a module say nothing: their input was wrong. */
  forget(module: PyInstance, failure: string): void {
    for (const run of this.runs) {
      if (run.module !== module || run.origin !== 'symbolic') continue;
      run.entries = [];
      run.outputs = [];
      run.complete = false;
      run.failure = failure;
    }
  }

  end(run: Run, result: Value | null, failure: string | null): void {
    this.#current = null;
    run.result = result;
    run.to = this.#session.calls.length;
    run.requirementsTo = this.#session.requirements.length;
    run.outputs = result ? tensorsIn(result).flatMap((value) => tensorOf(value)?.id ?? []) : [];
    run.complete = result !== null;
    run.failure = failure;
  }

  /** A leaf module's call has ended. */
  leaf(
    interpreter: Interpreter,
    module: PyInstance,
    inputs: readonly Value[],
    result: Value,
    site: Place,
    from: CallId,
  ): void {
    const run = this.#current;
    if (!run) return;
    const outputs = tensorsIn(result);
    const lost = outputs.length === 0 && result.kind === 'unknown' ? result.cause.reason : null;
    interpreter.touch(run);
    const entry: TraceEntry = {
      module,
      inputShapes: inputs.flatMap(tensorsIn).map(shapeOf),
      outputShapes: lost === null ? outputs.map(shapeOf) : [null],
      reason: lost ?? outputs.map((each) => tensorOf(each)?.reason ?? null).find((each) => each !== null) ?? null,
      callRange: this.#session.userRange(toRange(site)),
      from,
      to: this.#session.calls.length,
    };
    run.entries = [...run.entries, entry];
  }
}

/** What a call is known by: the shapes of its tensors, and that other arguments are what they are. */
export function callKey(inputs: readonly Value[], training: Value | undefined): string {
  const parts = inputs.map((input) => {
    const tensors = tensorsIn(input);
    return tensors.length > 0
      ? tensors.map((each) => shapeOf(each)?.map((size) => (typeof size === 'number' ? size : size.key)) ?? null)
      : input.kind;
  });
  return JSON.stringify([parts, training?.kind === 'bool' ? training.value : null]);
}

const shapeOf = (value: Value): Shape | null => tensorOf(value)?.shape ?? null;

/** More tensors than any module gives back. */
const MAX_TENSORS = 256;

/** All tensors of a nested result, in reading order. */
export function tensorsIn(value: Value): readonly Value[] {
  const found: Value[] = [];
  const visit = (each: Value, depth: number): void => {
    if (found.length >= MAX_TENSORS || depth > 6) return;
    if (each.kind === 'instance') {
      if (tensorOf(each)) found.push(each);
      else if (each.cls.place !== null) for (const attribute of each.attributes.values()) visit(attribute, depth + 1);
    } else if (each.kind === 'tuple' || each.kind === 'list') for (const item of each.items) visit(item, depth + 1);
    else if (each.kind === 'dict') for (const entry of each.entries.values()) visit(entry.value, depth + 1);
  };
  visit(value, 0);
  return found;
}

/** Multiply-accumulates of the calls in [from, to); null when one of them cannot be told. */
export function macsBetween(session: Session, from: CallId, to: CallId): Size | null {
  let total: Size = 0;
  for (let id = from; id < to; id++) {
    const { macs } = session.call(id);
    if (macs === null) return null;
    total = add(total, macs);
  }
  return total;
}
