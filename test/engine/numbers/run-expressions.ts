/** Expressions from their text to their numbers, on the reference kernels and on the fast ones, against what was recorded. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Analysis } from '../../../extension/model/graph.ts';
import { analyzeText } from '../../frameworks/torch/analyze.ts';
import { fastKernels } from '../helpers.ts';
import { errorOf, NotRun, Values, type RecordedNumbers } from './expressions.ts';
import { uniform } from './seeded.ts';

export interface ExpressionCase {
  readonly text: string;
  readonly outputs: readonly RecordedNumbers[];
  /** Python that binds the inputs to `<name>_<index>` and the tensors of the result, one after another, to `part_<index>`. */
  readonly program: (index: number) => string;
}

export interface ExpressionSuite {
  readonly framework: 'keras' | 'torch';
  /** What stands above all programs. */
  readonly head: string;
  /** The inputs' names and the shapes of their numbers. */
  readonly inputs: readonly (readonly [name: string, shape: readonly number[]])[];
  readonly cases: readonly ExpressionCase[];
  /** The largest relative error. */
  readonly tolerance: (text: string) => number;
  /** Which tensor is filled with an input's numbers, given the one that its name is bound to. */
  readonly filled?: (analysis: Analysis, tensor: number) => number;
}

/** So many programs are analysed together: one analysis for each would take minutes. */
const BATCH = 20;

export interface ExpressionResults {
  readonly errors: readonly string[];
  /** What the engine refuses, and why. */
  readonly notRun: Readonly<Record<string, string>>;
}

export function runExpressions(suite: ExpressionSuite): ExpressionResults {
  const errors: string[] = [];
  const notRun: Record<string, string> = {};
  for (let start = 0; start < suite.cases.length; start += BATCH) {
    const batch = suite.cases.slice(start, start + BATCH);
    const programs = batch.map((one, index) => one.program(index));
    const analysis = analyzeText('numbers.py', [suite.head, ...programs].join('\n'));
    batch.forEach((one, index) => {
      for (const kernels of [null, fastKernels()]) {
        try {
          errors.push(...differences(suite, one, index, analysis, kernels));
        } catch (error) {
          if (!(error instanceof NotRun)) errors.push(`${one.text}: ${String(error)}`);
          else if (kernels === null) notRun[one.text] = error.message;
        }
      }
    });
  }
  return { errors, notRun };
}

/** No number differs, and what is not run is what test/oracle/not_run.ts found the last time: less of it is written down anew. */
export function checkExpressions(suite: ExpressionSuite): void {
  const { errors, notRun } = runExpressions(suite);
  assert.deepEqual(errors, []);
  const recorded = JSON.parse(readFileSync('test/recorded/not-run.json', 'utf8')) as NotRunList;
  assert.deepEqual(notRun, recorded[suite.framework].expressions);
}

/** What can be read and not be run, with the reason. */
export type NotRunList = Readonly<
  Record<
    'keras' | 'torch',
    { readonly layers: Readonly<Record<string, string>>; readonly expressions: Readonly<Record<string, string>> }
  >
>;

function differences(
  { framework, inputs, tolerance, filled }: ExpressionSuite,
  { text, outputs: recorded }: ExpressionCase,
  index: number,
  analysis: Analysis,
  kernels: ReturnType<typeof fastKernels> | null,
): string[] {
  const bound = (name: string): readonly number[] =>
    (analysis.bindings.find((binding) => binding.name === name)?.values ?? []).flatMap((value) =>
      value.kind === 'tensor' ? [value.tensor] : [],
    );
  const given = new Map(
    inputs.flatMap(([name, shape]) =>
      bound(`${name}_${index}`)
        .slice(0, 1)
        .map((tensor) => [filled?.(analysis, tensor) ?? tensor, uniform(name, shape)] as const),
    ),
  );
  const values = new Values(analysis, framework, given, kernels);
  const outputs = bound(`part_${index}`);
  if (outputs.length !== recorded.length) throw new NotRun(`${outputs.length} of ${recorded.length} tensors`);
  return outputs.flatMap((tensor, part) => {
    const numbers = recorded[part];
    const error = numbers ? errorOf(values.of(tensor), numbers) : Infinity;
    return error <= tolerance(text) ? [] : [`${text} [${part}]: ${error}`];
  });
}
