/** Sky, sun and clouds of the scene. */
import { fractal, hex, mixColour, smoothstep, type Brush } from './brush.ts';

const ZENITH = hex(0x2c64a8);
const MIDDLE = hex(0x86b8de);
const HORIZON = hex(0xfce0b4);
const SUN = hex(0xfff7dc);
const GLOW = hex(0xffdc96);
const CLOUD = hex(0xfff5ea);
const CLOUD_SHADE = hex(0xb9b4c4);

const SUN_U = 0.27;
const SUN_V = 0.19;
const SUN_RADIUS = 0.052;

/** Below, there is land everywhere. */
const LOWEST = 0.62;
const LOWEST_CLOUD = 0.5;

export function paintSky(brush: Brush, u: number, v: number): void {
  if (v > LOWEST) return;
  brush.over(mixColour(mixColour(ZENITH, MIDDLE, smoothstep(-0.05, 0.38, v)), HORIZON, smoothstep(0.25, 0.62, v)));
  const distance = Math.hypot(u - SUN_U, v - SUN_V);
  brush.over(GLOW, 0.75 * Math.exp(-distance * 6.5));
  brush.over(SUN, smoothstep(SUN_RADIUS + 0.004, SUN_RADIUS - 0.004, distance));
  if (v > LOWEST_CLOUD) return;
  // Clouds are drawn out sideways and thin towards the top.
  const thickness = fractal(u * 2.6 + 5.2, v * 7.5 + 1.7, 5);
  const cover = smoothstep(0.5, 0.72, thickness) * smoothstep(LOWEST_CLOUD, 0.3, v) * smoothstep(-0.02, 0.1, v);
  if (cover === 0) return;
  const lit = fractal(u * 2.6 + 5.26, v * 7.5 + 1.52, 5) - thickness;
  brush.over(mixColour(CLOUD, CLOUD_SHADE, smoothstep(-0.02, 0.12, lit)), 0.85 * cover);
}
