/** Reads the recorded layer cases (test/oracle/layers.py says what they hold) and asks the records the same. */
import { readFileSync } from 'node:fs';
import type { Answer } from '../../../extension/model/answer.ts';
import type { Framework, LayerRecord, PlainArguments } from '../../../extension/model/record.ts';
import { recordFor } from '../../../extension/model/records/registry.ts';
import type { Shape, Size } from '../../../extension/model/size.ts';
import { substitute, symbol } from '../../../extension/model/sizes/arithmetic.ts';
import { sizeText } from '../../../extension/model/sizes/text.ts';
import type { WeightSpec } from '../../../extension/model/weight.ts';

export type RecordedShape = readonly (number | null)[];

export interface RecordedCase {
  readonly a: PlainArguments;
  readonly i: readonly RecordedShape[];
  readonly o?: readonly RecordedShape[];
  /** The error raised while constructing or calling. */
  readonly c?: string;
  /** The error raised, or the other shape that came out, when it was run. */
  readonly r?: string | RecordedShape;
  readonly w?: readonly (readonly [name: string, shape: readonly number[], trainable: boolean])[];
  readonly m?: number;
}

export interface RecordedLayer {
  readonly layer: string;
  readonly defaults: PlainArguments;
  readonly cases: readonly RecordedCase[];
}

export const readRecorded = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../recorded/${name}.json`, import.meta.url), 'utf8'));

export const recordedLayers = (framework: Framework): readonly RecordedLayer[] =>
  (readRecorded(`layers-${framework}`) as { readonly layers: readonly RecordedLayer[] }).layers;

export function recordOf(framework: Framework, layer: string): LayerRecord {
  const record = recordFor(framework, layer);
  if (!record) throw new Error(`No record for ${framework} ${layer}`);
  return record;
}

export const BATCH = symbol('N', 'batch');

export const shapeOf = (shape: RecordedShape): Shape => shape.map((size) => size ?? BATCH);

/** A shape as text, in which equal shapes are equal. */
export const textOf = (shape: Shape): string => `(${shape.map((size) => sizeText(size)).join(', ')})`;

/** configure, then a rule on the configuration. */
export function ask<T>(
  framework: Framework,
  layer: string,
  args: PlainArguments,
  rule: (record: LayerRecord, config: unknown) => Answer<T>,
): Answer<T> {
  const record = recordOf(framework, layer);
  const spelling = record[framework];
  if (!spelling) throw new Error(`${layer} has no spelling for ${framework}`);
  const config = spelling.configure(args);
  return config.kind === 'known' ? rule(record, config.value) : config;
}

/** The inputs with a symbol for every size above 1 (1 may broadcast), and the values of the symbols. */
export function symbolic(inputs: readonly RecordedShape[]): { inputs: readonly Shape[]; values: Map<string, Size> } {
  const values = new Map<string, Size>();
  const shapes = inputs.map((shape, input) =>
    shape.map((size, axis): Size => {
      if (size === null) return BATCH;
      if (size < 2) return size;
      const name = `S${input}_${axis}`;
      values.set(name, size);
      return symbol(name, 'open');
    }),
  );
  return { inputs: shapes, values };
}

export const substituted = (shape: Shape, values: Map<string, Size>): Shape =>
  shape.map((size) => substitute(size, values));

export const weightText = (weights: readonly WeightSpec[]): string =>
  weights.map(({ name, shape, trainable }) => `${name}${textOf(shape)}${trainable ? '' : ' fixed'}`).join(' ');
