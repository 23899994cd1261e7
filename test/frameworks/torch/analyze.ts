/** Analyses a text as the worker does, with the parser's bytes from node_modules. */
import { readFileSync } from 'node:fs';
import { createAnalyzer, type Analyzer } from '../../../extension/frameworks/analyze.ts';
import type { Analysis } from '../../../extension/model/graph.ts';

let analyzer: Promise<Analyzer> | undefined;

export async function analyzeText(
  file: string,
  text: string,
  call: string | null = null,
  inputs: readonly (readonly (number | null)[])[] = [],
): Promise<Analysis> {
  analyzer ??= createAnalyzer({
    core: readFileSync('node_modules/web-tree-sitter/web-tree-sitter.wasm'),
    python: readFileSync('node_modules/tree-sitter-python/tree-sitter-python.wasm'),
  });
  return (await analyzer).analyze({ source: { file, text, version: 1 }, workspace: [], call, inputs });
}
