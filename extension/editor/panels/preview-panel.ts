/**
 * The preview panel beside the editor: follows one document, runs the chosen model whenever its facts or the settings change, and
 * sends complete snapshots. State that persists: which document and model (the webview's serialised state names them).
 */
import * as vscode from 'vscode';
import type { CallId, ModelGraph } from '../../model/graph.ts';
import type {
  AnalyzeParams,
  FeatureMaps,
  FigureTile,
  PanelStatus,
  PreviewIntent,
  PreviewSnapshot,
  ToPreview,
} from '../../protocol.ts';
import { RequestCancelled } from '../../worker/client.ts';
import { editorRange, filePath, isIn } from '../analysis/documents.ts';
import type { AnalysisService, DocumentFacts } from '../analysis/service.ts';
import { indexOf } from '../describe/facts-index.ts';
import { InputSettings } from './input-settings.ts';
import type { ConcreteModel, PreviewRunner } from './preview-run.ts';
import { hasOpenSizes, previewRows, previewTotals, rowToShow } from './preview-rows.ts';
import { webviewHtml, webviewOptions } from './webview-html.ts';

export const PREVIEW_TYPE = 'layerscope.preview';
/** What open sizes become until the user says otherwise: a multiple of the 16 or 32 that most U-Nets ask for. */
const DEFAULT_SIZE: readonly [number, number] = [64, 64];

interface Drawn {
  readonly concrete: ConcreteModel;
  readonly run: number;
  readonly maps: { readonly call: CallId; readonly title: string; readonly maps: FeatureMaps } | null;
  readonly figure: readonly FigureTile[];
}

export interface PreviewServices {
  readonly extension: vscode.Uri;
  readonly analysis: AnalysisService;
  readonly runner: PreviewRunner;
  readonly log: vscode.LogOutputChannel;
  /** Opens the comparison for the layer at an offset of a document. */
  compare(document: vscode.TextDocument, offset: number): void;
}

export class PreviewPanel implements vscode.Disposable {
  readonly #services: PreviewServices;
  readonly #panel: vscode.WebviewPanel;
  readonly #input = new InputSettings();
  readonly #subscriptions: vscode.Disposable[];
  #document: vscode.TextDocument;
  /** Names outlive edits; ids do not. */
  #modelName: string | null = null;
  #rowName: string | null = null;
  /** Null takes the code at its word. */
  #size: readonly [number, number] | null = null;
  #drawn: Drawn | null = null;
  #status: PanelStatus = { kind: 'working', label: 'Reading the code', done: 0, total: 1 };
  #running: AbortController | null = null;
  #outdated = false;

  constructor(services: PreviewServices, document: vscode.TextDocument, panel: vscode.WebviewPanel) {
    this.#services = services;
    this.#document = document;
    this.#panel = panel;
    panel.webview.options = webviewOptions(services.extension);
    panel.iconPath = vscode.Uri.joinPath(services.extension, 'media', 'icons', 'layerscope.svg');
    this.#subscriptions = [
      panel.webview.onDidReceiveMessage((intent: PreviewIntent) => void this.#take(intent)),
      services.analysis.onDidChangeFacts((facts) => {
        if (facts.document.uri.toString() === this.#document.uri.toString()) this.#refresh();
      }),
      panel.onDidChangeViewState(() => {
        if (panel.visible && this.#outdated) this.#refresh();
      }),
    ];
    panel.webview.html = webviewHtml(panel.webview, services.extension, 'preview', 'Layerscope');
  }

  /** Follows another document or model. */
  show(document: vscode.TextDocument, model: number | null): void {
    this.#document = document;
    const facts = this.#services.analysis.current(document);
    this.#modelName = facts?.analysis.models.find(({ id }) => id === model)?.name ?? null;
    this.#rowName = null;
    this.#size = null;
    this.#panel.reveal(undefined, true);
    this.#refresh();
  }

  dispose(): void {
    this.#running?.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #take(intent: PreviewIntent): Promise<void> {
    switch (intent.type) {
      case 'ready':
        this.#refresh();
        return;
      case 'select-model':
        this.#modelName = this.#facts()?.analysis.models.find(({ id }) => id === intent.model)?.name ?? null;
        this.#rowName = null;
        this.#refresh();
        return;
      case 'select-call':
        this.#rowName = this.#model()?.rows.find(({ call }) => call === intent.call)?.name ?? null;
        await this.#drawSelected();
        return;
      case 'reveal': {
        const row = this.#model()?.rows.find(({ call }) => call === intent.call);
        if (row) await this.#reveal(row.callRange.start);
        return;
      }
      case 'reveal-line':
        await this.#reveal(this.#document.offsetAt(new vscode.Position(Math.max(0, intent.line - 1), 0)));
        return;
      case 'set-size':
        this.#size = intent.size;
        this.#refresh();
        return;
      case 'cancel':
        this.#running?.abort();
        this.#setStatus({
          kind: 'failed',
          message: 'The run was cancelled.',
          hint: 'Change the code or a setting to run it again.',
        });
        return;
      case 'compare': {
        const call = this.#model() && indexOf(this.#facts()?.analysis ?? emptyAnalysis).call(intent.call);
        if (call) this.#services.compare(this.#document, call.range.start);
        return;
      }
      default:
        await this.#input.take(
          intent,
          () => this.#refresh(),
          (request) => void this.#post(request),
        );
    }
  }

  readonly #line = (offset: number): number => this.#document.positionAt(Math.max(0, offset)).line + 1;

  #facts(): DocumentFacts | null {
    return this.#services.analysis.current(this.#document);
  }

  #model(): ModelGraph | undefined {
    const models = this.#facts()?.analysis.models ?? [];
    return models.find(({ name }) => name === this.#modelName) ?? models[0];
  }

  async #reveal(offset: number): Promise<void> {
    const position = this.#document.positionAt(offset);
    await vscode.window.showTextDocument(this.#document, {
      viewColumn:
        vscode.window.visibleTextEditors.find(({ document }) => document === this.#document)?.viewColumn ??
        vscode.ViewColumn.One,
      selection: new vscode.Range(position, position),
    });
  }

  #refresh(): void {
    if (!this.#panel.visible) {
      this.#outdated = true; // hidden panels cost nothing
      return;
    }
    this.#outdated = false;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    void this.#run(running.signal).catch((error: unknown) => {
      if (running.signal.aborted || error instanceof RequestCancelled) return;
      this.#drawn = null;
      const message = error instanceof Error ? error.message : String(error);
      this.#services.log.warn(`Preview: ${message}`);
      this.#setStatus({
        kind: 'failed',
        message,
        hint: 'The layers and their numbers stay readable; the maps come back when this is mended.',
      });
    });
  }

  async #run(signal: AbortSignal): Promise<void> {
    const facts = await this.#services.analysis.facts(this.#document);
    signal.throwIfAborted();
    const model = this.#model();
    if (!facts || !model) {
      this.#drawn = null;
      this.#setStatus({
        kind: 'empty',
        message: 'No model found in this file.',
        hint: 'Write a Keras model or a torch.nn.Module, or open one of the samples.',
      });
      return;
    }
    this.#panel.title = model.name;
    this.#setStatus({ kind: 'working', label: 'Preparing the run', done: 0, total: 1 });
    const { analysis } = facts;
    const sized = this.#size !== null || hasOpenSizes(analysis, model);
    const concrete = sized
      ? await this.#services.runner.sized(model, this.#sizedParams(facts), signal)
      : { index: indexOf(analysis), model };
    const settings = this.#input.forRun();
    const outcome = await this.#services.runner.run(concrete, settings, {
      signal,
      progress: (done, total, label) => this.#setStatus({ kind: 'working', label, done, total }),
    });
    this.#drawn = { concrete, run: outcome.run, maps: null, figure: [] };
    await this.#drawSelected(signal);
    const figure = await this.#services.runner.figure(concrete, outcome.run, settings, signal);
    signal.throwIfAborted();
    this.#drawn = { ...this.#drawn, figure };
    this.#setStatus(
      this.#input.problem === null
        ? { kind: 'ready', milliseconds: outcome.milliseconds, peakBytes: outcome.peakBytes }
        : {
            kind: 'failed',
            message: this.#input.problem,
            hint: 'Choose another picture; the last one that worked is shown.',
          },
    );
  }

  #sizedParams({ document }: DocumentFacts): AnalyzeParams {
    return {
      source: { file: filePath(document), text: document.getText(), version: document.version },
      workspace: [],
      call: null,
      inputs: [],
      imageSize: this.#size ?? DEFAULT_SIZE,
    };
  }

  /** The maps of the chosen row, from the run that is there. */
  async #drawSelected(signal = new AbortController().signal): Promise<void> {
    const drawn = this.#drawn;
    if (!drawn) return;
    const { concrete } = drawn;
    const rows = previewRows(concrete.index, concrete.model, this.#line);
    const row = rows.find(({ name }) => name === this.#rowName) ?? rowToShow(rows);
    this.#rowName = row?.name ?? null;
    if (!row || row.call === null) return;
    try {
      const maps = await this.#services.runner.maps(concrete, drawn.run, row.call, signal);
      if (signal.aborted) return;
      this.#drawn = {
        ...drawn,
        figure: this.#drawn?.figure ?? drawn.figure,
        maps: { call: row.call, title: row.name, maps },
      };
    } catch (error) {
      if (error instanceof RequestCancelled) return;
      this.#drawn = { ...drawn, maps: null };
      if (row.runnable) throw error;
    }
    this.#postSnapshot();
  }

  #setStatus(status: PanelStatus): void {
    this.#status = status;
    this.#postSnapshot();
  }

  #postSnapshot(): void {
    void this.#post(this.#snapshot());
  }

  #snapshot(): PreviewSnapshot {
    const facts = this.#facts();
    const model = this.#model();
    const analysis = facts?.analysis;
    const document = this.#document;
    // Rows come from the run when there is one, so that open sizes show as the numbers that were drawn.
    const shown = this.#drawn && model && this.#drawn.concrete.model.name === model.name ? this.#drawn.concrete : null;
    const rows = shown
      ? previewRows(shown.index, shown.model, this.#line)
      : analysis && model
        ? previewRows(indexOf(analysis), model, this.#line)
        : [];
    const open = Boolean(analysis && model && hasOpenSizes(analysis, model));
    const input = this.#drawn?.figure[0]?.maps ?? null;
    return {
      type: 'preview',
      file: vscode.workspace.asRelativePath(document.uri),
      models: (analysis?.models ?? []).map(({ id, name, framework, range }) => ({
        id,
        name,
        framework,
        line: this.#line(range.start),
      })),
      model: model?.id ?? null,
      rows,
      totals: model ? previewTotals(shown?.model ?? model) : NO_TOTALS,
      constraints: model?.constraints.map(({ text }) => text) ?? [],
      selected: rows.find(({ name }) => name === this.#rowName)?.call ?? null,
      maps: shown ? (this.#drawn?.maps ?? null) : null,
      figure: this.#drawn?.figure ?? [],
      picture: this.#input.shown(),
      inputSize: input && {
        height: input.height,
        width: input.width,
        adjustable: open || model?.framework === 'keras',
        chosen: this.#size !== null,
      },
      weights: this.#input.weights,
      status: this.#status,
      stale: facts?.stale ?? false,
      findings: (analysis?.findings ?? [])
        .filter(({ code, range }) => code !== 'syntax-error' && isIn(document, range))
        .map(({ severity, message, range }) => ({
          severity,
          message,
          line: editorRange(document, range).start.line + 1,
        })),
    };
  }

  #post(message: ToPreview): Thenable<boolean> {
    return this.#panel.webview.postMessage(message);
  }
}

const NO_TOTALS: PreviewSnapshot['totals'] = { params: null, trainable: null, macs: null, bytes: null };
const emptyAnalysis = {
  file: '',
  sources: [],
  layers: [],
  calls: [],
  tensors: [],
  bindings: [],
  models: [],
  findings: [],
  milliseconds: 0,
};
