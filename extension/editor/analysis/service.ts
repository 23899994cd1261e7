/**
 * One analysis per document version, cached; every surface reads this one. The newest text is analysed at once when the worker is
 * idle, else as soon as it is: no timers, and never more than one analysis waiting per document. While the text does not parse, the
 * facts of the last text that did are moved along with the edits.
 */
import * as vscode from 'vscode';
import type { Finding } from '../../model/findings.ts';
import type { Analysis } from '../../model/graph.ts';
import type { Range } from '../../model/range.ts';
import type { AnalysisRequests, AnalyzeParams } from '../../protocol.ts';
import type { Fix } from '../../rewrite/fix.ts';
import type { TextEdit } from '../../rewrite/text-edit.ts';
import { RequestCancelled, type WorkerClient } from '../../worker/client.ts';
import { filePath, isPython } from './documents.ts';
import { shiftAnalysis, type Edit } from './shift.ts';
import type { WorkspaceSources } from './workspace-sources.ts';

/** Facts of a document, good for the version named. */
export interface DocumentFacts {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly analysis: Analysis;
  /** The text does not parse now: these are the facts of the last text that did, moved along with the edits. */
  readonly stale: boolean;
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
  readonly #changed = new vscode.EventEmitter<DocumentFacts>();
  readonly #subscriptions: vscode.Disposable[];
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
      sources.onDidChange(() => this.restart()),
    ];
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

  /** An analysis of the document with a size for its picture inputs; not kept. */
  async sized(
    document: vscode.TextDocument,
    imageSize: readonly [number, number],
    signal: AbortSignal,
  ): Promise<Analysis> {
    return this.#worker.request('analyze', { ...(await this.#params(document)), imageSize }, { signal });
  }

  /** What can be done about a finding of the document as it stands. */
  async fixes(document: vscode.TextDocument, finding: Finding, signal: AbortSignal): Promise<readonly Fix[]> {
    return this.#worker.request('fixes', { input: await this.#params(document), finding }, { signal });
  }

  /** The edits that write other code in place of the layer at a range; null where the text cannot take it. */
  async useCode(
    document: vscode.TextDocument,
    range: Range,
    code: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly TextEdit[] | null> {
    return this.#worker.request('useCode', { input: await this.#params(document), range, code }, { signal });
  }

  /** Analyses everything that is open anew. */
  restart(): void {
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
    if (entry.good) entry.good = shiftAnalysis(entry.good, filePath(document), edits);
    entry.editsSinceRequest.push(...edits);
    this.#analyze(document);
    // What imports this file reads its text as it stands in the editor.
    const file = filePath(document);
    for (const other of this.#entries.values()) {
      if (other !== entry && other.facts?.analysis.sources.some((source) => source.file === file)) this.#outdate(other);
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

  async #params(document: vscode.TextDocument): Promise<AnalyzeParams> {
    const source = { file: filePath(document), text: document.getText(), version: document.version };
    const workspace = await this.#sources.importable(document);
    return { source, workspace, call: null, inputs: [], imageSize: null };
  }

  async #run(document: vscode.TextDocument, entry: Entry): Promise<void> {
    const version = document.version;
    entry.requestedVersion = version;
    entry.editsSinceRequest = [];
    try {
      const params = await this.#params(document);
      const analysis = await this.#worker.request('analyze', params);
      const broken = hasSyntaxError(analysis);
      // Edits may have come while the worker ran: facts of an older text are moved along with them.
      const moved = entry.editsSinceRequest.length
        ? shiftAnalysis(analysis, params.source.file, entry.editsSinceRequest)
        : analysis;
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
