/**
 * One run of a model for the preview: the model's sizes made numbers, the run itself, the maps that the panel shows. Holds nothing
 * between calls; the panel keeps what it gets.
 */
import type { CallId, ModelGraph } from '../../model/graph.ts';
import { symbolsOf } from '../../model/sizes/arithmetic.ts';
import type {
  AnalysisRequests,
  AnalyzeParams,
  EngineRequests,
  FeatureMaps,
  FigureTile,
  PictureSource,
  RunOutcome,
  WeightSource,
} from '../../protocol.ts';
import type { RequestOptions, WorkerClient } from '../../worker/client.ts';
import { indexOf, type FactsIndex } from '../describe/facts-index.ts';
import { bytesText } from '../describe/numbers.ts';
import { hasOpenSizes } from './preview-rows.ts';
import { periodOf, runGraph } from './run-graph.ts';

/** Other models of the file are drawn beside the chosen one when they cost no more than this: the figure must not delay the maps. */
const MAX_FIGURE_MACS = 2e8;
const MAX_FIGURE_MODELS = 4;

export interface RunSettings {
  readonly picture: PictureSource;
  readonly weights: WeightSource;
  readonly memoryLimit: number;
}

/** A model all of whose sizes are numbers, and where its facts stand. */
export interface ConcreteModel {
  readonly index: FactsIndex;
  readonly model: ModelGraph;
}

/** Sizes of the model's input that are still symbols: arguments that the code does not give. */
function openSymbols(index: FactsIndex, model: ModelGraph): readonly string[] {
  const sizes = model.inputs.flatMap((id) => index.tensor(id)?.shape?.slice(1) ?? []);
  return [...new Set(sizes.flatMap((size) => symbolsOf(size).map(({ name }) => name)))];
}

export class PreviewRunner {
  readonly #analysis: WorkerClient<AnalysisRequests>;
  readonly #engine: WorkerClient<EngineRequests>;

  constructor(analysis: WorkerClient<AnalysisRequests>, engine: WorkerClient<EngineRequests>) {
    this.#analysis = analysis;
    this.#engine = engine;
  }

  /** The model with its picture inputs set to a size, by analysing the text with it. */
  async sized(model: ModelGraph, params: AnalyzeParams, signal: AbortSignal): Promise<ConcreteModel> {
    const sized = await this.#analysis.request('analyze', params, { signal });
    const same = sized.models.find(({ name, range }) => name === model.name && range.start === model.range.start);
    if (!same)
      throw new Error(`${model.name} cannot be built for an input of ${params.imageSize?.join('×') ?? 'this size'}.`);
    return { index: indexOf(sized), model: same };
  }

  async run(
    { index, model }: ConcreteModel,
    settings: RunSettings,
    options: RequestOptions,
  ): Promise<RunOutcome & { kind: 'ran' }> {
    const open = openSymbols(index, model);
    if (open.length > 0) {
      throw new Error(
        `${model.name} can be drawn once ${open.join(' and ')} ${open.length > 1 ? 'are numbers' : 'is a number'}. Write them in a comment, for example: # layerscope: ${model.name}(${open.map(() => '3').join(', ')}) on (1, 3, 64, 64)`,
      );
    }
    const outcome = await this.#engine.request('run', { graph: runGraph(index, model), ...settings }, options);
    if (outcome.kind === 'refused') {
      throw new Error(
        `${model.name} would need ${bytesText(outcome.neededBytes)} for this input, more than the limit of ${bytesText(outcome.limit)}. Choose a smaller input, or raise layerscope.preview.memoryLimit.`,
      );
    }
    return outcome;
  }

  maps({ index }: ConcreteModel, run: number, call: CallId | 'input', signal: AbortSignal): Promise<FeatureMaps> {
    const fact = call === 'input' ? undefined : index.call(call);
    return this.#engine.request('maps', { run, call, stride: fact ? periodOf(index, fact) : null }, { signal });
  }

  /** The article's figure: the input, and the output of each model of the file on it. */
  async figure(chosen: ConcreteModel, run: number, settings: RunSettings, signal: AbortSignal): Promise<FigureTile[]> {
    const input = await this.maps(chosen, run, 'input', signal);
    const tiles: FigureTile[] = [
      { title: 'Input', subtitle: `${input.height}×${input.width}`, model: null, maps: input },
    ];
    for (const model of chosen.index.analysis.models) {
      const concrete = model.id === chosen.model.id ? chosen : { index: chosen.index, model };
      const cheap =
        typeof model.macs === 'number' && model.macs <= MAX_FIGURE_MACS && !hasOpenSizes(chosen.index.analysis, model);
      if (concrete !== chosen && (!cheap || tiles.length > MAX_FIGURE_MODELS)) continue;
      const tile = await this.#tile(concrete, concrete === chosen ? run : null, settings, signal);
      if (tile) tiles.push(tile);
    }
    return tiles;
  }

  async #tile(
    concrete: ConcreteModel,
    run: number | null,
    settings: RunSettings,
    signal: AbortSignal,
  ): Promise<FigureTile | null> {
    const { index, model } = concrete;
    const last = index.call(index.tensor(model.outputs[0] ?? -1)?.producer ?? null);
    if (!last?.kernel) return null;
    const outcome = run === null ? await this.run(concrete, settings, { signal }) : null;
    const maps = await this.maps(concrete, outcome?.run ?? run ?? -1, last.id, signal);
    return {
      title: model.name,
      subtitle: `${last.label} ${maps.height}×${maps.width}×${maps.channels}`,
      model: model.id,
      maps,
    };
  }
}
