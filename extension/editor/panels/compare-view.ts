/**
 * The side panel: the upsampling layer under the cursor beside the other ways to write it. Follows the cursor and the text; keeps
 * the last layer while the cursor is elsewhere.
 */
import * as vscode from 'vscode';
import { shapeText } from '../../model/sizes/text.ts';
import type {
  AnalysisRequests,
  CompareIntent,
  CompareOutcome,
  CompareRow,
  CompareSnapshot,
  EngineRequests,
  FeatureMaps,
  PanelStatus,
  ToCompare,
} from '../../protocol.ts';
import { RequestCancelled, type WorkerClient } from '../../worker/client.ts';
import { editorRange, isIn, isPython } from '../analysis/documents.ts';
import type { AnalysisService, DocumentFacts } from '../analysis/service.ts';
import { indexOf } from '../describe/facts-index.ts';
import { compareTarget, type CompareTarget } from './compare-target.ts';
import { InputSettings } from './input-settings.ts';
import { webviewHtml, webviewOptions } from './webview-html.ts';

export const COMPARE_VIEW = 'layerscope.compareView';

export interface CompareServices {
  readonly extension: vscode.Uri;
  readonly analysis: AnalysisService;
  readonly analysisWorker: WorkerClient<AnalysisRequests>;
  readonly engineWorker: WorkerClient<EngineRequests>;
  readonly log: vscode.LogOutputChannel;
}

const EMPTY: PanelStatus = {
  kind: 'empty',
  message: 'No upsampling layer yet.',
  hint: 'Put the cursor on an UpSampling2D, Conv2DTranspose, ConvTranspose2d, Upsample or PixelShuffle in your code.',
};

export class CompareView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #services: CompareServices;
  readonly #input = new InputSettings();
  readonly #subscriptions: vscode.Disposable[];
  #view: vscode.WebviewView | null = null;
  #document: vscode.TextDocument | null = null;
  /** Where the layer was last seen. */
  #offset = 0;
  #target: CompareTarget | null = null;
  #rows: readonly CompareRow[] = [];
  #picture: FeatureMaps | null = null;
  #status: PanelStatus = EMPTY;
  #running: AbortController | null = null;
  /** What the rows were made for: nothing is run again while it is the same. */
  #key = '';

  constructor(services: CompareServices) {
    this.#services = services;
    this.#subscriptions = [
      vscode.window.registerWebviewViewProvider(COMPARE_VIEW, this),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#follow(textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.#follow(editor)),
      services.analysis.onDidChangeFacts(({ document }) => {
        const editor = vscode.window.activeTextEditor;
        if (editor?.document === document) this.#follow(editor);
        else if (document === this.#document) this.#refresh();
      }),
    ];
  }

  /** Opens the view for the layer at an offset. */
  async show(document: vscode.TextDocument, offset: number): Promise<void> {
    this.#document = document;
    this.#offset = offset;
    await vscode.commands.executeCommand(`${COMPARE_VIEW}.focus`);
    this.#refresh();
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    view.webview.options = webviewOptions(this.#services.extension);
    view.webview.onDidReceiveMessage((intent: CompareIntent) => void this.#take(intent));
    view.onDidChangeVisibility(() => view.visible && this.#refresh());
    view.onDidDispose(() => {
      this.#running?.abort();
      this.#view = null;
    });
    view.webview.html = webviewHtml(view.webview, this.#services.extension, 'compare', 'Compare Upsampling');
  }

  dispose(): void {
    this.#running?.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #take(intent: CompareIntent): Promise<void> {
    switch (intent.type) {
      case 'ready': {
        this.#key = '';
        const editor = vscode.window.activeTextEditor;
        if (editor && !this.#document) this.#follow(editor);
        else this.#refresh();
        return;
      }
      case 'reveal':
        if (this.#document && this.#target) {
          const { start } = editorRange(this.#document, this.#target.range);
          await vscode.window.showTextDocument(this.#document, { selection: new vscode.Range(start, start) });
        }
        return;
      case 'copy': {
        const row = this.#rows.find(({ alternative }) => alternative.id === intent.id);
        if (row) await vscode.env.clipboard.writeText(row.alternative.code.join('\n'));
        return;
      }
      case 'cancel':
        this.#running?.abort();
        this.#setStatus({
          kind: 'failed',
          message: 'The comparison was cancelled.',
          hint: 'Move the cursor or change a setting to run it again.',
        });
        return;
      default:
        await this.#input.take(
          intent,
          () => {
            this.#key = '';
            this.#refresh();
          },
          (request) => void this.#post(request),
        );
    }
  }

  #follow({ document, selection }: vscode.TextEditor): void {
    if (!isPython(document)) return;
    const offset = document.offsetAt(selection.active);
    const facts = this.#services.analysis.current(document);
    if (!facts) return;
    // A cursor on no upsampling layer keeps the last one of the same document.
    const on = this.#find(facts, offset, document !== this.#document);
    if (on) {
      this.#document = document;
      this.#offset = offset;
    }
    this.#refresh();
  }

  #find({ analysis, document }: DocumentFacts, offset: number, nearest: boolean): CompareTarget | null {
    return compareTarget(indexOf(analysis), analysis, offset, (range) => isIn(document, range), nearest);
  }

  #refresh(): void {
    if (!this.#view?.visible) return;
    const facts = this.#document && this.#services.analysis.current(this.#document);
    const target = facts ? this.#find(facts, this.#offset, true) : null;
    this.#target = target;
    if (!facts || !target) {
      this.#rows = [];
      this.#key = '';
      this.#setStatus(EMPTY);
      return;
    }
    this.#offset = Math.max(target.range.start, Math.min(this.#offset, target.range.end));
    const layer = indexOf(facts.analysis).layer(target.call.layer);
    const key = JSON.stringify([layer?.type, layer?.arguments, target.inputShape, layer?.name]);
    if (!layer || key === this.#key) {
      this.#postSnapshot(facts); // the place may have moved
      return;
    }
    this.#key = key;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    void this.#compare(facts, target, running.signal).catch((error: unknown) => {
      if (running.signal.aborted || error instanceof RequestCancelled) return;
      this.#key = '';
      const message = error instanceof Error ? error.message : String(error);
      this.#services.log.warn(`Compare: ${message}`);
      this.#setStatus({ kind: 'failed', message, hint: 'Change the layer or the input and it runs again.' });
    });
  }

  async #compare(facts: DocumentFacts, target: CompareTarget, signal: AbortSignal): Promise<void> {
    const layer = indexOf(facts.analysis).layer(target.call.layer);
    if (!layer) return;
    const started = performance.now();
    const alternatives = await this.#services.analysisWorker.request(
      'alternatives',
      { layer, inputShape: target.inputShape },
      { signal },
    );
    const rows = (outcomes: readonly CompareOutcome[]): CompareRow[] =>
      alternatives.map((alternative) => ({
        alternative,
        outputShape: shapeText(alternative.outputShape.slice(1)),
        params: alternative.params,
        macs: alternative.macs,
        outcome: outcomes.find(({ id }) => id === alternative.id) ?? null,
      }));
    this.#rows = rows([]);
    this.#setStatus({ kind: 'working', label: 'Drawing', done: 0, total: alternatives.length });
    const settings = this.#input.forRun();
    const outcomes = await this.#services.engineWorker.request(
      'compare',
      { framework: layer.framework, alternatives, ...settings },
      { signal, progress: (done, total, label) => this.#setStatus({ kind: 'working', label, done, total }) },
    );
    this.#picture = await this.#services.engineWorker.request(
      'picture',
      { picture: settings.picture, ...imageSize(layer.framework, target) },
      { signal },
    );
    this.#rows = rows(outcomes);
    this.#setStatus(
      this.#input.problem === null
        ? { kind: 'ready', milliseconds: performance.now() - started, peakBytes: null }
        : {
            kind: 'failed',
            message: this.#input.problem,
            hint: 'Choose another picture; the last one that worked is shown.',
          },
    );
  }

  #setStatus(status: PanelStatus): void {
    this.#status = status;
    const facts = this.#document && this.#services.analysis.current(this.#document);
    this.#postSnapshot(facts);
  }

  #postSnapshot(facts: DocumentFacts | null): void {
    const layer = facts && this.#target ? indexOf(facts.analysis).layer(this.#target.call.layer) : undefined;
    const snapshot: CompareSnapshot = {
      type: 'compare',
      layer:
        layer && this.#target && this.#document
          ? {
              name: layer.name,
              type: layer.type,
              file: vscode.workspace.asRelativePath(this.#document.uri),
              line: this.#document.positionAt(this.#target.range.start).line + 1,
              inputShape: shapeText(this.#target.inputShape.slice(1)),
              framework: layer.framework,
            }
          : null,
      input: this.#picture,
      rows: this.#rows,
      picture: this.#input.shown(),
      weights: this.#input.weights,
      status: this.#status,
      stale: facts?.stale ?? false,
    };
    void this.#post(snapshot);
  }

  #post(message: ToCompare): Thenable<boolean> | undefined {
    return this.#view?.webview.postMessage(message);
  }
}

function imageSize(
  framework: 'keras' | 'torch',
  { inputShape }: CompareTarget,
): { height: number; width: number; channels: number } {
  const sizes = inputShape.map(Number);
  const [height, width] = framework === 'torch' ? [sizes[2], sizes[3]] : [sizes[1], sizes[2]];
  return { height: height ?? 1, width: width ?? 1, channels: 3 };
}
