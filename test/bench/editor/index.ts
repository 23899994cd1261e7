/**
 * Measured in the real VS Code and printed: how long the extension takes to activate, and how long after a keystroke the refreshed
 * inlay hints are there, on every sample.
 */
import fs from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';

const EXTENSION = 'layerscope.layerscope';
const KEYSTROKES = 20;
const LIMITS = { activationMs: 50, keystrokeMs: 100 };

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const quantile = (values: readonly number[], q: number): number => {
  const all = sorted(values);
  return all[Math.min(all.length - 1, Math.floor(q * all.length))] ?? NaN;
};

async function hintCount(document: vscode.TextDocument): Promise<number> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    all,
  );
  return hints.length;
}

/** Types and deletes a character at the end of the first line, a comment in every sample, and waits for the hints of each version. */
async function keystrokes(editor: vscode.TextEditor): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < KEYSTROKES; i++) {
    const end = editor.document.lineAt(0).range.end;
    const started = performance.now();
    await editor.edit((edit) => {
      if (i % 2 === 0) edit.insert(end, 'x');
      else edit.delete(new vscode.Range(end.translate(0, -1), end));
    });
    await hintCount(editor.document);
    times.push(performance.now() - started);
  }
  return times;
}

export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension(EXTENSION);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!extension || !folder) throw new Error('The bench runs with the extension, in the folder of the samples.');
  if (extension.isActive) throw new Error('The extension was active before it was measured.');
  const started = performance.now();
  await extension.activate();
  const activation = performance.now() - started;
  console.log(`activation                ${activation.toFixed(1)} ms (limit ${LIMITS.activationMs})`);

  let slowest = 0;
  for (const file of fs
    .readdirSync(folder.uri.fsPath)
    .filter((name) => name.endsWith('.py'))
    .sort()) {
    const document = await vscode.workspace.openTextDocument(path.join(folder.uri.fsPath, file));
    const editor = await vscode.window.showTextDocument(document);
    const firstStarted = performance.now();
    const count = await hintCount(document);
    const first = performance.now() - firstStarted;
    const times = await keystrokes(editor);
    const median = quantile(times, 0.5);
    slowest = Math.max(slowest, median);
    console.log(
      `${file.padEnd(24)}  ${String(document.lineCount).padStart(4)} lines ${String(count).padStart(3)} hints` +
        `  first ${first.toFixed(0).padStart(4)} ms  keystroke to hints: median ${median.toFixed(1)}, 90 % ${quantile(times, 0.9).toFixed(1)} ms (limit ${LIMITS.keystrokeMs})`,
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  if (activation > LIMITS.activationMs || slowest > LIMITS.keystrokeMs) throw new Error('A limit was passed.');
}
