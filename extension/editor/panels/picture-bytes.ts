/** A picture of the user's as bytes: a line that says what it is, then red, green and blue of each pixel, as they were decoded. */
import type { PictureSource } from '../../protocol.ts';

type Pixels = Extract<PictureSource, { kind: 'pixels' }>;

const NEW_LINE = 10;

export function pictureBytes({ name, height, width, data }: Pixels): Uint8Array {
  const head = new TextEncoder().encode(`${JSON.stringify({ name, height, width })}\n`);
  const bytes = new Uint8Array(head.length + data.length);
  bytes.set(head);
  data.forEach((value, at) => (bytes[head.length + at] = Math.round(Math.max(0, Math.min(1, value)) * 255)));
  return bytes;
}

const isSide = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;

/** Null where it is not one, or not all of it. */
export function pictureFrom(bytes: Uint8Array): Pixels | null {
  const end = bytes.indexOf(NEW_LINE);
  if (end < 0) return null;
  try {
    const head = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as Readonly<Record<string, unknown>>;
    const { name, height, width } = head;
    const pixels = bytes.subarray(end + 1);
    if (typeof name !== 'string' || !isSide(height) || !isSide(width) || pixels.length !== height * width * 3)
      return null;
    return { kind: 'pixels', name, height, width, data: Float32Array.from(pixels, (value) => value / 255) };
  } catch {
    return null;
  }
}
