/** Every text of the explainer. */
import { integer, measured } from '../../shared/format.ts';
import { t } from '../../shared/l10n.ts';

const taps = (count: number): string => t(count === 1 ? '{0} tap' : '{0} taps', integer(count));

export const TEXTS = {
  kernel: t('Kernel'),
  stride: t('Stride'),
  factor: t('Factor'),
  dilation: t('Dilation'),
  padding: t('Padding'),
  outputPadding: t('Output padding'),
  interpolation: t('Interpolation'),
  nearest: t('Nearest'),
  linear: t('Linear'),
  // What the code says, in every language.
  same: 'same',
  valid: 'valid',
  asWritten: t('As written'),
  asWrittenTitle: t('Back to what the code says'),
  kerasDilation: t('Keras takes no dilation where the stride is larger than 1.'),
  input: t('Input'),
  figure: t('figure'),
  row: t('One row of pixels'),
  plane: t('The whole picture'),
  hint: t('Point at an input pixel, or walk with the arrow keys.'),
  code: t('This setting in your code'),
  copy: t('Copy the code of this setting'),
  copied: t('Copied'),
  stacked: t('Stacked layers'),
  stackedNote: t(
    'A constant picture through all upsampling layers, their kernels all ones, what stands between them left out. Trained weights and convolutions between them may even it out.',
  ),
  layer: t('Layer'),
  overlapOfLayer: t('Unevenness alone'),
  overlapSoFar: t('Up to here'),
  thisLayer: t('(this layer)'),
  noCompound: t('The chain has no period short enough to draw, or a factor that is not known.'),
  numbersRow: t('Overlap along one row'),
  numbersPlane: t('Overlap of the whole picture'),
  overlapSize: (height: number, width: number): string => t('Overlap: {0} × {1}', integer(height), integer(width)),
  chainPicture: (height: number, width: number): string =>
    t('One period of the output of the whole chain, {0} by {1} pixels', integer(height), integer(width)),
  inputRow: (count: number, words: string): string =>
    t('{0} input pixels in a row. Arrow keys walk through them. {1}', integer(count), words),
  inputPlane: (rows: number, columns: number): string =>
    t('{0} by {1} input pixels. Arrow keys walk through them.', integer(rows), integer(columns)),
  outputPlane: (rows: number, columns: number, low: string, high: string): string =>
    t('{0} by {1} output pixels with their overlap, from {2} to {3}', integer(rows), integer(columns), low, high),
  paints(input: number, places: readonly number[], sums: readonly string[]): string {
    if (places.length === 0) return t('Input pixel {0} paints nothing: the padding cuts it away.', integer(input));
    const [where, overlap] = [places.map(integer).join(', '), sums.join(', ')];
    return places.length === 1
      ? t('Input pixel {0} paints output pixel {1}; overlap there: {2}.', integer(input), where, overlap)
      : t('Input pixel {0} paints output pixels {1}; overlap there: {2}.', integer(input), where, overlap);
  },
  even: (count: number): string => t('Even: away from the border, every output pixel is fed by {0}.', taps(count)),
  evenShares: t('Even: what feeds an output pixel adds up to 1 everywhere.'),
  subPixel: t(
    'Even: every output pixel of a block is drawn once, by a channel of its own. A pattern can only come from channels that start out different, which ICNR prevents.',
  ),
  uneven: (low: number, high: number, unevenness: number): string =>
    t(
      'Uneven: output pixels are fed by {0} to {1}, unevenness {2}. The pattern repeats with the stride.',
      integer(low),
      taps(high),
      measured(unevenness),
    ),
  multiple: (kernel: number, stride: number): string =>
    t('A kernel that is a multiple of the stride, such as {0}, is even.', integer(Math.ceil(kernel / stride) * stride)),
  holes: (empty: number, all: number): string =>
    t('Holes: {0} of {1} phases are fed by nothing, and show the bias alone.', integer(empty), integer(all)),
  nothing: t('The padding cuts everything away: no output is left.'),
} as const;
