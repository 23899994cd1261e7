/** activate(): everything is wired here and nowhere else. */
import * as vscode from 'vscode';
import { PYTHON } from './editor/analysis/documents.ts';
import { AnalysisService } from './editor/analysis/service.ts';
import { WorkspaceSources } from './editor/analysis/workspace-sources.ts';
import { CodeLensProvider } from './editor/code-lens.ts';
import { registerCompare } from './editor/commands/compare.ts';
import { registerCopySummary } from './editor/commands/copy-summary.ts';
import { registerExampleInput } from './editor/commands/example-input.ts';
import { registerFindings } from './editor/commands/findings.ts';
import { registerOpenHelp } from './editor/commands/open-help.ts';
import { registerOpenSample } from './editor/commands/open-sample.ts';
import { registerPreview } from './editor/commands/preview.ts';
import { translateWith } from './editor/describe/words.ts';
import { Diagnostics } from './editor/diagnostics.ts';
import { CodeActions } from './editor/fixes/code-actions.ts';
import { registerUseAlternative } from './editor/fixes/use-alternative.ts';
import { HoverProvider } from './editor/hover.ts';
import { InlayHintsProvider } from './editor/inlay-hints.ts';
import { nodeWorker } from './editor/node-workers.ts';
import { CompareRunner } from './editor/panels/compare-run.ts';
import { CompareView } from './editor/panels/compare-view.ts';
import { OwnPicture } from './editor/panels/own-picture.ts';
import { PreviewRunner } from './editor/panels/preview-run.ts';
import { Previews } from './editor/panels/previews.ts';
import { StatusBar } from './editor/status-bar.ts';
import type { AnalysisRequests, EngineRequests } from './protocol.ts';
import { WorkerClient, type WorkerStarter } from './worker/client.ts';

export function activate(context: vscode.ExtensionContext): void {
  translateWith((message, ...parts) => vscode.l10n.t(message, ...parts));
  const log = vscode.window.createOutputChannel('Layerscope', { log: true });
  const folder = vscode.Uri.joinPath(context.extensionUri, 'dist').fsPath;
  const cache = vscode.Uri.joinPath(context.globalStorageUri, 'compiled').fsPath;
  const worker = (bundle: string, heapMebibytes: number): WorkerStarter =>
    nodeWorker({ folder, bundle, cache, heapMebibytes });
  const analysisWorker = new WorkerClient<AnalysisRequests>('analysis', worker('analysis-worker.js', 400));
  const engineWorker = new WorkerClient<EngineRequests>('engine', worker('engine-worker.js', 2048));
  const sources = new WorkspaceSources();
  const analysis = new AnalysisService(analysisWorker, sources, log);
  const extension = context.extensionUri;

  const compare = new CompareView({
    extension,
    analysis,
    runner: new CompareRunner(analysisWorker, engineWorker),
    log,
  });
  const previews = new Previews({
    extension,
    analysis,
    runner: new PreviewRunner(analysis, engineWorker),
    log,
    pictures: new OwnPicture(context.storageUri ?? context.globalStorageUri),
    compare: (document, offset, part) => void compare.show(document, offset, part),
  });
  /** Tells the editor's title bar whether there is anything to preview. */
  const markModels = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const models = document ? (analysis.current(document)?.analysis.models.length ?? 0) : 0;
    void vscode.commands.executeCommand('setContext', 'layerscope.hasModels', models > 0);
  };
  const hints = new InlayHintsProvider(analysis);
  const lenses = new CodeLensProvider(analysis);

  context.subscriptions.push(
    log,
    analysisWorker,
    engineWorker,
    sources,
    analysis,
    compare,
    previews,
    hints,
    lenses,
    new Diagnostics(analysis, sources, extension),
    new StatusBar(analysis),
    vscode.languages.registerHoverProvider(PYTHON, new HoverProvider(analysis)),
    vscode.languages.registerInlayHintsProvider(PYTHON, hints),
    vscode.languages.registerCodeLensProvider(PYTHON, lenses),
    vscode.languages.registerCodeActionsProvider(PYTHON, new CodeActions(analysis), CodeActions.metadata),
    registerPreview(previews),
    registerCompare(compare),
    registerCopySummary(analysis),
    registerFindings(analysis, compare),
    registerExampleInput(analysis),
    registerOpenHelp(extension),
    registerOpenSample(extension),
    registerUseAlternative(analysis),
    vscode.commands.registerCommand('layerscope.toggleHints', () => hints.toggle()),
    vscode.commands.registerCommand('layerscope.restart', () => {
      analysisWorker.restart();
      engineWorker.restart();
      analysis.restart();
      previews.restart();
      compare.restart();
    }),
    analysis.onDidChangeFacts(markModels),
    vscode.window.onDidChangeActiveTextEditor(markModels),
  );
}
