/** Layerscope: Open Help. A page of media/docs, which package.json has opened as a Markdown preview. */
import * as vscode from 'vscode';

const PAGES = ['editor', 'preview', 'layers', 'comparison'];

export function registerOpenHelp(extension: vscode.Uri): vscode.Disposable {
  const open = async (page?: unknown): Promise<void> => {
    const name = typeof page === 'string' && PAGES.includes(page) ? page : 'editor';
    const file = vscode.Uri.joinPath(extension, 'media', 'docs', 'layerscope-pages', `${name}.md`);
    await vscode.commands.executeCommand('vscode.open', file, vscode.ViewColumn.Active);
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand('layerscope.openHelp', open),
    // The button in the title of the comparison.
    vscode.commands.registerCommand('layerscope.openCompareHelp', () => open('comparison')),
  );
}
