/** What a chain of stages keeps in memory and sees of its input. */
import type { AlternativeStage } from '../alternative.ts';
import { concreteSize } from '../concrete.ts';
import { receptiveFields } from '../receptive-field.ts';
import type { ReceptiveField } from '../receptive/field.ts';
import type { Framework } from '../record.ts';
import type { Shape } from '../size.ts';

const BYTES_PER_NUMBER = 4;

/** A batch that is no number is one sample, and so is any other. */
const sample = (shape: Shape): readonly number[] =>
  shape.map((size, axis) => (axis === 0 ? 1 : (concreteSize(size) ?? 0)));

export const activationBytes = (stages: readonly AlternativeStage[]): number =>
  stages.reduce((sum, { outputShape }) => sum + sample(outputShape).reduce((a, b) => a * b, 1) * BYTES_PER_NUMBER, 0);

export function receptiveFieldOf(framework: Framework, stages: readonly AlternativeStage[]): ReceptiveField | null {
  const [first] = stages;
  if (first === undefined) return null;
  const shapes = [first.inputShape, ...stages.map(({ outputShape }) => outputShape)].map(sample);
  // Stage i is call i, from tensor i to tensor i + 1.
  const calls = stages.map(({ type, kernel }, id) => ({ id, label: type, kernel, inputs: [id], outputs: [id + 1] }));
  const input = { tensor: 0, framework, shape: sample(first.inputShape) };
  const field = receptiveFields(calls, [input], (tensor) => shapes[tensor] ?? null).get(stages.length - 1);
  // What sees no more than its own position is not told along a model, but here it is beside others.
  return field ?? { kind: 'extent', sizes: shapes[0]?.slice(2).map(() => 1) ?? [] };
}
