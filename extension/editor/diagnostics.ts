/** Problems: what the analysis found wrong or worth knowing, at the place in the text. */
import * as vscode from 'vscode';
import type { Finding, FindingCode, Severity } from '../model/findings.ts';
import { editorRange, isIn } from './analysis/documents.ts';
import type { AnalysisService, DocumentFacts } from './analysis/service.ts';
import { said } from './describe/words.ts';

const SEVERITY: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};
export const DIAGNOSTIC_SOURCE = 'Layerscope';

export class Diagnostics implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('layerscope');
  readonly #subscriptions: vscode.Disposable[];
  readonly #extension: vscode.Uri;

  constructor(analysis: AnalysisService, extension: vscode.Uri) {
    this.#extension = extension;
    this.#subscriptions = [
      analysis.onDidChangeFacts((facts) => this.#publish(facts)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        // A new document may have come under the same name before the old one is told to be gone.
        const { textDocuments } = vscode.workspace;
        if (!textDocuments.some((one) => one.uri.toString() === uri.toString())) this.#collection.delete(uri);
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('layerscope.diagnostics')) analysis.restart();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#collection.dispose();
  }

  /** What the kind of finding means; package.json has these pages opened as Markdown previews. */
  #page(code: FindingCode): vscode.Uri {
    return vscode.Uri.joinPath(this.#extension, 'media', 'docs', 'layerscope-findings', `${code}.md`);
  }

  #publish({ document, version, analysis }: DocumentFacts): void {
    if (document.version !== version) return; // a newer analysis is on its way, with ranges that fit
    const settings = vscode.workspace.getConfiguration('layerscope.diagnostics', document);
    const enabled = settings.get<boolean>('enabled', true);
    const severities = settings.get<Readonly<Record<string, Severity | 'off'>>>('severity', {});
    // Python's own language server reports syntax errors.
    const shown = enabled
      ? analysis.findings.filter(({ code, range }) => code !== 'syntax-error' && isIn(document, range))
      : [];
    this.#collection.set(
      document.uri,
      shown.flatMap((finding) => {
        const severity = severities[finding.code] ?? finding.severity;
        return severity === 'off' ? [] : [diagnostic(document, finding, SEVERITY[severity], this.#page(finding.code))];
      }),
    );
  }
}

function diagnostic(
  document: vscode.TextDocument,
  finding: Finding,
  severity: vscode.DiagnosticSeverity,
  page: vscode.Uri,
): vscode.Diagnostic {
  const made = new vscode.Diagnostic(editorRange(document, finding.range), said(finding.message), severity);
  made.source = DIAGNOSTIC_SOURCE;
  made.code = { value: finding.code, target: page };
  made.relatedInformation = finding.related
    .filter(({ range }) => isIn(document, range))
    .map(
      ({ range, message }) =>
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(document.uri, editorRange(document, range)),
          said(message),
        ),
    );
  return made;
}
