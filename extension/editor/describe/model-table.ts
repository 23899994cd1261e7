/** A model's layers as a table for documents and spreadsheets: Markdown and CSV. */
import type { LayerRow, ModelGraph } from '../../model/graph.ts';
import { shapeText, sizeText } from '../../model/sizes/text.ts';
import type { Size } from '../../model/size.ts';

const HEADER = ['Layer', 'Type', 'Output shape', 'Parameters', 'MACs'] as const;

/** What could not be told is left empty: a wrong number is worse than none. */
const cell = (size: Size | null): string => (size === null ? '' : sizeText(size));

function cells(row: LayerRow): readonly string[] {
  const shapes = row.outputShapes.map((shape) => (shape ? shapeText(shape) : ''));
  return [row.name, row.type, shapes.join(', '), cell(row.params), cell(row.macs)];
}

const totals = ({ params, macs }: ModelGraph): readonly string[] => ['Total', '', '', cell(params.total), cell(macs)];

export function markdownTable(model: ModelGraph): string {
  const line = (texts: readonly string[]): string =>
    `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = '| --- | --- | --- | ---: | ---: |';
  return [
    `**${model.name}**`,
    '',
    line(HEADER),
    rule,
    ...model.rows.map((row) => line(cells(row))),
    line(totals(model)),
    '',
  ].join('\n');
}

/** RFC 4180. */
export function csvTable(model: ModelGraph): string {
  const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return (
    [HEADER, ...model.rows.map(cells), totals(model)].map((line) => line.map(quoted).join(',')).join('\r\n') + '\r\n'
  );
}
