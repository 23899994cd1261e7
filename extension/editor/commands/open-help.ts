/** Layerscope: Open Help. A page of media/docs, which package.json has opened as a Markdown preview. */
import * as vscode from 'vscode';

const PAGES = ['editor', 'preview', 'layers', 'comparison'];

export function registerOpenHelp(extension: vscode.Uri): vscode.Disposable {
  return vscode.commands.registerCommand('layerscope.openHelp', async (page?: unknown) => {
    const name = typeof page === 'string' && PAGES.includes(page) ? page : 'editor';
    const file = vscode.Uri.joinPath(extension, 'media', 'docs', 'layerscope-pages', `${name}.md`);
    await vscode.commands.executeCommand('vscode.open', file, vscode.ViewColumn.Active);
  });
}
