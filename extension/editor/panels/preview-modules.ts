/**
 * The rows of the preview with the modules around them. PyTorch names its layers by their path; a model nested in a Keras model is one
 * row there, and below it stand the calls that it makes in the model around it.
 */
import type { CallFact, LayerRow, ModelGraph } from '../../model/graph.ts';
import type { FactsIndex } from '../describe/facts-index.ts';

export interface ShownRow extends LayerRow {
  /** Outermost first. */
  readonly path: readonly string[];
}

export function shownRows(index: FactsIndex, model: ModelGraph): readonly ShownRow[] {
  if (model.framework === 'torch') return model.rows.map((row) => ({ ...row, path: row.name.split('.').slice(0, -1) }));
  const nesting = new Nesting(index, model);
  return model.rows.flatMap((row) => [{ ...row, path: [] }, ...nesting.rowsBelow(row, [row.name])]);
}

class Nesting {
  readonly #index: FactsIndex;
  readonly #outer: ModelGraph;
  readonly #calls: ReadonlySet<number>;

  constructor(index: FactsIndex, outer: ModelGraph) {
    this.#index = index;
    this.#outer = outer;
    this.#calls = new Set(outer.calls);
  }

  /** The rows of the model that a row stands for; none where it is a layer. */
  rowsBelow(row: LayerRow, path: readonly string[]): ShownRow[] {
    // A model cannot contain itself, but names can repeat.
    if (path.indexOf(row.name) < path.length - 1) return [];
    return (this.#modelOf(row)?.rows ?? []).flatMap((each) => {
      const below = this.rowsBelow(each, [...path, each.name]);
      if (below.length > 0) return [{ ...each, path }, ...below];
      return this.#callsOf(each).map((call, nth) => this.#rowOf(each, call, nth, path));
    });
  }

  #modelOf({ name, type }: LayerRow): ModelGraph | undefined {
    return this.#index.analysis.models.find(
      (model) =>
        model !== this.#outer &&
        model.name === name &&
        model.type === type &&
        model.rows.some((row) => this.#callsOf(row).length > 0),
    );
  }

  /** The calls that a layer has inside the outer model. */
  #callsOf({ layer }: LayerRow): readonly CallFact[] {
    return layer === null ? [] : this.#index.callsOf(layer).filter(({ id }) => this.#calls.has(id));
  }

  #rowOf(row: LayerRow, call: CallFact, nth: number, path: readonly string[]): ShownRow {
    const tensors = (ids: readonly number[]): LayerRow['outputShapes'] =>
      ids.map((id) => this.#index.tensor(id)?.shape ?? null);
    const missing = call.outputs.map((id) => this.#index.tensor(id)?.reason).find((reason) => reason != null);
    return {
      ...row,
      path,
      call: call.id,
      inputShapes: tensors(call.inputs),
      outputShapes: tensors(call.outputs),
      // Parameters are counted at the first call, as in PyTorch's table.
      params: nth === 0 ? row.params : 0,
      macs: call.macs,
      artifact: call.artifact,
      callRange: call.range,
      reason: missing ?? null,
    };
  }
}
