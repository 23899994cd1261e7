/** Python text to the typed syntax tree. Any text gives a tree: what cannot be read becomes an error node with its place. */
import type { Module, Span, SyntaxProblem } from '../syntax.ts';
import { damageOf, isLess } from './damage.ts';
import { type Edit, EditedText } from './edits.ts';
import type { FlatTree } from './flat-tree.ts';
import { lower } from './lower/lower.ts';
import { type NativeRead, type ParserBytes, startNative } from './native.ts';
import { isolate } from './repair/isolate.ts';
import { repair } from './repair/repair.ts';
import { softKeywordEdits } from './soft-keywords.ts';
import { difference, Versions } from './versions.ts';

export interface PythonParser {
  /**
   * Never throws, whatever the text. `file` names the file that it is a version of: what did not change since the last one is taken
   * from there. The tree is the same with and without.
   */
  parse(text: string, file?: string): Module;
}

export async function createParser(wasm: ParserBytes): Promise<PythonParser> {
  const read = await startNative(wasm);
  const versions = new Versions<Version>();
  return {
    parse: (text, file) => {
      if (file === undefined) return parse(text, read);
      const module = parse(text, read, file, versions.get(file));
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

/** UTF-16 units of a text whose broken lines are looked at one by one. A longer one that stays broken is not being typed. */
const MAX_ISOLATED = 150_000;

/** One way to read a text: as it is, or changed. */
interface Reading {
  readonly tree: FlatTree;
  readonly edited: EditedText;
  readonly problems: readonly SyntaxProblem[];
  readonly blanked: readonly Span[];
}

function parse(text: string, read: NativeRead, file?: string, before?: Version): Module {
  // Nothing can be repaired where reading alone is too much.
  const plain: Reading = { ...readEdited(new EditedText(text, []), read, file), problems: [], blanked: [] };
  const best = plain.tree.faults.length === 0 || plain.tree.cut ? plain : readBroken(plain, read);
  const isWhole = best === plain && plain.tree.faults.length === 0;
  const same = before && isWhole ? { body: before.module.body, end: difference(before.text, text).start } : null;
  const { body, comments, problems } = lower(best.tree, best.edited, best.blanked, same);
  const cut = best.tree.cut ? [stoppedAt(best)] : [];
  return { body, comments, problems: [...best.problems, ...problems, ...cut], repaired: best !== plain };
}

function stoppedAt({ tree, edited }: Reading): SyntaxProblem {
  const { start } = edited.span(tree.end(0), tree.end(0));
  return { start, end: start, message: 'This is too costly to be read: the analysis stopped here.' };
}

/** Reads a text as changed by `edited`, respelling soft keywords where the grammar needs it. */
function readEdited(edited: EditedText, read: NativeRead, file?: string): Pick<Reading, 'tree' | 'edited'> {
  const tree = read(edited.text, file);
  const respelt = softKeywordEdits(tree, edited);
  if (respelt.length === 0) return { tree, edited };
  const both = new EditedText(edited.original, [...edited.edits, ...respelt].sort(byEditPlace));
  return { tree: read(both.text), edited: both };
}

function byEditPlace(a: Edit, b: Edit): number {
  return a.at - b.at;
}

/** A repair is kept only when it leaves less damage than there was. */
function readBroken(plain: Reading, read: NativeRead): Reading {
  const { edited, problems } = repair(plain.edited.original);
  const repaired: Reading = { ...readEdited(edited, read), problems, blanked: [] };
  const damage = damageOf(repaired.tree);
  const best = isLess(damage, damageOf(plain.tree)) ? repaired : plain;
  if (best.tree.faults.length === 0) return best;
  const isolated = best.tree.text.length > MAX_ISOLATED ? null : readIsolated(best, read);
  return isolated ?? withFaults(best);
}

/** The lines that cannot be read are taken out, if that costs fewer lines than leaving them in. */
function readIsolated(reading: Reading, read: NativeRead): Reading | null {
  const isolated = isolate(reading.tree, reading.edited, read);
  if (!isolated) return null;
  const { tree, edited } = readEdited(isolated.edited, read);
  if (damageOf(tree).lines + isolated.blanked.length >= damageOf(reading.tree).lines) return null;
  const problems = [...reading.problems, ...isolated.problems].sort(byPlace);
  return withFaults({ tree, edited, blanked: isolated.blanked, problems });
}

/** Says where the tree still has errors, unless a problem is named there already; one that spans lines is named at its first. */
function withFaults(reading: Reading): Reading {
  const { tree, edited } = reading;
  const known = [...reading.problems];
  const places = tree.faults.map((fault) => {
    const { start, end } = edited.span(tree.start(fault), tree.end(fault));
    const lineBreak = edited.original.slice(start, end).search(/[\r\n]/);
    const message = start === end ? `${tree.kind(fault)} is missing here.` : 'This cannot be read as Python.';
    return { start, end: lineBreak < 0 ? end : start + lineBreak, message };
  });
  const found: SyntaxProblem[] = [];
  let at = 0;
  for (const place of places.sort(byPlace)) {
    // Both lists are in order, so what ends before this place is done with.
    while (at < known.length && (known[at]?.end ?? 0) < place.start) at++;
    const isKnown = (known[at]?.start ?? Infinity) <= place.end || (found.at(-1)?.end ?? -1) >= place.start;
    if (!isKnown) found.push(place);
  }
  return { ...reading, problems: [...known, ...found].sort(byPlace) };
}

function byPlace(a: Span, b: Span): number {
  return a.start - b.start;
}
