/** Hover cards as text: what stands under the pointer, at later uses too, and how fast the answer is there. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { hoverTarget } from '../../extension/editor/describe/hover-target.ts';
import { analyzeFile, analyzeText, inputOf, theAnalyzer } from '../frameworks/analyzer.ts';

const TORCH = `import torch
from torch import nn


class Up(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.up = nn.ConvTranspose2d(i, o, 3, stride=2)
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, x):
        y = self.up(x)
        return torch.relu(y) * self.scale


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, padding=1)
        self.big = Up(8, 4)
        self.small = Up(4, 2)
        self.blocks = nn.ModuleList([nn.Conv2d(2, 2, 1) for _ in range(2)])
        self.tail = nn.Sequential(nn.Conv2d(2, 1, 1))

    def forward(self, picture):
        seen = self.first(picture)
        large = self.big(seen)
        out = self.small(large)
        for block in self.blocks:
            out = block(out)
        return self.tail(out)


net = Net()
result = net(torch.zeros(1, 3, 16, 16))
print(result)
`;

const KERAS = `import keras
from keras import layers

i = keras.Input((16, 16, 3))
conv = layers.Conv2D(4, 3, padding="same", name="conv")
x = conv(i)
x = layers.GlobalAveragePooling2D()(x)
model = keras.Model(i, x)
odd = layers.Dense(int(input()))(x)
print(model, odd)
`;

function cardOf(text: string): (mark: string, within?: number) => string {
  const analysis = analyzeText(text);
  const receptive = theAnalyzer().receptiveFields(inputOf(text));
  return (mark, within = 0) => {
    const at = text.indexOf(mark);
    assert.ok(at >= 0, mark);
    return hoverTarget(analysis, 'main.py', text, at + within, { reported: false, receptive })?.markdown ?? '';
  };
}

describe('hover cards', () => {
  it('stand at every later use of a tensor, a layer and a model', () => {
    const card = cardOf(KERAS);
    assert.match(card('conv(i)', 1), /Conv2D.*`conv`[^]*16×16×3 → 16×16×4[^]*3·3·3·4 \+ 4 = \*\*112\*\*/);
    assert.match(card('(i)', 1), /`i` tensor[^]*16×16×3/);
    assert.match(card('()(x)', 3), /`x` tensor[^]*16×16×4/, 'before the assignment');
    assert.match(card('(i, x)', 4), /`x` tensor[^]*\*\*4\*\*/, 'after the assignment');
    assert.match(card('print(model', 7), /Keras Functional model, 3 layers/);
    assert.match(card('keras.Model(', 8), /Keras Functional model, 3 layers/);
  });

  it('tell a module by what it does where it is called', () => {
    const card = cardOf(TORCH);
    assert.match(card('self.first(picture)', 7), /Conv2d.*`first`[^]*1×3×16×16 → 1×8×16×16/);
    assert.match(card('self.big(seen)', 6), /\*\*Up\*\*[^]*→ 1×4×33×33[^]*293 with all inside/);
    assert.match(card('(picture)', 2), /`picture` tensor[^]*1×3×16×16/);
    assert.match(card('picture):', 2), /`picture` tensor/, 'a parameter of forward');
    assert.match(card('self.blocks:', 6), /ModuleList[^]*12 with all inside/);
    assert.match(card('self.tail(out)', 6), /Sequential[^]*→ 1×1×67×67[^]*3 with all inside/);
    assert.match(card('print(result)', 7), /`result` tensor[^]*1×1×67×67/);
    assert.match(card('net(torch', 1), /PyTorch model/);
  });

  it('list each shape of code that runs several times with the way that led there', () => {
    const card = cardOf(TORCH);
    const text = card('self.up(x)', 6);
    assert.match(text, /1×8×16×16 → 1×4×33×33\*\* <small>Net.forward › self.big<\/small>/);
    assert.match(text, /1×4×33×33 → 1×2×67×67\*\* <small>Net.forward › self.small<\/small>/);
    assert.match(card('torch.relu(y)', 11), /self.big[^]*self.small/);
    assert.match(card('block(out)', 1), /×2/, 'the same shapes are said once, with how often');
  });

  it('say how far a layer sees, and what it costs only where that is one figure', () => {
    const keras = cardOf(KERAS);
    assert.match(keras('conv(i)', 1), /Receptive field \| 3×3 of the input/);
    assert.match(keras('GlobalAverage', 1), /Receptive field \| the whole input/);
    const torch = cardOf(TORCH);
    assert.match(torch('self.up(x)', 6), /Receptive field \| 4×4 of the input \|/);
    assert.doesNotMatch(torch('self.up(x)', 6), /Per sample/, 'two calls of different cost');
    assert.match(torch('self.first(picture)', 7), /55,296 multiply-accumulates/);
  });

  it('say the first cause where something is not known', () => {
    const card = cardOf(KERAS);
    assert.match(card('print(model, odd', 13), /not inferred: .*what a user types/);
  });

  it('give a weight no sizes per sample, and a scalar one its place in the sum', () => {
    const card = cardOf(TORCH);
    const text = card('self.scale = ', 6);
    assert.doesNotMatch(text, /per sample/);
  });

  it('are there within 5 ms, at every word of every sample', () => {
    const files = ['keras', 'torch'].flatMap((folder) =>
      readdirSync(`test/models/${folder}`)
        .filter((name) => name.endsWith('.py'))
        .map((name) => `test/models/${folder}/${name}`),
    );
    const times: number[] = [];
    for (const file of files.filter((_, index) => index % 6 === 0)) {
      const text = readFileSync(file, 'utf8');
      const analysis = analyzeFile(file);
      const receptive = theAnalyzer().receptiveFields(inputOf(text, {}, file));
      for (const { index } of text.matchAll(/[A-Za-z_]\w*/g)) {
        const started = performance.now();
        hoverTarget(analysis, file, text, index, { reported: false, receptive });
        times.push(performance.now() - started);
      }
    }
    times.sort((a, b) => a - b);
    // One in a hundred may meet the garbage collector or another program.
    const slow = times[Math.floor(times.length * 0.99)] ?? 0;
    assert.ok(times.length > 2000 && slow <= 5, `${times.length} answers, 99% within ${slow.toFixed(2)} ms`);
  });
});
