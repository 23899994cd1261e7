/**
 * Light bulb: quick fixes for Layerscope's problems. The analysis worker writes and checks them; here they become edits of the document, each
 * one undo step. The first that keeps the layer's kind is the preferred one.
 */
import * as vscode from 'vscode';
import { findingsIn, type Finding } from '../../model/findings.ts';
import type { Fix } from '../../rewrite/fix.ts';
import { suppression } from '../../rewrite/suppress.ts';
import { RequestCancelled } from '../../worker/client.ts';
import { editorRange, filePath, isIn } from '../analysis/documents.ts';
import type { AnalysisService } from '../analysis/service.ts';
import { workspaceEdit } from '../analysis/workspace-edit.ts';
import { DIAGNOSTIC_SOURCE } from '../diagnostics.ts';
import { fixTitle } from './titles.ts';

export class CodeActions implements vscode.CodeActionProvider {
  static readonly metadata: vscode.CodeActionProviderMetadata = {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  };
  readonly #analysis: AnalysisService;

  constructor(analysis: AnalysisService) {
    this.#analysis = analysis;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const own = diagnostics.filter(({ source }) => source === DIAGNOSTIC_SOURCE);
    if (own.length === 0) return [];
    const facts = await this.#analysis.facts(document, token);
    if (!facts || facts.stale || token.isCancellationRequested) return [];
    const abort = new AbortController();
    const cancelled = token.onCancellationRequested(() => abort.abort());
    try {
      const actions: vscode.CodeAction[] = [];
      for (const diagnostic of own) {
        const { findings } = facts.analysis;
        const finding = findingsIn(filePath(document), findings).find((one) => isFindingOf(document, diagnostic, one));
        if (!finding) continue;
        // What is wrong in another file is mended there.
        const fixes = findings.includes(finding) ? await this.#analysis.fixes(document, finding, abort.signal) : [];
        if (document.version !== facts.version) return [];
        actions.push(...fixes.map(({ fix, edit }, index) => quickFix(diagnostic, fix, edit, index === 0)));
        actions.push(...otherActions(document, diagnostic, finding));
      }
      return actions;
    } catch (error) {
      if (error instanceof RequestCancelled) return [];
      throw error;
    } finally {
      cancelled.dispose();
    }
  }
}

function quickFix(
  diagnostic: vscode.Diagnostic,
  fix: Fix,
  edit: vscode.WorkspaceEdit,
  first: boolean,
): vscode.CodeAction {
  const action = new vscode.CodeAction(fixTitle(fix), vscode.CodeActionKind.QuickFix);
  action.edit = edit;
  action.diagnostics = [diagnostic];
  action.isPreferred = first;
  return action;
}

function isFindingOf(document: vscode.TextDocument, { code, range }: vscode.Diagnostic, finding: Finding): boolean {
  return (
    codeOf(code) === finding.code &&
    isIn(document, finding.range) &&
    editorRange(document, finding.range).isEqual(range)
  );
}

function codeOf(code: vscode.Diagnostic['code']): string | number | undefined {
  return typeof code === 'object' ? code.value : code;
}

function otherActions(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
  { code, range }: Finding,
): readonly vscode.CodeAction[] {
  const kind = vscode.CodeActionKind.QuickFix;
  const suppress = new vscode.CodeAction(vscode.l10n.t('Suppress {0} on this line', code), kind);
  suppress.edit = workspaceEdit(document, [suppression(document.getText(), range.start, code)]);
  suppress.diagnostics = [diagnostic];
  if (!code.startsWith('checkerboard-')) return [suppress];
  const title = vscode.l10n.t('Compare ways of upsampling');
  const compare = new vscode.CodeAction(title, kind);
  compare.command = { title, command: 'layerscope.compare', arguments: [document.uri, range.start] };
  compare.diagnostics = [diagnostic];
  return [compare, suppress];
}
