/** Numbers as people read them. */
import { numberFormat } from '../../model/number-format.ts';
import { sizeText } from '../../model/sizes/text.ts';
import type { Size } from '../../model/size.ts';

const BYTES_PER_NUMBER = 4; // float32, and what is as large
const OTHER_BYTES: Readonly<Record<string, number>> = {
  bool: 1, int8: 1, uint8: 1, int16: 2, uint16: 2, float16: 2, bfloat16: 2,
  int64: 8, uint64: 8, float64: 8, complex64: 8, complex128: 16,
}; // prettier-ignore

const whole = numberFormat({});
const compact = numberFormat({ notation: 'compact', maximumSignificantDigits: 3 });
const decimal = numberFormat({ maximumSignificantDigits: 3 });

/** `1,234,567`; an expression stays an expression. */
export const countText = (count: Size): string => (typeof count === 'number' ? whole(count) : sizeText(count));

/** `1.23M`; an expression stays an expression. */
export const compactText = (count: Size): string => (typeof count === 'number' ? compact(count) : sizeText(count));

/** `12.5 KB`, `3.4 MB` (powers of 1024, as torchinfo and Keras count). */
export function bytesText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${decimal(bytes / 1024 ** power)} ${units[power] ?? ''}`;
}

/** Bytes of the activations of one sample; null where a size is open. Without a type they are float32. */
export function activationBytes(shape: readonly Size[], dtype = 'float32'): number | null {
  const [, ...sizes] = shape;
  const each = OTHER_BYTES[dtype] ?? BYTES_PER_NUMBER;
  return sizes.every((size) => typeof size === 'number') ? sizes.reduce((a, b) => a * b, each) : null;
}
