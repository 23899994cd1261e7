/** Layerscope: Set Example Input: writes the probe comment of a model, its shapes selected for typing over. */
import * as vscode from 'vscode';
import type { ModelGraph } from '../../model/graph.ts';
import type { AnalysisService } from '../analysis/service.ts';
import { isIn } from '../analysis/documents.ts';
import { indexOf } from '../describe/facts-index.ts';
import { probeText } from '../describe/probe-text.ts';

const PROBE = /#\s*layerscope:\s*(?!ignore\b)(.+?)\s+on\s+(.+)$/;

export function registerExampleInput(analysis: AnalysisService): vscode.Disposable {
  return vscode.commands.registerCommand('layerscope.setExampleInput', async (uri?: vscode.Uri, id?: number) => {
    const document = uri ? await vscode.workspace.openTextDocument(uri) : vscode.window.activeTextEditor?.document;
    const facts = document ? await analysis.facts(document) : null;
    if (!document || !facts) return;
    const editor = await shown(document);
    const line = editor.selection.active.line;
    const own = facts.analysis.models.filter(({ range }) => isIn(document, range));
    const model =
      own.find((one) => one.id === id) ??
      own.findLast(({ range }) => document.positionAt(range.start).line <= line) ??
      own[0];
    if (!model) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No model found in this file.'));
      return;
    }
    await write(editor, indexOf(facts.analysis), model);
  });
}

async function shown(document: vscode.TextDocument): Promise<vscode.TextEditor> {
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  return visible ?? vscode.window.showTextDocument(document);
}

async function write(editor: vscode.TextEditor, index: ReturnType<typeof indexOf>, model: ModelGraph): Promise<void> {
  const { document } = editor;
  const { expression, shapes, lineStart, indent } = probeText(index, model, document.getText());
  const there = existing(document, expression);
  if (there) {
    editor.selection = new vscode.Selection(there.start, there.end);
    editor.revealRange(there);
    return;
  }
  const snippet = new vscode.SnippetString(indent).appendText(`# layerscope: ${expression} on `);
  snippet.appendPlaceholder(shapes).appendText('\n');
  await editor.insertSnippet(snippet, document.positionAt(lineStart), { undoStopBefore: true, undoStopAfter: true });
}

/** The shapes of a probe that the file has for the same expression. */
function existing(document: vscode.TextDocument, expression: string): vscode.Range | null {
  for (let line = 0; line < document.lineCount; line++) {
    const { text } = document.lineAt(line);
    const [, made, shapes] = PROBE.exec(text) ?? [];
    if (made === expression && shapes !== undefined) {
      return new vscode.Range(line, text.length - shapes.length, line, text.length);
    }
  }
  return null;
}
