/** What is no shape, though it stands for one: `Input((8))` gives a number. keras/src/backend/common/variables.py, standardize_shape */
import { type Message, say } from '../../message.ts';
import type { Range } from '../../model/range.ts';
import { asNumber, type CallSite, type Value } from '../../python/values.ts';
import type { Session } from '../session.ts';
import { valueToSize } from '../symint.ts';
import type { KerasState } from './state.ts';

interface NoShape {
  readonly message: Message;
  /** What was meant, where that is plain. */
  readonly written: string | null;
}

/** Null where it is a shape, or nobody knows. */
export function notAShape(value: Value): NoShape | null {
  const single = valueToSize(value);
  if (single !== undefined) {
    const written = typeof single === 'number' ? `(${single},)` : null;
    return { message: say`A shape is a tuple: ${written ?? say`(size,)`} is meant, but this is a number.`, written };
  }
  const items = value.kind === 'tuple' || value.kind === 'list' ? value.items : [];
  for (const item of items) {
    const size = asNumber(item);
    if (item.kind === 'float')
      return { message: say`A size in a shape is an integer, but ${item.value} is none.`, written: null };
    if (size !== undefined && size < 0)
      return { message: say`A size in a shape is not negative: one that is open is None, not ${size}.`, written: null };
  }
  return null;
}

/** Tells it where it stands; `(8)` becomes `(8,)`. Gives the reason; null where it may be a shape. */
export function refuseShape(
  { session }: KerasState,
  value: Value,
  ranges: Readonly<Record<string, Range>>,
  site: CallSite,
): Message | null {
  const wrong = notAShape(value);
  if (wrong === null) return null;
  const range = ['shape', 'batch_shape', 'input_shape', 'batch_input_shape'].map((name) => ranges[name]).find(Boolean);
  const text = range && session.textOf(range.file)?.slice(range.start, range.end);
  // A name stands for a number that is written elsewhere.
  const plain = range && wrong.written !== null && /^[\d\s()_]+$/.test(text ?? '');
  const fix = plain
    ? { title: say`Change it to ${wrong.written}`, range: withBrackets(session, range), text: wrong.written }
    : null;
  session.finding('bad-argument', range ?? site, wrong.message, [], fix);
  return wrong.message;
}

/** The range with the brackets around the number itself, if there are any: `(8)` of `Input((8))`. */
function withBrackets(session: Session, range: Range): Range {
  const text = session.textOf(range.file) ?? '';
  const before = /[(=]\s*(\(\s*)$/.exec(text.slice(0, range.start));
  const after = /^\s*\)/.exec(text.slice(range.end));
  if (!before || !after) return range;
  return { ...range, start: range.start - (before[1] ?? '').length, end: range.end + after[0].length };
}
