/**
 * The statement executor. A block is a JavaScript generator, so that `yield` in a generator function really waits;
 * a block without `yield` runs to its end at the first `next()`.
 */
import { say } from '../../message.ts';
import type { Expression, For, If, Span, Statement, Try, While, With } from '../syntax.ts';
import type { Place, PyUnknown, Value } from '../values.ts';
import { NONE, unknown } from '../values.ts';
import { assign } from './assign.ts';
import { lookup } from './classes.ts';
import { PyRaise } from './errors.ts';
import { iterator } from './iterate.ts';
import type { Activation, Completion, Loop, Machine } from './machine.ts';
import { matchCase } from './patterns.ts';
import { lose } from './recovery.ts';
import { bindName } from './scope.ts';
import { simple } from './simple-statements.ts';
import { backTo, endLoop, endRound, markOf, runBranches } from './trial.ts';
import type { Run } from './trial.ts';
import { withYields } from './yields.ts';
import { matchesException } from './exceptions.ts';

type Block = Generator<Value, Completion, Value>;

const placeOf = (frame: Activation, span: Span): Place => ({ file: frame.file, start: span.start, end: span.end });

/**
 * A loop in which so many rounds may have been the last is given up: what follows is taken to be one more round. A `for`
 * may go through the parts of a model; a `while` is waiting for something, and so is a loop inside a trial run.
 */
const MAYBE_LAST_ROUNDS = { for: 12, while: 2, inTrial: 2 };

/** Why a loop is not followed any further; null while it is. */
function givenUp(
  machine: Machine,
  frame: Activation,
  node: For | While,
  doubtful: number,
  start: number,
): PyUnknown | null {
  const most =
    machine.trials > 0 ? MAYBE_LAST_ROUNDS.inTrial : MAYBE_LAST_ROUNDS[node.kind === 'For' ? 'for' : 'while'];
  if (doubtful >= most) return unknown(say`a loop that may have ended before`);
  if (machine.meter.spent - start <= machine.meter.limits.loopSteps) return null;
  const message = say`too many rounds of a loop`;
  const place = placeOf(frame, node.kind === 'For' ? node.iterable : node.test);
  machine.report({ kind: 'limit', type: 'loopSteps', message, place, maybe: false });
  return unknown(say`the analysis stopped here: ${message}`, place);
}

export function* execute(machine: Machine, body: readonly Statement[], frame: Activation): Block {
  const mark = markOf(machine, frame);
  const mayYield = frame.function?.node.kind === 'FunctionDef' && frame.function.node.isGenerator;
  for (const statement of body) {
    const pending = frame.state.pending.length;
    machine.meter.step();
    frame.state.at = statement;
    let completion: Completion;
    try {
      if (BLOCKS.has(statement.kind)) completion = yield* block(machine, statement, frame);
      else {
        if (mayYield) yield* withYields(machine, statement, frame);
        completion = simple(machine, statement, frame);
      }
    } catch (thrown) {
      if (!(thrown instanceof PyRaise) || mark.tries > 0) throw thrown;
      backTo(machine, frame, mark);
      const lost = lose(machine, statement, frame, thrown);
      completion = lost.completion;
      if (completion === 'normal' && frame.state.pending.length === pending)
        completion = yield* withoutHead(machine, statement, frame, lost.cause);
    }
    if (completion !== 'normal') return completion;
  }
  return 'normal';
}

/** A block whose condition, items or manager raised: what it would have done is not known, and must not pass for nothing. */
function* withoutHead(machine: Machine, statement: Statement, frame: Activation, cause: PyUnknown): Block {
  switch (statement.kind) {
    case 'If': {
      const runs = [statement.body, statement.otherwise].map((body) => () => drive(machine, body, frame));
      return yield* maybe(machine, frame, runs, cause);
    }
    case 'For':
    case 'While':
      return yield* someRounds(machine, statement, frame, cause);
    case 'With':
      for (const { target } of statement.items) if (target) assign(machine, frame, target, cause);
      return yield* execute(machine, statement.body, frame);
    default:
      return 'normal';
  }
}

/** Statements that have others inside. */
const BLOCKS: ReadonlySet<Statement['kind']> = new Set<Statement['kind']>([
  'If',
  'For',
  'While',
  'With',
  'Try',
  'Match',
]);

function* block(machine: Machine, statement: Statement, frame: Activation): Block {
  switch (statement.kind) {
    case 'If':
      return yield* ifStatement(machine, statement, frame);
    case 'For':
    case 'While':
      return yield* loopStatement(machine, statement, frame);
    case 'With':
      return yield* withStatement(machine, statement, frame);
    case 'Try':
      return yield* tryStatement(machine, statement, frame);
    case 'Match': {
      const subject = machine.evaluate(statement.subject, frame);
      const chosen = matchCase(machine, frame, statement.cases, subject);
      if (chosen.kind === 'one') return yield* execute(machine, chosen.body, frame);
      const runs = chosen.bodies.map((body) => () => drive(machine, body, frame));
      return yield* maybe(machine, frame, runs, chosen.unknown);
    }
    default:
      return simple(machine, statement, frame);
  }
}

/** Runs a block that must not wait; null (and the generator is cut) when it meets `yield`. */
function drive(machine: Machine, body: readonly Statement[], frame: Activation): Completion | null {
  const step = execute(machine, body, frame).next();
  if (step.done) return step.value;
  frame.state.cut ??= { reason: say`a generator that may or may not yield here`, place: null };
  return null;
}

/** Tries all possibilities. A generator that cannot go on waits for ever: its driver sees `cut`. */
function* maybe(machine: Machine, frame: Activation, runs: readonly Run[], cause: PyUnknown): Block {
  const completion = runBranches(machine, frame, runs, cause);
  if (completion === null) {
    yield NONE;
    return 'return';
  }
  return completion;
}

/** The Unknown that everything depends on which a condition decides. */
function conditionCause(value: Value, frame: Activation, node: Expression): PyUnknown {
  return value.kind === 'unknown' ? value : unknown(say`a condition that cannot be told`, placeOf(frame, node));
}

function* ifStatement(machine: Machine, node: If, frame: Activation): Block {
  const value = machine.evaluate(node.test, frame);
  const known = machine.truth(value);
  if (known !== null) return yield* execute(machine, known ? node.body : node.otherwise, frame);
  const runs = [node.body, node.otherwise].map((body) => () => drive(machine, body, frame));
  return yield* maybe(machine, frame, runs, conditionCause(value, frame, node.test));
}

function* loopStatement(machine: Machine, node: For | While, frame: Activation): Block {
  const { state } = frame;
  const outer = state.loop;
  const loop: Loop = { outer, ended: null };
  state.loop = loop;
  try {
    return node.kind === 'For'
      ? yield* forStatement(machine, node, frame, loop)
      : yield* whileStatement(machine, node, frame, loop);
  } finally {
    state.loop = outer;
  }
}

function* forStatement(machine: Machine, node: For, frame: Activation, loop: Loop): Block {
  const iterable = machine.evaluate(node.iterable, frame);
  frame.state.at = node.iterable;
  const source = iterator(machine, iterable);
  if (!source) return yield* someRounds(machine, node, frame, unknownItems(iterable));
  const base = frame.state.pending.length;
  const start = machine.meter.spent;
  let doubtful = 0;
  let completion: Completion = 'normal';
  for (let item = source.next(); item !== undefined; item = source.next()) {
    machine.meter.step();
    assign(machine, frame, node.target, item);
    completion = yield* execute(machine, node.body, frame);
    if (frame.state.pending.length > base) {
      completion = endRound(machine, frame, base, completion);
      doubtful++;
    }
    if (completion === 'break' || completion === 'return') break;
    completion = 'normal';
    const enough = loop.ended ?? givenUp(machine, frame, node, doubtful, start);
    if (enough) {
      completion = yield* someRounds(machine, node, frame, enough);
      break;
    }
  }
  if (source.cut && completion === 'normal')
    completion = yield* someRounds(machine, node, frame, { kind: 'unknown', cause: source.cut });
  if (completion === 'normal') completion = yield* execute(machine, node.otherwise, frame);
  else if (completion === 'break') completion = 'normal';
  return frame.state.pending.length > base ? endLoop(machine, frame, base, completion) : completion;
}

const unknownItems = (iterable: Value): PyUnknown =>
  iterable.kind === 'unknown' ? iterable : unknown(say`the items of a value that is not known`);

/** A loop over what is not known: no round, or one that stands for all, with Unknown as its item. */
function* someRounds(machine: Machine, node: For | While, frame: Activation, cause: PyUnknown): Block {
  const base = frame.state.pending.length;
  const round = (): Completion | null => {
    if (node.kind === 'For') assign(machine, frame, node.target, cause);
    const completion = drive(machine, node.body, frame);
    return completion === 'break' || completion === 'continue' ? 'normal' : completion;
  };
  const completion = runBranches(machine, frame, [() => 'normal', round], cause);
  if (completion === null) {
    yield NONE;
    return 'return';
  }
  if (frame.state.pending.length > base) return endLoop(machine, frame, base, completion);
  return completion;
}

function* whileStatement(machine: Machine, node: While, frame: Activation, loop: Loop): Block {
  const base = frame.state.pending.length;
  const start = machine.meter.spent;
  let doubtful = 0;
  let completion: Completion = 'normal';
  for (;;) {
    machine.meter.step();
    const value = machine.evaluate(node.test, frame);
    const known = machine.truth(value);
    if (known === null) {
      completion = yield* someRounds(machine, node, frame, conditionCause(value, frame, node.test));
      break;
    }
    if (!known) {
      completion = yield* execute(machine, node.otherwise, frame);
      break;
    }
    completion = yield* execute(machine, node.body, frame);
    if (frame.state.pending.length > base) {
      completion = endRound(machine, frame, base, completion);
      doubtful++;
    }
    if (completion === 'break' || completion === 'return') break;
    completion = 'normal';
    const enough = loop.ended ?? givenUp(machine, frame, node, doubtful, start);
    if (enough) {
      completion = yield* someRounds(machine, node, frame, enough);
      break;
    }
  }
  if (completion === 'break') completion = 'normal';
  return frame.state.pending.length > base ? endLoop(machine, frame, base, completion) : completion;
}

/** A class of context managers that swallow exceptions lists this name: their block is like that of a `try`. */
export const SUPPRESSES = '__suppresses__';

function* withStatement(machine: Machine, node: With, frame: Activation, index = 0): Block {
  const item = node.items[index];
  if (!item) return yield* execute(machine, node.body, frame);
  const manager = machine.evaluate(item.context, frame);
  frame.state.at = item.context;
  const entered = manager.kind === 'unknown' ? manager : enter(machine, manager);
  if (item.target) assign(machine, frame, item.target, entered);
  const mark = markOf(machine, frame);
  let completion: Completion;
  const suppresses = manager.kind === 'instance' && lookup(manager.cls, SUPPRESSES) ? 1 : 0;
  machine.tries += suppresses;
  frame.state.tries += suppresses;
  try {
    completion = yield* withStatement(machine, node, frame, index + 1);
  } catch (thrown) {
    if (!(thrown instanceof PyRaise)) throw thrown;
    backTo(machine, frame, mark);
    const { value } = thrown;
    const swallowed = machine.callSpecial(manager, '__exit__', [value.cls, value, NONE]);
    if (swallowed && machine.truth(swallowed) === true) return 'normal';
    throw thrown;
  }
  machine.tries -= suppresses;
  frame.state.tries -= suppresses;
  machine.callSpecial(manager, node.isAsync ? '__aexit__' : '__exit__', [NONE, NONE, NONE]);
  return completion;
}

function enter(machine: Machine, manager: Value): Value {
  return (
    machine.callSpecial(manager, '__enter__', []) ??
    machine.callSpecial(manager, '__aenter__', []) ??
    unknown(say`what a context manager gives`)
  );
}

function* tryStatement(machine: Machine, node: Try, frame: Activation): Block {
  let completion: Completion;
  try {
    completion = yield* tryBody(machine, node, frame);
  } catch (thrown) {
    if (!(thrown instanceof PyRaise)) throw thrown;
    const left = yield* execute(machine, node.finalizer, frame);
    if (left !== 'normal') return left;
    throw thrown;
  }
  if (node.finalizer.length === 0) return completion;
  const { result } = frame.state;
  const left = yield* execute(machine, node.finalizer, frame);
  if (left !== 'normal') return left;
  frame.state.result = result;
  return completion;
}

function* tryBody(machine: Machine, node: Try, frame: Activation): Block {
  if (node.handlers.length === 0) {
    const ended = yield* execute(machine, node.body, frame);
    return ended === 'normal' ? yield* execute(machine, node.otherwise, frame) : ended;
  }
  const mark = markOf(machine, frame);
  let completion: Completion;
  machine.tries++;
  frame.state.tries++;
  try {
    completion = yield* execute(machine, node.body, frame);
  } catch (thrown) {
    if (!(thrown instanceof PyRaise)) throw thrown;
    backTo(machine, frame, mark);
    return yield* handle(machine, node, frame, thrown);
  }
  machine.tries--;
  frame.state.tries--;
  return completion === 'normal' ? yield* execute(machine, node.otherwise, frame) : completion;
}

function* handle(machine: Machine, node: Try, frame: Activation, thrown: PyRaise): Block {
  for (const handler of node.handlers) {
    const type = handler.type && machine.evaluate(handler.type, frame);
    if (type && !matchesException(machine, thrown.value, type)) continue;
    if (handler.name !== null) bindName(machine, frame, handler.name, thrown.value, null);
    frame.state.handling.push(thrown);
    const completion = yield* execute(machine, handler.body, frame);
    frame.state.handling.pop();
    return completion;
  }
  throw thrown;
}
