/**
 * What a hint at a line's end says: the shape of what the line computes. Only where that is certain: the value a line assigns, or the
 * outermost call when nothing that is written around it could change its shape.
 */
import type { Analysis, BindingFact, CallFact } from '../../model/graph.ts';
import type { Range } from '../../model/range.ts';
import { isGone } from '../analysis/shift.ts';
import { indexOf, type FactsIndex } from './facts-index.ts';

export interface LineHint {
  /** From 0. */
  readonly line: number;
  /** `16×16×32`, one entry per distinct shape. */
  readonly shapes: readonly string[];
  /** The calls whose card explains it; empty where a function of the user's own computed it. */
  readonly calls: readonly CallFact[];
}

/** The text as lines, and which line an offset stands in. */
class Lines {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    this.#starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (match) => match.index + match[0].length)];
  }

  lineOf(offset: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? Infinity) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
  before(offset: number): string {
    return this.#text.slice(this.#starts[this.lineOf(offset)], offset);
  }
  after(offset: number): string {
    return (/^[^\r\n]*/.exec(this.#text.slice(offset, this.#starts[this.lineOf(offset) + 1])) ?? [''])[0];
  }
}

/** What may stand before a call whose value the statement takes as it is, or that is an element of a list of layers. */
const TAKEN_AS_IS = /(?:^|=)\s*$|^\s*(?:return|yield|await|assert)\s+$|^\s*(?:print|[\w.]+\.append)\($/;
/** What may follow: the end of the statement, of a list or of the call around it. */
const ENDS = /^[\s)\],}]*(?:#.*)?$/;
/** The rest of an assignment after its target, on one line: `: Tensor = f(x)`, `+= y`. */
const ASSIGNMENT = /^\s*(?::[^=]+)?(?:[-+*/@%]|\/\/|\*\*)?=(?!=)(.*)$/;
/** Something is computed, not only named anew. */
const COMPUTES = /[([\-+*/@%]/;

function isBalanced(text: string): boolean {
  let depth = 0;
  for (const letter of text) {
    if ('([{'.includes(letter)) depth++;
    else if (')]}'.includes(letter)) depth--;
  }
  return depth === 0 && !text.trimEnd().endsWith('\\');
}

/** The value that a one-line assignment gives to a tensor variable: right whatever computes it. */
function assigned(index: FactsIndex, lines: Lines, binding: BindingFact): readonly string[] {
  const before = lines.before(binding.range.start);
  const [, value] = ASSIGNMENT.exec(lines.after(binding.range.end)) ?? [];
  if (value === undefined || !/^\s*$/.test(before) || !COMPUTES.test(value) || !isBalanced(value)) return [];
  const texts = binding.values.map((fact) => (fact.kind === 'tensor' ? index.shapesText([fact.tensor]) : null));
  return texts.every((text) => text !== null) ? [...new Set(texts)] : [];
}

const outermost = (a: Range, b: Range): boolean => a.start < b.start || (a.start === b.start && a.end > b.end);

/** For every line, the outermost call that ends there, with all its runs; layer constructions where no call ends. */
function callsByLine(index: FactsIndex, lines: Lines, here: (range: Range) => boolean): Map<number, CallFact[]> {
  const found = new Map<number, { range: Range; calls: CallFact[] }>();
  const put = (range: Range, call: CallFact): void => {
    const line = lines.lineOf(range.end);
    const there = found.get(line);
    if (!there || outermost(range, there.range)) found.set(line, { range, calls: [call] });
    else if (there.range.start === range.start && there.range.end === range.end) there.calls.push(call);
  };
  for (const call of index.analysis.calls) if (here(call.range)) put(call.range, call);
  const called = new Set(found.keys());
  for (const layer of index.analysis.layers) {
    if (!here(layer.range) || called.has(lines.lineOf(layer.range.end))) continue;
    for (const call of index.callsOf(layer.id)) put(layer.range, call);
  }
  const clean = [...found].filter(
    ([, { range }]) => TAKEN_AS_IS.test(lines.before(range.start)) && ENDS.test(lines.after(range.end)),
  );
  return new Map(clean.map(([line, { calls }]) => [line, calls]));
}

export function lineHints(analysis: Analysis, file: string, text: string): readonly LineHint[] {
  const index = indexOf(analysis);
  const lines = new Lines(text);
  const here = (range: Range): boolean => range.file === file && !isGone(range);
  const calls = callsByLine(index, lines, here);
  const hints = new Map<number, LineHint>();
  for (const [line, runs] of calls) {
    const shapes = [...new Set(runs.map((call) => index.shapesText(call.outputs)))].filter((shape) => shape !== null);
    if (shapes.length > 0) hints.set(line, { line, shapes, calls: runs });
  }
  for (const binding of analysis.bindings) {
    if (!here(binding.range)) continue;
    const shapes = assigned(index, lines, binding);
    const line = lines.lineOf(binding.range.start);
    if (shapes.length > 0) hints.set(line, { line, shapes, calls: calls.get(line) ?? [] });
  }
  return [...hints.values()];
}
