/** Mean, deviation and ends of the numbers a weight starts with: ours against those of the real framework. */
import assert from 'node:assert/strict';
import { initialise } from '../../../extension/engine/initialise.ts';
import { Random } from '../../../extension/engine/random.ts';
import { finish } from '../../../extension/engine/reference/steps.ts';
import type { Framework } from '../../../extension/model/record.ts';
import type { WeightSpec } from '../../../extension/model/weight.ts';

export interface Moments {
  readonly mean: number;
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

/** Of 55,296 numbers at least: six standard errors of the deviation are 2 % of it, of the mean 3 %. */
const DEVIATION = 0.02;
const MEAN = 0.03;
/** The ends of a distribution that has some; those of a normal one are where chance puts them. */
const ENDS = 0.01;
const NORMAL_REACH = 2.5;

export function checkMoments(spec: WeightSpec, framework: Framework, real: Moments): void {
  const ours = momentsOf(finish(initialise(spec, framework, new Random(7))).data);
  const scale = Math.max(Math.abs(real.mean), real.deviation);
  assert.ok(Math.abs(ours.mean - real.mean) <= MEAN * scale, `mean ${ours.mean}, not ${real.mean}`);
  assert.ok(
    Math.abs(ours.deviation - real.deviation) <= DEVIATION * real.deviation + 1e-7 * scale,
    `deviation ${ours.deviation}, not ${real.deviation}`,
  );
  if (real.most - real.mean > NORMAL_REACH * real.deviation) return;
  for (const end of ['least', 'most'] as const) {
    assert.ok(Math.abs(ours[end] - real[end]) <= ENDS * scale, `${end} ${ours[end]}, not ${real[end]}`);
  }
}

function momentsOf(data: Float32Array): Moments {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
  const least = data.reduce((a, b) => Math.min(a, b));
  return { mean, deviation: Math.sqrt(variance), least, most: data.reduce((a, b) => Math.max(a, b)) };
}
