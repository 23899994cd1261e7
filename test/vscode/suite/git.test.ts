/** The comparison with an older version of a file: git's own, from a repository made for it. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { hasScreen, positionOf, screen, until } from './workspace.ts';

const model = (layers: string): string => `import keras
from keras import layers

model = keras.Sequential([keras.Input((8, 8, 3)), ${layers}])
`;

describe('the version of a file in git', function () {
  let folder: string;

  before(async function () {
    const missing = hasScreen()
      ? spawnSync('git', ['--version']).status === 0
        ? null
        : 'no git'
      : 'no browser to drive';
    if (missing !== null) {
      console.log(`      (skipped: there is ${missing})`);
      this.skip();
    }
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-git-'));
    // The tests' editor starts without git, whose activity would disturb the others.
    await vscode.workspace.getConfiguration('git').update('enabled', true, vscode.ConfigurationTarget.Global);
  });
  after(async () => {
    await vscode.workspace.getConfiguration('git').update('enabled', false, vscode.ConfigurationTarget.Global);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('is chosen from its commits and set beside the text as it stands', async () => {
    const file = path.join(folder, 'model.py');
    const git = (...args: string[]): void => {
      const author = ['-c', 'user.name=Tester', '-c', 'user.email=tester@example.org', '-c', 'commit.gpgsign=false'];
      execFileSync('git', [...author, ...args], { cwd: folder });
    };
    git('init', '--quiet');
    fs.writeFileSync(file, model('layers.Conv2D(4, 3, name="conv")'));
    git('add', 'model.py');
    git('commit', '--quiet', '--message', 'The small one');
    fs.writeFileSync(
      file,
      model('layers.Conv2D(8, 3, name="conv"), layers.Conv2DTranspose(4, 3, strides=2, name="up")'),
    );
    const document = await vscode.workspace.openTextDocument(file);
    const editor = await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    const position = positionOf(document, 'Conv2DTranspose', 1);
    editor.selection = new vscode.Selection(position, position);
    await screen('command', 'Layerscope: Compare Two Models');
    await until('the part', async () => (await screen<string>('compareText')).includes('Version in git…'));
    await screen('compareClick', 'Version in git…');
    await screen('pick', 'The small one');
    const text = await until('the totals', async () => {
      const seen = await screen<string>('compareText');
      return seen.includes('layers differ') ? seen : null;
    });
    // 3·3·3·4 + 4 then; 3·3·3·8 + 8 and 3·3·4·8 + 4 now.
    assert.match(text, /Parameters\s+112\s+516\s+\+404/);
    assert.match(text, /up\s+Conv2DTranspose/);
  });
});
