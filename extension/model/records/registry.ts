/** All layer records, by what a framework calls them and by id. */
import type { Framework, LayerRecord } from '../record.ts';
import { CONVOLUTIONS } from './convolution.ts';
import { TRANSPOSED_CONVOLUTIONS } from './transposed-convolution.ts';

export const allRecords: readonly LayerRecord[] = [...CONVOLUTIONS, ...TRANSPOSED_CONVOLUTIONS];

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
