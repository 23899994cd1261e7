/**
 * The scene: a landscape in late light, made of formulas, so that it can be drawn at any size. It has what photographs have and
 * test patterns lack: smooth gradients, hard straight edges, thin lines, and texture of all scales.
 */
import type { NDArray } from '../array.ts';
import type { Steps } from '../reference/steps.ts';
import { Brush } from './brush.ts';
import { paintHouse } from './scene-house.ts';
import { paintFence, paintField, paintHills, paintMountains } from './scene-land.ts';
import { paintSky } from './scene-sky.ts';
import { paintTrees } from './scene-trees.ts';

/** Samples per pixel and axis: enough for smooth edges, more for small pictures, whose pixels cover much of the scene. */
const SAMPLES = 2;
const FINEST = 96;
/** Further out the scene would be empty. */
const WIDEST = 1.8;

/** The scene is asked for again and again at the same sizes, and drawing it takes longer than many a network. */
const MOST_KEPT = 4;
const kept = new Map<string, NDArray>();

/** height x width x 3, values 0 to 1. The array is kept: it must not be written to. */
export function* scene(height: number, width: number): Steps<NDArray> {
  const key = `${height} ${width}`;
  const picture = kept.get(key) ?? (yield* draw(height, width));
  kept.delete(key);
  kept.set(key, picture);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return picture;
}

function* draw(height: number, width: number): Steps<NDArray> {
  const samples = Math.max(SAMPLES, Math.min(16, Math.ceil(FINEST / Math.min(height, width))));
  const aspect = Math.min(width / height, WIDEST);
  const brush = new Brush();
  const data = new Float32Array(height * width * 3);
  for (let y = 0, i = 0; y < height; y++) {
    yield;
    for (let x = 0; x < width; x++, i += 3) {
      let [red, green, blue] = [0, 0, 0];
      for (let sample = 0; sample < samples * samples; sample++) {
        const v = (y + ((sample % samples) + 0.5) / samples) / height;
        const u = ((x + (Math.floor(sample / samples) + 0.5) / samples) / width - 0.5) * aspect;
        paint(brush, u, v);
        red += brush.red;
        green += brush.green;
        blue += brush.blue;
      }
      data[i] = red / (samples * samples);
      data[i + 1] = green / (samples * samples);
      data[i + 2] = blue / (samples * samples);
    }
  }
  return { shape: [height, width, 3], data };
}

/** The colour at u (0 in the middle, a height's width is 1) and v (0 at the top, 1 at the bottom), painted from far to near. */
function paint(brush: Brush, u: number, v: number): void {
  paintSky(brush, u, v);
  paintMountains(brush, u, v);
  paintHills(brush, u, v);
  paintField(brush, u, v);
  paintHouse(brush, u, v);
  paintTrees(brush, u, v);
  paintFence(brush, u, v);
}
