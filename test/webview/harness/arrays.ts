/**
 * Small, plain numbers for the fixtures: a picture, and the upsampling layers run on it with seeded weights. Not the engine: only
 * enough arithmetic that the pictures in the harness look as the real ones do, checkerboards included.
 */
import type { FeatureMaps, MeasuredArtifact } from '../../../extension/protocol.ts';

export interface Planes {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Float32Array;
}

/** mulberry32 */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function generate(
  height: number,
  width: number,
  channels: number,
  value: (c: number, y: number, x: number) => number,
): Planes {
  const data = new Float32Array(height * width * channels);
  for (let c = 0, index = 0; c < channels; c++)
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++, index++) data[index] = value(c, y, x);
  return { height, width, channels, data };
}

const at = ({ height, width, data }: Planes, c: number, y: number, x: number): number =>
  y < 0 || x < 0 || y >= height || x >= width ? 0 : (data[(c * height + y) * width + x] ?? 0);

/** A sky, a sun, two hills and a house: what a picture has, smooth parts and edges. */
export function scene(size: number): Planes {
  const colors = {
    sky: [0.45, 0.68, 0.92],
    low: [0.95, 0.8, 0.62],
    sun: [1, 0.93, 0.6],
    far: [0.32, 0.5, 0.48],
    near: [0.2, 0.38, 0.22],
    wall: [0.8, 0.36, 0.26],
    roof: [0.35, 0.16, 0.14],
    door: [0.95, 0.85, 0.5],
  };
  return generate(size, size, 3, (c, row, column) => {
    const y = row / size;
    const x = column / size;
    let color: readonly number[] = colors.sky.map((part, i) => part + ((colors.low[i] ?? 0) - part) * y * 1.4);
    if (Math.hypot(x - 0.72, y - 0.24) < 0.11) color = colors.sun;
    if (y > 0.58 + 0.14 * Math.sin(5 * x + 0.4)) color = colors.far;
    if (y > 0.72 + 0.1 * Math.sin(4 * x + 3)) color = colors.near.map((part) => part * (1.25 - 0.4 * y));
    if (x > 0.2 && x < 0.46 && y > 0.52 && y < 0.82) color = colors.wall;
    if (y > 0.36 && y < 0.53 && Math.abs(x - 0.33) < (y - 0.36) * 1.05) color = colors.roof;
    if (x > 0.29 && x < 0.36 && y > 0.64 && y < 0.82) color = colors.door;
    return color[c] ?? 0;
  });
}

export function nearest(input: Planes, factor: number): Planes {
  return generate(input.height * factor, input.width * factor, input.channels, (c, y, x) =>
    at(input, c, Math.floor(y / factor), Math.floor(x / factor)),
  );
}

/** 3 x 3, same padding, glorot-like seeded weights, relu. */
export function convolve(input: Planes, outputs: number, seed: number): Planes {
  const draw = random(seed);
  const bound = Math.sqrt(6 / (9 * (input.channels + outputs)));
  const kernel = Float32Array.from({ length: 9 * input.channels * outputs }, () => (draw() * 2 - 1) * bound);
  return generate(input.height, input.width, outputs, (o, y, x) => {
    let sum = 0;
    for (let c = 0, k = o * 9 * input.channels; c < input.channels; c++)
      for (let tap = 0; tap < 9; tap++, k++)
        sum += at(input, c, y + Math.floor(tap / 3) - 1, x + (tap % 3) - 1) * (kernel[k] ?? 0);
    return Math.max(0, sum);
  });
}

/** Conv2DTranspose, padding same, relu. */
export function transposed(input: Planes, outputs: number, size: number, stride: number, seed: number): Planes {
  const draw = random(seed);
  const bound = Math.sqrt(6 / (size * size * (input.channels + outputs)));
  const kernel = Float32Array.from({ length: size * size * input.channels * outputs }, () => (draw() * 2 - 1) * bound);
  const before = Math.floor(Math.max(0, size - stride) / 2);
  const one = (o: number, y: number, x: number): number => {
    let sum = 0;
    for (let ky = 0; ky < size; ky++)
      for (let kx = 0; kx < size; kx++) {
        const [iy, ix] = [(y + before - ky) / stride, (x + before - kx) / stride];
        if (!Number.isInteger(iy) || !Number.isInteger(ix)) continue;
        for (let c = 0; c < input.channels; c++)
          sum += at(input, c, iy, ix) * (kernel[((o * input.channels + c) * size + ky) * size + kx] ?? 0);
      }
    return Math.max(0, sum);
  };
  return generate(input.height * stride, input.width * stride, outputs, one);
}

function measure(maps: Planes, stride: number): MeasuredArtifact {
  const { height, width, channels } = maps;
  const mean = generate(height, width, 1, (_, y, x) => {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += at(maps, c, y, x);
    return sum / channels;
  });
  const around = (plane: Planes, c: number, y: number, x: number, reach: number, step: number): number => {
    let sum = 0;
    let count = 0;
    for (let dy = -reach; dy <= reach; dy += step)
      for (let dx = -reach; dx <= reach; dx += step) {
        if (y + dy < 0 || x + dx < 0 || y + dy >= height || x + dx >= width) continue;
        sum += at(plane, c, y + dy, x + dx);
        count++;
      }
    return sum / count;
  };
  const periodic = (plane: Planes): Planes => {
    const rest = generate(
      height,
      width,
      plane.channels,
      (c, y, x) => at(plane, c, y, x) - around(plane, c, y, x, stride, 1),
    );
    return generate(height, width, plane.channels, (c, y, x) => around(rest, c, y, x, 2 * stride, stride));
  };
  const energy = (values: Float32Array): number => values.reduce((sum, value) => sum + value * value, 0);
  const spread = (values: Float32Array): number => {
    const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
    return energy(values.map((value) => value - middle));
  };
  const parts = periodic(maps);
  const size = height * width;
  const shareByChannel = Float32Array.from({ length: channels }, (_, c) => {
    const total = spread(maps.data.subarray(c * size, (c + 1) * size));
    return total > 0 ? Math.min(1, energy(parts.data.subarray(c * size, (c + 1) * size)) / total) : 0;
  });
  const phaseMeans = Array.from({ length: stride }, (_, py) =>
    Array.from({ length: stride }, (__, px) => {
      let sum = 0;
      let count = 0;
      for (let y = py; y < height; y += stride)
        for (let x = px; x < width; x += stride, count++) sum += at(mean, 0, y, x);
      return sum / count;
    }),
  );
  const share = Math.min(1, energy(parts.data) / Math.max(1e-12, spread(maps.data)));
  return { stride: [stride, stride], share, shareByChannel, phaseMeans, periodicPart: periodic(mean).data };
}

export function toMaps(planes: Planes, stride: number | null): FeatureMaps {
  return {
    ...planes,
    minimum: planes.data.reduce((a, b) => Math.min(a, b), Infinity),
    maximum: planes.data.reduce((a, b) => Math.max(a, b), -Infinity),
    measured: stride === null ? null : measure(planes, stride),
  };
}
