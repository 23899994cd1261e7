/** What the suite needs of the editor: open a sample, edit it, ask the providers, ask the screen. */
import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';

const POLL_MS = 25;
const PATIENCE_MS = 20_000;

/** Polls until the value is there; the last error or a plain sentence when it never is. */
export async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  let last: unknown;
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end;) {
    try {
      const value = await look();
      if (value) return value;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw last instanceof Error ? last : new Error(`never came: ${what}`);
}

export function samplePath(name: string): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'the suite runs in a folder');
  return path.join(folder.uri.fsPath, name);
}

/** Shows a sample in the first column, alone. */
export async function open(name: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument(samplePath(name));
  return vscode.window.showTextDocument(document, vscode.ViewColumn.One);
}

/** A new unsaved Python document. */
export async function openText(content: string): Promise<vscode.TextEditor> {
  const document = await vscode.workspace.openTextDocument({ language: 'python', content });
  return vscode.window.showTextDocument(document, vscode.ViewColumn.One);
}

/** Closes the active editor unsaved. Done when the extension host has heard of it: the next untitled document takes the same name. */
export async function revertAndClose(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  if (document?.isUntitled) await until('the document to be closed', () => document.isClosed);
}

export function positionOf(document: vscode.TextDocument, text: string, within = 0): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `${text} stands in the document`);
  return document.positionAt(offset + within);
}

/** Replaces the first occurrence. */
export async function replace(editor: vscode.TextEditor, from: string, to: string): Promise<void> {
  const start = positionOf(editor.document, from);
  const end = editor.document.positionAt(editor.document.offsetAt(start) + from.length);
  assert.ok(await editor.edit((builder) => builder.replace(new vscode.Range(start, end), to)));
}

export async function hoverText(document: vscode.TextDocument, text: string, within = 1): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    positionOf(document, text, within),
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

/** Hints by line (from 1). */
export async function hints(document: vscode.TextDocument): Promise<Map<number, string>> {
  const all = new vscode.Range(0, 0, document.lineCount, 0);
  const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    all,
  );
  return new Map(
    found.map(({ position, label }) => [
      position.line + 1,
      typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
    ]),
  );
}

export async function lensTitles(document: vscode.TextDocument): Promise<string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    100,
  );
  return lenses.map((lens) => `${lens.range.start.line + 1}: ${lens.command?.title ?? ''}`);
}

export function findings(document: vscode.TextDocument): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'Layerscope');
}

/** The name of the kind of finding; `code` itself also links to its page. */
export const codeOf = (finding: vscode.Diagnostic | undefined): string | number | undefined =>
  typeof finding?.code === 'object' ? finding.code.value : finding?.code;

export const lineOf = (document: vscode.TextDocument, text: string): number => positionOf(document, text).line + 1;

/** A browser step of test/vscode/steps.mjs; only where the headless host runs the suite. */
export async function screen<T>(step: string, args: unknown = null): Promise<T> {
  const address = process.env['VSCODE_TEST_UI'];
  assert.ok(address, 'the headless host serves the screen');
  const response = await fetch(address, { method: 'POST', body: JSON.stringify({ step, args }) });
  const answer = (await response.json()) as { ok: boolean; value: T; error: string };
  if (!answer.ok) throw new Error(answer.error);
  return answer.value;
}

export const hasScreen = (): boolean => Boolean(process.env['VSCODE_TEST_UI']);
