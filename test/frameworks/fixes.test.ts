/** A fix is one change of the text that mends its finding; where there is no such change, none is offered. */
import assert from 'node:assert/strict';
import { english } from '../../extension/message.ts';
import { analyzeText } from './analyzer.ts';

const TORCH = 'import torch\nfrom torch import nn\n\n';

/** [replaced text, new text] of each finding with the code; null where it has no fix. Every fix is applied, and must mend. */
function fixesOf(text: string, code: string): ([string, string] | null)[] {
  const { findings } = analyzeText(text);
  const found = findings.filter((finding) => finding.code === code);
  for (const { fix, message } of found) {
    if (!fix) continue;
    const mended = text.slice(0, fix.range.start) + fix.text + text.slice(fix.range.end);
    const after = analyzeText(mended).findings.map((finding) => english(finding.message));
    assert.ok(!after.includes(english(message)), english(message));
  }
  return found.map(({ fix }) => fix && [text.slice(fix.range.start, fix.range.end), fix.text]);
}

const module = (layers: string, forward: string, input: string): string =>
  `${TORCH}class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n${indented(layers)}\n` +
  `    def forward(self, x):\n${indented(forward)}\n\nNet()(torch.zeros(${input}))\n`;
const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `        ${line}`)
    .join('\n');

describe('fixes', () => {
  it('put the right number for one that is written out', () => {
    const conv = module('self.conv = nn.Conv2d(3, 8, 3)', 'return self.conv(x)', '1, 5, 9, 9');
    assert.deepEqual(fixesOf(conv, 'wrong-channels'), [['3', '5']]);
    const linear = module('self.fc = nn.Linear(in_features=4 * 4, out_features=2)', 'return self.fc(x)', '1, 18');
    assert.deepEqual(fixesOf(linear, 'wrong-channels'), [['4 * 4', '18']]);
  });

  it('leave a number alone that follows from a name', () => {
    const text = module('wide = 3\nself.conv = nn.Conv2d(wide, 8, 3)', 'return self.conv(x)', '1, 5, 9, 9');
    assert.deepEqual(fixesOf(text, 'wrong-channels'), [null]);
  });

  it('leave a number alone that other layers constructed there need', () => {
    const text = module(
      'self.convs = nn.ModuleList(nn.Conv2d(8, wide, 1) for wide in (8, 4, 2))',
      'for conv in self.convs:\n    x = conv(x)\nreturn x',
      '1, 8, 9, 9',
    );
    assert.deepEqual(fixesOf(text, 'wrong-channels'), [null]);
  });

  it('make a tuple of a number that is to be a shape', () => {
    const fixesFor = (line: string) =>
      fixesOf(`import keras\nfrom keras.layers import Dense\nn = 8\nx = ${line}\n`, 'bad-argument');
    assert.deepEqual(fixesFor('keras.Input((8))'), [['(8)', '(8,)']]);
    assert.deepEqual(fixesFor('keras.Input(8)'), [['8', '(8,)']]);
    assert.deepEqual(fixesFor('keras.Input(shape=( 8 ))'), [['( 8 )', '(8,)']]);
    assert.deepEqual(fixesFor('keras.Sequential([Dense(4, input_shape=(8))])'), [['(8)', '(8,)']]);
    assert.deepEqual(fixesFor('keras.Input(n)'), [null]);
    assert.deepEqual(fixesFor('keras.Input((-1, 8))'), [null]);
    assert.deepEqual(fixesFor('Dense(4, input_shape=(8))'), []);
  });

  it('spell keywords and words as the framework does', () => {
    const keyword = module('self.conv = nn.Conv2d(3, 8, 3, pading=1)', 'return self.conv(x)', '1, 3, 9, 9');
    assert.deepEqual(fixesOf(keyword, 'unknown-argument'), [['pading', 'padding']]);
    const word = module('self.conv = nn.Conv2d(3, 8, 3, padding="Same")', 'return self.conv(x)', '1, 3, 9, 9');
    assert.deepEqual(fixesOf(word, 'bad-argument'), [['"Same"', '"same"']]);
    const keras = "import keras\nx = keras.layers.Conv2D(8, 3, padding='sam')(keras.Input((8, 8, 3)))\n";
    assert.deepEqual(fixesOf(keras, 'bad-argument'), [["'sam'", "'same'"]]);
  });

  it('leave a keyword alone that is written nowhere', () => {
    const text = module('self.conv = nn.Conv2d(3, 8, 3, **{"pading": 1})', 'return self.conv(x)', '1, 3, 9, 9');
    assert.deepEqual(fixesOf(text, 'unknown-argument'), [null]);
  });

  it('register layers that a plain list or dict holds', () => {
    const loop = 'for block in self.blocks:\n    x = block(x)\nreturn x';
    const list = module('self.blocks = [nn.Linear(4, 4), nn.Tanh()]  # two', loop, '1, 4');
    assert.deepEqual(fixesOf(list, 'unregistered-layer'), [
      ['[nn.Linear(4, 4), nn.Tanh()]', 'nn.ModuleList([nn.Linear(4, 4), nn.Tanh()])'],
    ]);
    const appended = module('self.blocks = []\nself.blocks.append(nn.Linear(4, 4))', loop, '1, 4');
    assert.deepEqual(fixesOf(appended, 'unregistered-layer'), [['[]', 'nn.ModuleList([])']]);
    const named = module('blocks = [nn.Linear(4, 4)]\nself.blocks = blocks', loop, '1, 4');
    assert.deepEqual(fixesOf(named, 'unregistered-layer'), [['blocks', 'nn.ModuleList(blocks)']]);
    const dict = module('self.heads = {"a": nn.Linear(4, 4)}', 'return self.heads["a"](x)', '1, 4');
    assert.deepEqual(fixesOf(dict, 'unregistered-layer'), [
      ['{"a": nn.Linear(4, 4)}', 'nn.ModuleDict({"a": nn.Linear(4, 4)})'],
    ]);
  });

  it('do not wrap a dict whose keys ModuleDict refuses, nor a list that is assigned twice', () => {
    const numbers = module('self.heads = {1: nn.Linear(4, 4)}', 'return self.heads[1](x)', '1, 4');
    assert.deepEqual(fixesOf(numbers, 'unregistered-layer'), [null]);
    const twice = module('self.blocks = []\nself.blocks = [nn.Linear(4, 4)]', 'return self.blocks[0](x)', '1, 4');
    assert.deepEqual(fixesOf(twice, 'unregistered-layer'), [null]);
  });
});
