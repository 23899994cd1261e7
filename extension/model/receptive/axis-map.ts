/**
 * What each position of an axis sees of an axis of the model's input, away from the borders: a first and a last position. Strides and
 * upsampling make it repeat: `period` positions further on, all of it has moved by `advance`. So the figures are exact also where
 * neighbouring positions see differently much, as they do behind upsampling layers.
 */
export interface Span {
  readonly low: number;
  readonly high: number;
}

export interface AxisMap {
  readonly period: number;
  readonly advance: number;
  /** One for each position of a period; null where nothing is seen: a hole. */
  readonly spans: readonly (Span | null)[];
}

/** Eight upsamplings by 2. Sizes that have no common measure would make periods as long as the picture. */
export const MAX_PERIOD = 256;

export const IDENTITY: AxisMap = { period: 1, advance: 1, spans: [{ low: 0, high: 0 }] };

export const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));

function at({ period, advance, spans }: AxisMap, index: number): Span | null {
  const turns = Math.floor(index / period);
  const span = spans[index - turns * period] ?? null;
  return span && { low: span.low + turns * advance, high: span.high + turns * advance };
}

function joined(spans: readonly (Span | null)[]): Span | null {
  const seen = spans.filter((span) => span !== null);
  if (seen.length === 0) return null;
  return { low: Math.min(...seen.map(({ low }) => low)), high: Math.max(...seen.map(({ high }) => high)) };
}

/** The positions of a window that see furthest: a period from each of its ends, for further in the same comes again. */
function endsOf({ low, high }: Span, period: number): readonly number[] {
  const count = Math.min(period, high - low + 1);
  return Array.from({ length: count }, (_, step) => [low + step, high - step]).flat();
}

/** What a layer's window sees through what its input sees; null where the period becomes too long to follow. */
export function through(window: AxisMap, input: AxisMap): AxisMap | null {
  if (isIdentity(window)) return input;
  const times = input.period / gcd(window.advance, input.period);
  const period = window.period * times;
  if (!(period <= MAX_PERIOD)) return null;
  const spans = Array.from({ length: period }, (_, index) => {
    const span = at(window, index);
    return span && joined(endsOf(span, input.period).map((position) => at(input, position)));
  });
  return { period, advance: (window.advance * times * input.advance) / input.period, spans };
}

/** A window of one position that moves by one: what elementwise layers and 1 x 1 kernels have. */
const isIdentity = ({ period, advance, spans: [span] }: AxisMap): boolean =>
  period === 1 && advance === 1 && span?.low === 0 && span.high === 0;

/** What both see together; null where they move at different speeds. */
export function union(a: AxisMap, b: AxisMap): AxisMap | null {
  if (a === b) return a;
  const times = b.period / gcd(a.period, b.period);
  const period = a.period * times;
  if (!(period <= MAX_PERIOD) || a.advance * b.period !== b.advance * a.period) return null;
  const spans = Array.from({ length: period }, (_, index) => joined([at(a, index), at(b, index)]));
  return { period, advance: a.advance * times, spans };
}

/** The most that one position sees. */
export const extentOf = ({ spans }: AxisMap): number =>
  Math.max(0, ...spans.map((span) => (span ? span.high - span.low + 1 : 0)));
