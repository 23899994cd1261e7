/** Status bar: the totals of the model at the cursor; a click opens its preview. */
import * as vscode from 'vscode';
import type { ModelGraph } from '../model/graph.ts';
import type { Range } from '../model/range.ts';
import { editorRange, isIn, isPython } from './analysis/documents.ts';
import type { AnalysisService, DocumentFacts } from './analysis/service.ts';
import { indexOf } from './describe/facts-index.ts';
import { compactText } from './describe/numbers.ts';

/** Left of the editor's own items, which start at 100. */
const PRIORITY = 101;

/**
 * The model that the cursor is in: the smallest one with a layer on the cursor's line; else the one written last up to there; else
 * the first of the file.
 */
function modelAt({ analysis, document }: DocumentFacts, line: number): ModelGraph | undefined {
  const touches = (range: Range): boolean => {
    if (!isIn(document, range)) return false;
    const { start, end } = editorRange(document, range);
    return start.line <= line && line <= end.line;
  };
  const [smallest] = analysis.models
    .filter(({ rows }) => rows.some(({ range, callRange }) => touches(range) || touches(callRange)))
    .sort((a, b) => a.rows.length - b.rows.length);
  if (smallest) return smallest;
  const here = analysis.models.filter(({ range }) => isIn(document, range));
  return here.findLast(({ range }) => document.positionAt(range.start).line <= line) ?? here[0];
}

export class StatusBar implements vscode.Disposable {
  readonly #analysis: AnalysisService;
  readonly #item = vscode.window.createStatusBarItem('layerscope.totals', vscode.StatusBarAlignment.Right, PRIORITY);
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(analysis: AnalysisService) {
    this.#analysis = analysis;
    this.#item.name = vscode.l10n.t('Layerscope: model totals');
    this.#subscriptions = [
      analysis.onDidChangeFacts(() => this.#show()),
      vscode.window.onDidChangeActiveTextEditor(() => this.#show()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (isPython(textEditor.document)) this.#show();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const editor = vscode.window.activeTextEditor;
    const facts = editor && this.#analysis.current(editor.document);
    const model = facts && modelAt(facts, editor.selection.active.line);
    if (!facts || !model) {
      this.#item.hide();
      return;
    }
    const outputs = indexOf(facts.analysis).shapesText(model.outputs);
    const params =
      model.params.total === null ? null : vscode.l10n.t('{0} parameters', compactText(model.params.total));
    const parts = [model.name, params, outputs === null ? null : `→ ${outputs}`].filter((part) => part !== null);
    this.#item.text = `$(layers) ${parts.join('  ')}`;
    this.#item.tooltip = vscode.l10n.t('Preview {0}', model.name);
    this.#item.accessibilityInformation = { label: parts.join(', '), role: 'button' };
    this.#item.command = {
      title: vscode.l10n.t('Preview Model'),
      command: 'layerscope.preview',
      arguments: [editor.document.uri, model.id],
    };
    this.#item.show();
  }
}
