/** Fractions of open sizes: what an expression says for every size is what it says for each number. */
import assert from 'node:assert/strict';
import { evaluate } from '../../extension/model/sizes/arithmetic.ts';
import { analyzeText } from './torch/analyze.ts';

const EXPRESSIONS = [
  'int(h * 0.5)',
  'int(h / 2)',
  'int(0.25 * h + 1)',
  'math.ceil(h / 4)',
  'math.floor(h / 3)',
  'int((h + 1) / 2 + 0.5)',
  'int(h / 2) * 2',
  'int(h * 1.5)',
  'round(h / 3)',
  'int(math.ceil(h / 8) * 8)',
  '(h / 2) // 2',
  'int(-(-h / 2))',
  'int(h / 2 / 2)',
  'int(h / 4 - h / 8)',
  'int(h / 0.5)',
];

const program = (input: string): string => `
import math
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 1)
    def forward(self, x):
        h = self.conv(x).shape[2]
${EXPRESSIONS.map((expression, index) => `        size_${index} = torch.zeros(1, int(${expression}))`).join('\n')}
        return x

${input}
`;

function shapes(text: string) {
  const analysis = analyzeText('fractions.py', text);
  return EXPRESSIONS.map((_, index) => {
    const value = analysis.bindings.find(({ name }) => name === `size_${index}`)?.values[0];
    return value?.kind === 'tensor' ? (analysis.tensors[value.tensor]?.shape?.[1] ?? null) : null;
  });
}

describe('Fractions of sizes', () => {
  it('agree with numbers', () => {
    const open = shapes(program(''));
    for (const height of [1, 2, 3, 7, 8, 17, 30, 224]) {
      const numbers = shapes(program(`Net()(torch.zeros(1, 3, ${height}, 5))`));
      EXPRESSIONS.forEach((expression, index) => {
        const size = open[index];
        assert.ok(size != null, expression);
        assert.equal(evaluate(size, new Map([['H', height]])), numbers[index], `${expression} for ${height}`);
      });
    }
  });
});
