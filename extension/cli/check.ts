/** `layerscope check`: findings only, for CI. */
import fs from 'node:fs';
import type { Severity } from '../model/findings.ts';
import { importable, pythonFiles, readSource, theAnalyzer } from './analyzer.ts';
import { LineTable } from './lines.ts';
import { diagnosticReport, type CheckedFile } from './report.ts';
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
  const files = filesOf(paths).map((file): CheckedFile => {
    const source = readSource(file);
    const workspace = importable(source);
    const { findings } = analyzer.analyze({ source, workspace, call: null, inputs: [], imageSize: null });
    const lines = new LineTable(source, file, workspace);
    const shown = findings.filter(({ code, range }) => !NOT_FOR_CHECK.has(code) && range.file === source.file);
    return { file, diagnostics: shown.map((finding) => diagnosticReport(finding, source.file, lines)) };
  });
  process.stdout.write(write(options.format, files));
  const failed = files.some(({ diagnostics }) =>
    diagnostics.some(({ severity }) => RANK[severity] <= RANK[options.maxSeverity]),
  );
  return failed ? 1 : 0;
}
