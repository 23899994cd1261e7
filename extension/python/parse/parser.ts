/** Python text to the typed syntax tree. Any text gives a tree: what cannot be read becomes an error node with its place. */
import type { Module, Span, SyntaxProblem } from '../syntax.ts';
import { damageOf, isLess } from './damage.ts';
import { EditedText } from './edits.ts';
import type { FlatTree } from './flat-tree.ts';
import { lower } from './lower/lower.ts';
import { type NativeRead, type ParserBytes, startNative } from './native.ts';
import { isolate } from './repair/isolate.ts';
import { repair } from './repair/repair.ts';
import { softKeywordEdits } from './soft-keywords.ts';

export interface PythonParser {
  /** Never throws, whatever the text. */
  parse(text: string): Module;
}

export async function createParser(wasm: ParserBytes): Promise<PythonParser> {
  const read = await startNative(wasm);
  return { parse: (text) => parse(text, read) };
}

/** One way to read a text: as it is, or changed. */
interface Reading {
  readonly tree: FlatTree;
  readonly edited: EditedText;
  readonly problems: readonly SyntaxProblem[];
  readonly blanked: readonly Span[];
}

function parse(text: string, read: NativeRead): Module {
  const plain = readPlain(text, read);
  const best = plain.tree.faults.length === 0 ? plain : readBroken(plain, read);
  const { body, comments, problems } = lower(best.tree, best.edited, best.blanked);
  return { body, comments, problems: [...best.problems, ...problems], repaired: best !== plain };
}

function readPlain(text: string, read: NativeRead): Reading {
  const edited = new EditedText(text, []);
  const tree = read(text);
  const edits = softKeywordEdits(tree);
  if (edits.length === 0) return { tree, edited, problems: [], blanked: [] };
  const renamed = new EditedText(text, edits);
  return { tree: read(renamed.text), edited: renamed, problems: [], blanked: [] };
}

/** A repair is kept only when it leaves less damage than there was. */
function readBroken(plain: Reading, read: NativeRead): Reading {
  const { edited, problems } = repair(plain.edited.original);
  const repaired: Reading = { tree: read(edited.text), edited, problems, blanked: [] };
  const damage = damageOf(repaired.tree);
  const best = isLess(damage, damageOf(plain.tree)) ? repaired : plain;
  return best.tree.faults.length === 0 ? best : (readIsolated(best, read) ?? withFaults(best));
}

/** The lines that cannot be read are taken out, if that costs fewer lines than leaving them in. */
function readIsolated(reading: Reading, read: NativeRead): Reading | null {
  const isolated = isolate(reading.tree, reading.edited, read);
  if (!isolated) return null;
  const tree = read(isolated.edited.text);
  if (damageOf(tree).lines + isolated.blanked.length >= damageOf(reading.tree).lines) return null;
  const problems = [...reading.problems, ...isolated.problems].sort((a, b) => a.start - b.start);
  return withFaults({ tree, edited: isolated.edited, blanked: isolated.blanked, problems });
}

/** Says where the tree still has errors, one problem a line at most. */
function withFaults(reading: Reading): Reading {
  const { tree, edited } = reading;
  const problems = [...reading.problems];
  for (const fault of tree.faults) {
    const span = edited.span(tree.start(fault), tree.end(fault));
    const firstLine = /[^\r\n]*/.exec(edited.original.slice(span.start, span.end))?.[0] ?? '';
    const place = { start: span.start, end: span.start + firstLine.length };
    if (problems.some((problem) => problem.start <= place.end && place.start <= problem.end)) continue;
    const message = span.start === span.end ? `${tree.kind(fault)} is missing here.` : 'This cannot be read as Python.';
    problems.push({ ...place, message });
  }
  return { ...reading, problems: problems.sort((a, b) => a.start - b.start) };
}
