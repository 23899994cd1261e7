/** Two models side by side: the one of the followed document, and another of the workspace or the same file's version in git. */
import * as vscode from 'vscode';
import { diffModels, type ComparedModel } from '../../model/model-diff.ts';
import type { Analysis, ModelGraph } from '../../model/graph.ts';
import type { ModelsComparison, ModelTotals } from '../../protocol.ts';
import type { AnalysisService, DocumentFacts } from '../analysis/service.ts';
import { indexOf } from '../describe/facts-index.ts';
import { previewTotals } from './preview-rows.ts';
import { choiceOf, chosenFrom, type NamedChoice } from './row-choice.ts';
import { chooseVersion } from './git-versions.ts';

/** Files offered beside those that are open; more could not be looked through. */
const MOST_FILES = 200;
const EXCLUDED = '**/{node_modules,.git,.venv,venv,env,site-packages,__pycache__,build,dist}/**';

interface Chosen {
  readonly title: string;
  readonly analysis: Analysis;
  readonly model: ModelGraph;
}

export class ModelComparison {
  readonly #analysis: AnalysisService;
  #own: NamedChoice | null = null;
  #other: Chosen | null = null;
  #problem: string | null = null;

  constructor(analysis: AnalysisService) {
    this.#analysis = analysis;
  }

  /** Another document is followed. */
  reset(): void {
    this.#own = null;
    this.#other = null;
    this.#problem = null;
  }

  /** Chooses what to compare with; the sentence that says why it cannot be is shown in the panel. */
  async choose(kind: 'model' | 'version', facts: DocumentFacts, signal: AbortSignal): Promise<void> {
    this.#problem = null;
    try {
      const other = kind === 'model' ? await this.#anotherModel(facts) : await this.#version(facts, signal);
      if (other) this.#other = other;
    } catch (error) {
      this.#problem = error instanceof Error ? error.message : String(error);
    }
  }

  /** The model of the followed document, by its place in the list. */
  chooseOwn(facts: DocumentFacts, model: number): void {
    const { models } = facts.analysis;
    this.#own = choiceOf(
      models,
      models.find(({ id }) => id === model),
    );
  }

  snapshot(facts: DocumentFacts | null): ModelsComparison | null {
    const own = facts && this.#ownOf(facts);
    if (!facts || !own) return null;
    const file = vscode.workspace.asRelativePath(facts.document.uri);
    const other = this.#other;
    return {
      models: facts.analysis.models.map(({ id, name }) => ({ id, name })),
      own: { id: own.model.id, title: own.model.name, source: file, totals: totalsOf(own) },
      other: other && { title: other.model.name, source: other.title, totals: totalsOf(other) },
      rows: other ? diffModels(other, own) : [],
      problem: this.#problem,
    };
  }

  #ownOf({ analysis }: DocumentFacts): ComparedModel | null {
    const model = chosenFrom(analysis.models, this.#own) ?? analysis.models[0];
    return model ? { analysis, model } : null;
  }

  async #anotherModel({ document, analysis }: DocumentFacts): Promise<Chosen | null> {
    const here = vscode.workspace.asRelativePath(document.uri);
    const files = (await vscode.workspace.findFiles('**/*.py', EXCLUDED, MOST_FILES))
      .filter((uri) => uri.toString() !== document.uri.toString())
      .map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri, model: null }))
      .sort((a, b) => a.label.localeCompare(b.label));
    const own = analysis.models.map((model) => ({ label: model.name, description: here, model, uri: null }));
    const title = vscode.l10n.t('Compare with which model?');
    const picked = await vscode.window.showQuickPick([...own, ...files], { title, matchOnDescription: true });
    if (!picked) return null;
    if (picked.model) return { title: here, analysis, model: picked.model };
    const facts = await this.#analysis.facts(await vscode.workspace.openTextDocument(picked.uri));
    return pickModel(facts?.analysis ?? null, picked.label);
  }

  async #version({ document, analysis }: DocumentFacts, signal: AbortSignal): Promise<Chosen | null> {
    const version = await chooseVersion(document.uri);
    if (!version) return null;
    const old = await this.#analysis.analyzedText(document, version.text, signal);
    const name = chosenFrom(analysis.models, this.#own)?.name ?? analysis.models[0]?.name;
    const same = old.models.find((model) => model.name === name);
    return same ? { title: version.title, analysis: old, model: same } : pickModel(old, version.title);
  }
}

async function pickModel(analysis: Analysis | null, title: string): Promise<Chosen | null> {
  const models = analysis?.models ?? [];
  const [first, second] = models;
  if (!analysis || !first) throw new Error(vscode.l10n.t('No model found in {0}.', title));
  if (!second) return { title, analysis, model: first };
  const items = models.map((model) => ({ label: model.name, description: model.type, model }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which model of {0}?', title) });
  return picked ? { title, analysis, model: picked.model } : null;
}

const totalsOf = ({ analysis, model }: ComparedModel): ModelTotals => ({
  layers: model.rows.length,
  ...previewTotals(indexOf(analysis), model),
});
