/** The user's own picture: chosen in a dialog, read here, decoded by the webview, which has the browser's decoders. */
import * as vscode from 'vscode';
import type { DecodeRequest } from '../../protocol.ts';

const MAX_BYTES = 50_000_000;
const MEBIBYTE = 1024 * 1024;

/** The chosen file's bytes; null when the dialog was closed. Errors are sentences for the panel. */
export async function choosePicture(): Promise<DecodeRequest | null> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose an input picture'),
      canSelectMany: false,
      filters: { [vscode.l10n.t('Images')]: ['png', 'jpg', 'jpeg', 'webp', 'gif', 'bmp'] },
    })) ?? [];
  return uri ? readPicture(uri) : null;
}

export async function readPicture(uri: vscode.Uri): Promise<DecodeRequest> {
  const name = uri.path.split('/').at(-1) ?? 'picture';
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MAX_BYTES) {
    throw new Error(
      vscode.l10n.t(
        '{0} has {1} MiB; pictures up to {2} MiB can be read.',
        name,
        Math.ceil(size / MEBIBYTE),
        Math.floor(MAX_BYTES / MEBIBYTE),
      ),
    );
  }
  // A copy: what is read can be a Node buffer, which a message to a webview carries as JSON and not as bytes.
  return { type: 'decode', name, bytes: new Uint8Array(await vscode.workspace.fs.readFile(uri)) };
}
