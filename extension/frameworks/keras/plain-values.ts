/** Plain data as Python values: the defaults of signatures, and what was configured, read back as attributes. */
import type { Plain } from '../../model/record.ts';
import { bool, float, int, NONE, str, tuple, type Value } from '../../python/values.ts';

/** Undefined for objects, symbolic sizes and what is not known. */
export function fromPlain(plain: Plain): Value | undefined {
  if (plain === null) return NONE;
  if (typeof plain === 'boolean') return bool(plain);
  if (typeof plain === 'number') return Number.isInteger(plain) ? int(plain) : float(plain);
  if (typeof plain === 'string') return str(plain);
  if (Array.isArray(plain)) {
    const items = (plain as readonly Plain[]).map(fromPlain);
    return items.every((item) => item !== undefined) ? tuple(items) : undefined;
  }
  return undefined;
}
