/** One comparison: the other ways to write a layer, each drawn and timed on the same picture, told as soon as it is there. */
import { shapeText } from '../../model/sizes/text.ts';
import type { Alternative } from '../../model/alternative.ts';
import type { RowSettings } from '../../model/alternatives.ts';
import type { RowSetting } from '../../model/alternatives/controls.ts';
import type { ExplainParams } from '../../model/explanation.ts';
import type { LayerFact } from '../../model/graph.ts';
import type {
  AnalysisRequests,
  CompareOutcome,
  CompareRow,
  EngineRequests,
  Explanation,
  FeatureMaps,
  PictureParams,
  WeightSource,
  WrittenRow,
} from '../../protocol.ts';
import type { WorkerClient } from '../../worker/client.ts';
import { said } from '../describe/words.ts';
import type { CompareTarget } from './compare-target.ts';
import type { RunSettings } from './preview-run.ts';

export interface CompareListener {
  rows(rows: readonly CompareRow[], done: number, label: string): void;
  input(picture: FeatureMaps): void;
  written(row: WrittenRow | null): void;
}

/** What is compared: a layer on an input, and what somebody changed about rows. */
export interface Comparison {
  readonly layer: LayerFact;
  readonly target: CompareTarget;
  readonly settings: RowSettings;
  readonly run: RunSettings;
}

export class CompareRunner {
  readonly #analysis: WorkerClient<AnalysisRequests>;
  readonly #engine: WorkerClient<EngineRequests>;
  readonly #warmingUp = new AbortController();

  constructor(analysis: WorkerClient<AnalysisRequests>, engine: WorkerClient<EngineRequests>) {
    this.#analysis = analysis;
    this.#engine = engine;
  }

  /** What goes wrong here goes wrong again with the first run, which says so. */
  warmUp(): void {
    this.#engine.request('warmUp', null, { signal: this.#warmingUp.signal }).catch(() => undefined);
  }

  explain(chain: ExplainParams, signal: AbortSignal): Promise<Explanation> {
    return this.#analysis.request('explain', chain, { signal });
  }

  async run(comparison: Comparison, listener: CompareListener, signal: AbortSignal): Promise<void> {
    const { layer, target, settings, run } = comparison;
    const { inputShape } = target;
    const alternatives = await this.#analysis.request('alternatives', { layer, inputShape, settings }, { signal });
    const plain = await this.#analysis.request('alternatives', { layer, inputShape }, { signal });
    const rows = alternatives.map((alternative) => rowOf(alternative, comparison, null));
    const [written] = plain;
    const asWritten = written?.notPossible === null ? written : null;
    listener.written(asWritten && { alternative: asWritten, milliseconds: null, share: null });
    listener.rows([...rows], 0, titleOf(alternatives[0]));
    this.#warmingUp.abort();
    const size = pictureSize(layer.framework, inputShape.map(Number));
    listener.input(await this.#engine.request('picture', { picture: run.picture, ...size }, { signal }));
    // One at a time, so that the first picture does not wait for the last.
    for (const [place, alternative] of alternatives.entries()) {
      const row = await this.#ran(alternative, comparison, true, signal);
      rows[place] = row;
      if (alternative.id === asWritten?.id && !row.changed) listener.written(measured(asWritten, row));
      listener.rows([...rows], place + 1, titleOf(alternatives[place + 1]));
    }
  }

  /** One row alone; null where there is none of that name. */
  async row(id: string, comparison: Comparison, timed: boolean, signal: AbortSignal): Promise<CompareRow | null> {
    const { layer, target, settings } = comparison;
    const asked = { layer, inputShape: target.inputShape, settings, only: id };
    const alternatives = await this.#analysis.request('alternatives', asked, { signal });
    const alternative = alternatives.find((one) => one.id === id);
    return alternative ? this.#ran(alternative, comparison, timed, signal) : null;
  }

  async #ran(
    alternative: Alternative,
    comparison: Comparison,
    timed: boolean,
    signal: AbortSignal,
  ): Promise<CompareRow> {
    const { layer, settings, run } = comparison;
    const weights = weightsFor(run.weights, settings[alternative.id]);
    const params = { timed, framework: layer.framework, alternatives: [alternative], ...run, weights };
    const [outcome = null] = await this.#engine.request('compare', params, { signal });
    return rowOf(alternative, comparison, outcome);
  }
}

const measured = (alternative: Alternative, { outcome }: CompareRow): WrittenRow => {
  const ran = outcome?.kind === 'ran' ? outcome : null;
  return { alternative, milliseconds: ran?.time?.median ?? null, share: ran?.maps.measured?.share ?? null };
};

const weightsFor = (weights: WeightSource, setting: RowSetting | undefined): WeightSource =>
  weights.kind === 'initial' ? { ...weights, seed: setting?.seed ?? weights.seed } : weights;

function rowOf(
  alternative: Alternative,
  { settings, run }: Pick<Comparison, 'settings' | 'run'>,
  outcome: CompareOutcome | null,
): CompareRow {
  const weights = weightsFor(run.weights, settings[alternative.id]);
  return {
    alternative,
    outputShape: shapeText(alternative.outputShape.slice(1)),
    seed: alternative.controls?.seeded && weights.kind === 'initial' ? weights.seed : null,
    changed: settings[alternative.id] !== undefined,
    outcome,
  };
}

/** Height and width of the layer's input, for the picture itself. */
function pictureSize(
  framework: LayerFact['framework'],
  sizes: readonly number[],
): Pick<PictureParams, 'height' | 'width' | 'channels'> {
  const [height = 1, width = height] = framework === 'torch' ? sizes.slice(2) : sizes.slice(1, -1);
  return { height, width, channels: 3 };
}

const titleOf = (alternative: Alternative | undefined): string => (alternative ? said(alternative.title) : '');
