/** The graph of a model for the preview: its calls, what feeds what, and the module each stands in. */
import type { CallFact, ModelGraph } from '../../model/graph.ts';
import { shapeText } from '../../model/sizes/text.ts';
import type { PreviewGraph } from '../../protocol.ts';
import type { FactsIndex } from '../describe/facts-index.ts';
import { shownRows } from './preview-modules.ts';

/** A function called between layers stands where the layers called from the same lines stand. */
const frames = ({ path }: CallFact): string => path.join('/');

export function previewGraph(index: FactsIndex, model: ModelGraph): PreviewGraph {
  const calls = model.calls.map((id) => index.call(id)).filter((call) => call !== undefined);
  const placed = new Map(
    shownRows(index, model).flatMap(({ call, path }) => (call === null ? [] : [[call, path] as const])),
  );
  const places = new Map(calls.map((call, at) => [call.id, at]));
  /** The module of the nearest layer before a call, from the same lines. */
  const last = new Map<string, readonly string[]>();
  const nodes = calls.map((call) => {
    const own = placed.get(call.id);
    if (own) last.set(frames(call), own);
    const shape = index.tensor(call.outputs[0] ?? -1)?.shape;
    return {
      call: call.id,
      label: call.label,
      path: own ?? last.get(frames(call)) ?? [],
      shape: shape ? shapeText(shape) : null,
    };
  });
  const edges = calls.flatMap((call, to) => {
    const from = call.inputs.map((tensor) => places.get(index.tensor(tensor)?.producer ?? -1));
    return [...new Set(from)].flatMap((at) => (at === undefined ? [] : [[at, to] as const]));
  });
  return { nodes, edges };
}
