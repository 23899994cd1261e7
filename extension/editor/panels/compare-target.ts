/** Which upsampling layer a cursor means. */
import type { Analysis, CallFact } from '../../model/graph.ts';
import type { Range } from '../../model/range.ts';
import type { Shape } from '../../model/size.ts';
import type { FactsIndex } from '../describe/facts-index.ts';

/** Open sizes become this for the comparison: large enough to see a pattern ... */
const OPEN_SIZE = 32;
/** ... unless the channels are so many that it would not be answered at once: then half, and half again, but no less than a pattern needs. */
const MOST_NUMBERS = 2 ** 15;
const LEAST_SIZE = 8;

export interface CompareTarget {
  readonly call: CallFact;
  readonly range: Range;
  readonly inputShape: Shape;
}

const distance = (range: Range, offset: number): number =>
  offset < range.start ? range.start - offset : offset > range.end ? offset - range.end : 0;

/** The upsampling layer whose call or construction holds the offset, or the nearest one when `nearest` allows; null when there is none. */
export function compareTarget(
  index: FactsIndex,
  analysis: Analysis,
  offset: number,
  here: (range: Range) => boolean,
  nearest: boolean,
): CompareTarget | null {
  const candidates = analysis.calls.flatMap((call) => {
    const layer = index.layer(call.layer);
    const input = index.tensor(call.inputs[0] ?? -1)?.shape;
    if (!call.artifact || !layer || !input) return [];
    return [layer.range, call.range]
      .filter(here)
      .map((range) => ({ call, range, input, away: distance(range, offset), length: range.end - range.start }));
  });
  candidates.sort((a, b) => a.away - b.away || a.length - b.length);
  const [best] = candidates;
  if (!best || (best.away > 0 && !nearest)) return null;
  return { call: best.call, range: best.range, inputShape: concrete(best.input) };
}

/** One sample, with numbers for what is left open. */
function concrete(shape: Shape): Shape {
  const filled = (size: number): number[] =>
    shape.map((known, axis) => (axis === 0 ? 1 : typeof known === 'number' ? known : size));
  let size = OPEN_SIZE;
  while (size > LEAST_SIZE && filled(size).reduce((a, b) => a * b, 1) > MOST_NUMBERS) size /= 2;
  return filled(size);
}
