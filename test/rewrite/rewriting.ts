/** Everything our code would rewrite in the cases: what the oracle runs, and what the tests hold its answers against. */
import { createHash } from 'node:crypto';
import { createRewriter, type Rewriter } from '../../extension/rewrite/rewriter.ts';
import type { AnalysisInput } from '../../extension/frameworks/analyze.ts';
import type { Analysis } from '../../extension/model/graph.ts';
import { applyEdits } from '../../extension/rewrite/text-edit.ts';
import { analyzeText, theAnalyzer } from '../frameworks/analyzer.ts';
import { ICNR_CASES, OUTPUT_PADDING_CASES, RIGHT_NAME_CASES, RIGHT_VALUE_CASES, SKIP_CASES } from './error-cases.ts';
import { UPSAMPLING_CASES, type RewriteCase } from './upsampling-cases.ts';

export const keyOf = (text: string): string => createHash('sha1').update(text).digest('hex').slice(0, 16);

let rewriter: Rewriter | undefined;
export function theRewriter(): Rewriter {
  rewriter ??= createRewriter(theAnalyzer());
  return rewriter;
}

export const inputOf = (text: string): AnalysisInput => ({
  source: { file: 'main.py', text, version: 1 },
  workspace: [],
  call: null,
  inputs: [],
});

export interface Offer {
  /** A quick fix, or `use` and the alternative. */
  readonly way: string;
  readonly text: string;
  readonly before: Analysis;
}

/** Every quick fix of every finding of a text. */
export function fixesOf(text: string): readonly Offer[] {
  const own = theRewriter();
  const before = analyzeText(text);
  return before.findings.flatMap((finding) =>
    own.fixes(inputOf(text), finding).map(({ id, edits }) => ({ way: id, text: applyEdits(text, edits), before })),
  );
}

/** Every row of the comparison that can be written into the text, for each upsampling layer of it. */
export function usesOf(text: string): readonly Offer[] {
  const [own, analyzer] = [theRewriter(), theAnalyzer()];
  const before = analyzeText(text);
  const seen = new Set<number>();
  return before.calls.flatMap((call) => {
    const layer = before.layers.find(({ id }) => id === call.layer);
    const shape = before.tensors.find(({ id }) => id === call.inputs[0])?.shape;
    if (!call.artifact || !layer || !shape || seen.has(layer.range.start)) return [];
    seen.add(layer.range.start);
    const input = shape.map((size, axis) => (axis === 0 ? 1 : typeof size === 'number' ? size : 32));
    return analyzer.alternatives(layer, input).flatMap(({ id, code, notPossible }) => {
      const edits = id === 'as-written' || notPossible !== null ? null : own.useCode(inputOf(text), layer.range, code);
      return edits ? [{ way: `use ${id}`, text: applyEdits(text, edits), before }] : [];
    });
  });
}

export interface Rewrite extends Offer, Pick<RewriteCase, 'name' | 'framework'> {}

const ERRORS: readonly (readonly [way: string, cases: readonly RewriteCase[]])[] = [
  ['right-value', [...RIGHT_VALUE_CASES, ...OUTPUT_PADDING_CASES]],
  ['right-name', RIGHT_NAME_CASES],
  ['pad-skip', SKIP_CASES],
  ['icnr', ICNR_CASES],
];

/** All that is offered for the cases: each fix on the files that are made for it, and each row of the comparison. */
export function allRewrites(): readonly Rewrite[] {
  const found: Rewrite[] = [];
  const put = ({ name, framework }: RewriteCase, offers: readonly Offer[]): void => {
    for (const offer of offers) found.push({ name, framework, ...offer });
  };
  for (const one of UPSAMPLING_CASES) put(one, [...fixesOf(one.text), ...usesOf(one.text)]);
  for (const [way, cases] of ERRORS) {
    for (const one of cases)
      put(
        one,
        fixesOf(one.text).filter((offer) => offer.way === way),
      );
  }
  return found;
}
