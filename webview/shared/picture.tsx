/**
 * Pixels on a canvas, crisp: each number covers a whole count of device pixels. What is larger than its place is averaged down
 * by a whole factor, never sampled, so that no pattern appears that is not in the numbers.
 */
import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { shrink, type Pixels } from './paint.ts';

export interface Fit {
  /** Pixels of the map per drawn pixel; 1 unless the map is too large. */
  readonly shrinkBy: number;
  readonly cssWidth: number;
  readonly cssHeight: number;
}

/** `least`: pictures smaller than this are enlarged by one step more, even if they then exceed their place a little. */
export function fit(width: number, height: number, place: number, least = 0): Fit {
  const ratio = window.devicePixelRatio || 1;
  const available = Math.max(1, Math.floor(place * ratio));
  const longest = Math.max(width, height, 1);
  const shrinkBy = Math.ceil(longest / available);
  const fitting = shrinkBy > 1 ? 1 : Math.floor(available / longest);
  const enlargeBy = (longest * fitting) / shrinkBy < least * ratio ? fitting + 1 : fitting;
  return {
    shrinkBy,
    cssWidth: (Math.ceil(width / shrinkBy) * enlargeBy) / ratio,
    cssHeight: (Math.ceil(height / shrinkBy) * enlargeBy) / ratio,
  };
}

export interface PictureProps {
  readonly pixels: Pixels;
  /** Longest side available, in CSS pixels. */
  readonly place: number;
  /** Shortest the longest side should be. */
  readonly least?: number;
  /** Drawn this high whatever its numbers: for vectors, whose one row could hardly be seen. */
  readonly height?: number | undefined;
  /** What a screen reader says; null where the element around it says it. */
  readonly label: string | null;
}

export function Picture({ pixels, place, least, height, label }: PictureProps): VNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { shrinkBy, cssWidth, cssHeight } = fit(pixels.width, pixels.height, place, least);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const drawn = shrinkBy > 1 ? shrink(pixels, shrinkBy) : pixels;
    element.width = drawn.width;
    element.height = drawn.height;
    if (drawn.width === 0 || drawn.height === 0) return;
    element.getContext('2d')?.putImageData(new ImageData(drawn.bytes, drawn.width, drawn.height), 0, 0);
  }, [pixels, shrinkBy]);
  const style = { width: `${cssWidth}px`, height: `${height ?? cssHeight}px` };
  return label === null ? (
    <canvas ref={canvas} class="picture" style={style} aria-hidden="true" />
  ) : (
    <canvas ref={canvas} class="picture" style={style} role="img" aria-label={label} />
  );
}
