/**
 * The side panel: the upsampling layer under the cursor beside the other ways to write it. Follows the cursor and the text; keeps
 * the last layer while the cursor is elsewhere. While it is hidden it does nothing.
 */
import * as vscode from 'vscode';
import type { ExplainParams } from '../../model/explanation.ts';
import type { LayerFact } from '../../model/graph.ts';
import { shapeText } from '../../model/sizes/text.ts';
import type {
  CompareIntent,
  ComparePart,
  CompareRow,
  CompareSnapshot,
  Explanation,
  FeatureMaps,
  PanelStatus,
  RowSetting,
  SpreadSetting,
  ToCompare,
} from '../../protocol.ts';
import { isIn, isPython } from '../analysis/documents.ts';
import type { AnalysisService, DocumentFacts } from '../analysis/service.ts';
import { indexOf } from '../describe/facts-index.ts';
import type { CompareRunner } from './compare-run.ts';
import { ModelComparison } from './compare-models.ts';
import { compareTarget, type CompareTarget } from './compare-target.ts';
import { FollowedDocument } from './followed-document.ts';
import { InputSettings } from './input-settings.ts';
import { badPicture, cancelled, failed, isCancelled, NO_LAYER, working } from './panel-status.ts';
import { RowRedraws } from './row-redraws.ts';
import { upsamplingChain } from './upsampling-chain.ts';
import { webviewHtml, webviewOptions } from './webview-html.ts';

export const COMPARE_VIEW = 'layerscope.compareView';

export interface CompareServices {
  readonly extension: vscode.Uri;
  readonly analysis: AnalysisService;
  readonly runner: CompareRunner;
  readonly log: vscode.LogOutputChannel;
}

export class CompareView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #services: CompareServices;
  readonly #input = new InputSettings();
  readonly #subscriptions: vscode.Disposable[];
  #view: vscode.WebviewView | null = null;
  #followed: FollowedDocument | null = null;
  /** Where the layer was last seen. */
  #offset = 0;
  #target: CompareTarget | null = null;
  #rows: readonly CompareRow[] = [];
  #picture: FeatureMaps | null = null;
  #status: PanelStatus = NO_LAYER();
  #running: AbortController | null = null;
  /** What the rows were made for, finished or under way: nothing is run again while it is the same. */
  #key = '';
  #explanation: Explanation | null = null;
  #asked: CompareSnapshot['asked'] = null;
  /** The last request for code: only the newest setting's is of use. */
  #coding: AbortController | null = null;
  readonly #redraws: RowRedraws;
  readonly #models: ModelComparison;
  #written: CompareSnapshot['written'] = null;

  constructor(services: CompareServices) {
    this.#services = services;
    this.#models = new ModelComparison(services.analysis);
    this.#redraws = new RowRedraws(services.runner, (row) => this.#tellRow(row));
    this.#subscriptions = [
      vscode.window.registerWebviewViewProvider(COMPARE_VIEW, this),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.#follow(textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => editor && this.#follow(editor)),
      services.analysis.onDidChangeFacts(({ document }) => {
        const editor = vscode.window.activeTextEditor;
        if (editor?.document === document) this.#follow(editor);
        else if (this.#followed?.is(document)) this.#refresh();
      }),
      vscode.workspace.onDidRenameFiles((event) => {
        const renamed = this.#followed?.renamed(event).then((hit) => hit && this.#refresh());
        renamed?.catch((error: unknown) => this.#fail(error));
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('layerscope.preview.memoryLimit')) this.restart();
      }),
    ];
  }

  /** Opens a part of the view for the layer at an offset. */
  async show(document: vscode.TextDocument, offset: number, part: ComparePart): Promise<void> {
    this.#see(document, offset);
    this.#asked = { part, at: Date.now() };
    await vscode.commands.executeCommand(`${COMPARE_VIEW}.focus`);
    await this.#services.analysis.facts(document);
    this.#refresh();
  }

  /** Runs again, whatever was drawn: the workers were started anew. */
  restart(): void {
    this.#key = '';
    this.#refresh();
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    this.#services.runner.warmUp();
    view.webview.options = webviewOptions(this.#services.extension);
    view.webview.onDidReceiveMessage((intent: CompareIntent) => {
      this.#take(intent).catch((error: unknown) => this.#fail(error));
    });
    view.onDidChangeVisibility(() => (view.visible ? this.#refresh() : this.#rest()));
    view.onDidDispose(() => {
      this.#rest();
      this.#view = null;
    });
    view.webview.html = webviewHtml(
      view.webview,
      this.#services.extension,
      'compare',
      vscode.l10n.t('Compare Upsampling'),
    );
  }

  dispose(): void {
    this.#running?.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async #take(intent: CompareIntent): Promise<void> {
    switch (intent.type) {
      case 'ready': {
        const editor = vscode.window.activeTextEditor;
        if (editor && !this.#followed) this.#follow(editor);
        else this.#refresh();
        return;
      }
      case 'reveal':
        if (this.#target) await this.#followed?.reveal(this.#target.range.start);
        return;
      case 'copy': {
        const row = this.#rows.find(({ alternative }) => alternative.id === intent.id);
        if (row) await vscode.env.clipboard.writeText(copyText(row.alternative));
        return;
      }
      case 'use': {
        const row = this.#rows.find(({ alternative }) => alternative.id === intent.id);
        const facts = this.#followed?.facts ?? null;
        const layer = this.#layer(facts);
        if (!row || !facts || !layer) return;
        const { code } = row.alternative;
        await vscode.commands.executeCommand('layerscope.useAlternative', facts.document.uri, layer.range, code);
        return;
      }
      case 'set-row':
        await this.#setRow(intent.id, intent.setting);
        return;
      case 'choose-own': {
        const facts = this.#followed?.facts;
        if (facts) this.#models.chooseOwn(facts, intent.model);
        this.#post();
        return;
      }
      case 'choose-other': {
        const facts = this.#followed?.facts;
        if (facts) await this.#models.choose(intent.kind, facts, new AbortController().signal);
        this.#post();
        return;
      }
      case 'copy-text':
        await vscode.env.clipboard.writeText(intent.text);
        return;
      case 'code-of-setting':
        await this.#sendCode(intent.setting);
        return;
      case 'cancel':
        this.#running?.abort();
        this.#say(cancelled());
        return;
      default:
        await this.#input.take(
          intent,
          () => this.restart(),
          (request) => void this.#send(request),
        );
    }
  }

  async #setRow(id: string, setting: RowSetting | null): Promise<void> {
    const layer = this.#layer(this.#followed?.facts ?? null);
    const running = this.#running;
    if (!layer || !this.#target || !running) return;
    this.#redraws.set(id, setting);
    if (this.#status.kind === 'working') {
      this.restart();
      return;
    }
    const about = { layer, target: this.#target, run: this.#input.forRun() };
    try {
      await this.#redraws.redraw(id, about, running.signal);
    } catch (error) {
      if (!isCancelled(error, running.signal)) throw error;
    }
  }

  #tellRow(row: CompareRow): void {
    this.#rows = this.#rows.map((one) => (one.alternative.id === row.alternative.id ? row : one));
    void this.#send({ type: 'row', row });
  }

  async #sendCode(setting: SpreadSetting): Promise<void> {
    const facts = this.#followed?.facts ?? null;
    const layer = this.#layer(facts);
    if (!facts || !layer) return;
    this.#coding?.abort();
    const coding = new AbortController();
    this.#coding = coding;
    try {
      const code = await this.#services.analysis.settingCode(facts.document, layer, setting, coding.signal);
      if (!coding.signal.aborted) await this.#send({ type: 'setting-code', setting, code });
    } catch (error) {
      if (!isCancelled(error, coding.signal)) throw error;
    }
  }

  #see(document: vscode.TextDocument, offset: number): void {
    if (!this.#followed?.is(document)) {
      this.#followed = new FollowedDocument(this.#services.analysis, document);
      this.#models.reset();
    }
    this.#offset = offset;
  }

  #follow({ document, selection }: vscode.TextEditor): void {
    if (!isPython(document)) return;
    const offset = document.offsetAt(selection.active);
    const facts = this.#services.analysis.current(document);
    if (!facts) return;
    // A cursor on no upsampling layer keeps the last one of the same document.
    if (find(facts, offset, !this.#followed?.is(document))) this.#see(document, offset);
    this.#refresh();
  }

  /** Hidden panels cost nothing. */
  #rest(): void {
    if (this.#status.kind !== 'working') return;
    this.#running?.abort();
    this.#key = '';
  }

  #layer(facts: DocumentFacts | null): LayerFact | undefined {
    return facts && this.#target ? indexOf(facts.analysis).layer(this.#target.call.layer) : undefined;
  }

  #refresh(): void {
    if (!this.#view?.visible) return;
    const facts = this.#followed?.facts ?? null;
    this.#target = facts && find(facts, this.#offset, true);
    const layer = this.#layer(facts);
    if (!facts || !this.#target || !layer) {
      this.#running?.abort();
      this.#rows = [];
      this.#key = '';
      this.#explanation = null;
      this.#say(NO_LAYER());
      return;
    }
    const target = this.#target;
    this.#offset = Math.max(target.range.start, Math.min(this.#offset, target.range.end));
    const chain = upsamplingChain(indexOf(facts.analysis), facts.analysis, target.call);
    const key = JSON.stringify([
      layer.framework,
      layer.type,
      layer.arguments,
      target.inputShape,
      chain.own,
      namesOf(chain),
    ]);
    if (key === this.#key) {
      this.#post(); // the place may have moved
      return;
    }
    this.#key = key;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#compare(layer, target, chain, running.signal).catch((error: unknown) => {
      if (isCancelled(error, running.signal)) return;
      this.#key = '';
      this.#fail(error);
    });
  }

  async #compare(layer: LayerFact, target: CompareTarget, chain: ExplainParams, signal: AbortSignal): Promise<void> {
    const started = performance.now();
    this.#explanation = await this.#services.runner.explain(chain, signal);
    this.#post();
    const settings = this.#redraws.settingsFor(JSON.stringify([layer.type, layer.arguments, target.inputShape]));
    const listener = {
      written: (row: CompareSnapshot['written']): void => {
        this.#written = row;
      },
      rows: (rows: readonly CompareRow[], done: number, label: string): void => {
        this.#rows = rows;
        if (done < rows.length) this.#say(working(label, done, rows.length));
      },
      input: (picture: FeatureMaps): void => {
        this.#picture = picture;
      },
    };
    const comparison = { layer, target, settings, run: this.#input.forRun() };
    await this.#services.runner.run(comparison, listener, signal);
    signal.throwIfAborted();
    const milliseconds = performance.now() - started;
    const { problem } = this.#input;
    this.#say(problem === null ? { kind: 'ready', milliseconds, peakBytes: null } : badPicture(problem));
  }

  #fail(error: unknown): void {
    this.#services.log.warn(`Compare: ${error instanceof Error ? error.message : String(error)}`);
    this.#say(failed(error, vscode.l10n.t('Change the layer or the input and it runs again.')));
  }

  #say(status: PanelStatus): void {
    this.#status = status;
    this.#post();
  }

  #post(): void {
    const facts = this.#followed?.facts ?? null;
    const layer = this.#layer(facts);
    const snapshot: CompareSnapshot = {
      type: 'compare',
      layer:
        layer && this.#target && this.#followed
          ? {
              name: layer.name,
              type: layer.type,
              file: vscode.workspace.asRelativePath(this.#followed.uri),
              line: this.#followed.line(this.#target.range.start),
              inputShape: shapeText(this.#target.inputShape.slice(1)),
              framework: layer.framework,
            }
          : null,
      input: this.#picture,
      rows: this.#rows,
      written: this.#written,
      explanation: this.#explanation,
      models: this.#models.snapshot(facts),
      asked: this.#asked,
      picture: this.#input.shown(),
      weights: this.#input.weights,
      status: this.#status,
      stale: facts?.stale ?? false,
    };
    void this.#send(snapshot);
  }

  #send(message: ToCompare): Thenable<boolean> | undefined {
    return this.#view?.webview.postMessage(message);
  }
}

/** With what the code needs beside it. */
const copyText = ({ definition, code }: CompareRow['alternative']): string =>
  [...definition, ...(definition.length > 0 ? ['', ''] : []), ...code].join('\n');

const namesOf = ({ chain }: ExplainParams): readonly unknown[] =>
  chain.map(({ name, layer }) => [name, layer?.arguments ?? null]);

function find({ analysis, document }: DocumentFacts, offset: number, nearest: boolean): CompareTarget | null {
  return compareTarget(indexOf(analysis), analysis, offset, (range) => isIn(document, range), nearest);
}
