/** What parameters start as when the code fills them itself: the moments of ours against the real PyTorch's (test/oracle/numbers/torch_starts.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { initialise } from '../../../extension/engine/initialise.ts';
import { Random } from '../../../extension/engine/random.ts';
import { finish } from '../../../extension/engine/reference/steps.ts';
import { analyzeText } from '../../frameworks/torch/analyze.ts';
import { fastKernels } from '../helpers.ts';
import { errorOf, Values, type RecordedNumbers } from './expressions.ts';
import { uniform } from './seeded.ts';

interface Moments {
  readonly mean: number;
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
}

const recorded = JSON.parse(readFileSync('test/recorded/starts-torch.json', 'utf8')) as Readonly<
  Record<string, Moments>
>;

const fixed = JSON.parse(readFileSync('test/recorded/fixed-torch.json', 'utf8')) as Readonly<
  Record<string, RecordedNumbers>
>;

/** 55,296 numbers at least: six standard errors of the deviation are 2 % of it, of the mean 3 %. */
const DEVIATION = 0.02;
const MEAN = 0.03;
/** The ends of a distribution that has some; those of a normal one are where chance puts them. */
const ENDS = 0.01;
const NORMAL_REACH = 2.5;

const LAYERS: Readonly<Record<string, readonly [code: string, input: string]>> = {
  conv: ['nn.Conv2d(64, 96, 3)', '(1, 64, 8, 8)'],
  up: ['nn.ConvTranspose2d(64, 96, 4)', '(1, 64, 8, 8)'],
  dense: ['nn.Linear(384, 256)', '(1, 384)'],
};

function momentsOf(data: Float32Array): Moments {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
  const least = data.reduce((a, b) => Math.min(a, b));
  return { mean, deviation: Math.sqrt(variance), least, most: data.reduce((a, b) => Math.max(a, b)) };
}

const program = (code: string, input: string, statement: string): string => `# layerscope: Net() on ${input}
import math
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = ${code}
        w = self.layer.weight
        ${statement}

    def forward(self, x):
        return self.layer(x)
`;

async function started(name: string, statement: string): Promise<Moments> {
  const [code = '', input = ''] = LAYERS[name] ?? [];
  const { layers } = await analyzeText('start.py', program(code, input, statement));
  const spec = layers.flatMap(({ weights }) => weights ?? []).find((weight) => weight.name === 'weight');
  assert.ok(spec);
  return momentsOf(finish(initialise(spec, 'torch', new Random(7))).data);
}

describe('what parameters start as in PyTorch', () => {
  for (const [key, real] of Object.entries(recorded)) {
    it(key, async () => {
      const [name = '', statement = ''] = key.split(/: (.*)/);
      const ours = await started(name, statement);
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
    });
  }
});

describe('what comes out of layers whose kernel the code computes', () => {
  for (const [statement, numbers] of Object.entries(fixed)) {
    it(statement, async () => {
      const text = program('nn.Conv2d(3, 3, 3, padding=1, bias=False)', '(1, 3, 6, 5)', statement);
      const analysis = await analyzeText('fixed.py', text);
      const [model] = analysis.models;
      const [input = NaN] = model?.inputs ?? [];
      for (const kernels of [null, fastKernels()]) {
        const values = new Values(analysis, 'torch', new Map([[input, uniform('input 0', [1, 3, 6, 5])]]), kernels);
        assert.ok(errorOf(values.of(model?.outputs[0] ?? NaN), numbers) <= 1e-5);
      }
    });
  }
});
