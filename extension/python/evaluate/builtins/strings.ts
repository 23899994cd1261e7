/** Methods of str (and those bytes shares with it). */
import { characters } from '../characters.ts';
import type { NativeCall, Value } from '../../values.ts';
import { NONE, bool, int, list, str, tuple } from '../../values.ts';
import { formatTemplate } from '../format-template.ts';
import type { NativeRun } from '../native.ts';
import { plainValue } from '../payload.ts';
import { typeName } from '../types.ts';
import { cause, integer, machine, need, optional, receiver, text } from './arguments.ts';

/** A method that needs the receiver's text and no more. */
const onText =
  (run: (self: string, call: NativeCall) => Value): NativeRun =>
  (call) => {
    const self = receiver(call, 'str');
    if (!self) return cause(need(call, 0));
    machine(call).meter.scan(self.value.length);
    return run(self.value, call);
  };

/** A method whose arguments are all strings. */
const withTexts = (run: (self: string, ...texts: string[]) => Value): NativeRun =>
  onText((self, call) => {
    const texts: string[] = [];
    for (const each of call.args.slice(1)) {
      const value = text(call, each);
      if (value === undefined) return cause(each);
      texts.push(value);
    }
    return run(self, ...texts);
  });

const WHITESPACE = ' \t\n\r\v\f\u001c\u001d\u001e\u001f\u0085\u00a0';

const stripper = (left: boolean, right: boolean): NativeRun =>
  onText((self, call) => {
    const [, given = NONE] = call.args;
    const set = given.kind === 'none' ? WHITESPACE : text(call, given);
    if (set === undefined) return cause(given);
    let start = 0;
    let end = self.length;
    while (left && start < end && set.includes(self[start] ?? '')) start++;
    while (right && end > start && set.includes(self[end - 1] ?? '')) end--;
    return str(self.slice(start, end));
  });

function split(self: string, call: NativeCall, fromRight: boolean): Value {
  const separator = optional(call, 1, 'sep') ?? NONE;
  const most = integer(call, optional(call, 2, 'maxsplit') ?? int(-1));
  const mark = separator.kind === 'none' ? null : text(call, separator);
  if (mark === undefined || most === undefined) return cause(separator);
  if (mark === '') return call.interpreter.raise('ValueError', 'empty separator', call.site);
  let parts: string[];
  if (mark === null) {
    if (most < 0) parts = self.trim() === '' ? [] : self.trim().split(/\s+/);
    else parts = fromRight ? splitFromRight(self, most) : splitFromLeft(self, most);
  } else {
    parts = self.split(mark);
    if (most >= 0 && parts.length > most + 1)
      parts = fromRight
        ? [parts.slice(0, parts.length - most).join(mark), ...parts.slice(parts.length - most)]
        : [...parts.slice(0, most), parts.slice(most).join(mark)];
  }
  machine(call).meter.collection(parts.length);
  return list(parts.map(str));
}

/** At whitespace, at most so often; what is left keeps its own on the far side. */
function splitFromLeft(self: string, most: number): string[] {
  const parts: string[] = [];
  let rest = self.trimStart();
  while (rest !== '' && parts.length < most) {
    const word = /^\S+/.exec(rest)?.[0] ?? rest;
    parts.push(word);
    rest = rest.slice(word.length).trimStart();
  }
  return rest === '' ? parts : [...parts, rest];
}

function splitFromRight(self: string, most: number): string[] {
  const parts: string[] = [];
  let rest = self.trimEnd();
  while (rest !== '' && parts.length < most) {
    const word = /\S+$/.exec(rest)?.[0] ?? rest;
    parts.unshift(word);
    rest = rest.slice(0, rest.length - word.length).trimEnd();
  }
  return rest === '' ? parts : [rest, ...parts];
}

function find(self: string, call: NativeCall, last: boolean): number | undefined {
  const part = text(call, need(call, 1));
  const start = integer(call, call.args[2]?.kind === 'none' ? int(0) : (call.args[2] ?? int(0)));
  const end = integer(call, call.args[3]?.kind === 'none' ? int(self.length) : (call.args[3] ?? int(self.length)));
  if (part === undefined || start === undefined || end === undefined) return undefined;
  const low = start < 0 ? Math.max(0, start + self.length) : start;
  const high = end < 0 ? end + self.length : Math.min(end, self.length);
  if (low > high) return -1;
  const window = self.slice(low, high);
  const at = last ? window.lastIndexOf(part) : window.indexOf(part);
  return at < 0 ? -1 : at + low;
}

const finder = (last: boolean, raises: boolean): NativeRun =>
  onText((self, call) => {
    const at = find(self, call, last);
    if (at === undefined) return cause(need(call, 1));
    if (at < 0 && raises) return call.interpreter.raise('ValueError', 'substring not found', call.site);
    return int(at);
  });

const affix = (test: (self: string, part: string) => boolean): NativeRun =>
  onText((self, call) => {
    const parts = plainValue(need(call, 1));
    const all = parts.kind === 'tuple' ? parts.items : [parts];
    const start = integer(call, call.args[2] ?? int(0)) ?? 0;
    const rest = self.slice(start < 0 ? Math.max(0, start + self.length) : start);
    for (const part of all) {
      const value = text(call, part);
      if (value === undefined) return cause(part);
      if (test(rest, value)) return bool(true);
    }
    return bool(false);
  });

const justify = (place: (missing: number, fill: string, self: string) => string): NativeRun =>
  onText((self, call) => {
    const width = integer(call, need(call, 1));
    const fill = call.args[2] ? text(call, call.args[2]) : ' ';
    if (width === undefined || fill === undefined) return cause(need(call, 1));
    machine(call).meter.text(width);
    const missing = width - self.length;
    return str(missing > 0 ? place(missing, fill, self) : self);
  });

const test = (pattern: RegExp): NativeRun => onText((self) => bool(pattern.test(self)));

const capitalise = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase();
const title = (self: string): string => self.replace(/\p{L}+/gu, capitalise);

function partition(self: string, call: NativeCall, last: boolean): Value {
  const mark = text(call, need(call, 1));
  if (mark === undefined) return cause(need(call, 1));
  const at = last ? self.lastIndexOf(mark) : self.indexOf(mark);
  const parts =
    at >= 0 ? [self.slice(0, at), mark, self.slice(at + mark.length)] : last ? ['', '', self] : [self, '', ''];
  return tuple(parts.map(str));
}

function join(self: string, call: NativeCall): Value {
  const items = call.interpreter.iterate(need(call, 1));
  if (!items) return cause(need(call, 1));
  const parts: string[] = [];
  for (const [index, item] of items.entries()) {
    const plain = plainValue(item);
    if (plain.kind === 'unknown') return plain;
    if (plain.kind !== 'str')
      return call.interpreter.raise(
        'TypeError',
        `sequence item ${index}: expected str instance, ${typeName(item)} found`,
        call.site,
      );
    parts.push(plain.value);
  }
  machine(call).meter.text(parts.reduce((total, part) => total + part.length + self.length, 0));
  return str(parts.join(self));
}

function replace(self: string, call: NativeCall): Value {
  const [old, by] = [text(call, need(call, 1)), text(call, need(call, 2))];
  const count = integer(call, call.args[3] ?? int(-1));
  if (old === undefined || by === undefined || count === undefined) return cause(need(call, old === undefined ? 1 : 2));
  const parts = old === '' ? ['', ...characters(self), ''] : self.split(old);
  machine(call).meter.text(self.length + parts.length * by.length);
  if (count < 0 || count >= parts.length - 1) return str(parts.join(by));
  return str([...parts.slice(0, count), ''].join(by) + parts.slice(count).join(old));
}

function translate(self: string, call: NativeCall): Value {
  const table = need(call, 1);
  let result = '';
  for (const unit of self) {
    const found = machine(call).attempt(
      () => call.interpreter.getItem(table, int(unit.codePointAt(0) ?? 0)),
      'LookupError',
    );
    if (found?.kind === 'unknown') return found;
    if (!found) result += unit;
    else if (found.kind === 'str') result += found.value;
    else if (found.kind === 'int') result += String.fromCodePoint(Number(found.value));
  }
  return str(result);
}

function makeTranslation(call: NativeCall): Value {
  const [from, to, removed] = call.args.filter((each) => each.kind !== 'class');
  const entries = new Map<string, { key: Value; value: Value }>();
  const put = (code: number, value: Value): void => void entries.set(`n${code}`, { key: int(code), value });
  if (from?.kind === 'dict') {
    for (const { key, value } of from.entries.values())
      put(key.kind === 'str' ? (key.value.codePointAt(0) ?? 0) : Number(key.kind === 'int' ? key.value : 0), value);
  } else if (from?.kind === 'str' && to?.kind === 'str') {
    const targets = characters(to.value);
    for (const [index, unit] of characters(from.value).entries())
      put(unit.codePointAt(0) ?? 0, str(targets[index] ?? ''));
  } else return cause(need(call, 0));
  if (removed?.kind === 'str') for (const unit of removed.value) put(unit.codePointAt(0) ?? 0, NONE);
  return { kind: 'dict', entries };
}

export const strMethods: Readonly<Record<string, NativeRun>> = {
  lower: onText((self) => str(self.toLowerCase())),
  upper: onText((self) => str(self.toUpperCase())),
  casefold: onText((self) => str(self.toLowerCase().replaceAll('ß', 'ss'))),
  capitalize: onText((self) => str(capitalise(self))),
  title: onText((self) => str(title(self))),
  swapcase: onText((self) =>
    str(
      characters(self)
        .map((unit) => (unit === unit.toUpperCase() ? unit.toLowerCase() : unit.toUpperCase()))
        .join(''),
    ),
  ),
  strip: stripper(true, true),
  lstrip: stripper(true, false),
  rstrip: stripper(false, true),
  split: onText((self, call) => split(self, call, false)),
  rsplit: onText((self, call) => split(self, call, true)),
  splitlines: onText((self, call) => {
    const keep = optional(call, 1, 'keepends');
    const lines = self.match(/[^\n\r]*(?:\r\n|\n|\r)|[^\n\r]+$/g) ?? [];
    const ends = keep ? call.interpreter.truth(keep) : false;
    return list(lines.map((line) => str(ends ? line : line.replace(/(?:\r\n|\n|\r)$/, ''))));
  }),
  partition: onText((self, call) => partition(self, call, false)),
  rpartition: onText((self, call) => partition(self, call, true)),
  join: onText(join),
  replace: onText(replace),
  find: finder(false, false),
  rfind: finder(true, false),
  index: finder(false, true),
  rindex: finder(true, true),
  count: onText((self, call) => {
    const part = text(call, need(call, 1));
    if (part === undefined) return cause(need(call, 1));
    return int(part === '' ? self.length + 1 : self.split(part).length - 1);
  }),
  startswith: affix((self, part) => self.startsWith(part)),
  endswith: affix((self, part) => self.endsWith(part)),
  removeprefix: withTexts((self, part = '') => str(self.startsWith(part) ? self.slice(part.length) : self)),
  removesuffix: withTexts((self, part = '') =>
    str(part !== '' && self.endsWith(part) ? self.slice(0, -part.length) : self),
  ),
  ljust: justify((missing, fill, self) => self + fill.repeat(missing)),
  rjust: justify((missing, fill, self) => fill.repeat(missing) + self),
  center: justify((missing, fill, self) => {
    // CPython puts the odd one to the left when the width is odd.
    const left = Math.floor(missing / 2) + (missing & (self.length + missing) & 1);
    return fill.repeat(left) + self + fill.repeat(missing - left);
  }),
  zfill: justify((missing, _fill, self) =>
    /^[+-]/.test(self) ? self.slice(0, 1) + '0'.repeat(missing) + self.slice(1) : '0'.repeat(missing) + self,
  ),
  isdigit: test(/^\d+$/),
  isdecimal: test(/^\d+$/),
  isnumeric: test(/^\p{N}+$/u),
  isalpha: test(/^\p{L}+$/u),
  isalnum: test(/^[\p{L}\p{N}]+$/u),
  isspace: test(/^\s+$/),
  isidentifier: test(/^[\p{L}_][\p{L}\p{N}_]*$/u),
  isascii: onText((self) => bool(characters(self).every((unit) => unit.charCodeAt(0) < 128))),
  islower: onText((self) => bool(self === self.toLowerCase() && self !== self.toUpperCase())),
  isupper: onText((self) => bool(self === self.toUpperCase() && self !== self.toLowerCase())),
  istitle: onText((self) => bool(/\p{L}/u.test(self) && self === title(self))),
  format: onText((self, call) =>
    formatTemplate(machine(call), self, {
      positional: (index) =>
        call.args[index + 1] ??
        call.interpreter.raise(
          'IndexError',
          `Replacement index ${index} out of range for positional args tuple`,
          call.site,
        ),
      named: (name) => call.kwargs.get(name) ?? machine(call).raise('KeyError', `'${name}'`, call.site, [str(name)]),
    }),
  ),
  format_map: onText((self, call) =>
    formatTemplate(machine(call), self, {
      positional: () => call.interpreter.raise('ValueError', 'Format string contains positional fields', call.site),
      named: (name) => call.interpreter.getItem(need(call, 1), str(name)),
    }),
  ),
  expandtabs: onText((self, call) => {
    const size = integer(call, optional(call, 1, 'tabsize') ?? int(8)) ?? 8;
    let column = 0;
    let result = '';
    for (const unit of self) {
      const width = unit === '\t' ? (size > 0 ? size - (column % size) : 0) : 1;
      result += unit === '\t' ? ' '.repeat(width) : unit;
      column = unit === '\n' ? 0 : column + width;
    }
    return str(result);
  }),
  encode: onText((self) => ({
    kind: 'bytes',
    value: Array.from(new TextEncoder().encode(self))
      .map((byte) => String.fromCharCode(byte))
      .join(''),
  })),
  translate: onText(translate),
};

export const strStatics: Readonly<Record<string, NativeRun>> = { maketrans: makeTranslation };

export const bytesMethods: Readonly<Record<string, NativeRun>> = {
  decode: (call) => {
    const self = receiver(call, 'bytes');
    if (!self) return cause(need(call, 0));
    return str(new TextDecoder().decode(Uint8Array.from(self.value, (unit) => unit.charCodeAt(0))));
  },
  hex: (call) => {
    const self = receiver(call, 'bytes');
    if (!self) return cause(need(call, 0));
    return str(
      characters(self.value)
        .map((unit) => unit.charCodeAt(0).toString(16).padStart(2, '0'))
        .join(''),
    );
  },
};
