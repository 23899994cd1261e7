/** Layerscope: Go to Next Finding, Go to Previous Finding, Explain Artifact. */
import * as vscode from 'vscode';
import type { AnalysisService } from '../analysis/service.ts';
import { editorRange, isIn } from '../analysis/documents.ts';
import { toUri, type UriArgument } from './uri-argument.ts';
import type { CompareView } from '../panels/compare-view.ts';
import { DIAGNOSTIC_SOURCE } from '../diagnostics.ts';

export function registerFindings(analysis: AnalysisService, compare: CompareView): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('layerscope.nextFinding', () => go(1)),
    vscode.commands.registerCommand('layerscope.previousFinding', () => go(-1)),
    vscode.commands.registerCommand('layerscope.explainArtifact', async (uri?: UriArgument, offset?: number) => {
      if (uri !== undefined) {
        const document = await vscode.workspace.openTextDocument(toUri(uri));
        show(await vscode.window.showTextDocument(document), document.positionAt(offset ?? 0));
      }
      await explain(analysis, compare);
    }),
  );
}

/** The finding after the cursor, or before it; from the last on to the first. */
function go(direction: 1 | -1): void {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return;
  const cursor = editor.selection.active;
  const starts = vscode.languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source }) => source === DIAGNOSTIC_SOURCE)
    .map(({ range }) => range.start)
    .sort((a, b) => a.compareTo(b) * direction);
  const next = starts.find((start) => start.compareTo(cursor) * direction > 0) ?? starts[0];
  if (next) show(editor, next);
  else vscode.window.setStatusBarMessage(vscode.l10n.t('Layerscope has no findings in this file'), 3000);
}

/** The explainer of the upsampling layer at the cursor, or of the nearest one, which the editor goes to. */
async function explain(analysis: AnalysisService, compare: CompareView): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const facts = editor ? await analysis.facts(editor.document) : null;
  const cursor = editor?.selection.active;
  const places = (facts?.analysis.calls ?? []).flatMap((call) => {
    const layer = facts?.analysis.layers.find(({ id }) => id === call.layer);
    const range = layer?.range ?? call.range;
    return call.artifact && editor && isIn(editor.document, range) ? [editorRange(editor.document, range)] : [];
  });
  const away = (range: vscode.Range): number =>
    cursor === undefined || range.contains(cursor) ? 0 : Math.abs(range.start.line - cursor.line) + 1;
  const [nearest] = places.sort((a, b) => away(a) - away(b));
  if (!editor || !nearest) {
    void vscode.window.showInformationMessage(vscode.l10n.t('This file has no upsampling layer to explain.'));
    return;
  }
  show(editor, nearest.start);
  await compare.show(editor.document, editor.document.offsetAt(nearest.start), 'why');
}

function show(editor: vscode.TextEditor, position: vscode.Position): void {
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}
