/** What both panels let the user choose about a run: the picture and the weights. Kept for the session, per panel. */
import * as vscode from 'vscode';
import type { DecodeRequest, InputIntent, PictureSource, WeightSource } from '../../protocol.ts';
import type { OwnPicture } from './own-picture.ts';
import { choosePicture } from './picture-file.ts';
import type { RunSettings } from './preview-run.ts';

const MEBIBYTE = 1024 * 1024;
const DEFAULT_LIMIT_MIB = 1024;

export class InputSettings {
  picture: PictureSource = { kind: 'built-in', name: 'scene' };
  weights: WeightSource = { kind: 'initial', seed: 1 };
  /** Why the picture that was chosen last could not be used, until another is chosen. */
  problem: string | null = null;
  readonly #own: OwnPicture | null;

  /** `own` keeps the user's picture across a reload; null does not. */
  constructor(own: OwnPicture | null = null) {
    this.#own = own;
  }

  /** Takes the user's picture of before a reload; false where there is none any more. */
  async restoreOwn(): Promise<boolean> {
    const picture = await this.#own?.load();
    if (picture) this.picture = picture;
    return Boolean(picture);
  }

  /** What a run is given. */
  forRun(): RunSettings {
    const limit = vscode.workspace.getConfiguration('layerscope').get<number>('preview.memoryLimit', DEFAULT_LIMIT_MIB);
    return { picture: this.picture, weights: this.weights, memoryLimit: limit * MEBIBYTE };
  }

  /** What the panel shows of the picture. */
  shown(): { readonly name: string; readonly builtIn: (PictureSource & { kind: 'built-in' })['name'] | null } {
    return { name: this.picture.name, builtIn: this.picture.kind === 'built-in' ? this.picture.name : null };
  }

  /** Takes an intention; `changed` is called when a run must follow, `decode` with a file for the webview to decode. */
  async take(intent: InputIntent, changed: () => void, decode: (request: DecodeRequest) => void): Promise<void> {
    switch (intent.type) {
      case 'set-picture':
        this.picture = intent.picture;
        this.problem = null;
        changed();
        if (intent.picture.kind === 'pixels') await this.#own?.save(intent.picture);
        return;
      case 'set-weights':
        this.weights = intent.weights;
        changed();
        return;
      case 'picture-failed':
        this.problem = intent.message; // a sentence that names the file
        changed();
        return;
      case 'choose-picture':
        try {
          const request = await choosePicture();
          if (request) decode(request);
        } catch (error) {
          this.problem = error instanceof Error ? error.message : String(error);
          changed();
        }
        return;
      default:
        intent satisfies never;
    }
  }
}
