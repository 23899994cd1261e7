/** Expressions from their text to their numbers, on builds of the kernels, against what was recorded. Runs in Node and in a browser. */
import type { FastKernels } from '../../../extension/engine/fast/kernels.ts';
import type { Analysis } from '../../../extension/model/graph.ts';
import { analyzeText } from '../../frameworks/torch/analyze.ts';
import { errorOf, NotRun, Values, type RecordedNumbers } from './expressions.ts';
import { uniform } from './seeded.ts';

export interface ExpressionCase {
  readonly text: string;
  readonly outputs: readonly RecordedNumbers[];
  readonly index: number;
  /** Python that binds the inputs to `<name>_<index>` and the tensors of the result, one after another, to `part_<index>`. */
  readonly program: string;
  /** The largest relative error. */
  readonly tolerance: number;
}

/** Nothing but data: it is handed to a page as it is. */
export interface ExpressionSuite {
  readonly framework: 'keras' | 'torch';
  /** What stands above all programs. */
  readonly head: string;
  /** The inputs' names and the shapes of their numbers. */
  readonly inputs: readonly (readonly [name: string, shape: readonly number[]])[];
  readonly cases: readonly ExpressionCase[];
}

/** So many programs are analysed together: one analysis for each would take minutes. */
const BATCH = 20;

/** What became of each expression on one build. */
export interface ExpressionResults {
  /** All numbers agree. */
  readonly agreed: readonly string[];
  /** Those whose numbers do not, with how far off they are. */
  readonly errors: readonly string[];
  /** What the engine refuses, and why. */
  readonly notRun: Readonly<Record<string, string>>;
}

/** The kernels under the name of their build; null for the reference ones. */
export type NamedKernels = Readonly<Record<string, FastKernels | null>>;

/** By the names of the builds. */
export type ResultsOfBuilds = Readonly<Record<string, ExpressionResults>>;

export function runExpressions(suite: ExpressionSuite, builds: NamedKernels): ResultsOfBuilds {
  const batches = slicesOf(suite, BATCH).map((batch) => runTogether(batch, builds));
  return joined(batches);
}

/** The same suite in parts of so many cases. */
export const slicesOf = (suite: ExpressionSuite, size: number): readonly ExpressionSuite[] =>
  Array.from({ length: Math.ceil(suite.cases.length / size) }, (_, part) => ({
    ...suite,
    cases: suite.cases.slice(part * size, (part + 1) * size),
  }));

/** The results of the parts of a suite, which ran on the same builds. */
export function joined(parts: readonly ResultsOfBuilds[]): ResultsOfBuilds {
  const builds = new Set(parts.flatMap((part) => Object.keys(part)));
  return Object.fromEntries(
    [...builds].map((build) => {
      const results = parts.flatMap((part) => part[build] ?? []);
      const whole: ExpressionResults = {
        agreed: results.flatMap(({ agreed }) => agreed),
        errors: results.flatMap(({ errors }) => errors),
        notRun: Object.fromEntries(results.flatMap(({ notRun }) => Object.entries(notRun))),
      };
      return [build, whole];
    }),
  );
}

function runTogether(batch: ExpressionSuite, builds: NamedKernels): ResultsOfBuilds {
  const programs = batch.cases.map(({ program }) => program);
  const analysis = analyzeText('numbers.py', [batch.head, ...programs].join('\n'));
  return Object.fromEntries(
    Object.entries(builds).map(([build, kernels]) => {
      const agreed: string[] = [];
      const errors: string[] = [];
      const notRun: Record<string, string> = {};
      for (const one of batch.cases) {
        try {
          const found = differences(batch, one, analysis, kernels);
          if (found.length === 0) agreed.push(one.text);
          else errors.push(...found);
        } catch (error) {
          if (error instanceof NotRun) notRun[one.text] = error.message;
          else errors.push(`${one.text}: ${String(error)}`);
        }
      }
      return [build, { agreed, errors, notRun }];
    }),
  );
}

/** What can be read and not be run, with the reason. */
export type NotRunList = Readonly<
  Record<
    'keras' | 'torch',
    { readonly layers: Readonly<Record<string, string>>; readonly expressions: Readonly<Record<string, string>> }
  >
>;

function differences(
  { framework, inputs }: ExpressionSuite,
  { text, outputs: recorded, index, tolerance }: ExpressionCase,
  analysis: Analysis,
  kernels: FastKernels | null,
): string[] {
  const bound = (name: string): readonly number[] =>
    (analysis.bindings.find((binding) => binding.name === name)?.values ?? []).flatMap((value) =>
      value.kind === 'tensor' ? [value.tensor] : [],
    );
  const given = new Map(
    inputs.flatMap(([name, shape]) =>
      bound(`${name}_${index}`)
        .slice(0, 1)
        .map((tensor) => [drawn(analysis, tensor), uniform(name, shape)] as const),
    ),
  );
  const values = new Values(analysis, framework, given, kernels);
  const outputs = bound(`part_${index}`);
  if (outputs.length !== recorded.length) throw new NotRun(`${outputs.length} of ${recorded.length} tensors`);
  return outputs.flatMap((tensor, part) => {
    const numbers = recorded[part];
    const error = numbers ? errorOf(values.of(tensor), numbers) : Infinity;
    return error <= tolerance ? [] : [`${text} [${part}]: ${error}`];
  });
}

/** What works in place leaves the name with the new tensor: the one that was drawn is behind it. */
function drawn(analysis: Analysis, tensor: number): number {
  const producer = analysis.tensors[tensor]?.producer ?? null;
  const call = producer === null ? undefined : analysis.calls[producer];
  const [input] = call?.inputs ?? [];
  return input === undefined ? tensor : drawn(analysis, input);
}
