/** The rows of the preview, their modules, and which of them the cursor means. */
import assert from 'node:assert/strict';
import { previewGraph } from '../../extension/editor/panels/preview-graph.ts';
import { shownRows } from '../../extension/editor/panels/preview-modules.ts';
import { rowAt } from '../../extension/editor/panels/preview-row-at.ts';
import { previewRows } from '../../extension/editor/panels/preview-rows.ts';
import { memoryOf } from '../../extension/editor/describe/call-text.ts';
import { indexOf } from '../../extension/editor/describe/facts-index.ts';
import { analyzeText } from '../frameworks/analyzer.ts';

const NESTED = `import keras
from keras import layers
i = keras.Input((32, 32, 3))
inner = keras.Model(i, layers.BatchNormalization(name='bn')(layers.Conv2D(8, 3, strides=2, padding='same', name='conv')(i)), name='encoder')
j = keras.Input((64, 64, 3))
up = layers.UpSampling2D(name='up')(inner(j))
outer = keras.Model(j, up, name='outer')
`;

const TORCH = `import torch
from torch import nn
class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 3, padding=1)
        self.up = nn.ConvTranspose2d(3, 3, 2, stride=2)
    def forward(self, x):
        x = self.conv(x)
        return self.up(x)
model = nn.Sequential(Block(), Block(), nn.Flatten())
model(torch.randn(1, 3, 8, 8))
`;

describe('rows of the preview', () => {
  it('count the bytes of the type that the numbers have', () => {
    const analysis = analyzeText(`import torch
from torch import nn
class Net(nn.Module):
    def forward(self, x):
        return x.argmax(dim=1), x > 0, x * 2
model = Net()
model(torch.randn(1, 4, 8, 8))
`);
    const [model] = analysis.models;
    assert.ok(model);
    const index = indexOf(analysis);
    const bytes = model.calls.map((id) => {
      const call = index.call(id);
      assert.ok(call);
      return [call.label, memoryOf(index, call)];
    });
    assert.deepEqual(Object.fromEntries(bytes), { argmax: 64 * 8, greater: 256, multiply: 256 * 4 });
  });

  it('stand below the nested Keras model that makes the calls, with the sizes they have there', () => {
    const analysis = analyzeText(NESTED);
    const model = analysis.models.find(({ name }) => name === 'outer');
    assert.ok(model);
    const rows = previewRows(indexOf(analysis), model, () => 1, new Map());
    assert.deepEqual(
      rows.map(({ name, path, outputShape, sizeChanges }) => [path.join('.'), name, outputShape, sizeChanges]),
      [
        ['', model.rows[0]?.name, '64×64×3', false],
        ['', 'encoder', '32×32×8', true],
        ['encoder', 'conv', '32×32×8', true],
        ['encoder', 'bn', '32×32×8', false],
        ['', 'up', '64×64×8', true],
      ],
    );
    // The layers of the nested model have together the parameters that Keras prints for it.
    const [, head, conv, norm] = rows;
    assert.equal(Number(conv?.params) + Number(norm?.params), head?.params);
    assert.deepEqual(
      model.rows.map(({ name }) => name),
      rows.filter(({ path }) => path.length === 0).map(({ name }) => name),
    );
  });

  it('carry the dotted path of PyTorch modules, and tell where the size changes', () => {
    const analysis = analyzeText(TORCH);
    const model = analysis.models.find(({ type }) => type === 'Sequential');
    assert.ok(model);
    const rows = previewRows(indexOf(analysis), model, () => 1, new Map());
    assert.deepEqual(
      rows.map(({ name, path, sizeChanges }) => [name, path, sizeChanges]),
      [
        ['0.conv', ['0'], false],
        ['0.up', ['0'], true],
        ['1.conv', ['1'], false],
        ['1.up', ['1'], true],
        ['2', [], true],
      ],
    );
  });

  it('are found by the cursor: in a call, in a construction, on the line; the current one of several stays', () => {
    const analysis = analyzeText(TORCH);
    const model = analysis.models.find(({ type }) => type === 'Sequential');
    assert.ok(model);
    const rows = shownRows(indexOf(analysis), model);
    const at = (text: string, current?: string): string | undefined => {
      const offset = TORCH.indexOf(text);
      const line = [TORCH.lastIndexOf('\n', offset) + 1, TORCH.indexOf('\n', offset)] as const;
      return rowAt(
        rows,
        ({ file }) => file === 'main.py',
        offset,
        line,
        rows.find(({ name }) => name === current),
      )?.name;
    };
    assert.equal(at('ConvTranspose2d'), '0.up');
    assert.equal(at('ConvTranspose2d', '1.up'), '1.up');
    assert.equal(at('self.up(x)', '1.conv'), '0.up');
    assert.equal(at('x = self.conv(x)'), '0.conv');
    assert.equal(at('import torch'), undefined);
  });

  it('make a graph with what feeds what, functions in the module of the layers around them', () => {
    const text = TORCH.replace('return self.up(x)', 'return self.up(torch.relu(x) + x)');
    const analysis = analyzeText(text);
    const model = analysis.models.find(({ type }) => type === 'Sequential');
    assert.ok(model);
    const { nodes, edges } = previewGraph(indexOf(analysis), model);
    const first = nodes.findIndex(({ path }) => path[0] === '0');
    assert.deepEqual(
      nodes.slice(first, first + 4).map(({ label, path, shape }) => [label, path.join('.'), shape]),
      [
        ['Conv2d', '0', '1×3×8×8'],
        ['relu', '0', '1×3×8×8'],
        ['add', '0', '1×3×8×8'],
        ['ConvTranspose2d', '0', '1×3×16×16'],
      ],
    );
    const inside = edges
      .filter(([from]) => from >= first && from < first + 4)
      .map(([from, to]) => [from - first, to - first]);
    assert.deepEqual(
      inside.sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0)),
      [
        [0, 1],
        [0, 2],
        [1, 2],
        [2, 3],
        [3, 4],
      ],
    );
  });
});
