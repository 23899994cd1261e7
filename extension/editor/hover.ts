/** Hover: the card of what stands under the pointer: a variable, a layer, a call or a model. */
import * as vscode from 'vscode';
import { editorRange, filePath } from './analysis/documents.ts';
import type { AnalysisService } from './analysis/service.ts';
import { hoverTarget } from './describe/hover-target.ts';
import { DIAGNOSTIC_SOURCE } from './diagnostics.ts';

/** Markdown whose pictures are data, and whose line breaks and small print are HTML. */
export function cardMarkdown(markdown: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString(markdown, true);
  text.supportHtml = true;
  return text;
}

export class HoverProvider implements vscode.HoverProvider {
  readonly #analysis: AnalysisService;

  constructor(analysis: AnalysisService) {
    this.#analysis = analysis;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | null> {
    const facts = await this.#analysis.facts(document, token);
    if (!facts || token.isCancellationRequested) return null;
    // The editor shows the problem above the card: it need not be said twice.
    const reported = vscode.languages
      .getDiagnostics(document.uri)
      .some(({ source, range }) => source === DIAGNOSTIC_SOURCE && range.contains(position));
    const target = hoverTarget(facts.analysis, filePath(document), document.getText(), document.offsetAt(position), {
      reported,
    });
    return target && new vscode.Hover(cardMarkdown(target.markdown), editorRange(document, target.range));
  }
}
