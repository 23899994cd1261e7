/**
 * One analysis per document version, cached; every surface reads this one. The newest text is analysed at once when the worker is
 * idle, else as soon as it is: no timers, and never more than one analysis waiting per document. While the text does not parse, the
 * facts of the last text that did are moved along with the edits.
 */
import * as vscode from 'vscode';
import type { Finding } from '../../model/findings.ts';
import type { SpreadSetting } from '../../model/artifacts/spread.ts';
import type { Analysis, LayerFact } from '../../model/graph.ts';
import type { Range } from '../../model/range.ts';
import type { ReceptiveFields } from '../../model/receptive/field.ts';
import type { AnalysisRequests, AnalyzeParams } from '../../protocol.ts';
import type { Fix } from '../../rewrite/fix.ts';
import { lazy } from '../../frameworks/lazy.ts';
import { RequestCancelled, type WorkerClient } from '../../worker/client.ts';
import { filePath, isPython } from './documents.ts';
import { JoinedNotebook, notebookOf, pythonCells } from './notebooks.ts';
import { shiftAnalysis, type Edit } from './shift.ts';
import { workspaceEdit } from './workspace-edit.ts';
import type { WorkspaceSources } from './workspace-sources.ts';

/** Facts of a document, good for the version named. */
export interface DocumentFacts {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly analysis: Analysis;
  /** The text does not parse now: these are the facts of the last text that did, moved along with the edits. */
  readonly stale: boolean;
}

/** The text that is analysed for a document: its own, or that of the notebook that it is a cell of. */
interface Subject {
  readonly params: AnalyzeParams;
  readonly notebook: JoinedNotebook | null;
}

interface Entry {
  readonly document: vscode.TextDocument;
  facts: DocumentFacts | null;
  /** The last analysis of a text without syntax errors, moved along with every edit since. */
  good: Analysis | null;
  /** Edits that came after the text of the running request. */
  editsSinceRequest: Edit[];
  running: boolean;
  /** The version of the text of the last request. */
  requestedVersion: number;
  /** The text changed while a request was running. */
  again: boolean;
  waiting: ((facts: DocumentFacts | null) => void)[];
}

const hasSyntaxError = (analysis: Analysis): boolean =>
  analysis.findings.some((finding) => finding.code === 'syntax-error');

export class AnalysisService implements vscode.Disposable {
  readonly #worker: WorkerClient<AnalysisRequests>;
  readonly #sources: WorkspaceSources;
  readonly #log: vscode.LogOutputChannel;
  readonly #entries = new Map<string, Entry>();
  /** The last analysis of each notebook, which its cells share. */
  readonly #notebooks = new Map<string, { readonly text: string; readonly analysis: Promise<Analysis> }>();
  readonly #changed = new vscode.EventEmitter<DocumentFacts>();
  readonly #subscriptions: vscode.Disposable[];
  readonly #receptive = new WeakMap<Analysis, () => Promise<ReceptiveFields>>();
  /** A document has new facts. */
  readonly onDidChangeFacts = this.#changed.event;

  constructor(worker: WorkerClient<AnalysisRequests>, sources: WorkspaceSources, log: vscode.LogOutputChannel) {
    this.#worker = worker;
    this.#sources = sources;
    this.#log = log;
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument((event) => this.#edited(event)),
      vscode.workspace.onDidCloseTextDocument((document) => {
        const key = document.uri.toString();
        // A new document may have come under the same name before the old one is told to be gone.
        if (this.#entries.get(key)?.document === document) this.#entries.delete(key);
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#analyzeVisible()),
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.#analyzeCells(notebook)),
      // Cells came, went or changed places.
      vscode.workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (contentChanges.length > 0) this.#analyzeCells(notebook);
      }),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => void this.#notebooks.delete(notebook.uri.toString())),
      sources.onDidChange(() => this.restart()),
    ];
    for (const notebook of vscode.workspace.notebookDocuments) this.#analyzeCells(notebook);
    this.#analyzeVisible();
  }

  /** What is known now, without waiting; null before the first analysis. */
  current(document: vscode.TextDocument): DocumentFacts | null {
    return this.#entries.get(document.uri.toString())?.facts ?? null;
  }

  /** Facts of the document as it stands now; null when there can be none. */
  facts(document: vscode.TextDocument, token?: vscode.CancellationToken): Promise<DocumentFacts | null> {
    if (!isPython(document)) return Promise.resolve(null);
    const entry = this.#entry(document);
    if (entry.facts?.version === document.version) return Promise.resolve(entry.facts);
    return new Promise((resolve) => {
      entry.waiting.push(resolve);
      token?.onCancellationRequested(() => resolve(null));
      this.#analyze(document);
    });
  }

  /** The receptive fields of the calls of a document's facts; none where the text they came from is gone. */
  async receptiveFields(analysis: Analysis): Promise<ReceptiveFields> {
    return (await this.#receptive.get(analysis)?.()) ?? new Map();
  }

  /** An analysis of the document with a size for its picture inputs; not kept. */
  async sized(
    document: vscode.TextDocument,
    imageSize: readonly [number, number],
    signal: AbortSignal,
  ): Promise<Analysis> {
    const { params, notebook } = await this.#subject(document);
    const analysis = await this.#worker.request('analyze', { ...params, imageSize }, { signal });
    return notebook?.inCells(analysis) ?? analysis;
  }

  /** An analysis of another text in the document's place: an older version of it. */
  async analyzedText(document: vscode.TextDocument, text: string, signal: AbortSignal): Promise<Analysis> {
    const { params } = await this.#subject(document);
    return this.#worker.request('analyze', { ...params, source: { ...params.source, text } }, { signal });
  }

  /** What can be done about a finding of the document as it stands, each with the edit that does it. */
  async fixes(
    document: vscode.TextDocument,
    finding: Finding,
    signal: AbortSignal,
  ): Promise<readonly { readonly fix: Fix; readonly edit: vscode.WorkspaceEdit }[]> {
    const { params, notebook } = await this.#subject(document);
    const range = notebook?.joined(finding.range) ?? finding.range;
    const mending = finding.fix && { ...finding.fix, range: notebook?.joined(finding.fix.range) ?? finding.fix.range };
    const asked = { input: params, finding: { ...finding, range, fix: mending } };
    const fixes = await this.#worker.request('fixes', asked, { signal });
    return fixes.map((fix) => ({ fix, edit: notebook?.edit(fix.edits) ?? workspaceEdit(document, fix.edits) }));
  }

  /** The edit that writes other code in place of the layer at a range; null where the text cannot take it. */
  async useCode(
    document: vscode.TextDocument,
    range: Range,
    code: readonly string[],
    signal: AbortSignal,
  ): Promise<vscode.WorkspaceEdit | null> {
    const { params, notebook } = await this.#subject(document);
    const asked = { input: params, range: notebook?.joined(range) ?? range, code };
    const edits = await this.#worker.request('useCode', asked, { signal });
    return edits && (notebook?.edit(edits) ?? workspaceEdit(document, edits));
  }

  /** The call of a layer with another setting, in the style of its file. */
  async settingCode(
    document: vscode.TextDocument,
    layer: LayerFact,
    setting: SpreadSetting,
    signal: AbortSignal,
  ): Promise<string> {
    const { params, notebook } = await this.#subject(document);
    const range = notebook?.joined(layer.range) ?? layer.range;
    const ranges = Object.entries(layer.argumentRanges).map(
      ([name, one]) => [name, notebook?.joined(one) ?? one] as const,
    );
    const asked = { input: params, layer: { ...layer, range, argumentRanges: Object.fromEntries(ranges) }, setting };
    return this.#worker.request('settingCode', asked, { signal });
  }

  /** Analyses everything that is open anew. */
  restart(): void {
    this.#notebooks.clear();
    for (const entry of this.#entries.values()) this.#outdate(entry);
    this.#analyzeVisible();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const entry of this.#entries.values()) for (const resolve of entry.waiting) resolve(null);
    this.#entries.clear();
    this.#changed.dispose();
  }

  #entry(document: vscode.TextDocument): Entry {
    const key = document.uri.toString();
    let entry = this.#entries.get(key);
    if (entry?.document !== document) {
      entry = {
        document,
        facts: null,
        good: null,
        editsSinceRequest: [],
        running: false,
        requestedVersion: -1,
        again: false,
        waiting: [],
      };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  #analyzeVisible(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      if (isPython(editor.document) && this.current(editor.document)?.version !== editor.document.version) {
        this.#analyze(editor.document);
      }
    }
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (!isPython(document) || contentChanges.length === 0) return;
    const entry = this.#entry(document);
    // VS Code gives several changes of one edit from the end of the text to its start, so each stands in the text before it.
    const edits = contentChanges.map((change) => ({
      offset: change.rangeOffset,
      removed: change.rangeLength,
      inserted: change.text.length,
    }));
    if (entry.good) entry.good = this.#moved(entry.good, document, edits);
    entry.editsSinceRequest.push(...edits);
    this.#analyze(document);
    // What imports this file reads its text as it stands in the editor.
    const file = filePath(document);
    for (const other of this.#entries.values()) {
      if (other !== entry && other.facts?.analysis.sources.some((source) => source.file === file)) {
        this.#notebooks.clear();
        this.#outdate(other);
      }
    }
    const notebook = notebookOf(document);
    if (notebook) this.#analyzeCells(notebook, document);
  }

  /** Every cell but the one that is analysed anyway: what a cell defines counts in those after it. */
  #analyzeCells(notebook: vscode.NotebookDocument, except: vscode.TextDocument | null = null): void {
    for (const cell of pythonCells(notebook)) {
      const entry = this.#entry(cell);
      if (cell === except) continue;
      // The text of the request that may be running is no longer that of the notebook.
      entry.requestedVersion = -1;
      if (entry.facts) this.#outdate(entry);
      else this.#analyze(cell);
    }
  }

  /** Facts that an import or the worker's restart made doubtful: they stay until the new ones are there. */
  #outdate(entry: Entry): void {
    if (!entry.facts) return;
    entry.facts = { ...entry.facts, version: -1 };
    entry.requestedVersion = -1;
    this.#analyze(entry.document);
  }

  #analyze(document: vscode.TextDocument): void {
    const entry = this.#entry(document);
    if (entry.running) {
      // Who asks for the text that is being analysed gets its answer.
      entry.again ||= entry.requestedVersion !== document.version;
      return;
    }
    entry.running = true;
    entry.again = false;
    void this.#run(document, entry).finally(() => {
      entry.running = false;
      if (entry.again && !document.isClosed) this.#analyze(document);
      else for (const resolve of entry.waiting.splice(0)) resolve(entry.facts);
    });
  }

  async #subject(document: vscode.TextDocument): Promise<Subject> {
    const container = notebookOf(document);
    const notebook = container ? new JoinedNotebook(container) : null;
    const text = notebook?.text ?? document.getText();
    const source = { file: notebook?.file ?? filePath(document), text, version: document.version };
    const workspace = await this.#sources.importable(container?.uri ?? document.uri, text);
    return { params: { source, workspace, call: null, inputs: [], imageSize: null }, notebook };
  }

  #moved(analysis: Analysis, document: vscode.TextDocument, edits: readonly Edit[]): Analysis {
    const moved = shiftAnalysis(analysis, filePath(document), edits);
    const receptive = this.#receptive.get(analysis);
    if (receptive) this.#receptive.set(moved, receptive);
    return moved;
  }

  async #request(subject: Subject): Promise<Analysis> {
    const analysis = await this.#analysisOf(subject);
    const fields = lazy(() =>
      this.#worker.request('receptiveFields', subject.params).catch((error: unknown): ReceptiveFields => {
        this.#log.error(`Receptive fields of ${subject.params.source.file} failed`, error);
        return new Map();
      }),
    );
    this.#receptive.set(analysis, fields);
    return analysis;
  }

  #analysisOf({ params, notebook }: Subject): Promise<Analysis> {
    if (!notebook) return this.#worker.request('analyze', params);
    const known = this.#notebooks.get(notebook.key);
    if (known?.text === notebook.text) return known.analysis;
    const analysis = this.#worker.request('analyze', params).then((found) => notebook.inCells(found));
    this.#notebooks.set(notebook.key, { text: notebook.text, analysis });
    analysis.catch(() => this.#notebooks.delete(notebook.key));
    return analysis;
  }

  async #run(document: vscode.TextDocument, entry: Entry): Promise<void> {
    const version = document.version;
    entry.requestedVersion = version;
    entry.editsSinceRequest = [];
    try {
      const analysis = await this.#request(await this.#subject(document));
      const broken = hasSyntaxError(analysis);
      // Edits may have come while the worker ran: facts of an older text are moved along with them.
      const { editsSinceRequest: edits } = entry;
      const moved = edits.length > 0 ? this.#moved(analysis, document, edits) : analysis;
      // Closed meanwhile: nobody asks any more, and its problems are gone from the list.
      if (this.#entries.get(document.uri.toString()) !== entry) return;
      if (!broken) entry.good = moved;
      const stale = broken && entry.good !== null;
      entry.facts = { document, version, analysis: stale && entry.good ? entry.good : moved, stale };
      this.#changed.fire(entry.facts);
    } catch (error) {
      if (!(error instanceof RequestCancelled)) this.#log.error(`Analysis of ${document.uri.toString()} failed`, error);
    }
  }
}
