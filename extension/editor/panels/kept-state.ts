/** What the preview's webview keeps across a reload or a restart, read with care: another version may have written it. */
import type { BuiltInPicture, WeightSource } from '../../protocol.ts';
import type { NamedChoice } from './row-choice.ts';

export interface KeptRun {
  readonly row: NamedChoice | null;
  readonly size: readonly [number, number] | null;
  /** `own`: the user's, whose pixels are kept apart. */
  readonly picture: BuiltInPicture | 'own' | null;
  readonly weights: WeightSource | null;
}

const PICTURES: readonly string[] = [
  'scene',
  'zone-plate',
  'gradient',
  'constant',
  'impulse',
  'noise',
] satisfies BuiltInPicture[];
const isPicture = (name: unknown): name is BuiltInPicture => typeof name === 'string' && PICTURES.includes(name);
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value >= 0;

type Fields = Readonly<Record<string, unknown>>;
const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});

function rowOf(value: unknown): NamedChoice | null {
  const { name, nth } = fields(value);
  return typeof name === 'string' && isCount(nth) ? { name, nth } : null;
}

function sizeOf(value: unknown): readonly [number, number] | null {
  if (!Array.isArray(value)) return null;
  const [height, width] = value as readonly unknown[];
  return isCount(height) && isCount(width) && height > 0 && width > 0 ? [height, width] : null;
}

function weightsOf(value: unknown): WeightSource | null {
  const { kind, seed } = fields(value);
  if (kind === 'ones') return { kind };
  return (kind === 'initial' || kind === 'bilinear') && isCount(seed) ? { kind, seed } : null;
}

/** `text` is the JSON that the webview wrote. */
export function keptRun(text: unknown): KeptRun {
  let parsed: unknown = null;
  try {
    parsed = typeof text === 'string' && text !== '' ? JSON.parse(text) : null;
  } catch {
    // As if nothing had been kept.
  }
  const { row, size, picture, weights } = fields(parsed);
  return {
    row: rowOf(row),
    size: sizeOf(size),
    picture: isPicture(picture) || picture === 'own' ? picture : null,
    weights: weightsOf(weights),
  };
}
