/** The analyzer for tests: the same one that every surface uses. */
import { readFileSync } from 'node:fs';
import { createAnalyzer, type AnalysisInput, type Analyzer } from '../../extension/frameworks/analyze.ts';
import type { Analysis } from '../../extension/model/graph.ts';

let analyzer: Analyzer | undefined;
export function theAnalyzer(): Analyzer {
  return (analyzer ??= createAnalyzer());
}

export interface Options {
  readonly call?: string;
  readonly inputs?: readonly (readonly (number | null)[])[];
  readonly workspace?: Readonly<Record<string, string>>;
  readonly imageSize?: readonly [number, number] | null;
}

export function inputOf(text: string, options: Options = {}, file = 'main.py'): AnalysisInput {
  return {
    source: { file, text, version: 1 },
    workspace: Object.entries(options.workspace ?? {}).map(([file, content]) => ({ file, text: content, version: 1 })),
    call: options.call ?? null,
    inputs: options.inputs ?? [],
    imageSize: options.imageSize ?? null,
  };
}

export function analyzeText(text: string, options: Options = {}): Analysis {
  return theAnalyzer().analyze(inputOf(text, options));
}

export function analyzeFile(file: string): Analysis {
  return theAnalyzer().analyze(inputOf(readFileSync(file, 'utf8'), {}, file));
}
