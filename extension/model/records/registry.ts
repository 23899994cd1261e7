/** All layer records, by what a framework calls them and by id. */
import type { Framework, LayerRecord } from '../record.ts';
import { ACTIVATIONS } from './activation.ts';
import { ADAPTIVE_POOLINGS } from './adaptive-pooling.ts';
import { BATCH_NORMALISATIONS } from './batch-normalisation.ts';
import { CONVOLUTIONS } from './convolution.ts';
import { DENSE } from './dense.ts';
import { LAYER_NORMALISATIONS } from './layer-normalisation.ts';
import { MERGINGS } from './merging.ts';
import { PADDINGS } from './padding.ts';
import { POOLINGS } from './pooling.ts';
import { REGULARISATIONS } from './regularisation.ts';
import { RESHAPINGS } from './reshaping.ts';
import { RESIZES } from './resize.ts';
import { SEPARABLE_CONVOLUTIONS } from './separable-convolution.ts';
import { SIMPLE } from './simple.ts';
import { SUB_PIXELS } from './sub-pixel.ts';
import { TRANSPOSED_CONVOLUTIONS } from './transposed-convolution.ts';

export const allRecords: readonly LayerRecord[] = [
  ...CONVOLUTIONS,
  ...SEPARABLE_CONVOLUTIONS,
  ...TRANSPOSED_CONVOLUTIONS,
  ...RESIZES,
  ...SUB_PIXELS,
  ...DENSE,
  ...BATCH_NORMALISATIONS,
  ...LAYER_NORMALISATIONS,
  ...POOLINGS,
  ...ADAPTIVE_POOLINGS,
  ...RESHAPINGS,
  ...MERGINGS,
  ...ACTIVATIONS,
  ...REGULARISATIONS,
  ...PADDINGS,
  ...SIMPLE,
];

const byId = new Map(allRecords.map((record) => [record.id, record]));
const byName: Readonly<Record<Framework, ReadonlyMap<string, LayerRecord>>> = {
  keras: namesOf('keras'),
  torch: namesOf('torch'),
};

/** `name` is the public class name (`Conv2D`), or a function as the signatures name it (`nn.functional.interpolate`). */
export function recordFor(framework: Framework, name: string): LayerRecord | undefined {
  return byName[framework].get(name);
}

export function recordById(id: string): LayerRecord | undefined {
  return byId.get(id);
}

function namesOf(framework: Framework): ReadonlyMap<string, LayerRecord> {
  return new Map(
    allRecords.flatMap((record) => (record[framework]?.names ?? []).map((name) => [name, record] as const)),
  );
}
