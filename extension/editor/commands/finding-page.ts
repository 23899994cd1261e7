/** What a kind of finding means, with an example: its page in media/docs/findings, opened from the code of a problem. */
import * as vscode from 'vscode';
import type { FindingCode } from '../../model/findings.ts';

const COMMAND = 'layerscope.openFindingPage';

/** What the code of a problem links to. */
export const findingPageLink = (code: FindingCode): vscode.Uri =>
  vscode.Uri.parse(`command:${COMMAND}?${encodeURIComponent(JSON.stringify([code]))}`);

export function registerFindingPage(extension: vscode.Uri): vscode.Disposable {
  return vscode.commands.registerCommand(COMMAND, async (code: FindingCode) => {
    const page = vscode.Uri.joinPath(extension, 'media', 'docs', 'findings', `${code}.md`);
    await vscode.commands.executeCommand('markdown.showPreview', page);
  });
}
