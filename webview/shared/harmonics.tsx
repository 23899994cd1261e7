/** Marks over the picture of a spectrum: where a checkerboard of the stride would stand. */
import type { VNode } from 'preact';
import type { Plane } from './planes.ts';
import type { Harmonic } from './spectrum.ts';

interface HarmonicsProps {
  readonly marks: readonly Harmonic[];
  /** The spectrum. */
  readonly plane: Plane;
  /** The drawn picture, in CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Of a mark, in CSS pixels. */
  readonly size: number;
}

export const Harmonics = ({ marks, plane, width, height, size }: HarmonicsProps): VNode => (
  <>
    {marks.map(({ x, y }) => (
      <span
        key={`${x}-${y}`}
        class="harmonic"
        style={{
          left: `${((x + 0.5) * width) / plane.width - size / 2}px`,
          top: `${((y + 0.5) * height) / plane.height - size / 2}px`,
          width: `${size}px`,
          height: `${size}px`,
        }}
      />
    ))}
  </>
);
