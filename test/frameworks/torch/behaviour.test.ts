/** What the analysis makes of PyTorch files in which nobody says everything: no call, training loops, summaries, probes. */
import assert from 'node:assert/strict';
import type { Analysis, ModelGraph } from '../../../extension/model/graph.ts';
import { shapeText, sizeText } from '../../../extension/model/sizes/text.ts';
import { analyzeText } from './analyze.ts';

const HEAD = 'import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n';

function only(text: string): { analysis: Analysis; model: ModelGraph } {
  const analysis = analyzeText('file.py', HEAD + text);
  const [model] = analysis.models;
  assert.ok(model, 'there is a model');
  assert.equal(analysis.models.length, 1);
  return { analysis, model };
}

const outputsOf = ({ rows }: ModelGraph): readonly string[] =>
  rows.map(({ outputShapes }) => outputShapes.map((shape) => (shape ? shapeText(shape) : 'null')).join(' '));

const NET = `
class Net(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.conv = nn.Conv2d(3, width, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.head = nn.Linear(width, 10)

    def forward(self, x):
        x = self.pool(F.relu(self.conv(x)))
        return self.head(x.mean((2, 3)))
`;

describe('PyTorch files', () => {
  it('runs a class that nobody calls on channels of its first layer and open sizes', () => {
    const { model } = only(NET);
    assert.deepEqual(outputsOf(model), ['8×H×W', '8×H//2×W//2', '10']);
    assert.equal(model.params.total, 3 * 9 * 8 + 8 + 8 * 10 + 10);
  });

  it('takes the shape from a call in the file, also past .to(device)', () => {
    const { model } = only(`${NET}
device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')
net = Net(16).to(device)
y = net(torch.randn(4, 3, 20, 12).to(device))
`);
    assert.deepEqual(outputsOf(model), ['4×16×20×12', '4×16×10×6', '4×10']);
  });

  it('takes the shape from summaries, with and without a batch', () => {
    const info = only(`${NET}\nfrom torchinfo import summary\nsummary(Net(), input_size=(2, 3, 8, 8))\n`);
    assert.equal(outputsOf(info.model)[0], '2×8×8×8');
    const plain = only(`${NET}\nfrom torchsummary import summary\nsummary(Net(), (3, 8, 8))\n`);
    assert.equal(outputsOf(plain.model)[0], '8×8×8');
  });

  it('does not let a training loop on unknown data hide the shapes', () => {
    const { model, analysis } = only(`${NET}
from torch.utils.data import DataLoader

def train(net, loader, epochs=10):
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
    for epoch in range(epochs):
        for images, labels in loader:
            optimizer.zero_grad()
            loss = F.cross_entropy(net(images), labels)
            loss.backward()
            optimizer.step()
            print(epoch, loss.item())

if __name__ == '__main__':
    train(Net(), DataLoader(None))
`);
    assert.deepEqual(outputsOf(model), ['8×H×W', '8×H//2×W//2', '10']);
    assert.deepEqual(analysis.findings, []);
  });

  it('counts parameters as the code does', () => {
    const { analysis } = only(`${NET}
net = Net()
for p in net.conv.parameters():
    p.requires_grad = False
total = sum(p.numel() for p in net.parameters())
trainable = sum(p.numel() for p in net.parameters() if p.requires_grad)
sized = torch.zeros(total, trainable)
`);
    const sized = analysis.bindings.find(({ name }) => name === 'sized')?.values[0];
    assert.ok(sized?.kind === 'tensor');
    assert.deepEqual(analysis.tensors[sized.tensor]?.shape, [314, 90]);
    assert.deepEqual(analysis.models[0]?.params, { total: 314, trainable: 90, nonTrainable: 224 });
  });

  it('says which input sizes a skip connection takes', () => {
    const { model } = only(`
class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Conv2d(1, 4, 3, padding=1)
        self.mid = nn.Conv2d(4, 4, 3, padding=1)
        self.up = nn.ConvTranspose2d(4, 4, 4, stride=4)
        self.out = nn.Conv2d(8, 1, 1)

    def forward(self, x):
        x = self.enc(x)
        y = self.mid(F.max_pool2d(x, 4))
        return self.out(torch.cat([x, self.up(y)], dim=1))
`);
    assert.deepEqual(
      model.constraints.map(({ text }) => text),
      ['H % 4 == 0', 'W % 4 == 0'],
    );
  });

  it('pads a skip by differences for every size', () => {
    const { model } = only(`
class Up(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.Conv2d(1, 4, 3, padding=1)
        self.out = nn.Conv2d(8, 1, 1)

    def forward(self, x):
        x = self.enc(x)
        y = F.interpolate(F.max_pool2d(x, 2), scale_factor=2)
        dy, dx = x.size(2) - y.size(2), x.size(3) - y.size(3)
        y = F.pad(y, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])
        return self.out(torch.cat([x, y], dim=1))
`);
    assert.deepEqual(model.constraints, []);
    assert.deepEqual(outputsOf(model), ['4×H×W', '1×H×W']);
  });

  it('keeps the shape where both branches of an unknown condition give the same', () => {
    const { model } = only(`
import random
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 6, 3, padding=1)
        self.b = nn.Conv2d(6, 2, 1)

    def forward(self, x):
        x = self.a(x)
        if random.random() > 0.5:
            x = x * 2
        else:
            x = x + 1
        return self.b(x)
`);
    assert.deepEqual(outputsOf(model), ['6×H×W', '2×H×W']);
  });

  it('claims no total for a model with a part that cannot be told', () => {
    const { model } = only(`
import timm_extras
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = timm_extras.create('resnet')
        self.head = nn.Linear(10, 2)

    def forward(self, x):
        return self.head(self.backbone(x))
`);
    assert.equal(model.params.total, null);
  });

  it('follows copies, frozen parts and layers changed after they were made', () => {
    const { model } = only(`
import copy
block = nn.Conv2d(3, 3, 3)
net = nn.Sequential(*[copy.deepcopy(block) for _ in range(3)], nn.Flatten(), nn.LazyLinear(4) if False else nn.Identity())
net[1].stride = (2, 2)
net[2] = nn.Conv2d(3, 5, 1, bias=False)
y = net(torch.zeros(1, 3, 15, 15))
`);
    assert.deepEqual(outputsOf(model), ['1×3×13×13', '1×3×6×6', '1×5×6×6', '1×180', '1×180']);
    assert.equal(model.params.total, 2 * 84 + 15);
  });

  it('computes with the records of a file: sums, multiply-accumulates', () => {
    const { model } = only(`${NET}\nNet()(torch.zeros(1, 3, 8, 8))\n`);
    assert.equal(sizeText(model.macs ?? 0), String(64 * 27 * 8 + 80));
  });

  it('finds an upsampling layer that leaves a checkerboard', () => {
    const { analysis } = only(`
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(8, 3, 3, stride=2)

    def forward(self, x):
        return self.up(x)
`);
    assert.deepEqual(
      analysis.findings.map(({ code }) => code),
      ['checkerboard-overlap'],
    );
  });
});
