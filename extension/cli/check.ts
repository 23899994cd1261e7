/** `layerscope check`: findings only, for CI. */
import fs from 'node:fs';
import type { Severity } from '../model/findings.ts';
import { importable, pythonFiles, readSource, theAnalyzer } from './analyzer.ts';
import { LineTable } from './lines.ts';
import { diagnosticReport, type CheckedFile, type DiagnosticReport } from './report.ts';
import { sarif } from './sarif.ts';
import { diagnosticText } from './table.ts';
import { UsageError } from './usage.ts';

export type CheckFormat = 'text' | 'json' | 'sarif';
export interface CheckOptions {
  readonly format: CheckFormat;
  /** The mildest severity that makes the check fail. */
  readonly maxSeverity: Severity;
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, hint: 3 };
/** Not a statement about the code, only about what could be read of it: for `inspect`. */
const NOT_FOR_CHECK = new Set(['not-inferred', 'limit-reached']);

function filesOf(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    if (!fs.existsSync(path)) throw new UsageError(`${path} does not exist.`);
    return fs.statSync(path).isDirectory() ? pythonFiles(path) : [path];
  });
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function write(format: CheckFormat, files: readonly CheckedFile[]): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ files }, null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(sarif(files), null, 2)}\n`;
    case 'text': {
      const found = files.flatMap(({ file, diagnostics }) => diagnostics.map((one) => diagnosticText(file, one)));
      return [...found, `${counted(found.length, 'finding')} in ${counted(files.length, 'file')}`].join('\n') + '\n';
    }
    default:
      return format satisfies never;
  }
}

export function check(paths: readonly string[], options: CheckOptions): number {
  const analyzer = theAnalyzer();
  const checked = new Map<string, { readonly file: string; readonly found: Map<string, DiagnosticReport> }>();
  const of = (absolute: string, file: string): Map<string, DiagnosticReport> => {
    const known = checked.get(absolute) ?? { file, found: new Map<string, DiagnosticReport>() };
    checked.set(absolute, known);
    return known.found;
  };
  const given = filesOf(paths).map((file) => ({ file, source: readSource(file) }));
  for (const { file, source } of given) of(source.file, file);
  for (const { file, source } of given) {
    const workspace = importable(source);
    const { findings } = analyzer.analyze({ source, workspace, call: null, inputs: [], imageSize: null });
    const lines = new LineTable(source, file, workspace);
    for (const finding of findings) {
      const place = finding.range.file;
      // Elsewhere: what goes wrong because of this file, and is not seen there alone.
      if (NOT_FOR_CHECK.has(finding.code) || (place !== source.file && finding.severity !== 'error')) continue;
      const report = diagnosticReport(finding, place, lines);
      of(place, lines.path(place)).set(JSON.stringify(report), report);
    }
  }
  const files = [...checked.values()].map(({ file, found }): CheckedFile => ({
    file,
    diagnostics: [...found.values()],
  }));
  process.stdout.write(write(options.format, files));
  const failed = files.some(({ diagnostics }) =>
    diagnostics.some(({ severity }) => RANK[severity] <= RANK[options.maxSeverity]),
  );
  return failed ? 1 : 0;
}
