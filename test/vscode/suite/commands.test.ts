/** Commands, settings and the code lens that writes an example input, in the real editor. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  codeOf,
  findings,
  hints,
  hoverText,
  lensTitles,
  lineOf,
  openText,
  revertAndClose,
  until,
} from './workspace.ts';

const TORCH = `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.a = nn.Conv2d(channels, 8, 3, padding=1)
        self.b = nn.ConvTranspose2d(8, 4, 3, stride=2)
        self.c = nn.ConvTranspose2d(4, 1, 2, stride=3)

    def forward(self, x):
        y = self.a(x)
        return self.c(self.b(y))


net = Net(3)
`;
const BUILDER = `import keras
from keras import layers


def build(filters=4):
    inputs = keras.Input((8, 8, 3))
    outputs = layers.Conv2D(filters, 3)(inputs)
    return keras.Model(inputs, outputs)
`;

async function opened(text: string): Promise<vscode.TextEditor> {
  const editor = await openText(text);
  await until('facts', async () => (await lensTitles(editor.document)).length > 0);
  return editor;
}

async function withSetting(name: string, value: unknown, work: () => Promise<void>): Promise<void> {
  const settings = vscode.workspace.getConfiguration('layerscope');
  await settings.update(name, value, vscode.ConfigurationTarget.Global);
  try {
    await work();
  } finally {
    await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
  }
}

describe('commands and settings', () => {
  afterEach(revertAndClose);

  it('write an example input above the class, and its shapes count', async () => {
    const { document } = await opened(TORCH);
    assert.ok((await lensTitles(document)).includes(`${lineOf(document, 'class Net')}: Set example input`));
    await vscode.commands.executeCommand('layerscope.setExampleInput', document.uri);
    assert.ok(document.getText().includes('# layerscope: Net(3) on (1, 3, 256, 256)\nclass Net'), document.getText());
    await until('shapes of the example', async () =>
      (await hints(document)).get(lineOf(document, 'y = self.a'))?.includes('256×256'),
    );
  });

  it('put the lens of what a function builds over the function', async () => {
    const { document } = await opened(BUILDER);
    const line = lineOf(document, 'def build');
    const titles = await lensTitles(document);
    assert.ok(titles.includes(`${line}: Preview`), titles.join('; '));
    assert.ok(
      titles.some((title) => title.startsWith(`${line}: 112 parameters`)),
      titles.join('; '),
    );
  });

  it('go to the next and the previous finding, and round', async () => {
    const editor = await opened(TORCH);
    const { document } = editor;
    const lines = await until('findings', () => {
      const all = findings(document).map(({ range }) => range.start.line);
      return all.length >= 2 ? [...new Set(all)].sort((a, b) => a - b) : null;
    });
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.commands.executeCommand('layerscope.nextFinding');
    assert.equal(editor.selection.active.line, lines[0]);
    await vscode.commands.executeCommand('layerscope.previousFinding');
    assert.equal(editor.selection.active.line, lines.at(-1));
  });

  it('go to the upsampling layer that is explained', async () => {
    const editor = await opened(TORCH);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.commands.executeCommand('layerscope.explainArtifact');
    assert.equal(editor.selection.active.line + 1, lineOf(editor.document, 'self.b = '));
  });

  it('copy the summary as text, as Markdown and as CSV', async () => {
    const { document } = await opened(BUILDER);
    const copied = async (format: string): Promise<string> => {
      await vscode.commands.executeCommand('layerscope.copySummary', document.uri, 0, format);
      return vscode.env.clipboard.readText();
    };
    assert.match(await copied('text'), /Total params: 112/);
    assert.match(await copied('markdown'), /\| conv2d \| Conv2D \| 6×6×4 \| 112 \| [\d,]+ \|/);
    assert.match(await copied('csv'), /^conv2d,Conv2D,6×6×4,112,\d+\r$/m);
  });

  it('show parameters in hints, or nothing until a key is pressed', async () => {
    const { document } = await opened(BUILDER);
    const line = lineOf(document, 'outputs = ');
    await withSetting('inlayHints.parameters', true, async () => {
      await until('parameters', async () => (await hints(document)).get(line) === '→ 6×6×4  112 parameters');
    });
    await withSetting('inlayHints.show', 'onKeyPress', async () => {
      assert.equal((await hints(document)).size, 0);
      await vscode.commands.executeCommand('layerscope.toggleHints');
      assert.equal((await hints(document)).get(line), '→ 6×6×4');
      await vscode.commands.executeCommand('layerscope.toggleHints');
      assert.equal((await hints(document)).size, 0);
    });
  });

  it('are linked from the cards of upsampling layers and models', async () => {
    const { document } = await opened(TORCH);
    const compare = await hoverText(document, 'nn.ConvTranspose2d(8', 5);
    const [, query = ''] = /\(command:layerscope\.compare\?([^)]+)\)/.exec(compare) ?? [];
    const layer = document.getText().indexOf('nn.ConvTranspose2d(8');
    assert.deepEqual(JSON.parse(decodeURIComponent(query)), [document.uri.toString(), layer]);
    assert.doesNotMatch(await hoverText(document, 'nn.Conv2d(', 5), /command:/);
    assert.match(await hoverText(document, 'net = '), /\(command:layerscope\.preview\?/);
  });

  it('open a sample, by the walkthrough too', async () => {
    await vscode.commands.executeCommand('layerscope.openSample');
    const { document } = await until('the sample', () => vscode.window.activeTextEditor);
    assert.ok(document.isUntitled);
    await until('its models', async () => (await lensTitles(document)).length >= 4);
    const { contributes } = vscode.extensions.getExtension('layerscope.layerscope')?.packageJSON as {
      contributes: { walkthroughs: { steps: { media: { markdown: string } }[] }[] };
    };
    assert.equal(contributes.walkthroughs[0]?.steps.length, 5);
  });

  it('open the page of a finding from its code', async () => {
    const { document } = await opened(TORCH);
    const finding = await until('the warning', () =>
      findings(document).find((one) => codeOf(one) === 'checkerboard-overlap'),
    );
    const { target } = finding.code as { readonly target: vscode.Uri };
    await vscode.commands.executeCommand('vscode.open', target);
    const tabs = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const page = await until('the page', () => tabs().find(({ label }) => label.includes('checkerboard-overlap.md')));
    // As it reads, not as it is written.
    assert.equal((page.input as vscode.TabInputCustom).viewType, 'vscode.markdown.preview.editor');
    await vscode.window.tabGroups.close(page);
  });

  it('change the severity of a kind of problem, or leave it out', async () => {
    const { document } = await opened(TORCH);
    const of = (code: string): vscode.Diagnostic | undefined => findings(document).find((one) => codeOf(one) === code);
    await until('the warning', () => of('checkerboard-overlap'));
    await withSetting(
      'diagnostics.severity',
      { 'checkerboard-overlap': 'error', 'checkerboard-holes': 'off' },
      async () => {
        await until('the error', () => of('checkerboard-overlap')?.severity === vscode.DiagnosticSeverity.Error);
        assert.equal(of('checkerboard-holes'), undefined);
      },
    );
    await until('the warning again', () => of('checkerboard-overlap')?.severity === vscode.DiagnosticSeverity.Warning);
    await until('what was left out', () => of('checkerboard-holes'));
  });

  it('open the page of a panel, rendered', async () => {
    const shown = (): string | undefined => vscode.window.tabGroups.activeTabGroup.activeTab?.label;
    for (const [command, page] of [
      ['layerscope.openHelp', 'editor.md'],
      ['layerscope.openCompareHelp', 'comparison.md'],
    ] as const) {
      await vscode.commands.executeCommand(command);
      await until(page, () => shown()?.includes(page));
      assert.equal(vscode.window.activeTextEditor?.document.fileName.endsWith(page) ?? false, false, 'not as a text');
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    }
  });
});
