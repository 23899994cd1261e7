/** Look-ups over one analysis, built once per analysis and shared by every surface. */
import type { Analysis, CallFact, LayerFact, LayerId, TensorFact, TensorId } from '../../model/graph.ts';
import { shapeText } from '../../model/sizes/text.ts';

export class FactsIndex {
  readonly analysis: Analysis;
  readonly #layers: ReadonlyMap<LayerId, LayerFact>;
  readonly #tensors: ReadonlyMap<TensorId, TensorFact>;
  readonly #calls: ReadonlyMap<number, CallFact>;
  readonly #callsOfLayer = new Map<LayerId, CallFact[]>();

  constructor(analysis: Analysis) {
    this.analysis = analysis;
    this.#layers = new Map(analysis.layers.map((layer) => [layer.id, layer]));
    this.#tensors = new Map(analysis.tensors.map((tensor) => [tensor.id, tensor]));
    this.#calls = new Map(analysis.calls.map((call) => [call.id, call]));
    for (const call of analysis.calls) {
      if (call.layer === null) continue;
      const calls = this.#callsOfLayer.get(call.layer);
      if (calls) calls.push(call);
      else this.#callsOfLayer.set(call.layer, [call]);
    }
  }

  layer(id: LayerId | null): LayerFact | undefined {
    return id === null ? undefined : this.#layers.get(id);
  }
  tensor(id: TensorId): TensorFact | undefined {
    return this.#tensors.get(id);
  }
  call(id: number | null): CallFact | undefined {
    return id === null ? undefined : this.#calls.get(id);
  }
  callsOf(layer: LayerId): readonly CallFact[] {
    return this.#callsOfLayer.get(layer) ?? [];
  }

  /** `16×16×32`, several joined by a comma, or null when one of them is not inferred. */
  shapesText(tensors: readonly TensorId[]): string | null {
    const texts = tensors.map((id) => {
      const shape = this.tensor(id)?.shape;
      return shape ? shapeText(shape) : null;
    });
    return texts.length > 0 && texts.every((text) => text !== null) ? texts.join(', ') : null;
  }
}

const indexes = new WeakMap<Analysis, FactsIndex>();

export function indexOf(analysis: Analysis): FactsIndex {
  let index = indexes.get(analysis);
  if (!index) {
    index = new FactsIndex(analysis);
    indexes.set(analysis, index);
  }
  return index;
}
