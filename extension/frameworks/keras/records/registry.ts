/** Records by name: those that the frameworks share, then those of layers that only Keras has. */
import type { LayerRecord } from '../../../model/record.ts';
import { recordFor } from '../../../model/records/registry.ts';
import { ATTENTION } from './attention.ts';
import { EINSUM_DENSE } from './einsum-dense.ts';
import { ENCODING } from './encoding.ts';
import { FOREIGN } from './foreign.ts';
import { GROUPED_QUERY_ATTENTION } from './grouped-query-attention.ts';
import { PREPROCESSING } from './preprocessing.ts';
import { RECURRENT } from './recurrent.ts';
import { REVERSIBLE_EMBEDDING } from './reversible-embedding.ts';
import { SPECTROGRAMS } from './spectrograms.ts';

const own: ReadonlyMap<string, LayerRecord> = new Map(
  [
    ...ATTENTION,
    GROUPED_QUERY_ATTENTION,
    ...EINSUM_DENSE,
    ...ENCODING,
    ...PREPROCESSING,
    ...SPECTROGRAMS,
    ...RECURRENT,
    REVERSIBLE_EMBEDDING,
    ...FOREIGN,
  ].flatMap((record) => (record.keras?.names ?? []).map((name) => [name, record] as const)),
);

export function kerasRecord(name: string): LayerRecord | undefined {
  return recordFor('keras', name) ?? own.get(name);
}
