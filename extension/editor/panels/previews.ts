/** Opens, finds again and restores the preview panel. There is one: it follows the model it was last asked for. */
import * as vscode from 'vscode';
import { isPython } from '../analysis/documents.ts';
import { keptRun } from './kept-state.ts';
import { PREVIEW_TYPE, PreviewPanel, type PreviewServices } from './preview-panel.ts';
import type { NamedChoice } from './row-choice.ts';
import { webviewOptions } from './webview-html.ts';

/** What the webview keeps of the panel across a reload; anything may be missing when another version wrote it. */
interface KeptState {
  readonly uri?: unknown;
  readonly model?: unknown;
  readonly run?: unknown;
}

export class Previews implements vscode.Disposable, vscode.WebviewPanelSerializer<KeptState | undefined> {
  readonly #services: PreviewServices;
  readonly #subscriptions: vscode.Disposable[] = [];
  #open: PreviewPanel | null = null;
  /** The automatic preview opens once per window. */
  #offered = false;

  constructor(services: PreviewServices) {
    this.#services = services;
    this.#subscriptions.push(
      vscode.window.registerWebviewPanelSerializer(PREVIEW_TYPE, this),
      services.analysis.onDidChangeFacts(({ document, analysis }) => {
        const wanted = vscode.workspace
          .getConfiguration('layerscope', document)
          .get<boolean>('preview.openAutomatically', false);
        if (!wanted || this.#offered || this.#open || analysis.models.length === 0) return;
        this.#offered = true;
        this.show(document, null);
      }),
    );
  }

  show(document: vscode.TextDocument, model: number | NamedChoice | null): void {
    if (this.#open) {
      this.#open.show(document, model);
      return;
    }
    const panel = vscode.window.createWebviewPanel(
      PREVIEW_TYPE,
      'Layerscope',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { ...webviewOptions(this.#services.extension), retainContextWhenHidden: false },
    );
    this.#adopt(panel, document).show(document, model);
  }

  /** Runs again, whatever was drawn. */
  restart(): void {
    this.#open?.restart();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: KeptState | undefined): Promise<void> {
    this.#offered = true;
    const document = this.#open ? null : await documentOf(state);
    if (!document) {
      panel.dispose(); // nothing to follow: an empty panel would only be in the way
      return;
    }
    const model = typeof state?.model === 'string' && state.model !== '' ? { name: state.model, nth: 0 } : null;
    const preview = this.#adopt(panel, document);
    preview.show(document, model);
    preview.restore(keptRun(state?.run));
  }

  dispose(): void {
    this.#open?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #adopt(panel: vscode.WebviewPanel, document: vscode.TextDocument): PreviewPanel {
    const preview = new PreviewPanel(this.#services, document, panel);
    this.#open = preview;
    panel.onDidDispose(() => {
      preview.dispose();
      if (this.#open === preview) this.#open = null;
    });
    return preview;
  }
}

/** The document that the panel showed, or where it cannot be opened any more the Python file that is in sight. */
async function documentOf(state: KeptState | undefined): Promise<vscode.TextDocument | undefined> {
  if (typeof state?.uri === 'string' && state.uri !== '') {
    try {
      return await vscode.workspace.openTextDocument(vscode.Uri.parse(state.uri));
    } catch {
      // Deleted since, or never saved.
    }
  }
  return vscode.window.visibleTextEditors.find((editor) => isPython(editor.document))?.document;
}
