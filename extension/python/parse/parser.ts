/** Python text to the typed syntax tree. Any text gives a tree: what cannot be read becomes an error node with its place. */
import { say } from '../../message.ts';
import type { Comment, Module, Span, Statement, SyntaxProblem } from '../syntax.ts';
import { damageOf, isLess } from './damage.ts';
import { ModuleReader } from './read/module-reader.ts';
import { MAX_FAULTS, type Fault } from './read/token-reader.ts';
import { repair } from './repair/repair.ts';
import { restorePlaces } from './restore.ts';
import { tokenize } from './tokens.ts';
import { difference, Versions } from './versions.ts';

export interface PythonParser {
  /**
   * Never throws, whatever the text. `file` names the file that it is a version of: what did not change since the last one is taken
   * from there. The tree is the same with and without.
   */
  parse(text: string, file?: string): Module;
}

export function createParser(): PythonParser {
  const versions = new Versions<Version>();
  return {
    parse: (text, file) => {
      if (file === undefined) return parse(text);
      const module = parse(text, versions.get(file));
      if (module.problems.length === 0) versions.set(file, { text, module });
      return module;
    },
  };
}

/** A text that could be read as it was written. */
interface Version {
  readonly text: string;
  readonly module: Module;
}

/** What was read of a text from some place on. */
interface Reading {
  readonly body: Statement[];
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
  readonly faults: readonly Fault[];
}

function parse(text: string, before?: Version): Module {
  const plain = (before && readChanged(text, before)) ?? read(text, 0);
  const { body, comments, problems } = plain;
  return plain.faults.length === 0 ? { body, comments, problems, repaired: false } : readBroken(text, plain);
}

function read(text: string, from: number): Reading {
  const tokens = tokenize(text, from);
  const reader = new ModuleReader(text, tokens);
  const body = reader.module();
  return { body, comments: tokens.comments, problems: reader.problems, faults: reader.faults };
}

/** The statements that stand before the change are taken from the text before it; null where there is none, or something is broken. */
function readChanged(text: string, before: Version): Reading | null {
  const { start } = difference(before.text, text);
  const { body, comments } = before.module;
  const changed = body.findIndex((statement) => statement.end >= start);
  const kept = (changed < 0 ? body.length : changed) - 1;
  const [last, first] = [body[kept - 1], body[kept]];
  if (!last || !first) return null;
  const from = lineStart(text, last.end, first);
  if (from === null) return null;
  const rest = read(text, from);
  const [again] = rest.body;
  if (rest.faults.length > 0 || !again) return null;
  // What comes next decides where a statement ends, so the last one before the change had to be read again.
  const isSame = again.start === first.start && again.end === first.end;
  return {
    ...rest,
    body: [...body.slice(0, kept), isSame ? first : again, ...rest.body.slice(1)],
    comments: [...comments.filter((comment) => comment.end <= from), ...rest.comments],
  };
}

/** Where the line begins behind the end of a statement; null where two statements share one. */
function lineStart(text: string, end: number, next: Span): number | null {
  const lineBreak = text.indexOf('\n', end);
  return lineBreak < 0 || lineBreak >= next.start ? null : lineBreak + 1;
}

/** A repair is kept only when it leaves less damage than there was. */
function readBroken(text: string, plain: Reading): Module {
  if (plain.faults.length >= MAX_FAULTS) return { ...moduleOf(text, plain, []), repaired: false };
  const { edited, problems } = repair(text);
  const repaired = read(edited.text, 0);
  if (!isLess(damageOf(edited.text, repaired.faults), damageOf(text, plain.faults))) {
    return { ...moduleOf(text, plain, []), repaired: false };
  }
  const { body, comments, problems: found, faults } = repaired;
  restorePlaces([...body, ...comments, ...found, ...faults], edited);
  return { ...moduleOf(text, repaired, problems), repaired: true };
}

/** Says where there are still faults, unless a problem is named there already; one that spans lines is named at its first. */
function moduleOf(text: string, reading: Reading, repaired: readonly SyntaxProblem[]): Omit<Module, 'repaired'> {
  const known = [...repaired, ...reading.problems].sort(byPlace);
  const places = reading.faults.map(({ token: { start, end } }) => {
    const lineBreak = text.slice(start, end).search(/[\r\n]/);
    return { start, end: lineBreak < 0 ? end : start + lineBreak, message: say`This cannot be read as Python.` };
  });
  const found: SyntaxProblem[] = [];
  let at = 0;
  for (const place of places.sort(byPlace)) {
    // Both lists are in order, so what ends before this place is done with.
    while (at < known.length && (known[at]?.end ?? 0) < place.start) at++;
    const isKnown = (known[at]?.start ?? Infinity) <= place.end || (found.at(-1)?.end ?? -1) >= place.start;
    if (!isKnown) found.push(place);
  }
  return { body: reading.body, comments: reading.comments, problems: [...known, ...found].sort(byPlace) };
}

function byPlace(a: Span, b: Span): number {
  return a.start - b.start;
}
