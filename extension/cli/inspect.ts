/** `layerscope inspect`: models, layers, shapes, parameters, findings. */
import { importable, readSource, theAnalyzer } from './analyzer.ts';
import { LineTable } from './lines.ts';
import { inspectReport } from './report.ts';
import { inspectText } from './table.ts';
import { UsageError } from './usage.ts';

export interface InspectOptions {
  readonly call: string | null;
  readonly inputs: readonly string[];
  readonly json: boolean;
}

/** `1,3,256,256`; `None` leaves a size open. */
export function parseShape(text: string): (number | null)[] {
  return text
    .replace(/^[([]|[)\]]$/g, '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const trimmed = part.trim();
      if (/^(none|null|\?)$/i.test(trimmed)) return null;
      if (!/^\d+$/.test(trimmed))
        throw new UsageError(`--input ${text}: ${trimmed} is no size. Write sizes as 1,3,256,256.`);
      return Number(trimmed);
    });
}

export function inspect(file: string, options: InspectOptions): number {
  const source = readSource(file);
  const workspace = importable(source);
  const analyzer = theAnalyzer();
  const analysis = analyzer.analyze({
    source,
    workspace,
    call: options.call,
    inputs: options.inputs.map(parseShape),
    imageSize: null,
  });
  const lines = new LineTable(source, file, workspace);
  const report = inspectReport(analysis, lines);
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : inspectText(report, analysis));
  return 0;
}
