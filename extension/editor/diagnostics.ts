/** Problems: what the analysis found wrong or worth knowing, at the place in the text. */
import * as vscode from 'vscode';
import { findingsIn, type Finding, type FindingCode, type Severity } from '../model/findings.ts';
import { editorRange, filePath, isIn } from './analysis/documents.ts';
import type { AnalysisService, DocumentFacts } from './analysis/service.ts';
import type { WorkspaceSources } from './analysis/workspace-sources.ts';
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
  readonly #sources: WorkspaceSources;
  readonly #extension: vscode.Uri;

  constructor(analysis: AnalysisService, sources: WorkspaceSources, extension: vscode.Uri) {
    this.#sources = sources;
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
      ? findingsIn(filePath(document), analysis.findings).filter(
          ({ code, range }) => code !== 'syntax-error' && isIn(document, range),
        )
      : [];
    this.#collection.set(
      document.uri,
      shown.flatMap((finding) => {
        const severity = severities[finding.code] ?? finding.severity;
        return severity === 'off' ? [] : [this.#diagnostic(document, finding, SEVERITY[severity])];
      }),
    );
  }

  #diagnostic(document: vscode.TextDocument, finding: Finding, severity: vscode.DiagnosticSeverity): vscode.Diagnostic {
    const made = new vscode.Diagnostic(editorRange(document, finding.range), said(finding.message), severity);
    made.source = DIAGNOSTIC_SOURCE;
    made.code = { value: finding.code, target: this.#page(finding.code) };
    made.relatedInformation = finding.related.flatMap(({ range, message }) => {
      const location = isIn(document, range)
        ? new vscode.Location(document.uri, editorRange(document, range))
        : range.file === filePath(document)
          ? null // edited away
          : this.#sources.locate(range);
      return location ? [new vscode.DiagnosticRelatedInformation(location, said(message))] : [];
    });
    return made;
  }
}
