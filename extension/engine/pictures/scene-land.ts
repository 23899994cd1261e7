/** Mountains, hills, the ploughed field and the fence of the scene. */
import { fractal, hex, inside, lattice, mix, mixColour, noise, smoothstep, type Brush } from './brush.ts';

const FAR = hex(0x8fa3c0);
const NEAR = hex(0x5f7d8c);
const SNOW = hex(0xf2f4fa);
const FOREST = hex(0x3f6642);
const MEADOW = hex(0x86a84a);
const GRASS = hex(0x5f8f34);
const GRASS_DRY = hex(0xb7b45a);
const EARTH = hex(0x8a6238);
const EARTH_LIGHT = hex(0xc29a5e);
const POST = hex(0xf4efe6);
const FLOWERS = [hex(0xf6d33c), hex(0xe9553f), hex(0xffffff)] as const;

/** Ridged noise: sharp crests. */
const ridge = (u: number, seed: number): number =>
  1 -
  Math.abs(2 * noise(u, seed) - 1) * 0.6 -
  Math.abs(2 * noise(u * 2.7, seed + 3) - 1) * 0.28 -
  0.12 * noise(u * 9, seed);

/** Where the mountains can begin, and where the hills hide them. */
const HIGHEST = 0.31;
const HIGHEST_FOREST = 0.56;
const HIDDEN_MOUNTAINS = 0.62;
const HIDDEN_FOREST = 0.69;
const HIDDEN_MEADOW = 0.8;

export function paintMountains(brush: Brush, u: number, v: number): void {
  if (v < HIGHEST || v > HIDDEN_MOUNTAINS) return;
  const far = 0.56 - 0.24 * ridge(u * 2.3 + 4.4, 1.5);
  if (v > far) {
    const light = mix(0.88, 1.08, noise(u * 26 + v * 14, v * 30 - u * 9));
    brush.over(FAR, 1, light);
    const snowline = far + 0.06 - 0.5 * Math.max(0, far - 0.36) + 0.03 * (noise(u * 40, v * 22) - 0.5);
    brush.over(SNOW, smoothstep(0.006, -0.006, v - snowline), light);
  }
  const near = 0.6 - 0.15 * ridge(u * 2.9 + 0.7, 7.5);
  if (v > near) brush.over(NEAR, 1, mix(0.82, 1.12, fractal(u * 18, v * 26, 3)));
  // Haze gathers above the hills.
  brush.over(hex(0xe9dcc8), 0.4 * smoothstep(0.47, 0.62, v) * smoothstep(0.72, 0.6, v));
}

const meadowTop = (u: number): number => 0.655 + 0.022 * Math.sin(u * 4.2 + 0.6) + 0.01 * Math.sin(u * 11);

export function paintHills(brush: Brush, u: number, v: number): void {
  if (v < HIGHEST_FOREST || v > HIDDEN_MEADOW) return;
  const forest = 0.6 + 0.018 * Math.sin(u * 5.1 + 2.2) - 0.014 * lattice(Math.floor(u * 90), 3) * noise(u * 90, 2);
  if (v > forest && v < HIDDEN_FOREST) brush.over(FOREST, 1, mix(0.6, 1.15, fractal(u * 60, v * 70, 3)));
  const meadow = meadowTop(u);
  if (v > meadow) {
    const shade = mix(1.06, 0.82, smoothstep(0, 0.2, v - meadow));
    brush.over(MEADOW, 1, shade * mix(0.86, 1.14, fractal(u * 22, v * 60, 4)));
  }
}

/** The nearest ground: grass with flowers on the left, furrows that meet far away on the right. */
export function paintField(brush: Brush, u: number, v: number): void {
  const top = 0.765 + 0.03 * Math.sin(u * 2.6 - 1.1);
  if (v < top) return;
  const depth = 1 / (v - 0.6);
  const blade = fractal(u * 70, v * 34, 3);
  brush.over(mixColour(GRASS, GRASS_DRY, smoothstep(0.35, 0.75, noise(u * 6, v * 9))), 1, mix(0.7, 1.25, blade));
  const furrow = (u - 0.22) * depth;
  if (furrow > 0.05 + 0.14 * (noise(v * 14, 4) - 0.5)) {
    const stripe = 0.5 + 0.5 * Math.sin(furrow * 26);
    brush.over(mixColour(EARTH, EARTH_LIGHT, stripe), 1, mix(0.85, 1.12, noise(u * 120, v * 120)));
  } else if (v > 0.8) {
    const [column, row] = [Math.floor(u * 46), Math.floor(v * 46)];
    const [du, dv] = [u * 46 - column - 0.5, v * 46 - row - 0.5];
    const flower = FLOWERS[Math.floor(lattice(column + 7, row) * 3)];
    if (flower !== undefined && lattice(column, row) > 0.82)
      brush.over(flower, smoothstep(0.2, 0.12, Math.hypot(du, dv)));
  }
}

export function paintFence(brush: Brush, u: number, v: number): void {
  if (u > 0.188 || v < 0.77 || v > 0.96) return;
  const base = 0.925 + 0.02 * Math.sin(u * 3 + 0.4);
  const across = (((u + 2) * 14) % 1) - 0.5;
  const height = 0.115;
  const post = Math.abs(across) < 0.13 && inside(v, base - height + 0.09 * Math.abs(across), base);
  const rail = inside(v, base - 0.085, base - 0.07) || inside(v, base - 0.04, base - 0.025);
  if (post || rail) brush.over(POST, 1, post ? (across < 0.05 ? 1 : 0.72) : 0.86);
  else if (inside(v, base, base + 0.008) && Math.abs(across) < 0.2) brush.over(hex(0x2f4a1c), 0.5);
}
