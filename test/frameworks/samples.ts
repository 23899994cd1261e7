/**
 * The samples of test/models/ and what their comments expect. A finding is expected on the line where its range begins, with the text
 * of the range: `# expect: wrong-channels `32``; of a range of several lines, its first one and `...`.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { english } from '../../extension/message.ts';
import type { Analysis } from '../../extension/model/graph.ts';
import type { Range } from '../../extension/model/range.ts';
import { theAnalyzer } from './analyzer.ts';

/** Where the real framework raised an error: the innermost line of the sample. */
export interface Raised {
  readonly raises: string;
  readonly file?: string;
  readonly line?: number;
}

export const FOLDER = 'test/models';

/** The samples themselves: a file, or the main.py of a folder of files. */
export function samplesOf(framework: 'keras' | 'torch'): readonly string[] {
  const folder = path.posix.join(FOLDER, framework);
  return readdirSync(folder)
    .map((name) => path.posix.join(folder, name))
    .map((file) => (statSync(file).isDirectory() ? path.posix.join(file, 'main.py') : file))
    .filter((file) => file.endsWith('.py') && existsSync(file))
    .sort();
}

export interface Sample {
  readonly file: string;
  readonly texts: ReadonlyMap<string, string>;
}

export function readSample(file: string): Sample {
  const files = [file];
  if (path.basename(file) === 'main.py') {
    const folder = path.posix.dirname(file);
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const other = path.posix.join(folder, name.replaceAll('\\', '/'));
      if (other.endsWith('.py') && other !== file) files.push(other);
    }
  }
  return { file, texts: new Map(files.map((each) => [each, readFileSync(each, 'utf8')])) };
}

export function analyzeSample(
  { file, texts }: Sample,
  call: string | null = null,
  inputs: readonly (readonly (number | null)[])[] = [],
): Analysis {
  const sources = [...texts].map(([name, text]) => ({ file: name, text, version: 1 }));
  const [source, ...workspace] = sources;
  assert.ok(source?.file === file);
  return theAnalyzer().analyze({ source, workspace, call, inputs });
}

/** Both ways: every expected finding is there, and no other, of whatever severity. */
export function checkFindings({ texts }: Sample, { findings, calls, layers }: Analysis, raised: Raised | null): void {
  const expected = [...texts].flatMap(([file, text]) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        [...line.matchAll(/# expect: ([\w-]+)(?: `([^`]+)`)?/g)].map(
          ([, code = '', at = '']) => `${file}:${index + 1} ${code} ${at}`,
        ),
      ),
  );
  const told = findings.map(
    ({ code, range }) => `${range.file}:${lineOf(texts, range)} ${code} ${textOf(texts, range)}`,
  );
  const messages = findings.map(({ range, message }) => `  ${lineOf(texts, range)}: ${english(message)}`).join('\n');
  assert.deepEqual([...new Set(told)].sort(), expected.sort(), `findings:\n${messages}`);
  if (raised === null) {
    assert.deepEqual(
      findings.filter(({ code, severity }) => severity === 'error' && code !== 'checkerboard-holes'),
      [],
      'the real framework raises no error',
    );
    return;
  }
  if (raised.raises.startsWith('SyntaxError')) {
    assert.ok(findings.some(({ code }) => code === 'syntax-error'));
    return;
  }
  // What the recording calls itself has no line in the sample.
  if (raised.line === undefined) {
    assert.ok(findings.some(({ severity }) => severity === 'error'));
    return;
  }
  const line = raised.line;
  const there = (range: Range): boolean => range.file === raised.file && spans(texts, range, line);
  // PyTorch checks some arguments only when the layer is called.
  const calledThere = calls.flatMap(({ layer, range }) =>
    layer !== null && there(range) ? (layers[layer] ?? []) : [],
  );
  const isArgument = (range: Range): boolean =>
    calledThere.some((layer) => layer.range.start <= range.start && range.end <= layer.range.end);
  assert.ok(
    findings.some(
      ({ severity, range, related, message }) =>
        (severity === 'error' || english(message).endsWith(raised.raises)) &&
        (there(range) || related.some((each) => there(each.range)) || isArgument(range)),
    ),
    `no error takes part in line ${line} of ${raised.file ?? ''}, where it raised ${raised.raises}`,
  );
}

const before = (texts: Sample['texts'], file: string, offset: number): string =>
  (texts.get(file) ?? '').slice(0, offset);
const lineOf = (texts: Sample['texts'], { file, start }: Range): number =>
  before(texts, file, start).split('\n').length;
const spans = (texts: Sample['texts'], range: Range, line: number): boolean =>
  lineOf(texts, range) <= line && line <= before(texts, range.file, range.end).split('\n').length;

function textOf(texts: Sample['texts'], { file, start, end }: Range): string {
  const [first = '', ...more] = (texts.get(file) ?? '').slice(start, end).split('\n');
  return more.length > 0 ? `${first.replace(/\s*#.*$/, '')}...` : first;
}

/** Whether the sample has something that cannot be told: then what is told must be right, and no more is asked. */
export const isPartial = ({ texts }: Sample): boolean =>
  [...texts.values()].some((text) => /# expect: (not-inferred|limit-reached)/.test(text));

/** Every fix, applied, mends its finding. */
export function checkFixes(sample: Sample, { findings }: Analysis): number {
  let applied = 0;
  for (const { fix, message } of findings) {
    if (!fix) continue;
    const { file, start, end } = fix.range;
    const text = sample.texts.get(file) ?? '';
    const mended = new Map([...sample.texts, [file, text.slice(0, start) + fix.text + text.slice(end)]]);
    const after = analyzeSample({ file: sample.file, texts: mended });
    const told = after.findings.map((finding) => english(finding.message));
    assert.ok(!told.includes(english(message)), `${english(fix.title)}: ${english(message)}`);
    applied++;
  }
  return applied;
}
