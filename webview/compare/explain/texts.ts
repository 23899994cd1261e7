/** Every text of the explainer. */
import { integer, measured, plural } from '../../shared/format.ts';

const taps = (count: number): string => plural(count, 'tap', 'taps');

export const TEXTS = {
  heading: 'Where do the pixels go?',
  kernel: 'Kernel',
  stride: 'Stride',
  factor: 'Factor',
  dilation: 'Dilation',
  padding: 'Padding',
  outputPadding: 'Output padding',
  interpolation: 'Interpolation',
  nearest: 'Nearest',
  linear: 'Linear',
  same: 'same',
  valid: 'valid',
  asWritten: 'As written',
  asWrittenTitle: 'Back to what the code says',
  kerasDilation: 'Keras takes no dilation where the stride is larger than 1.',
  input: 'Input',
  output: 'Output',
  row: 'One row of pixels',
  overlap: 'Overlap',
  plane: 'The whole picture',
  hint: 'Point at an input pixel, or walk with the arrow keys.',
  code: 'This setting in your code',
  copy: 'Copy the code of this setting',
  copied: 'Copied',
  stacked: 'Stacked layers',
  stackedNote:
    'A constant picture through all upsampling layers, their kernels all ones, what stands between them left out. Trained weights and convolutions between them can even it out or not.',
  layer: 'Layer',
  overlapOfLayer: 'Unevenness alone',
  overlapSoFar: 'Up to here',
  thisLayer: 'this layer',
  noCompound: 'The chain has no period short enough to draw, or a factor that is not known.',
  chainPicture: (height: number, width: number) =>
    `One period of the output of the whole chain, ${integer(height)} by ${integer(width)} pixels`,
  inputRow: (count: number) => `${integer(count)} input pixels in a row. Arrow keys walk through them.`,
  inputPlane: (rows: number, columns: number) =>
    `${integer(rows)} by ${integer(columns)} input pixels. Arrow keys walk through them.`,
  outputPlane: (rows: number, columns: number, low: string, high: string) =>
    `${integer(rows)} by ${integer(columns)} output pixels with their overlap, from ${low} to ${high}`,
  numbersRow: 'Overlap along one row',
  numbersPlane: 'Overlap of the whole picture',
  paints: (input: number, places: readonly number[], sums: readonly string[]) =>
    places.length === 0
      ? `Input pixel ${integer(input)} paints nothing: the padding cuts it away.`
      : `Input pixel ${integer(input)} paints output ${places.length === 1 ? 'pixel' : 'pixels'} ${places.map(integer).join(', ')}; overlap there: ${sums.join(', ')}.`,
  even: (count: number) => `Even: away from the border, every output pixel is fed by ${taps(count)}.`,
  evenShares: 'Even: what feeds an output pixel adds up to 1 everywhere.',
  subPixel:
    'Even: every output pixel of a block is drawn once, by a channel of its own. A pattern can only come from channels that start out different, which ICNR prevents.',
  uneven: (low: number, high: number, unevenness: number) =>
    `Uneven: output pixels are fed by ${integer(low)} to ${taps(high)}, unevenness ${measured(unevenness)}. The pattern repeats with the stride.`,
  multiple: (kernel: number, stride: number) =>
    `A kernel that is a multiple of the stride, such as ${integer(Math.ceil(kernel / stride) * stride)}, is even.`,
  holes: (empty: number, all: number) =>
    `Holes: ${integer(empty)} of ${integer(all)} phases are fed by nothing, and show the bias alone.`,
  nothing: 'The padding cuts everything away: no output is left.',
} as const;
