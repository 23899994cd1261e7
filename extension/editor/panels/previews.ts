/** Opens, finds again and restores the preview panel. There is one: it follows the model it was last asked for. */
import * as vscode from 'vscode';
import { isPython } from '../analysis/documents.ts';
import { PREVIEW_TYPE, PreviewPanel, type PreviewServices } from './preview-panel.ts';
import { webviewOptions } from './webview-html.ts';

export class Previews implements vscode.Disposable, vscode.WebviewPanelSerializer {
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

  show(document: vscode.TextDocument, model: number | null): void {
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

  deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    const editor = vscode.window.visibleTextEditors.find(({ document }) => isPython(document));
    if (editor && !this.#open) this.#adopt(panel, editor.document);
    else panel.dispose(); // nothing to follow: an empty panel would only be in the way
    return Promise.resolve();
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
