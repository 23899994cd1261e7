/** The analyzer for tests: the same one that every surface uses, with its parser read from node_modules. */
import { readFileSync } from 'node:fs';
import { createAnalyzer, type Analyzer } from '../../extension/frameworks/analyze.ts';
import type { Analysis } from '../../extension/model/graph.ts';

const wasm = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(`node_modules/${name}`));

let analyzer: Promise<Analyzer> | undefined;
export function theAnalyzer(): Promise<Analyzer> {
  analyzer ??= createAnalyzer({
    core: wasm('web-tree-sitter/web-tree-sitter.wasm'),
    python: wasm('tree-sitter-python/tree-sitter-python.wasm'),
  });
  return analyzer;
}

export interface Options {
  readonly call?: string;
  readonly inputs?: readonly (readonly (number | null)[])[];
  readonly workspace?: Readonly<Record<string, string>>;
  readonly imageSize?: readonly [number, number] | null;
}

export async function analyzeText(text: string, options: Options = {}): Promise<Analysis> {
  const own = await theAnalyzer();
  return own.analyze({
    source: { file: 'main.py', text, version: 1 },
    workspace: Object.entries(options.workspace ?? {}).map(([file, content]) => ({ file, text: content, version: 1 })),
    call: options.call ?? null,
    inputs: options.inputs ?? [],
    imageSize: options.imageSize ?? null,
  });
}

export async function analyzeFile(file: string): Promise<Analysis> {
  const own = await theAnalyzer();
  return own.analyze({
    source: { file, text: readFileSync(file, 'utf8'), version: 1 },
    workspace: [],
    call: null,
    inputs: [],
  });
}
