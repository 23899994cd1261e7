/**
 * Holds the analysis against what record.py wrote of public files: share of models with the exact total and the exact table, wrong
 * claims (a number we state that the framework contradicts), findings in code that runs, and the time.
 *
 * Run from the repository root: npx tsx test/corpus/compare.ts FOLDER... [--only PART] [--verbose] [--patient]
 */
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Analyzer } from '../../extension/frameworks/analyze.ts';
import { english } from '../../extension/message.ts';
import type { Analysis, ModelGraph } from '../../extension/model/graph.ts';
import { DEFAULT_LIMITS } from '../../extension/python/evaluate/limits.ts';
import { theAnalyzer } from '../frameworks/analyzer.ts';
import { judge, type Judgement, type RecordedModel } from './judge.ts';
import { matched } from './match.ts';

interface RecordedFile {
  readonly framework: 'keras' | 'torch';
  readonly models?: readonly RecordedModel[];
  readonly problems?: readonly string[];
  readonly error?: string;
}

const parameters = process.argv.slice(2);
const option = (name: string): string | null => {
  const at = parameters.indexOf(name);
  return at < 0 ? null : (parameters.splice(at, 2)[1] ?? null);
};
const only = option('--only');
// On a busy machine the clock ends what steps would not.
if (parameters.includes('--patient'))
  Object.assign(DEFAULT_LIMITS, { milliseconds: 20_000, totalMilliseconds: 30_000 });
const verbose = parameters.includes('--verbose');
const folders = parameters.filter((parameter) => !parameter.startsWith('--'));

const walk = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? walk(file) : file.endsWith('.py') ? [file] : [];
  });

const sum = { models: 0, totals: 0, tables: 0, tablesOf: 0, wrong: 0, absent: 0, alarms: 0, crashes: 0, files: 0 };
const times: { file: string; milliseconds: number }[] = [];

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

function report(
  file: string,
  model: RecordedModel,
  ours: ModelGraph | null,
  { exactTotal, exactTable, wrong, difference }: Judgement,
): void {
  // Never built: there is no number to be exact about; what is stated of it is judged all the same.
  if (model.total === null) {
    sum.wrong += wrong.length;
    for (const claim of wrong) console.log(`WRONG ${file}:${String(model.line ?? '')} ${model.type}: ${claim}`);
    return;
  }
  if (model.block && !ours) return;
  sum.models++;
  if (exactTotal) sum.totals++;
  if (model.layers) sum.tablesOf++;
  if (exactTable && model.layers) sum.tables++;
  sum.wrong += wrong.length;
  if (!ours) sum.absent++;
  const good = exactTotal && exactTable;
  if (good && !verbose) return;
  console.log(
    `${good ? 'ok  ' : wrong.length > 0 ? 'WRONG' : 'miss'} ${file}:${String(model.line ?? '')} ${model.call ?? model.type} ${model.name ?? ''}: ${difference ?? ''}`,
  );
  for (const claim of wrong.slice(0, 3)) console.log(`       wrong: ${claim}`);
  if (!good)
    for (const row of ours?.rows.filter(({ reason }) => reason !== null).slice(0, 2) ?? [])
      console.log(`       ${row.name}: ${row.reason ? english(row.reason) : ''}`);
}

function findings(texts: ReadonlyMap<string, string>, analysis: Analysis, truth: RecordedFile): void {
  for (const { severity, code, range, message } of analysis.findings) {
    if (code.startsWith('checkerboard')) continue;
    const alarm = severity === 'error' || severity === 'warning';
    if (alarm && (truth.problems ?? []).length === 0) sum.alarms++;
    if (alarm)
      console.log(
        `  ${(truth.problems ?? []).length === 0 ? 'ALARM' : 'alarm?'} ${range.file}:${String(lineOf(texts.get(range.file) ?? '', range.start))} ${code}: ${english(message)}`,
      );
    else if (verbose)
      console.log(
        `       ${range.file}:${String(lineOf(texts.get(range.file) ?? '', range.start))} ${code}: ${english(message)}`,
      );
  }
  if (
    verbose ||
    analysis.findings.some(({ severity, code }) => severity === 'error' && !code.startsWith('checkerboard'))
  )
    for (const problem of truth.problems ?? []) console.log(`       framework: ${problem}`);
}

function compareFile(
  analyzer: Analyzer,
  root: string,
  file: string,
  truth: RecordedFile,
  workspace: readonly { file: string; text: string; version: number }[],
): void {
  const text = readFileSync(path.join(root, file), 'utf8');
  const source = { file, text, version: 1 };
  const texts = new Map(workspace.map((each) => [each.file, each.text]));
  const analyze = (call: string | null, inputs: readonly (readonly (number | null)[])[]): Analysis | null => {
    const started = performance.now();
    try {
      return analyzer.analyze({ source, workspace: workspace.filter((other) => other.file !== file), call, inputs });
    } catch (error) {
      sum.crashes++;
      console.log(
        `CRASH ${file} ${call ?? ''} ${error instanceof Error ? (error.stack ?? '').slice(0, 500) : String(error)}`,
      );
      return null;
    } finally {
      times.push({ file: `${file} ${call ?? ''}`, milliseconds: performance.now() - started });
    }
  };
  sum.files++;
  const analysis = analyze(null, []);
  if (!analysis) return;
  const models = truth.models ?? [];
  const found = matched(
    models.filter(({ call }) => call === null),
    analysis.models.filter(({ framework }) => framework === truth.framework),
    (model) => (model.range.file === file ? lineOf(text, model.range.start) : null),
  );
  for (const model of models) {
    if (model.call === null) {
      const ours = found.get(model) ?? null;
      report(file, model, ours, judge(model, ours, analysis));
    } else {
      const inputs = truth.framework === 'torch' ? (model.inputs ?? []) : (model.given ?? []);
      const called = analyze(model.call, inputs);
      const ours = called?.models[0] ?? null;
      if (called) report(file, model, ours, judge(model, ours, called));
      if (called && !ours && verbose)
        for (const { message } of called.findings.slice(-3)) console.log(`       ${english(message)}`);
      // Without layers the framework could not run it on any input: an error may be true.
      if (called && truth.framework === 'torch')
        findings(texts, called, { ...truth, problems: model.layers ? [] : ['it could not be run'] });
    }
  }
  findings(texts, analysis, truth);
}

const analyzer = theAnalyzer();
for (const folder of folders) {
  const root = folder.replace(/\/$/, '');
  const truth = JSON.parse(readFileSync(`${root}.truth.json`, 'utf8')) as Record<string, RecordedFile>;
  const workspace = walk(root).map((file) => ({
    file: path.relative(root, file),
    text: readFileSync(file, 'utf8'),
    version: 1,
  }));
  for (const [file, recorded] of Object.entries(truth)) {
    if (only === null || file.includes(only)) compareFile(analyzer, root, file, recorded, workspace);
  }
}
const percent = (part: number, whole: number): string =>
  `${String(part)}/${String(whole)} (${((100 * part) / Math.max(whole, 1)).toFixed(1)} %)`;
times.sort((one, other) => other.milliseconds - one.milliseconds);
console.log(
  `files ${String(sum.files)}, models ${String(sum.models)}: exact total ${percent(sum.totals, sum.models)}, exact table ${percent(sum.tables, sum.tablesOf)},`,
);
console.log(
  `wrong claims ${String(sum.wrong)}, models not found ${String(sum.absent)}, alarms in code that runs ${String(sum.alarms)}, crashes ${String(sum.crashes)}`,
);
for (const { file, milliseconds } of times.slice(0, 5)) console.log(`  ${milliseconds.toFixed(0)} ms ${file}`);
