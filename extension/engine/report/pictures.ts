/** The pictures of a model's report: what goes in, what each upsampling layer makes of it, what comes out. */
import type { LayerRow, ModelGraph } from '../../model/graph.ts';
import type { CallId, FeatureMaps } from '../../protocol.ts';
import type { Facts } from '../run-graph.ts';
import type { ReportPicture } from './html.ts';
import { pictureOfMaps } from './picture.ts';

/** Upsampling layers drawn at most, the last ones: a page of pictures, and a file that can be mailed. */
const MOST_LAYERS = 24;

/** The maps of a run. */
export type MapsOf = (call: CallId | 'input') => Promise<FeatureMaps>;

async function one(title: string, maps: FeatureMaps): Promise<ReportPicture> {
  const { height, width, channels, measured } = maps;
  const subtitle = `${height}×${width}×${channels}`;
  return { title, subtitle, picture: await pictureOfMaps(maps), share: measured?.share ?? null };
}

const nameOf = ({ name, type }: LayerRow): string => (name === '' ? type : name);

/** `ran` tells which calls have maps. */
export async function reportPictures(
  facts: Facts,
  model: ModelGraph,
  ran: (call: CallId) => boolean,
  mapsOf: MapsOf,
): Promise<ReportPicture[]> {
  const pictures = [await one('Input', await mapsOf('input'))];
  const layers = model.rows.filter(({ artifact, call }) => artifact !== null && call !== null && ran(call));
  const output = facts.call(facts.tensor(model.outputs[0] ?? -1)?.producer ?? null);
  for (const row of layers.slice(-MOST_LAYERS))
    if (row.call !== null && row.call !== output?.id) pictures.push(await one(nameOf(row), await mapsOf(row.call)));
  if (output && ran(output.id)) {
    const row = model.rows.find(({ call }) => call === output.id);
    pictures.push(await one(`Output: ${row ? nameOf(row) : output.label}`, await mapsOf(output.id)));
  }
  return pictures;
}
