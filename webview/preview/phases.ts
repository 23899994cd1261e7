/** A map taken apart by the phases of a stride: the pixels that stand at the same place of every period, as pictures of their own. */
import type { Plane } from '../shared/planes.ts';

export interface Phase {
  readonly y: number;
  readonly x: number;
  readonly plane: Plane;
  readonly mean: number;
}

const taken = new WeakMap<Float32Array, readonly Phase[]>();

export function phasesOf(plane: Plane, [down, across]: readonly [number, number]): readonly Phase[] {
  const known = taken.get(plane.values);
  if (known) return known;
  const made = Array.from({ length: down * across }, (_, index) => {
    const [y, x] = [Math.floor(index / across), index % across];
    const height = Math.max(0, Math.ceil((plane.height - y) / down));
    const width = Math.max(0, Math.ceil((plane.width - x) / across));
    const values = new Float32Array(height * width);
    let sum = 0;
    for (let row = 0, at = 0; row < height; row++)
      for (let column = 0; column < width; column++, at++) {
        const value = plane.values[(y + row * down) * plane.width + x + column * across] ?? 0;
        values[at] = value;
        sum += value;
      }
    return { y, x, plane: { height, width, values }, mean: sum / Math.max(1, height * width) };
  });
  taken.set(plane.values, made);
  return made;
}
