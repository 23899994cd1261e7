/** The house of the scene: straight edges, right angles and fine regular detail. */
import { hex, inside, mix, noise, type Brush } from './brush.ts';

const WALL = hex(0xf5e8d0);
const SIDE = hex(0xc9b595);
const ROOF = hex(0xb5482f);
const CHIMNEY = hex(0x8c4a39);
const DOOR = hex(0x4f6d52);
const GLASS = hex(0x3a5570);
const FRAME = hex(0xffffff);
const PATH = hex(0xdccaa0);

const LEFT = -0.36;
const CORNER = -0.16;
const RIGHT = -0.07;
const EAVES = 0.635;
const GROUND = 0.785;
const RIDGE = 0.54;

export function paintHouse(brush: Brush, u: number, v: number): void {
  const bend = -0.262 + 0.05 * Math.sin((v - GROUND) * 16);
  if (v > GROUND && Math.abs(u - bend) < 0.018 + 0.16 * (v - GROUND)) {
    brush.over(PATH, 0.9, mix(0.86, 1.08, noise(u * 90, v * 90)));
  }
  if (!inside(u, LEFT - 0.03, RIGHT + 0.03) || !inside(v, 0.49, GROUND)) return;
  if (inside(u, -0.2, -0.172) && inside(v, 0.5, 0.6)) brush.over(CHIMNEY, 1, u > -0.183 ? 0.8 : 1.05);
  if (v > EAVES && inside(u, LEFT, CORNER)) paintFront(brush, u, v);
  if (v > EAVES && inside(u, CORNER, RIGHT)) {
    brush.over(SIDE);
    if (inside(u, -0.135, -0.1) && inside(v, 0.675, 0.72))
      paintWindow(brush, (u + 0.1175) / 0.0175, (v - 0.6975) / 0.0225);
  }
  paintRoof(brush, u, v);
}

function paintFront(brush: Brush, u: number, v: number): void {
  // Clapboards, and the shadow of the eaves.
  const board = ((v - EAVES) * 70) % 1;
  brush.over(WALL, 1, board < 0.16 ? 0.86 : 1);
  if (v < EAVES + 0.012) brush.over(SIDE, 0.7);
  if (inside(u, -0.285, -0.24) && inside(v, 0.695, GROUND)) {
    brush.over(inside(u, -0.281, -0.244) && v > 0.699 ? DOOR : FRAME);
    if (Math.hypot(u + 0.249, v - 0.745) < 0.0035) brush.over(hex(0xf0d890));
  }
  for (const centre of [-0.322, -0.2]) {
    paintWindow(brush, (u - centre) / 0.021, (v - 0.698) / 0.027);
  }
}

/** x and y are -1 to 1 inside. */
function paintWindow(brush: Brush, x: number, y: number): void {
  if (Math.abs(x) > 1.18 || Math.abs(y) > 1.14) return;
  const bars = Math.abs(x) > 1 || Math.abs(y) > 1 || Math.abs(x) < 0.09 || Math.abs(y) < 0.07;
  if (bars) brush.over(FRAME);
  else brush.over(GLASS, 1, mix(1.5, 0.8, (x + y + 2) / 4));
}

function paintRoof(brush: Brush, u: number, v: number): void {
  const t = (v - RIDGE) / (EAVES - RIDGE);
  if (t < 0 || t > 1.02) return;
  const left = mix(LEFT + 0.045, LEFT - 0.018, t);
  const right = mix(CORNER - 0.03, CORNER + 0.012, t);
  if (inside(u, left, right)) {
    const row = Math.floor(t * 9);
    const tile = ((u + 1) * 60 + (row % 2) * 0.5) % 1 < 0.1 || (t * 9) % 1 < 0.14;
    brush.over(ROOF, 1, tile ? 0.74 : mix(0.94, 1.1, noise(u * 60, row)));
  } else if (u >= right && u < mix(CORNER - 0.03, RIGHT + 0.016, t)) {
    brush.over(ROOF, 1, 0.58);
  }
}
