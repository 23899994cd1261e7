/** Trees of the scene: a row of firs, and a broad-leaved tree in front. */
import { fractal, hex, inside, mix, noise, smoothstep, type Brush } from './brush.ts';

const FIR = hex(0x2c5540);
const TRUNK = hex(0x5d4330);
const LEAF = hex(0x4f8a34);
const LEAF_LIT = hex(0xb5c552);

/** Where each fir stands: u of the stem, v of the foot, height. */
const FIRS = [
  [-0.02, 0.735, 0.16],
  [0.045, 0.745, 0.21],
  [0.105, 0.74, 0.14],
  [-0.46, 0.76, 0.2],
  [-0.545, 0.75, 0.15],
  [-0.68, 0.755, 0.22],
  [0.56, 0.74, 0.17],
  [0.64, 0.745, 0.23],
  [0.76, 0.74, 0.15],
  [-0.8, 0.75, 0.14],
] as const;

/** Tufts of the crown: u, v, radius. */
const CROWN = [
  [0.36, 0.52, 0.085],
  [0.3, 0.57, 0.07],
  [0.425, 0.565, 0.075],
  [0.36, 0.6, 0.085],
  [0.335, 0.475, 0.055],
  [0.395, 0.485, 0.055],
] as const;

export function paintTrees(brush: Brush, u: number, v: number): void {
  for (const [stem, foot, height] of FIRS) paintFir(brush, (u - stem) / height, (foot - v) / height);
  paintTree(brush, u, v);
}

/** x from the stem, y up from the foot, in heights of the tree. */
function paintFir(brush: Brush, x: number, y: number): void {
  if (y < 0 || y > 1 || Math.abs(x) > 0.3) return;
  if (y < 0.12 && Math.abs(x) < 0.025) brush.over(TRUNK);
  // Four skirts of branches.
  const skirt = ((1 - y) * 4) % 1;
  const width = (1 - y) * 0.2 + skirt * 0.075;
  if (y > 0.08 && Math.abs(x) < width - 0.03 * noise(x * 30 + 5, y * 30)) {
    brush.over(FIR, 1, mix(1.35, 0.6, smoothstep(0.15, -0.15, x)) * mix(0.75, 1.2, noise(x * 40, y * 40)));
  }
}

function paintTree(brush: Brush, u: number, v: number): void {
  const shadow = Math.hypot((u - 0.31) / 0.16, (v - 0.815) / 0.022);
  brush.over(hex(0x1d3013), 0.45 * smoothstep(1, 0.6, shadow));
  const bend = 0.36 + 0.012 * Math.sin(v * 22);
  if (inside(v, 0.6, 0.815) && Math.abs(u - bend) < 0.011 + 0.05 * Math.max(0, v - 0.775)) {
    brush.over(TRUNK, 1, u > bend ? 1.3 : 0.8);
  }
  if (Math.hypot(u - 0.36, v - 0.55) > 0.17) return;
  const ragged = 0.028 * (fractal(u * 44, v * 44, 3) - 0.5);
  for (const [cu, cv, radius] of CROWN) {
    const distance = Math.hypot(u - cu, v - cv) + ragged;
    if (distance > radius) continue;
    const lit = smoothstep(-1, 1, ((u - cu) * 0.6 - (v - cv)) / radius);
    const leaf = fractal(u * 95, v * 95, 2);
    brush.over(LEAF, 1, mix(0.55, 1.15, leaf) * mix(0.7, 1.15, lit));
    brush.over(LEAF_LIT, 0.75 * lit * smoothstep(0.45, 0.75, leaf));
  }
}
