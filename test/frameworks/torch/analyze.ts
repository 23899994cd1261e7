/** Analyses a text as the worker does, by a clock that stands still: a busy machine reads no less of it. Runs in Node and in a browser. */
import { createAnalyzer, type Analyzer } from '../../../extension/frameworks/analyze.ts';
import type { Analysis } from '../../../extension/model/graph.ts';

let analyzer: Analyzer | undefined;

export function analyzeText(
  file: string,
  text: string,
  call: string | null = null,
  inputs: readonly (readonly (number | null)[])[] = [],
): Analysis {
  analyzer ??= createAnalyzer({ clock: () => 0 });
  return analyzer.analyze({ source: { file, text, version: 1 }, workspace: [], call, inputs });
}
