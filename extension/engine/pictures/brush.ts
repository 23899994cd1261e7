/** Colour of one sample of the scene while it is painted, and the helpers that shapes are made of. */
export type Colour = readonly [number, number, number];

export class Brush {
  red = 0;
  green = 0;
  blue = 0;

  /** Paints over what is there; `alpha` 1 covers it. `light` brightens or darkens the colour. */
  over([red, green, blue]: Colour, alpha = 1, light = 1): void {
    this.red += alpha * (Math.min(1, red * light) - this.red);
    this.green += alpha * (Math.min(1, green * light) - this.green);
    this.blue += alpha * (Math.min(1, blue * light) - this.blue);
  }
}

export function hex(value: number): Colour {
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

export const mixColour = (a: Colour, b: Colour, t: number): Colour => [
  mix(a[0], b[0], t),
  mix(a[1], b[1], t),
  mix(a[2], b[2], t),
];

/** 0 below `low`, 1 above `high`, smooth between. */
export function smoothstep(low: number, high: number, x: number): number {
  const t = Math.min(1, Math.max(0, (x - low) / (high - low)));
  return t * t * (3 - 2 * t);
}

export const inside = (x: number, low: number, high: number): boolean => x >= low && x < high;

/** Value noise: smooth random numbers 0 to 1 over the plane. */
export function noise(x: number, y: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const [s, t] = [smoothstep(0, 1, x - column), smoothstep(0, 1, y - row)];
  const top = mix(lattice(column, row), lattice(column + 1, row), s);
  const bottom = mix(lattice(column, row + 1), lattice(column + 1, row + 1), s);
  return mix(top, bottom, t);
}

/** Noise of several octaves, each twice as fine and half as strong. */
export function fractal(x: number, y: number, octaves: number): number {
  let [sum, weight, total] = [0, 0.5, 0];
  for (let octave = 0; octave < octaves; octave++) {
    sum += weight * noise(x * 2 ** octave + octave * 17.3, y * 2 ** octave + octave * 9.1);
    total += weight;
    weight /= 2;
  }
  return sum / total;
}

/** A random number 0 to 1 for each whole place. */
export function lattice(column: number, row: number): number {
  let hash = Math.imul(column, 0x27d4eb2d) ^ Math.imul(row, 0x165667b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4294967296;
}
