/** Records by name: those that the frameworks share, then those of layers that only PyTorch has. */
import type { LayerRecord } from '../../../model/record.ts';
import { recordFor } from '../../../model/records/registry.ts';
import { ATTENTION } from './attention.ts';
import { FRACTIONAL_POOLINGS } from './fractional-pooling.ts';
import { LOSS_RECORDS } from './losses.ts';
import { OTHER } from './other.ts';
import { RECURRENT } from './recurrent.ts';
import { WINDOWS } from './windows.ts';

const own: ReadonlyMap<string, LayerRecord> = new Map(
  [...ATTENTION, ...FRACTIONAL_POOLINGS, ...LOSS_RECORDS, ...OTHER, ...RECURRENT, ...WINDOWS].flatMap((record) =>
    (record.torch?.names ?? []).map((name) => [name, record] as const),
  ),
);

export function torchRecord(name: string): LayerRecord | undefined {
  return recordFor('torch', name) ?? own.get(name);
}
