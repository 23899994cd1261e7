/**
 * Measured in the real VS Code and printed: how long the extension takes to activate (loading its code and running activate(), as
 * "Developer: Show Running Extensions" counts), and how long after a keystroke the refreshed inlay hints are there, on every sample.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
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

const SETTLED = { idleShare: 0.7, sampleMs: 1_000, patienceMs: 30_000 };

/** Waits until the machine rests: the workbench draws itself for some seconds after its start, and that is not what is measured. */
async function settled(): Promise<void> {
  const times = (): { idle: number; all: number } => {
    const each = os.cpus().map((cpu) => cpu.times);
    const all = each.flatMap((one) => Object.values(one));
    return { idle: each.reduce((sum, one) => sum + one.idle, 0), all: all.reduce((sum, one) => sum + one, 0) };
  };
  const deadline = performance.now() + SETTLED.patienceMs;
  let share = 0;
  while (share < SETTLED.idleShare && performance.now() < deadline) {
    const before = times();
    await new Promise((resolve) => setTimeout(resolve, SETTLED.sampleMs));
    const after = times();
    share = (after.idle - before.idle) / (after.all - before.all);
  }
  console.log(`the machine before        ${(share * 100).toFixed(0)} % idle`);
}

interface ExtensionModule {
  readonly activate: (context: vscode.ExtensionContext) => void;
}

/**
 * Milliseconds of loading the extension's code and of its activate(). The rest of `Extension.activate()` is VS Code fetching the
 * extension's stored state from the window, which no extension has a hand in. The first load fills require's cache, so VS Code's own
 * finds the module there, with activate() timed.
 */
async function activation(extension: vscode.Extension<unknown>): Promise<{ load: number; activate: number }> {
  const { main } = extension.packageJSON as { main: string };
  const file = path.join(extension.extensionPath, main);
  const require = createRequire(file);
  const started = performance.now();
  const code = require(file) as ExtensionModule;
  const load = performance.now() - started;
  const cached = require.cache[require.resolve(file)];
  if (!cached) throw new Error('The loaded extension is not in the cache of its modules.');
  let activate = NaN;
  cached.exports = {
    ...code,
    activate: (context: vscode.ExtensionContext) => {
      const called = performance.now();
      code.activate(context);
      activate = performance.now() - called;
    },
  };
  await extension.activate();
  return { load, activate };
}

export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension(EXTENSION);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!extension || !folder) throw new Error('The bench runs with the extension, in the folder of the samples.');
  if (extension.isActive) throw new Error('The extension was active before it was measured.');
  await settled();
  const { load, activate } = await activation(extension);
  const activated = load + activate;
  if (Number.isNaN(activated))
    throw new Error('VS Code activated another copy of the extension than the one measured.');
  console.log(
    `activation                ${activated.toFixed(1)} ms: code ${load.toFixed(1)}, activate() ${activate.toFixed(1)} (limit ${LIMITS.activationMs})`,
  );

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
  if (activated > LIMITS.activationMs || slowest > LIMITS.keystrokeMs) throw new Error('A limit was passed.');
}
