/** What `inspect` and `check` print for people. */
import { numberFormat } from '../model/number-format.ts';
import { styleText } from 'node:util';
import type { Severity } from '../model/findings.ts';
import type { Analysis, LayerRow, ModelGraph } from '../model/graph.ts';
import { shapeText, sizeText } from '../model/sizes/text.ts';
import type { Size } from '../model/size.ts';
import type { DiagnosticReport, InspectReport } from './report.ts';

type Style = Parameters<typeof styleText>[0];
const COLOURS = process.stdout.isTTY && !process.env['NO_COLOR'];
const paint = (style: Style, text: string): string => (COLOURS ? styleText(style, text) : text);
const SEVERITY_STYLE: Readonly<Record<Severity, Style>> = {
  error: 'red',
  warning: 'yellow',
  info: 'cyan',
  hint: 'gray',
};
const whole = numberFormat({});
const NUMERIC_FROM = 3;

const count = (size: Size | null): string =>
  size === null ? '?' : typeof size === 'number' ? whole(size) : sizeText(size);

function cells(row: LayerRow): string[] {
  const shapes = row.outputShapes.map((shape) => (shape ? shapeText(shape) : '?')).join(', ');
  return [row.name, row.type, shapes, count(row.params), count(row.macs), row.artifact ? row.artifact.grade : ''];
}

function modelText(model: ModelGraph): string {
  const header = ['layer', 'type', 'output', 'parameters', 'MACs', 'checkerboard'];
  const rows = model.rows.map(cells);
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) =>
        i >= NUMERIC_FROM && i < header.length - 1 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const { total, trainable, nonTrainable } = model.params;
  return [
    `${paint('bold', model.name)} (${model.framework === 'keras' ? 'Keras' : 'PyTorch'} ${model.type})`,
    `  ${paint('dim', line(header))}`,
    ...rows.map((row) => `  ${line(row)}`),
    `  ${paint('dim', `parameters ${count(total)} (${count(trainable)} trainable, ${count(nonTrainable)} not), MACs ${count(model.macs)}`)}`,
    ...model.constraints.map(({ text }) => `  input sizes: ${text}`),
    '',
  ].join('\n');
}

export function diagnosticText(file: string, found: DiagnosticReport): string {
  const place = `${found.file ?? file}:${found.line}:${found.column}`;
  return `${place}: ${paint(SEVERITY_STYLE[found.severity], found.severity)}: ${found.message} ${paint('dim', `[${found.code}]`)}`;
}

export function inspectText(report: InspectReport, analysis: Analysis): string {
  const models = analysis.models.map(modelText);
  const findings = report.diagnostics.map((found) => diagnosticText(report.file, found));
  const nothing = models.length === 0 ? ['No model found in this file.\n'] : [];
  return [...nothing, ...models, ...findings].join('\n') + (findings.length > 0 ? '\n' : '');
}
