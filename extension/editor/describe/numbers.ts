/** Numbers as people read them. */
import { numberFormat } from '../../model/number-format.ts';
import { sizeText } from '../../model/sizes/text.ts';
import type { Size } from '../../model/size.ts';

const BYTES_PER_NUMBER = 4; // float32

const whole = numberFormat({});
const compact = numberFormat({ notation: 'compact', maximumSignificantDigits: 3 });
const decimal = numberFormat({ maximumSignificantDigits: 3 });

/** `1,234,567`; an expression stays an expression. */
export const countText = (count: Size): string => (typeof count === 'number' ? whole(count) : sizeText(count));

/** `1.23M`; an expression stays an expression. */
export const compactText = (count: Size): string => (typeof count === 'number' ? compact(count) : sizeText(count));

/** `12.5 kB`, `3.4 MB` (powers of 1024, as torchinfo and Keras count). */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${decimal(bytes / 1024 ** power)} ${units[power] ?? ''}`;
}

/** Bytes of float32 activations of one sample; null where a size is open. */
export function activationBytes(shape: readonly Size[]): number | null {
  const [, ...sizes] = shape;
  return sizes.every((size) => typeof size === 'number') ? sizes.reduce((a, b) => a * b, BYTES_PER_NUMBER) : null;
}
