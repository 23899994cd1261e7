/** One comparison: the other ways to write a layer, each drawn and timed on the same picture, told as soon as it is there. */
import { shapeText } from '../../model/sizes/text.ts';
import type { Alternative } from '../../model/alternative.ts';
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
} from '../../protocol.ts';
import type { WorkerClient } from '../../worker/client.ts';
import type { CompareTarget } from './compare-target.ts';
import type { RunSettings } from './preview-run.ts';

export interface CompareListener {
  rows(rows: readonly CompareRow[], done: number, label: string): void;
  input(picture: FeatureMaps): void;
}

const rowOf = (alternative: Alternative, outcome: CompareOutcome | null): CompareRow => ({
  alternative,
  outputShape: shapeText(alternative.outputShape.slice(1)),
  params: alternative.params,
  macs: alternative.macs,
  outcome,
});

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

  async run(
    layer: LayerFact,
    { inputShape }: CompareTarget,
    settings: RunSettings,
    listener: CompareListener,
    signal: AbortSignal,
  ): Promise<void> {
    const alternatives = await this.#analysis.request('alternatives', { layer, inputShape }, { signal });
    const rows = alternatives.map((alternative) => rowOf(alternative, null));
    listener.rows([...rows], 0, alternatives[0]?.title ?? '');
    this.#warmingUp.abort();
    const size = pictureSize(layer.framework, inputShape.map(Number));
    listener.input(await this.#engine.request('picture', { picture: settings.picture, ...size }, { signal }));
    // One at a time, so that the first picture does not wait for the last.
    for (const [place, alternative] of alternatives.entries()) {
      const [outcome = null] = await this.#engine.request(
        'compare',
        { framework: layer.framework, alternatives: [alternative], ...settings },
        { signal },
      );
      rows[place] = rowOf(alternative, outcome);
      listener.rows([...rows], place + 1, alternatives[place + 1]?.title ?? '');
    }
  }
}

/** Height and width of the layer's input, for the picture itself. */
function pictureSize(
  framework: LayerFact['framework'],
  sizes: readonly number[],
): Pick<PictureParams, 'height' | 'width' | 'channels'> {
  const [height = 1, width = height] = framework === 'torch' ? sizes.slice(2) : sizes.slice(1, -1);
  return { height, width, channels: 3 };
}
