/** Hover: the card of what stands under the pointer: a variable, a layer, a call or a model. */
import * as vscode from 'vscode';
import type { ReceptiveFields } from '../model/receptive/field.ts';
import { editorRange, filePath, isIn } from './analysis/documents.ts';
import type { AnalysisService } from './analysis/service.ts';
import { hoverTarget, type HoverTarget } from './describe/hover-target.ts';
import { DIAGNOSTIC_SOURCE } from './diagnostics.ts';

/** Markdown whose pictures are data, and whose line breaks and small print are HTML. */
export function cardMarkdown(markdown: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString(markdown, true);
  text.supportHtml = true;
  return text;
}

const NOTHING: ReceptiveFields = new Map();

/** What a card may start. */
const LINKED = ['layerscope.explainArtifact', 'layerscope.compare', 'layerscope.preview'] as const;

function links(document: vscode.TextDocument, { upsampling, model }: HoverTarget): string {
  const to = (title: string, command: (typeof LINKED)[number], argument: number): string =>
    `[${title}](command:${command}?${encodeURIComponent(JSON.stringify([document.uri.toString(), argument]))})`;
  const found = [
    ...(upsampling && isIn(document, upsampling)
      ? [
          to(vscode.l10n.t('Why?'), 'layerscope.explainArtifact', upsampling.start),
          to(vscode.l10n.t('Compare'), 'layerscope.compare', upsampling.start),
        ]
      : []),
    ...(model === null ? [] : [to(vscode.l10n.t('Preview'), 'layerscope.preview', model)]),
  ];
  return found.join(' · ');
}

/** In the card's first line: what stands lower may be out of sight in the small popup. */
function withLinks(card: string, linked: string): string {
  if (linked === '') return card;
  const end = card.indexOf('\n');
  const [title, rest] = end < 0 ? [card, ''] : [card.slice(0, end), card.slice(end)];
  return `${title} — ${linked}${rest}`;
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
    const at = (receptive: ReceptiveFields): HoverTarget | null =>
      hoverTarget(facts.analysis, filePath(document), document.getText(), document.offsetAt(position), {
        reported,
        receptive,
      });
    // The worker is asked only where there is a card: the pointer passes over much else.
    if (!at(NOTHING)) return null;
    const target = at(await this.#analysis.receptiveFields(facts.analysis));
    if (!target) return null;
    const text = cardMarkdown(withLinks(target.markdown, links(document, target)));
    text.isTrusted = { enabledCommands: [...LINKED] };
    return new vscode.Hover(text, editorRange(document, target.range));
  }
}
