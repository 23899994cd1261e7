/** Weights in the order in which the fast kernel reads them. */

/** Output channels that the kernel computes at once. */
export const PANEL = 8;

export const panelsFor = (outChannels: number): number => Math.ceil(outChannels / PANEL);

/**
 * From [tap][in][out] to [panel][tap of `taps`][in][8], the last panel filled up with zeros. `taps` chooses and orders the taps:
 * a phase of a transposed convolution uses some of them, backwards.
 */
export function packPanels(
  weights: Float32Array,
  taps: readonly number[],
  inChannels: number,
  outChannels: number,
): Float32Array {
  const panels = panelsFor(outChannels);
  const packed = new Float32Array(panels * taps.length * inChannels * PANEL);
  let target = 0;
  for (let panel = 0; panel < panels; panel++) {
    const first = panel * PANEL;
    const width = Math.min(PANEL, outChannels - first);
    for (const tap of taps) {
      for (let i = 0; i < inChannels; i++) {
        const source = (tap * inChannels + i) * outChannels + first;
        for (let o = 0; o < width; o++) packed[target + o] = weights[source + o] as number;
        target += PANEL;
      }
    }
  }
  return packed;
}

/** The bias, or zeros, filled up to whole panels. */
export function packBias(bias: Float32Array | null, outChannels: number): Float32Array {
  const packed = new Float32Array(panelsFor(outChannels) * PANEL);
  if (bias !== null) packed.set(bias);
  return packed;
}
