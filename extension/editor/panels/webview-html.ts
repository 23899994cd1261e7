/** The page around a panel's bundle: strict content security policy, one script by nonce, one style sheet. */
import * as vscode from 'vscode';

const NONCE_BYTES = 16;

export function webviewHtml(
  webview: vscode.Webview,
  extension: vscode.Uri,
  name: 'preview' | 'compare',
  title: string,
): string {
  const nonce = Array.from(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  const file = (ending: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, 'dist', 'webview', `${name}.${ending}`)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
  ].join('; ');
  return `<!doctype html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${file('css')}">
</head>
<body>
<script type="application/json" id="l10n">${translations()}</script>
<div id="root"></div>
<script nonce="${nonce}" src="${file('js')}"></script>
</body>
</html>`;
}

/** What the page's texts are in the editor's language; data, which is not run. */
const translations = (): string => JSON.stringify(vscode.l10n.bundle ?? {}).replaceAll('<', '\\u003c');

export function webviewOptions(extension: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'webview')] };
}
