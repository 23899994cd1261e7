/** Numbers that TypeScript and Python make alike (test/oracle/numbers/seeded.py), so that weights and inputs need not be stored. */
import { sizeOf, type NDArray } from '../../../extension/engine/array.ts';
import type { Framework } from '../../../extension/model/record.ts';

/** FNV-1a of the text. */
function seedOf(key: string): number {
  let hash = 2166136261;
  for (const byte of new TextEncoder().encode(key)) hash = Math.imul(hash ^ byte, 16777619);
  return hash;
}

/** In [-1, 1): the finaliser of MurmurHash3 on the index, mixed with the key. */
export function uniform(key: string, shape: readonly number[]): NDArray {
  const seed = seedOf(key);
  const data = Float32Array.from({ length: sizeOf(shape) }, (_, index) => {
    let h = (Math.imul(index, 0x9e3779b1) + seed) | 0;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) / 2147483648 - 1;
  });
  return { shape, data };
}

/** `name` is the weight's own, `key` what tells it from others. */
export function seededWeight(key: string, name: string, shape: readonly number[], framework: Framework): NDArray {
  const { data } = uniform(key, shape);
  const last = name.split(/[./]/).at(-1) ?? name;
  if (/^(running_var|moving_variance|variance)$/.test(last)) return { shape, data: data.map((u) => 1 + 0.5 * u) };
  if (shape.length <= 1) {
    return { shape, data: data.map(/^(weight|gamma|scale)$/.test(last) ? (u) => 1 + 0.2 * u : (u) => 0.1 * u) };
  }
  const outs = (framework === 'torch' ? shape[0] : shape.at(-1)) ?? 1;
  const factor = Math.sqrt((3 * outs) / Math.max(1, sizeOf(shape)));
  return { shape, data: data.map((u) => u * factor) };
}
