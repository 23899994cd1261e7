/** The picture that the user chose last for the preview, kept as a file of ours so that it outlives a reload of the window. */
import * as vscode from 'vscode';
import type { PictureSource } from '../../protocol.ts';
import { pictureBytes, pictureFrom } from './picture-bytes.ts';

type Pixels = Extract<PictureSource, { kind: 'pixels' }>;

export class OwnPicture {
  readonly #file: vscode.Uri;

  constructor(folder: vscode.Uri) {
    this.#file = vscode.Uri.joinPath(folder, 'preview-picture');
  }

  async save(picture: Pixels): Promise<void> {
    await vscode.workspace.fs.writeFile(this.#file, pictureBytes(picture));
  }

  async load(): Promise<Pixels | null> {
    try {
      return pictureFrom(await vscode.workspace.fs.readFile(this.#file));
    } catch {
      return null; // nothing was kept, or somebody took it away
    }
  }
}
