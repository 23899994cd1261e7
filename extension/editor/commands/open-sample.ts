/** Layerscope: Open Sample: a copy of the article's file, to try things on. */
import * as vscode from 'vscode';

export function registerOpenSample(extension: vscode.Uri): vscode.Disposable {
  return vscode.commands.registerCommand('layerscope.openSample', async () => {
    const sample = vscode.Uri.joinPath(extension, 'media', 'samples', 'upsampling.py');
    const content = new TextDecoder().decode(await vscode.workspace.fs.readFile(sample));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'python', content }));
  });
}
