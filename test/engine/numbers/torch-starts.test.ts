/** What parameters start as when the code fills them itself: the moments of ours against the real PyTorch's (test/oracle/numbers/torch_starts.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { analyzeText } from '../../frameworks/torch/analyze.ts';
import { kernelsHere } from '../helpers.ts';
import { errorOf, Values, type RecordedNumbers } from './expressions.ts';
import { checkMoments, type Moments } from './moments.ts';
import { uniform } from './seeded.ts';

const recorded = JSON.parse(readFileSync('test/recorded/starts-torch.json', 'utf8')) as Readonly<
  Record<string, Moments>
>;

const fixed = JSON.parse(readFileSync('test/recorded/fixed-torch.json', 'utf8')) as Readonly<
  Record<string, RecordedNumbers>
>;

const LAYERS: Readonly<Record<string, readonly [code: string, input: string]>> = {
  conv: ['nn.Conv2d(64, 96, 3)', '(1, 64, 8, 8)'],
  up: ['nn.ConvTranspose2d(64, 96, 4)', '(1, 64, 8, 8)'],
  dense: ['nn.Linear(384, 256)', '(1, 384)'],
};

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

describe('what parameters start as in PyTorch', () => {
  for (const [key, real] of Object.entries(recorded)) {
    it(key, () => {
      const [name = '', statement = ''] = key.split(/: (.*)/);
      const [code = '', input = ''] = LAYERS[name] ?? [];
      const { layers } = analyzeText('start.py', program(code, input, statement));
      const spec = layers.flatMap(({ weights }) => weights ?? []).find((weight) => weight.name === 'weight');
      assert.ok(spec);
      checkMoments(spec, 'torch', real);
    });
  }
});

describe('what comes out of layers whose kernel the code computes', () => {
  const builds = Object.values(kernelsHere());
  for (const [statement, numbers] of Object.entries(fixed)) {
    it(statement, () => {
      const text = program('nn.Conv2d(3, 3, 3, padding=1, bias=False)', '(1, 3, 6, 5)', statement);
      const analysis = analyzeText('fixed.py', text);
      const [model] = analysis.models;
      const [input = NaN] = model?.inputs ?? [];
      for (const kernels of builds) {
        const values = new Values(analysis, 'torch', new Map([[input, uniform('input 0', [1, 3, 6, 5])]]), kernels);
        assert.ok(errorOf(values.of(model?.outputs[0] ?? NaN), numbers) <= 1e-5);
      }
    });
  }
});
