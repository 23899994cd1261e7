/**
 * The preview panel beside the editor: follows one document, runs the chosen model whenever what it would compute has changed, and sends
 * complete snapshots. While it is hidden it does nothing. State that persists: which document and model (in the webview's state).
 */
import * as vscode from 'vscode';
import type { ModelGraph } from '../../model/graph.ts';
import type {
  ComparePart,
  PanelStatus,
  PreviewIntent,
  PreviewRow,
  RunOutcome,
  RunStarted,
  ToPreview,
} from '../../protocol.ts';
import type { AnalysisService, DocumentFacts } from '../analysis/service.ts';
import { isGone } from '../analysis/shift.ts';
import { indexOf } from '../describe/facts-index.ts';
import { FollowedDocument } from './followed-document.ts';
import { InputSettings } from './input-settings.ts';
import type { OwnPicture } from './own-picture.ts';
import { PreviewCursor } from './preview-cursor.ts';
import { shownRows, type ShownRow } from './preview-modules.ts';
import { rowAt } from './preview-row-at.ts';
import type { KeptRun } from './kept-state.ts';
import { LookAgainst } from './preview-against.ts';
import { badPicture, cancelled, failed, isCancelled, NO_MODEL, working } from './panel-status.ts';
import { reportOf, saveFile } from './preview-export.ts';
import { TooLarge, type PreviewRunner, type RunSettings } from './preview-run.ts';
import { rowToShow } from './preview-rows.ts';
import { previewSnapshot, rowsOf, type Drawn, type PreviewState } from './preview-snapshot.ts';
import { choiceOf, chosenFrom, type NamedChoice } from './row-choice.ts';
import { webviewHtml, webviewOptions } from './webview-html.ts';

export const PREVIEW_TYPE = 'layerscope.preview';
/** A snapshot carries all maps, so that progress is not told more often than a person can read. */
const PROGRESS_MS = 150;

export interface PreviewServices {
  readonly extension: vscode.Uri;
  readonly analysis: AnalysisService;
  readonly runner: PreviewRunner;
  readonly log: vscode.LogOutputChannel;
  /** Where the user's own picture outlives the window. */
  readonly pictures: OwnPicture;
  /** Opens a part of the comparison for the layer at an offset of a document. */
  compare(document: vscode.TextDocument, offset: number, part: ComparePart): void;
}

export class PreviewPanel implements vscode.Disposable {
  readonly #services: PreviewServices;
  readonly #panel: vscode.WebviewPanel;
  readonly #input: InputSettings;
  readonly #subscriptions: vscode.Disposable[];
  readonly #cursor: PreviewCursor;
  #followed: FollowedDocument;
  #model: NamedChoice | null = null;
  #chosenRow: NamedChoice | null = null;
  #size: readonly [number, number] | null = null;
  #drawn: Drawn | null = null;
  /** The run under way, of which maps can be asked already. */
  #live: Drawn | null = null;
  /** Maps of it that were asked for already. */
  #drawing: Promise<void> = Promise.resolve();
  #peakBytes: number | null = null;
  readonly #against: LookAgainst;
  #status: PanelStatus = working(vscode.l10n.t('Reading the code'));
  #running: AbortController | null = null;
  /** What is shown is not what should be: the panel was hidden meanwhile. */
  #outdated = true;

  constructor(services: PreviewServices, document: vscode.TextDocument, panel: vscode.WebviewPanel) {
    this.#services = services;
    this.#input = new InputSettings(services.pictures);
    this.#followed = new FollowedDocument(services.analysis, document);
    this.#panel = panel;
    services.runner.warmUp();
    panel.webview.options = webviewOptions(services.extension);
    const icon = (name: string): vscode.Uri => vscode.Uri.joinPath(services.extension, 'media', 'icons', name);
    panel.iconPath = { light: icon('tab-light.svg'), dark: icon('tab-dark.svg') };
    this.#against = new LookAgainst(services.runner);
    this.#cursor = new PreviewCursor(
      (changed) => this.#panel.visible && this.#followed.is(changed),
      (position) => this.#followCursor(position),
    );
    this.#subscriptions = [
      panel.webview.onDidReceiveMessage((intent: PreviewIntent) => this.#take(intent)),
      services.analysis.onDidChangeFacts((facts) => {
        if (this.#followed.is(facts.document)) this.#refresh();
      }),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#rest();
        else if (this.#outdated) this.#refresh();
      }),
      vscode.workspace.onDidRenameFiles((event) => {
        const renamed = this.#followed.renamed(event).then((hit) => hit && this.#refresh());
        renamed.catch((error: unknown) => this.#fail(error));
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('layerscope.preview.memoryLimit')) this.#refresh();
      }),
    ];
    panel.webview.html = webviewHtml(panel.webview, services.extension, 'preview', 'Layerscope');
  }

  /** Follows another document or model: by its id in the facts there are, or as it was remembered. */
  show(document: vscode.TextDocument, model: number | NamedChoice | null): void {
    if (!this.#followed.is(document)) {
      this.#followed = new FollowedDocument(this.#services.analysis, document);
      this.#drawn = null;
      this.#model = null;
    }
    if (typeof model === 'number') {
      const models = this.#models();
      this.#model = choiceOf(
        models,
        models.find(({ id }) => id === model),
      );
    } else this.#model = model ?? this.#model;
    this.#chosenRow = null;
    this.#size = null;
    this.#panel.reveal(undefined, true);
    this.#refresh();
  }

  /** Looks at what was looked at before a reload; `show` has just been called, and its run waits for the facts. */
  restore({ row, size, picture, weights }: KeptRun): void {
    this.#chosenRow = row;
    this.#size = size;
    if (picture === 'own') void this.#input.restoreOwn().then((restored) => restored && this.#refresh());
    else if (picture !== null) this.#input.picture = { kind: 'built-in', name: picture };
    if (weights !== null) this.#input.weights = weights;
  }

  /** Runs again, whatever was drawn: the workers were started anew. */
  restart(): void {
    this.#drawn = null;
    this.#refresh();
  }

  dispose(): void {
    this.#running?.abort();
    this.#cursor.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #take(intent: PreviewIntent): void {
    this.#handle(intent).catch((error: unknown) => this.#fail(error));
  }

  async #handle(intent: PreviewIntent): Promise<void> {
    switch (intent.type) {
      case 'ready':
        if (this.#outdated) this.#refresh();
        else this.#post(); // shown again: nothing has changed
        return;
      case 'select-model':
        this.#model = choiceOf(
          this.#models(),
          this.#models().find(({ id }) => id === intent.model),
        );
        this.#chosenRow = null;
        this.#refresh();
        return;
      case 'select-call': {
        const { row, choice } = this.#rowOf(intent.call);
        this.#chosenRow = choice;
        if (row && row.callRange.file === this.#followed.facts?.analysis.file && !isGone(row.callRange))
          this.#cursor.mark(this.#followed.uri, row.callRange);
        this.#post();
        await this.#drawRow(new AbortController().signal);
        return;
      }
      case 'help':
        await vscode.commands.executeCommand('layerscope.openHelp', 'preview');
        return;
      case 'look-against':
        await this.#against.choose(intent.what, this.#drawn, this.#rows());
        this.#post();
        return;
      case 'save':
        await saveFile(this.#followed.uri, intent.name, new Uint8Array(intent.bytes));
        return;
      case 'export-report': {
        const snapshot = previewSnapshot(this.#state(), this.#followed.line);
        if (!this.#drawn) throw new Error(vscode.l10n.t('There is nothing to report until the model has run.'));
        const html = await reportOf(this.#drawn, snapshot, this.#services.runner);
        await saveFile(this.#followed.uri, `${this.#drawn.concrete.model.name}.html`, new TextEncoder().encode(html));
        return;
      }
      case 'reveal': {
        const { row } = this.#rowOf(intent.call);
        if (row) await this.#followed.reveal(row.callRange.start);
        return;
      }
      case 'reveal-line': {
        const document = await this.#followed.reopen();
        await this.#followed.reveal(document.offsetAt(new vscode.Position(Math.max(0, intent.line - 1), 0)));
        return;
      }
      case 'set-size':
        this.#size = intent.size;
        this.#refresh();
        return;
      case 'cancel':
        this.#running?.abort();
        this.#say(cancelled());
        return;
      case 'compare': {
        const { row } = this.#rowOf(intent.call);
        if (row) this.#services.compare(await this.#followed.reopen(), row.callRange.start, 'ways');
        return;
      }
      case 'explain': {
        const { row } = this.#rowOf(intent.call);
        if (row) this.#services.compare(await this.#followed.reopen(), row.callRange.start, 'why');
        return;
      }
      default:
        await this.#input.take(
          intent,
          () => this.#refresh(),
          (request) => void this.#send(request),
        );
    }
  }

  #models(): readonly ModelGraph[] {
    return this.#followed.facts?.analysis.models ?? [];
  }

  #chosenModel(): ModelGraph | undefined {
    return chosenFrom(this.#models(), this.#model) ?? this.#models()[0];
  }

  #rows(): readonly PreviewRow[] {
    return this.#drawn ? rowsOf(this.#drawn.concrete, this.#drawn, this.#followed.line) : [];
  }

  /** The rows with their places in the text as it is now. */
  #shownRows(): readonly ShownRow[] {
    const { facts } = this.#followed;
    const model = this.#chosenModel();
    return facts && model ? shownRows(indexOf(facts.analysis), model) : [];
  }

  /** The cursor came to rest: its layer becomes the chosen one. */
  #followCursor(position: vscode.Position): void {
    const { facts, document } = this.#followed;
    if (!facts || !this.#panel.visible) return;
    const rows = this.#shownRows();
    const line = document.lineAt(document.validatePosition(position).line).range;
    const current = chosenFrom(rows, this.#chosenRow);
    const row = rowAt(
      rows,
      ({ file }) => file === facts.analysis.file,
      document.offsetAt(position),
      [document.offsetAt(line.start), document.offsetAt(line.end)],
      current,
    );
    if (!row || row === current) return;
    this.#chosenRow = choiceOf(rows, row);
    this.#post();
    this.#drawRow(new AbortController().signal).catch((error: unknown) => this.#fail(error));
  }

  /** The row of a call as the webview knows it, with its place in the text as it is now. */
  #rowOf(call: number): { readonly row: ShownRow | undefined; readonly choice: NamedChoice | null } {
    const { rows } = previewSnapshot(this.#state(), this.#followed.line);
    const choice = choiceOf(
      rows,
      rows.find((row) => row.call === call),
    );
    return { row: chosenFrom(this.#shownRows(), choice), choice };
  }

  /** Hidden panels cost nothing. */
  #rest(): void {
    if (this.#status.kind !== 'working') return;
    this.#running?.abort();
    this.#outdated = true;
  }

  #refresh(): void {
    if (!this.#panel.visible) {
      this.#outdated = true;
      return;
    }
    this.#outdated = false;
    this.#running?.abort();
    this.#live = null;
    const running = new AbortController();
    this.#running = running;
    this.#run(running.signal).catch((error: unknown) => {
      if (isCancelled(error, running.signal)) return;
      this.#live = null;
      this.#drawn = null;
      this.#fail(error);
    });
  }

  #fail(error: unknown): void {
    this.#services.log.warn(`Preview: ${error instanceof Error ? error.message : String(error)}`);
    this.#say(
      failed(
        error,
        vscode.l10n.t('The layers and their numbers stay readable; the maps come back when this is mended.'),
      ),
    );
  }

  async #run(signal: AbortSignal): Promise<void> {
    const facts = await this.#followed.fresh();
    signal.throwIfAborted();
    const model = this.#chosenModel();
    if (!facts || !model) {
      this.#drawn = null;
      this.#panel.title = 'Layerscope';
      this.#say(NO_MODEL());
      return;
    }
    this.#model = choiceOf(this.#models(), model);
    this.#panel.title = model.name;
    // What was drawn from the last text that parses stays.
    if (facts.stale && this.#drawn) {
      this.#post();
      return;
    }
    const { runner } = this.#services;
    const settings = this.#input.forRun();
    const concrete = await runner.concrete(facts, model, this.#size, signal);
    const key = runner.key(concrete, settings);
    if (this.#drawn?.key === key && this.#drawn.figure.length > 0) this.#drawn = { ...this.#drawn, concrete };
    else {
      this.#peakBytes = null;
      this.#say(working(vscode.l10n.t('Preparing the run')));
      const empty = {
        concrete,
        key,
        run: null,
        notRun: new Map(),
        maps: null,
        figure: [],
        milliseconds: 0,
        peakBytes: 0,
      };
      await this.#sketch(facts, model, empty, settings, signal);
      const outcome = await this.#runModel(facts, model, empty, settings, signal);
      const notRun = new Map(outcome.calls.flatMap((one) => (one.kind === 'not-run' ? [[one.call, one.reason]] : [])));
      const maps = this.#drawn?.run === outcome.run ? this.#drawn.maps : null;
      this.#live = null;
      this.#drawn = { ...outcome, concrete, key, notRun, maps, figure: [] };
      await this.#drawing;
    }
    await this.#drawRow(signal);
    const { run } = this.#drawn;
    if (this.#drawn.figure.length === 0 && run !== null) {
      const figure = await runner.figure(concrete, run, settings, signal);
      signal.throwIfAborted();
      this.#drawn = { ...this.#drawn, figure };
    }
    const { milliseconds, peakBytes } = this.#drawn;
    const { problem } = this.#input;
    const misfit = runner.misfit(concrete, facts);
    if (problem !== null) this.#say(badPicture(problem));
    else if (misfit !== null) this.#say(failed(misfit, vscode.l10n.t('What stands before it is drawn.')));
    else this.#say({ kind: 'ready', milliseconds, peakBytes });
  }

  /** What the row that will be chosen looks like on a small picture, where the run takes its time. */
  async #sketch(
    facts: DocumentFacts,
    model: ModelGraph,
    empty: Drawn,
    settings: RunSettings,
    signal: AbortSignal,
  ): Promise<void> {
    const { runner } = this.#services;
    const small = await runner.sketch(facts, model, empty.concrete, signal);
    const rows = rowsOf(empty.concrete, null, this.#followed.line);
    const row = chosenFrom(rows, this.#chosenRow) ?? rowToShow(rows);
    const choice = choiceOf(rows, row);
    const call = small && chosenFrom(rowsOf(small, null, this.#followed.line), choice)?.call;
    if (!small || !row || row.call === null || typeof call !== 'number') return;
    const { run } = await runner.run(small, settings, { signal }, call);
    const maps = await runner.maps(small, run, call, signal).catch((error: unknown) => {
      // What cannot be drawn is told by the run itself.
      if (isCancelled(error, signal)) throw error;
      return null;
    });
    if (maps === null) return;
    this.#chosenRow = choice;
    this.#drawn = { ...empty, maps: { call: row.call, title: row.name, maps, sketch: small.size } };
    this.#post();
  }

  /** The run itself. The chosen row's maps are drawn as soon as they are there. */
  async #runModel(
    facts: DocumentFacts,
    model: ModelGraph,
    empty: Drawn,
    settings: RunSettings,
    signal: AbortSignal,
  ): Promise<RunOutcome & { kind: 'ran' }> {
    const { runner } = this.#services;
    const { concrete } = empty;
    const rows = rowsOf(concrete, null, this.#followed.line);
    const watched = (chosenFrom(rows, this.#chosenRow) ?? rowToShow(rows))?.call ?? null;
    const partial = ({ run, peakBytes }: RunStarted): void => {
      this.#peakBytes = peakBytes;
      this.#live = { ...empty, run, peakBytes };
      this.#drawing = this.#drawRow(signal).catch((error: unknown) => {
        if (!isCancelled(error, signal)) this.#fail(error);
      });
    };
    try {
      return await runner.run(concrete, settings, { signal, progress: this.#progress(), partial }, watched);
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      this.#say(working(vscode.l10n.t('Looking for the largest input that fits')));
      throw new Error(`${error.message} ${await runner.advice(facts, model, concrete, settings, signal)}`);
    }
  }

  #progress(): (done: number, total: number, label: string, millisecondsLeft: number | null) => void {
    let last = 0;
    return (done, total, label, millisecondsLeft) => {
      const now = performance.now();
      // Each snapshot carries the maps that are there already.
      const mebibytes = (this.#drawn?.maps?.maps.data.byteLength ?? 0) / 2 ** 20;
      if (now - last < PROGRESS_MS * (1 + mebibytes)) return;
      last = now;
      this.#say(working(label, done, total, millisecondsLeft, this.#peakBytes));
    };
  }

  /** The maps of the chosen row, from the run that is there. */
  async #drawRow(signal: AbortSignal): Promise<void> {
    const drawn = this.#live?.run === this.#drawn?.run ? this.#drawn : (this.#live ?? this.#drawn);
    if (!drawn) return;
    const rows = rowsOf(drawn.concrete, drawn, this.#followed.line);
    const row = chosenFrom(rows, this.#chosenRow) ?? rowToShow(rows);
    const choice = choiceOf(rows, row);
    this.#chosenRow = choice;
    if (!row || row.call === null || !row.runnable || drawn.run === null || drawn.maps?.call === row.call) {
      this.#post();
      return;
    }
    const early = drawn === this.#live;
    try {
      const maps = await this.#services.runner.maps(drawn.concrete, drawn.run, row.call, signal);
      // Another row or another run may have been asked for meanwhile.
      const current = this.#drawn?.run === drawn.run ? this.#drawn : this.#live;
      if (current?.run !== drawn.run || this.#chosenRow !== choice) return;
      this.#drawn = { ...current, maps: { call: row.call, title: row.name, maps, sketch: null } };
      this.#post();
      if (await this.#against.follow(this.#drawn, rows)) this.#post();
    } catch (error) {
      // What was asked for while the run went on may not be run at all; the run itself says so at its end.
      if (early || isCancelled(error, signal) || this.#drawn?.run !== drawn.run || this.#live !== null) return;
      // The engine was started anew and knows nothing of this run.
      this.#drawn = null;
      throw error;
    }
  }

  #say(status: PanelStatus): void {
    this.#status = status;
    this.#post();
  }

  #state(): PreviewState {
    return {
      file: vscode.workspace.asRelativePath(this.#followed.uri),
      uri: this.#followed.uri.toString(),
      facts: this.#followed.facts,
      model: this.#chosenModel(),
      row: this.#chosenRow,
      size: this.#size,
      drawn: this.#drawn,
      against: this.#against.shown,
      status: this.#status,
      picture: this.#input.shown(),
      weights: this.#input.weights,
    };
  }

  #post(): void {
    void this.#send(previewSnapshot(this.#state(), this.#followed.line));
  }

  #send(message: ToPreview): Thenable<boolean> {
    return this.#panel.webview.postMessage(message);
  }
}
