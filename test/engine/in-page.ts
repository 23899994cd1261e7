/** The recorded cases for a page of a browser: bundled by test/webview/harness/kernel-page.ts, which hands in cases and builds. */
import type { FastKernels } from '../../extension/engine/fast/kernels.ts';
import { kernelsOf } from './builds.ts';
import { runExpressions, type ExpressionSuite, type ResultsOfBuilds } from './numbers/run-expressions.ts';
import { bytesOf, unmetCases, type RecordedCase } from './recorded-case.ts';

/** A WebAssembly file in base64; null for the reference kernels. */
export type PageBuild = string | null;

function kernels(build: PageBuild): FastKernels | null {
  if (build === null) return null;
  const fast = kernelsOf(bytesOf(build));
  if (fast === null) throw new Error('This browser does not take the build.');
  return fast;
}

export const unmetInPage = (cases: readonly RecordedCase[], build: PageBuild): readonly string[] =>
  unmetCases(cases, kernels(build));

export const expressionsInPage = (
  suite: ExpressionSuite,
  builds: Readonly<Record<string, PageBuild>>,
): ResultsOfBuilds =>
  runExpressions(suite, Object.fromEntries(Object.entries(builds).map(([name, build]) => [name, kernels(build)])));
