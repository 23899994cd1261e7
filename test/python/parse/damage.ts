/** Ways in which text is broken while it is typed, and the statements that must survive: the material of the tolerance test. */
import type { Expression, Module, Statement } from '../../../extension/python/syntax.ts';

/** A simple statement that can be told from all others: where it stands, inside which definitions, and whether it was read without error. */
export interface Landmark {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  readonly whole: boolean;
}

export function landmarks(module: Module): Landmark[] {
  const found: Landmark[] = [];
  const visit = (statements: readonly Statement[], path: string) => {
    for (const statement of statements) {
      switch (statement.kind) {
        case 'FunctionDef':
        case 'ClassDef':
          visit(statement.body, `${path}/${statement.name}`);
          break;
        case 'If':
        case 'For':
        case 'While':
          visit(statement.body, path);
          visit(statement.otherwise, path);
          break;
        case 'With':
          visit(statement.body, path);
          break;
        case 'Try':
          visit(statement.body, path);
          for (const handler of statement.handlers) visit(handler.body, path);
          visit(statement.otherwise, path);
          visit(statement.finalizer, path);
          break;
        case 'Match':
          for (const one of statement.cases) visit(one.body, path);
          break;
        default:
          found.push({ start: statement.start, end: statement.end, path, whole: !hasError(statement) });
      }
    }
  };
  visit(module.body, '');
  return found;
}

function hasError(node: Statement | Expression): boolean {
  const todo: unknown[] = [node];
  for (let value = todo.pop(); value !== undefined; value = todo.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if ('kind' in value && (value.kind === 'Error' || value.kind === 'ErrorStatement')) return true;
    for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) todo.push(part);
  }
  return false;
}

export interface Damaged {
  readonly text: string;
  /** Statements that touch these offsets of the undamaged text are not asked for. */
  readonly lost: { readonly start: number; readonly end: number };
  /** From this offset of the undamaged text on, everything has moved by `shift`. */
  readonly at: number;
  readonly shift: number;
}

export type DamageKind = (text: string, whole: readonly Landmark[], random: () => number) => Damaged | null;

const OPEN_LINES = [
  'x = Conv2D(64, (3,',
  'x = layers.Conv2D(filters=64, kernel_size=',
  'x = self.conv1(',
  'y = [a for a in (b',
  'self.enc = nn.Sequential(nn.Conv2d(3, 64,',
  'x = {"a": [1, ',
  'x = f"{a',
  'print(',
  'x = self.',
  'x =',
];
const OPEN_HEADERS = [
  'for i in range(',
  'if x.shape[',
  'with tf.name_scope(',
  'def call(self, x',
  'for i in',
  'if x',
  'while not (a and',
];

export const DAMAGES: Readonly<Record<string, DamageKind>> = {
  'cut in mid-call, rest of the file kept': (text, whole, random) => {
    const place = placeInCall(text, whole, random);
    return place && replaced(text, place.at, place.lineEnd, '');
  },
  'new open line': (text, whole, random) => newLine(text, whole, random, OPEN_LINES),
  'simple line cut short': (text, whole, random) => {
    const statement = pick(oneLiners(text, whole), random);
    return statement ? replaced(text, within(statement, random), lineEnd(text, statement.start), '') : null;
  },
  'line deleted': (text, _, random) => {
    const line = pick(fullLines(text), random);
    return line ? replaced(text, line.start, line.end + 1, '') : null;
  },
  'any line cut short': (text, _, random) => {
    const line = pick(fullLines(text), random);
    return line ? replaced(text, within({ start: line.first, end: line.end }, random), line.end, '') : null;
  },
  'file ends in mid-call': (text, whole, random) => {
    const place = placeInCall(text, whole, random);
    return place && replaced(text, place.at, text.length, '');
  },
  'new open header': (text, whole, random) => newLine(text, whole, random, OPEN_HEADERS),
};

/** How many of the statements outside the damage are still there, whole and in their place, of how many. */
export function survivors(before: readonly Landmark[], after: readonly Landmark[], damage: Damaged): [number, number] {
  const found = new Set(after.filter((mark) => mark.whole).map((mark) => `${mark.start}-${mark.end} ${mark.path}`));
  let total = 0;
  let alive = 0;
  for (const mark of before) {
    if (!mark.whole || (mark.start < damage.lost.end && mark.end > damage.lost.start)) continue;
    const moved = mark.start >= damage.at ? damage.shift : 0;
    total++;
    if (found.has(`${mark.start + moved}-${mark.end + moved} ${mark.path}`)) alive++;
  }
  return [alive, total];
}

/** The line of the damage is lost, whatever it held. */
function replaced(text: string, start: number, end: number, by: string): Damaged {
  return {
    text: text.slice(0, start) + by + text.slice(end),
    lost: { start: lineStart(text, start), end: Math.max(end, lineEnd(text, start)) },
    at: end,
    shift: by.length - (end - start),
  };
}

function newLine(
  text: string,
  whole: readonly Landmark[],
  random: () => number,
  lines: readonly string[],
): Damaged | null {
  const statement = pick(oneLiners(text, whole), random);
  const line = pick(lines, random);
  if (!statement || line === undefined) return null;
  const at = lineStart(text, statement.start);
  const inserted = `${text.slice(at, statement.start)}${line}\n`;
  return {
    text: text.slice(0, at) + inserted + text.slice(at),
    lost: { start: 0, end: 0 },
    at,
    shift: inserted.length,
  };
}

function placeInCall(text: string, whole: readonly Landmark[], random: () => number) {
  const calls = oneLiners(text, whole).filter(({ start, end }) => /\w\(.+\)/.test(text.slice(start, end)));
  const statement = pick(calls, random);
  if (!statement) return null;
  const openings = [...text.slice(statement.start, statement.end).matchAll(/\w\(/g)];
  const opening = pick(openings, random);
  const from = statement.start + (opening?.index ?? 0) + 2;
  return { at: within({ start: from - 1, end: statement.end }, random), lineEnd: lineEnd(text, statement.start) };
}

/** Statements that have one line to themselves. */
function oneLiners(text: string, whole: readonly Landmark[]): Landmark[] {
  return whole.filter(
    ({ start, end }) =>
      end - start > 6 && text.slice(lineStart(text, start), start).trim() === '' && lineEnd(text, start) >= end,
  );
}

function fullLines(text: string): { start: number; first: number; end: number }[] {
  const lines: { start: number; first: number; end: number }[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    if (line.trim().length > 2)
      lines.push({ start, first: start + line.length - line.trimStart().length, end: start + line.length });
    start += line.length + 1;
  }
  return lines;
}

/** An offset strictly inside. */
function within({ start, end }: { start: number; end: number }, random: () => number): number {
  return Math.min(end - 1, start + 1 + Math.floor(random() * Math.max(1, end - start - 1)));
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function pick<T>(items: readonly T[], random: () => number): T | undefined {
  return items[Math.floor(random() * items.length)];
}

/** The same numbers on every machine, for figures that can be asserted. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x80000000;
  };
}
