/** Shapes given as plain numbers, null for what is left open. */
import { symbol } from '../model/sizes/arithmetic.ts';
import type { Framework } from '../model/record.ts';
import type { Shape } from '../model/size.ts';
import type { Session } from './session.ts';

/** Names of the open sizes after the batch, by rank and by where the channels stand. */
const NAMES: Readonly<Record<Framework, Readonly<Record<number, string>>>> = {
  keras: { 2: 'L', 3: 'LC', 4: 'HWC', 5: 'DHWC' },
  torch: { 2: 'L', 3: 'CL', 4: 'CHW', 5: 'CDHW' },
};

/** The first size is the batch. `number` tells the symbols of several inputs apart. */
export function openShape(
  session: Session,
  sizes: readonly (number | null)[],
  framework: Framework,
  number = 1,
): Shape {
  const names = NAMES[framework][sizes.length];
  const suffix = number > 1 ? `_${number}` : '';
  return sizes.map((size, index) => {
    if (size !== null) return size;
    return index === 0 ? symbol('batch', 'batch') : session.openSize(`${names?.[index - 1] ?? `D${index}`}${suffix}`);
  });
}
