/** A model's layers as a table for documents and spreadsheets: Markdown and CSV. */
import type { LayerRow, ModelGraph } from '../../model/graph.ts';
import { shapeText, sizeText } from '../../model/sizes/text.ts';
import type { Size } from '../../model/size.ts';
import { csv, markdown } from '../../model/summary/table-text.ts';
import { t } from './words.ts';

const figures = (): readonly string[] => [t('Parameters'), t('MACs')];
const heading = (): readonly string[] => [t('Layer'), t('Type'), t('Output shape'), ...figures()];

/** What could not be told is left empty: a wrong number is worse than none. */
const cell = (size: Size | null): string => (size === null ? '' : sizeText(size));

function cells(row: LayerRow): readonly string[] {
  const shapes = row.outputShapes.map((shape) => (shape ? shapeText(shape) : ''));
  return [row.name, row.type, shapes.join(', '), cell(row.params), cell(row.macs)];
}

function lines({ rows, params, macs }: ModelGraph): readonly (readonly string[])[] {
  return [heading(), ...rows.map(cells), [t('Total'), '', '', cell(params.total), cell(macs)]];
}

export const markdownTable = (model: ModelGraph): string =>
  `**${model.name}**\n\n${markdown(lines(model), new Set(figures()))}`;

export const csvTable = (model: ModelGraph): string => csv(lines(model));
