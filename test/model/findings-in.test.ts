/** What one file shows of the findings: its own, and what it leads to in others, once for each place that leads there. */
import assert from 'node:assert/strict';
import { createAnalyzer } from '../../extension/frameworks/analyze.ts';
import { english } from '../../extension/message.ts';
import { findingsIn } from '../../extension/model/findings.ts';

const BLOCKS = `from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3)
        self.second = nn.Linear(7, 8)

    def forward(self, x):
        return self.first(x), self.second(x)
`;
const MAIN = `import torch
from blocks import Block

block = Block()
block(torch.rand(1, 5, 8, 8))
block(torch.rand(1, 3, 8, 7))
`;

function told(main: string, blocks: string): [text: string, message: string, related: number][] {
  const analysis = createAnalyzer().analyze({
    source: { file: '/net/main.py', text: main, version: 1 },
    workspace: [{ file: '/net/blocks.py', text: blocks, version: 1 }],
    call: null,
    inputs: [],
    imageSize: null,
  });
  return findingsIn('/net/main.py', analysis.findings)
    .filter(({ severity }) => severity === 'error')
    .map(({ range, message, related }) => [main.slice(range.start, range.end), english(message), related.length]);
}

describe('findings in another file', () => {
  it('are one at the place that leads to them', () => {
    assert.deepEqual(told(MAIN, BLOCKS), [
      [
        'block(torch.rand(1, 5, 8, 8))',
        'In blocks.py: in_channels is 3, but the input has 5 channels. (And 1 more there.)',
        3, // both errors, and where the first layer is called
      ],
    ]);
  });

  it('stand where the innermost call of this file is', () => {
    const wrapped = `${MAIN.split('\n').slice(0, 2).join('\n')}\nfrom torch import nn\n\nnet = nn.Sequential(nn.Identity(), Block())\n\ndef run(x):\n    return net(x)\n\nrun(torch.rand(1, 5, 8, 8))\n`;
    assert.equal(told(wrapped, BLOCKS)[0]?.[0], 'net(x)');
  });

  it('are taken back by a comment in either file', () => {
    const call = MAIN.replace('8, 8))', '8, 8))  # layerscope: ignore[wrong-channels]');
    assert.deepEqual(told(call, BLOCKS), []);
    const layers = BLOCKS.replace('4, 3)', '4, 3)  # layerscope: ignore').replace(
      '7, 8)',
      '7, 8)  # layerscope: ignore',
    );
    assert.deepEqual(told(MAIN, layers), []);
  });
});
