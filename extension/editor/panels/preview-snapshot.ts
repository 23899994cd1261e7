/** The preview's snapshot: all that the panel shows, made anew from the facts, the last run and the settings. */
import { findingsIn } from '../../model/findings.ts';
import type { ModelGraph } from '../../model/graph.ts';
import type { Shape } from '../../model/size.ts';
import type { FigureTile, PanelStatus, PreviewSnapshot } from '../../protocol.ts';
import type { DocumentFacts } from '../analysis/service.ts';
import { isGone } from '../analysis/shift.ts';
import { indexOf, type FactsIndex } from '../describe/facts-index.ts';
import { said } from '../describe/words.ts';
import { DEFAULT_SIZE, hasOpenSizes, legalSides } from '../../engine/input-size.ts';
import type { ConcreteModel } from './concrete-model.ts';
import { previewRows, previewTotals, type LineOf, type NotRun } from './preview-rows.ts';
import { previewGraph } from './preview-graph.ts';
import { choiceOf, chosenFrom, type NamedChoice } from './row-choice.ts';

/** What a finished run left to show. */
export interface Drawn {
  readonly concrete: ConcreteModel;
  /** The engine's number of the run; null before there is one. */
  readonly run: number | null;
  /** What the run was made of: nothing is run again while this is the same. */
  readonly key: string;
  readonly notRun: NotRun;
  readonly maps: PreviewSnapshot['maps'];
  readonly figure: readonly FigureTile[];
  readonly milliseconds: number;
  readonly peakBytes: number;
}

export interface PreviewState {
  readonly file: string;
  readonly uri: string;
  readonly facts: DocumentFacts | null;
  readonly model: ModelGraph | undefined;
  readonly row: NamedChoice | null;
  /** Null takes the code at its word. */
  readonly size: readonly [number, number] | null;
  readonly drawn: Drawn | null;
  readonly against: PreviewSnapshot['against'];
  readonly status: PanelStatus;
  readonly picture: PreviewSnapshot['picture'];
  readonly weights: PreviewSnapshot['weights'];
}

const NO_TOTALS: PreviewSnapshot['totals'] = { params: null, trainable: null, macs: null, bytes: null };

/** The run's facts when it is a run of this model, so that open sizes show as the numbers that were drawn. */
function shownModel({ facts, model, drawn }: PreviewState): ConcreteModel | null {
  if (!facts || !model) return null;
  if (!drawn) return { index: indexOf(facts.analysis), model, size: null };
  const { models } = drawn.concrete.index.analysis;
  const same = choiceOf(models, drawn.concrete.model);
  return chosenFrom(facts.analysis.models, same) === model
    ? drawn.concrete
    : { index: indexOf(facts.analysis), model, size: null };
}

/** Height and width of the first input that is a picture; null when none is. */
function inputSize(
  { facts, model, size, drawn }: PreviewState,
  shown: ConcreteModel | null,
): PreviewSnapshot['inputSize'] {
  if (!facts || !model || !shown) return null;
  const shapes = shown.model.inputs.map((id) => shown.index.tensor(id)?.shape ?? null);
  const shape = shapes.find((one): one is Shape => one?.length === 4);
  if (!shape) return null;
  const [height, width] = model.framework === 'torch' ? shape.slice(2) : shape.slice(1);
  const fallback = size ?? DEFAULT_SIZE;
  const maps = shown === drawn?.concrete && shapes[0] === shape ? drawn.figure[0]?.maps : undefined;
  return {
    // What was chosen counts at once: a second change must not start from the size before the first.
    height: size?.[0] ?? maps?.height ?? (typeof height === 'number' ? height : fallback[0]),
    width: size?.[1] ?? maps?.width ?? (typeof width === 'number' ? width : fallback[1]),
    adjustable: model.framework === 'keras' || hasOpenSizes(facts.analysis, model) || size !== null,
    chosen: size !== null,
    legal: legalSides(model),
  };
}

function modelsOf({ facts }: PreviewState, line: LineOf): PreviewSnapshot['models'] {
  const models = facts?.analysis.models ?? [];
  return models.map(({ id, name, framework, range }) => ({ id, name, framework, line: line(range.start) }));
}

function findingsOf({ facts }: PreviewState, line: LineOf): PreviewSnapshot['findings'] {
  return (facts ? findingsIn(facts.analysis.file, facts.analysis.findings) : [])
    .filter(({ code, range }) => code !== 'syntax-error' && !isGone(range))
    .map(({ severity, message, range }) => ({ severity, message: said(message), line: line(range.start) }));
}

export function rowsOf(
  { index, model }: { readonly index: FactsIndex; readonly model: ModelGraph },
  drawn: Drawn | null,
  line: LineOf,
): PreviewSnapshot['rows'] {
  return previewRows(index, model, line, drawn?.concrete.model === model ? drawn.notRun : new Map());
}

export function previewSnapshot(state: PreviewState, line: LineOf): PreviewSnapshot {
  const shown = shownModel(state);
  const { drawn, model } = state;
  const rows = shown ? rowsOf(shown, drawn, line) : [];
  const isDrawn = drawn !== null && shown === drawn.concrete;
  return {
    type: 'preview',
    file: state.file,
    uri: state.uri,
    models: modelsOf(state, line),
    model: model?.id ?? null,
    rows,
    graph: shown ? previewGraph(shown.index, shown.model) : { nodes: [], edges: [] },
    totals: shown ? previewTotals(shown.index, shown.model) : NO_TOTALS,
    constraints: model?.constraints.map(({ text }) => text) ?? [],
    selected: chosenFrom(rows, state.row)?.call ?? null,
    maps: isDrawn ? drawn.maps : null,
    against: state.against,
    figure: isDrawn ? drawn.figure : [],
    picture: state.picture,
    inputSize: inputSize(state, shown),
    weights: state.weights,
    status: state.status,
    stale: state.facts?.stale ?? false,
    findings: findingsOf(state, line),
  };
}
