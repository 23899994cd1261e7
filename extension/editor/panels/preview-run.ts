/**
 * One run of a model for the preview: the model's sizes made numbers, the run itself, the maps that the panel shows. Holds nothing
 * between calls; the panel keeps what it gets.
 */
import * as vscode from 'vscode';
import type { Analysis, CallId, ModelGraph } from '../../model/graph.ts';
import type {
  EngineRequests,
  FeatureMaps,
  FigureTile,
  PictureSource,
  RunOutcome,
  RunStarted,
  WeightSource,
} from '../../protocol.ts';
import type { RequestOptions, WorkerClient } from '../../worker/client.ts';
import { indexOf } from '../describe/facts-index.ts';
import { bytesText } from '../describe/numbers.ts';
import { said } from '../describe/words.ts';
import type { AnalysisService, DocumentFacts } from '../analysis/service.ts';
import { errorOfSize, fittingSizes, hasOpenSizes } from '../../engine/input-size.ts';
import { periodOf, runGraph } from '../../engine/run-graph.ts';
import { openSymbols, pictureSize, type ConcreteModel } from './concrete-model.ts';
import { largestInput } from './largest-input.ts';
import { isCancelled } from './panel-status.ts';
import { choiceOf, chosenFrom } from './row-choice.ts';
import { sizeStep, sketchSize } from './sketch.ts';

/** Other models of the file are drawn beside the chosen one when they cost no more than this: the figure must not delay the maps. */
const MAX_FIGURE_MACS = 2e8;
const MAX_FIGURE_MODELS = 4;

export interface RunSettings {
  readonly picture: PictureSource;
  readonly weights: WeightSource;
  readonly memoryLimit: number;
}

/** More memory than the user allows. */
export class TooLarge extends Error {}

const pictures = new WeakMap<PictureSource, number>();
let lastPicture = 0;

/** Names a picture: the user's own by which it is, because comparing its pixels would take longer than drawing them. */
function pictureKey(picture: PictureSource): string {
  if (picture.kind === 'built-in') return picture.name;
  const known = pictures.get(picture) ?? ++lastPicture;
  pictures.set(picture, known);
  return String(known);
}

export class PreviewRunner {
  readonly #analysis: AnalysisService;
  readonly #engine: WorkerClient<EngineRequests>;
  readonly #warmingUp = new AbortController();

  constructor(analysis: AnalysisService, engine: WorkerClient<EngineRequests>) {
    this.#analysis = analysis;
    this.#engine = engine;
  }

  /** What goes wrong here goes wrong again with the first run, which says so. */
  warmUp(): void {
    this.#engine.request('warmUp', null, { signal: this.#warmingUp.signal }).catch(() => undefined);
  }

  /** The model with numbers for all its sizes: as written, or analysed anew with a size for its picture inputs. */
  async concrete(
    { document, analysis }: DocumentFacts,
    model: ModelGraph,
    size: readonly [number, number] | null,
    signal: AbortSignal,
  ): Promise<ConcreteModel> {
    if (size === null && !hasOpenSizes(analysis, model)) return { index: indexOf(analysis), model, size: null };
    let first: ConcreteModel | Error | null = null;
    for (const imageSize of size ? [size] : fittingSizes(model)) {
      const sized = await this.#analysis.sized(document, imageSize, signal);
      const same = chosenFrom(sized.models, choiceOf(analysis.models, model));
      if (same && same.outputs.length > 0) {
        const concrete = { index: indexOf(sized), model: same, size: imageSize };
        if (!errorOfSize(analysis, sized)) return concrete;
        if (first === null || first instanceof Error) first = concrete;
      } else first ??= unbuildable(model, imageSize, sized);
    }
    if (first === null || first instanceof Error) throw first ?? new Error(model.name);
    return first;
  }

  /** What does not fit at the size that was chosen, though the code as written has no such error; null when all does. */
  misfit({ index, size }: ConcreteModel, { analysis }: DocumentFacts): string | null {
    if (size === null) return null;
    const found = errorOfSize(analysis, index.analysis);
    return found ? vscode.l10n.t('An input of {0} does not fit: {1}', size.join('×'), said(found.message)) : null;
  }

  /** All that a run and its figure are made of, as a text: where it is the same, nothing needs to be run again. */
  key(chosen: ConcreteModel, { picture, weights, memoryLimit }: RunSettings): string {
    const graphs = this.#figureModels(chosen).map(({ index, model }) => [model.name, runGraph(index, model)]);
    return JSON.stringify([graphs, chosen.model.id, pictureKey(picture), weights, memoryLimit]);
  }

  async run(
    { index, model }: ConcreteModel,
    settings: RunSettings,
    options: RequestOptions<RunStarted>,
    watch: CallId | null = null,
  ): Promise<RunOutcome & { kind: 'ran' }> {
    const open = openSymbols(index, model);
    if (open.length > 0) {
      const example = `# layerscope: ${model.name}(${open.map(() => '3').join(', ')}) on (1, 3, 64, 64)`;
      throw new Error(
        vscode.l10n.t(
          '{0} can be drawn once these sizes are numbers: {1}. Write them in a comment, for example: {2}',
          model.name,
          open.join(', '),
          example,
        ),
      );
    }
    this.#warmingUp.abort();
    const params = { graph: runGraph(index, model), ...settings, watch };
    const outcome = await this.#engine.request('run', params, options);
    if (outcome.kind === 'refused') {
      throw new TooLarge(
        vscode.l10n.t(
          '{0} would need {1} for this input, more than the limit of {2}.',
          model.name,
          bytesText(outcome.neededBytes),
          bytesText(outcome.limit),
        ),
      );
    }
    return outcome;
  }

  /** The model on a small picture, where a run takes so long that one is wanted; null where none can be had. */
  async sketch(
    facts: DocumentFacts,
    model: ModelGraph,
    concrete: ConcreteModel,
    signal: AbortSignal,
  ): Promise<ConcreteModel | null> {
    const size = sketchSize(concrete, model);
    return size === null ? null : this.#sized(facts, model, size, signal);
  }

  /** What to do about an input that is too large. */
  async advice(
    facts: DocumentFacts,
    model: ModelGraph,
    concrete: ConcreteModel,
    { memoryLimit }: RunSettings,
    signal: AbortSignal,
  ): Promise<string> {
    const size = pictureSize(concrete);
    const largest =
      size &&
      (await largestInput(size, sizeStep(model, size), async (smaller) => {
        const sized = await this.#sized(facts, model, smaller, signal);
        if (sized === null) return false;
        const graph = runGraph(sized.index, sized.model);
        return (await this.#engine.request('plan', { graph }, { signal })) <= memoryLimit;
      }));
    return largest
      ? vscode.l10n.t(
          'The largest input that fits is {0}. Choose it, or raise layerscope.preview.memoryLimit.',
          largest.join('×'),
        )
      : vscode.l10n.t('Raise layerscope.preview.memoryLimit, or make the model smaller.');
  }

  /** The model on a picture of another size; null where the code does not take it. */
  async #sized(
    facts: DocumentFacts,
    model: ModelGraph,
    size: readonly [number, number],
    signal: AbortSignal,
  ): Promise<ConcreteModel | null> {
    try {
      const sized = await this.concrete(facts, model, size, signal);
      return pictureSize(sized)?.join() === size.join() && this.misfit(sized, facts) === null ? sized : null;
    } catch (error) {
      if (isCancelled(error, signal)) throw error;
      return null;
    }
  }

  maps({ index }: ConcreteModel, run: number, call: CallId | 'input', signal: AbortSignal): Promise<FeatureMaps> {
    const fact = call === 'input' ? undefined : index.call(call);
    return this.#engine.request('maps', { run, call, stride: fact ? periodOf(index, fact) : null }, { signal });
  }

  /** The article's figure: the input, and the output of each model of the file on it. */
  async figure(chosen: ConcreteModel, run: number, settings: RunSettings, signal: AbortSignal): Promise<FigureTile[]> {
    const input = await this.maps(chosen, run, 'input', signal);
    const noise = input.height === 1;
    const tiles: FigureTile[] = [
      {
        title: vscode.l10n.t('Input'),
        subtitle: noise ? vscode.l10n.t('{0} numbers of noise', input.width) : `${input.height}×${input.width}`,
        model: null,
        maps: input,
      },
    ];
    for (const concrete of this.#figureModels(chosen)) {
      const tile = await this.#tile(concrete, concrete === chosen ? run : null, settings, signal);
      if (tile) tiles.push(tile);
    }
    return tiles;
  }

  /** The chosen model and those of the file that cost little, in the file's order. */
  #figureModels(chosen: ConcreteModel): readonly ConcreteModel[] {
    const { analysis } = chosen.index;
    const cheap = analysis.models.filter(
      (model) =>
        model.id !== chosen.model.id &&
        typeof model.macs === 'number' &&
        model.macs <= MAX_FIGURE_MACS &&
        !hasOpenSizes(analysis, model),
    );
    const others = new Set(cheap.slice(0, MAX_FIGURE_MODELS - 1));
    return analysis.models
      .filter((model) => others.has(model) || model.id === chosen.model.id)
      .map((model) => (model.id === chosen.model.id ? chosen : { ...chosen, model }));
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
    try {
      const made = run ?? (await this.run(concrete, settings, { signal })).run;
      const maps = await this.maps(concrete, made, last.id, signal);
      const subtitle = `${last.label} ${maps.height}×${maps.width}×${maps.channels}`;
      return { title: model.name, subtitle, model: model.id, maps };
    } catch (error) {
      // A model that cannot be drawn is missing from the figure; its own preview says why.
      if (isCancelled(error, signal)) throw error;
      return null;
    }
  }
}

function unbuildable({ name }: ModelGraph, size: readonly [number, number], { findings }: Analysis): Error {
  const why = findings.find(({ severity }) => severity === 'error')?.message;
  return new Error(
    vscode.l10n.t('{0} cannot be built for an input of {1}.', name, size.join('×')) +
      (why === undefined ? '' : ` ${said(why)}`),
  );
}
