/**
 * Reproducible random numbers: xoshiro128** 1.1 (Blackman and Vigna, prng.di.unimi.it), seeded through splitmix32. The same
 * seed gives the same numbers on every machine, so that pictures do not change when nothing else did.
 */
export class Random {
  readonly #state: Uint32Array;
  #spare: number | null = null;

  constructor(...seeds: readonly number[]) {
    let mixed = 0x9e3779b9;
    for (const seed of seeds) mixed = scramble(mixed ^ scramble(seed | 0));
    this.#state = Uint32Array.from({ length: 4 }, (_, i) => scramble(mixed + Math.imul(i + 1, 0x9e3779b9)));
  }

  /** 32 random bits. */
  bits(): number {
    return xoshiro128(this.#state);
  }

  /** Uniform in [low, high), in 2^32 steps: a float32 has room for fewer. */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.bits() / STEPS);
  }

  /**
   * The numbers `from` to `to` of `data`, as if each came from `uniform`; several times as fast, for weights by the million: the
   * generator's step stands here, and in `fillNormal`, once more, since its state stays in registers only within one loop.
   */
  fillUniform(data: Float32Array, from: number, to: number, low: number, high: number): void {
    const state = this.#state;
    let [a, b, c, d] = state as unknown as [number, number, number, number];
    const step = (high - low) / STEPS;
    for (let i = from; i < to; i++) {
      const product = Math.imul(b, 5);
      const bits = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
      data[i] = low + bits * step;
    }
    state.set([a, b, c, d]);
  }

  /** The same for `mean` plus `deviation` times `normal`, or `truncatedNormal`. */
  fillNormal(data: Float32Array, from: number, to: number, mean: number, deviation: number, truncated: boolean): void {
    const state = this.#state;
    let [a, b, c, d] = state as unknown as [number, number, number, number];
    const most = truncated ? MOST_DEVIATIONS : Infinity;
    let i = from;
    let spare = this.#spare;
    if (i < to && spare !== null) {
      if (Math.abs(spare) <= most) data[i++] = mean + deviation * spare;
      spare = null;
    }
    while (i < to) {
      let [x, y] = [0, 0];
      for (let half = 0; half < 2; half++) {
        const product = Math.imul(b, 5);
        const bits = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
        const shifted = b << 9;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = (d << 11) | (d >>> 21);
        x = y;
        y = bits * (2 / STEPS) - 1;
      }
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      const [first, second] = [x * factor, y * factor];
      if (Math.abs(first) <= most) data[i++] = mean + deviation * first;
      if (i === to) spare = second;
      else if (Math.abs(second) <= most) data[i++] = mean + deviation * second;
    }
    this.#spare = spare;
    state.set([a, b, c, d]);
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    const spare = this.#spare;
    if (spare !== null) {
      this.#spare = null;
      return spare;
    }
    for (;;) {
      const [x, y] = [this.uniform(-1, 1), this.uniform(-1, 1)];
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spare = y * factor;
      return x * factor;
    }
  }

  /** Standard normal, drawn again while it lies beyond two standard deviations. */
  truncatedNormal(): number {
    for (;;) {
      const x = this.normal();
      if (Math.abs(x) <= MOST_DEVIATIONS) return x;
    }
  }
}

const STEPS = 2 ** 32;
/** Where the frameworks cut a truncated normal distribution. */
const MOST_DEVIATIONS = 2;

/** The next number of a state of four 32-bit words, which it advances. */
export function xoshiro128(state: Uint32Array): number {
  const s = state as unknown as [number, number, number, number];
  const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0;
  const shifted = s[1] << 9;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = rotate(s[3], 11);
  return result;
}

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** splitmix32's output function. */
function scramble(x: number): number {
  let z = x | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
