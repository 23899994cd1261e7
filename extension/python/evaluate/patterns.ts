/** `match`. */
import { say } from '../../message.ts';
import type { MatchCase, Pattern, Statement } from '../syntax.ts';
import type { PyUnknown, Value } from '../values.ts';
import { list, unknown } from '../values.ts';
import { builtinClasses as builtin, lookup } from './classes.ts';
import { equal, identical } from './compare.ts';
import { emptyDict } from './displays.ts';
import type { Activation, Machine } from './machine.ts';
import { plainValue } from './payload.ts';
import { bindName } from './scope.ts';
import { setDictItem } from './subscript.ts';

/** The block to run; or all that may be the one. */
export type Chosen =
  | { readonly kind: 'one'; readonly body: readonly Statement[] }
  | { readonly kind: 'maybe'; readonly bodies: readonly (readonly Statement[])[]; readonly unknown: PyUnknown };

export function matchCase(machine: Machine, frame: Activation, cases: readonly MatchCase[], subject: Value): Chosen {
  const bodies: (readonly Statement[])[] = [];
  let cause: PyUnknown | null = null;
  for (const { pattern, guard, body } of cases) {
    let matched = matches(machine, frame, pattern, subject);
    if (matched !== false && guard) {
      const holds = machine.truth(machine.evaluate(guard, frame));
      matched = holds === false ? false : holds === null ? null : matched;
    }
    if (matched === false) continue;
    if (matched) {
      if (!cause) return { kind: 'one', body };
      return { kind: 'maybe', bodies: [...bodies, body], unknown: cause };
    }
    cause ??= subject.kind === 'unknown' ? subject : unknown(say`a match that cannot be told`);
    bodies.push(body);
  }
  return cause ? { kind: 'maybe', bodies: [...bodies, []], unknown: cause } : { kind: 'one', body: [] };
}

const both = (a: boolean | null, b: () => boolean | null): boolean | null => {
  if (a === false) return false;
  const second = b();
  return second === false ? false : a === null ? null : second;
};

function matches(machine: Machine, frame: Activation, pattern: Pattern, subject: Value): boolean | null {
  machine.meter.step();
  switch (pattern.kind) {
    case 'value': {
      const value = machine.evaluate(pattern.value, frame);
      return value.kind === 'none' || value.kind === 'bool'
        ? identical(subject, value)
        : equal(machine, subject, value);
    }
    case 'capture': {
      const inner = pattern.pattern ? matches(machine, frame, pattern.pattern, subject) : true;
      if (inner !== false && pattern.name !== null) bindName(machine, frame, pattern.name, subject, null);
      return inner;
    }
    case 'or': {
      let result: boolean | null = false;
      for (const option of pattern.options) {
        const matched = matches(machine, frame, option, subject);
        if (matched) return true;
        if (matched === null) result = null;
      }
      return result;
    }
    case 'sequence':
      return sequence(machine, frame, pattern.items, subject);
    case 'mapping':
      return mapping(machine, frame, pattern, subject);
    case 'class':
      return classPattern(machine, frame, pattern, subject);
    case 'star':
      return true;
  }
}

function sequence(machine: Machine, frame: Activation, patterns: readonly Pattern[], subject: Value): boolean | null {
  const plain = plainValue(subject);
  if (plain.kind === 'unknown') return bindAll(machine, frame, patterns, plain);
  if (plain.kind !== 'list' && plain.kind !== 'tuple' && plain.kind !== 'range') return false;
  const items = machine.iterate(plain);
  if (!items) return bindAll(machine, frame, patterns, unknown(say`a list whose length is not known`));
  const star = patterns.findIndex((each) => each.kind === 'star');
  if (star < 0 ? items.length !== patterns.length : items.length < patterns.length - 1) return false;
  let result: boolean | null = true;
  for (const [index, pattern] of patterns.entries()) {
    if (pattern.kind === 'star') {
      const rest = items.slice(star, items.length - (patterns.length - 1 - star));
      if (pattern.name !== null) bindName(machine, frame, pattern.name, list(rest), null);
      continue;
    }
    const item = items[star >= 0 && index > star ? items.length - (patterns.length - index) : index];
    result = both(result, () => (item ? matches(machine, frame, pattern, item) : false));
    if (result === false) return false;
  }
  return result;
}

/** What is not known may match: its parts are not known either. */
function bindAll(machine: Machine, frame: Activation, patterns: readonly Pattern[], value: PyUnknown): null {
  for (const pattern of patterns)
    if (pattern.kind === 'star') {
      if (pattern.name !== null) bindName(machine, frame, pattern.name, value, null);
    } else matches(machine, frame, pattern, value);
  return null;
}

function mapping(
  machine: Machine,
  frame: Activation,
  pattern: Pattern & { kind: 'mapping' },
  subject: Value,
): boolean | null {
  const plain = plainValue(subject);
  if (plain.kind === 'unknown')
    return bindAll(
      machine,
      frame,
      pattern.entries.map((each) => each.pattern),
      plain,
    );
  if (plain.kind !== 'dict') return false;
  let result: boolean | null = true;
  const used = new Set<string>();
  for (const { key, pattern: inner } of pattern.entries) {
    const id = machine.hashKey(machine.evaluate(key, frame));
    const entry = id === null ? undefined : plain.entries.get(id);
    if (id !== null) used.add(id);
    if (!entry) {
      if (!plain.open) return false;
      result = null;
      continue;
    }
    result = both(result, () => matches(machine, frame, inner, entry.value));
    if (result === false) return false;
  }
  if (pattern.rest !== null) {
    const rest = emptyDict();
    for (const [id, { key, value }] of plain.entries) if (!used.has(id)) setDictItem(machine, rest, key, value);
    bindName(machine, frame, pattern.rest, rest, null);
  }
  return result;
}

/** Built-in types whose one positional pattern is the value itself. */
const SELF_MATCHING = new Set<unknown>([
  builtin.int,
  builtin.float,
  builtin.str,
  builtin.bool,
  builtin.bytes,
  builtin.list,
  builtin.tuple,
  builtin.dict,
  builtin.set,
]);

function classPattern(
  machine: Machine,
  frame: Activation,
  pattern: Pattern & { kind: 'class' },
  subject: Value,
): boolean | null {
  const cls = machine.evaluate(pattern.type, frame);
  const inside = [...pattern.positional, ...pattern.keyword.map((each) => each.pattern)];
  if (cls.kind !== 'class')
    return bindAll(machine, frame, inside, cls.kind === 'unknown' ? cls : unknown(say`a class that is not known`));
  let result = machine.isInstance(subject, cls);
  if (result === false) return false;
  const names = lookup(cls, '__match_args__');
  const listed = names ? (machine.iterate(names) ?? []) : [];
  for (const [index, inner] of pattern.positional.entries()) {
    const name = listed[index];
    const value = SELF_MATCHING.has(cls)
      ? subject
      : name?.kind === 'str'
        ? machine.getAttribute(subject, name.value)
        : undefined;
    result = both(result, () => (value ? matches(machine, frame, inner, value) : false));
    if (result === false) return false;
  }
  for (const { name, pattern: inner } of pattern.keyword) {
    const value = machine.getAttribute(subject, name);
    result = both(result, () => (value ? matches(machine, frame, inner, value) : false));
    if (result === false) return false;
  }
  return result;
}
