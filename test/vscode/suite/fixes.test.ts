/** The light bulb in the real editor: fixes rewrite the layer in one undo step, and a suppression takes its problem away. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeOf, findings, hints, lineOf, openText, revertAndClose, until } from './workspace.ts';

const KERAS = `import keras
from keras import layers

inputs = keras.Input((8, 8, 3))
x = layers.Conv2DTranspose(32, 3, strides=2, padding='same')(inputs)
model = keras.Model(inputs, x)
`;

/** Asked again while the editor cancels: it does so when it is still settling. */
function actions(document: vscode.TextDocument, finding: vscode.Diagnostic): Promise<vscode.CodeAction[]> {
  return until('code actions', async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      finding.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    return found.length > 0 ? found : null;
  });
}

async function opened(text: string): Promise<{ document: vscode.TextDocument; finding: vscode.Diagnostic }> {
  const { document } = await openText(text);
  const finding = await until('a finding', () => findings(document)[0]);
  return { document, finding };
}

async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  assert.ok(action?.edit);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}

describe('quick fixes', () => {
  afterEach(revertAndClose);

  it('offer every way that keeps the output shape', async () => {
    const { document, finding } = await opened(KERAS);
    const titles = (await actions(document, finding)).map(({ title }) => title);
    assert.deepEqual(titles, [
      'Make the kernel a multiple of the stride',
      'Resize (nearest neighbour), then convolve',
      'Resize (bilinear), then convolve',
      'Use sub-pixel convolution with ICNR initialisation',
      'Compare ways of upsampling',
      'Suppress checkerboard-overlap on this line',
    ]);
  });

  it('resize and convolve in the style of the file, and undo in one step', async () => {
    const { document, finding } = await opened(KERAS);
    const before = (await hints(document)).get(lineOf(document, 'x = '));
    const all = await actions(document, finding);
    await apply(all.find(({ title }) => title.startsWith('Resize (nearest')));
    assert.ok(
      document.getText().includes("x = layers.UpSampling2D(2)(inputs)\nx = layers.Conv2D(32, 3, padding='same')(x)\n"),
      document.getText(),
    );
    await until('the finding to go', () => findings(document).length === 0);
    assert.equal((await hints(document)).get(lineOf(document, 'x = layers.Conv2D(')), before);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), KERAS);
  });

  it('put the right number of channels in', async () => {
    const { document, finding } = await opened(`import torch
from torch import nn

model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.Conv2d(in_channels=16, out_channels=4, kernel_size=3))
model(torch.zeros(1, 3, 16, 16))
`);
    assert.equal(codeOf(finding), 'wrong-channels');
    const all = await actions(document, finding);
    assert.equal(all[0]?.title, 'Change in_channels to 8');
    await apply(all[0]);
    assert.ok(document.getText().includes('nn.Conv2d(in_channels=8, out_channels=4'));
    await until('the error to go', () => findings(document).length === 0);
  });

  it('put the largest output_padding in that the stride allows', async () => {
    const { document, finding } = await opened(KERAS.replace("padding='same'", "padding='same', output_padding=2"));
    const [first] = (await actions(document, finding)).filter(({ title }) => /output_padding/.test(title));
    await apply(first);
    assert.match(document.getText(), /output_padding=1\)/);
    await until('the error to go', () => findings(document).every((one) => codeOf(one) !== 'bad-argument'));
  });

  it('make the kernel a multiple of the stride, and use sub-pixel convolution, with the same output shape', async () => {
    for (const [title, text] of [
      ['Make the kernel', /Conv2DTranspose\(32, 4, strides=2/],
      ['Use sub-pixel', /depth_to_space/],
    ] as const) {
      const { document, finding } = await opened(KERAS);
      const all = await actions(document, finding);
      await apply(all.find((one) => one.title.startsWith(title)));
      assert.match(document.getText(), text);
      await until('the shape', async () => [...(await hints(document)).values()].includes('→ 16×16×32'));
      await revertAndClose();
    }
    await openText('');
  });

  it('pad a skip whose side is one pixel short', async () => {
    const { document, finding } = await opened(`import torch
from torch import nn


class Skip(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.MaxPool2d(2)
        self.up = nn.ConvTranspose2d(4, 4, 2, stride=2)

    def forward(self, x):
        y = self.up(self.down(x))
        return torch.cat([x, y], dim=1)


Skip()(torch.zeros(1, 4, 15, 15))
`);
    assert.equal(codeOf(finding), 'shape-mismatch');
    const all = await actions(document, finding);
    await apply(all.find(({ title }) => title === 'Pad the smaller side of the skip connection'));
    await until('the error to go', () => findings(document).every((one) => codeOf(one) !== 'shape-mismatch'));
    assert.match(document.getText(), /pad/);
  });

  it('write a row of the comparison in place of its layer', async () => {
    const { document, finding } = await opened(KERAS);
    const [start, end] = [document.offsetAt(finding.range.start), document.offsetAt(finding.range.end)];
    const done = await vscode.commands.executeCommand<boolean>(
      'layerscope.useAlternative',
      document.uri,
      { file: document.uri.toString(), start, end },
      ['UpSampling2D(2, interpolation="bilinear")', 'Conv2D(32, 3, padding="same")'],
    );
    assert.equal(done, true);
    assert.ok(document.getText().includes("x = layers.UpSampling2D(2, interpolation='bilinear')(inputs)\n"));
    await until('the finding to go', () => findings(document).length === 0);
  });

  it('suppress a problem with a comment on its line', async () => {
    const { document, finding } = await opened(KERAS);
    const all = await actions(document, finding);
    await apply(all.find(({ title }) => title.startsWith('Suppress')));
    assert.match(document.getText(), /\(inputs\) {2}# layerscope: ignore\[checkerboard-overlap\]\n/);
    await until('the finding to go', () => findings(document).length === 0);
  });
});
