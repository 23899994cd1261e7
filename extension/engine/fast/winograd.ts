/** Which convolutions are computed by Winograd's minimal filtering, and the step that does it. */
import type { Geometry, SpatialCall } from './geometry.ts';
import {
  PANEL,
  panelsFor,
  WINOGRAD_GAP,
  winogradProducts,
  type Entries,
  type WeightPacker,
  type WeightOrder,
  type WinogradTaps,
} from './packed-weights.ts';
import type { AxisPhase, Phase } from './phases.ts';
import { output, type ProgramBuilder } from './program.ts';

/**
 * What the transforms of a number before and after a product cost, in multiply-accumulates: measured between 7 (squares) and 14 (rows).
 * With few channels that is more than what they save.
 */
const TRANSFORM_WORK = 10;
/** What must be saved: estimates are no better than this. */
const LEAST_GAIN = 1.1;
/** Fewer tiles than these do not fill the registers. */
const LEAST_TILES = 4;
/** Output pixels of a tile along an axis with more than one tap. */
const TILE = 4;
/** See PATCH of assembly/winograd.ts. */
const PATCH_BYTES = 640;
/** What the matrices of a block may take: a core's own cache. */
const BLOCK_BYTES = 640 * 1024;
/** Multiples of six and four, since so many tiles at once stay in registers. With fewer, weights pass by too often for too little work. */
const LEAST_BLOCK = 36;
const MOST_BLOCK = 96;
/** Multiply-accumulates of an item, some milliseconds: as long as nobody is heard, and what threads can share out. */
const MOST_ITEM_WORK = 1e8;

/** How many neighbouring pixels the axis reads; null where there are gaps between them, or between those of neighbouring outputs. */
function neighbours({ inputStride, taps }: AxisPhase): number | null {
  const first = taps[0]?.offset ?? 0;
  return inputStride === 1 && taps.every(({ offset }, i) => offset === first + i) ? taps.length : null;
}

const tilesAlong = (count: number, taps: number): number => (taps === 1 ? count : Math.ceil(count / TILE));

/**
 * The taps of a phase that Winograd's filtering computes faster, null of any other. The axis with one tap, if there is one, is the first:
 * see `turned`.
 */
export function winogradTaps(
  call: SpatialCall,
  order: WeightOrder,
  [depth, height, width]: Phase,
): WinogradTaps | null {
  if (
    call.groups !== 1 ||
    depth.count !== 1 ||
    depth.taps.length !== 1 ||
    depth.start + (depth.taps[0]?.offset ?? 0) !== 0
  )
    return null;
  const { inChannels, outChannels } = order;
  if (inChannels % 4 !== 0) return null;
  const [down, across] = [neighbours(height), neighbours(width)];
  if (down === null || across === null) return null;
  const [rows, columns] = across === 1 ? [across, down] : [down, across];
  if ((rows !== 1 && rows !== 2 && rows !== 3) || (columns !== 2 && columns !== 3)) return null;
  const taps: WinogradTaps = [rows, columns];
  const tiles = tilesAlong(height.count, down) * tilesAlong(width.count, across);
  const products = inChannels * outChannels;
  const direct = height.count * width.count * rows * columns * products;
  const filtered = tiles * winogradProducts(taps) * (products + TRANSFORM_WORK * (inChannels + outChannels));
  return tiles >= LEAST_TILES && filtered * LEAST_GAIN < direct ? taps : null;
}

export function addWinograd(
  builder: ProgramBuilder,
  packed: WeightPacker,
  weight: Float32Array,
  order: WeightOrder,
  { source, size, before, channels, outputSize, outChannels, epilogue, bias }: Geometry,
  [, height, width]: Phase,
  taps: WinogradTaps,
  entries: Entries,
): void {
  const axisOf = (phase: AxisPhase, axis: 1 | 2, inputStep: number, outputStep: number) => ({
    count: phase.count,
    size: size[axis],
    // What the first output pixel reads before the picture begins.
    before: -(before[axis] + phase.start + (phase.taps[0]?.offset ?? 0)),
    input: inputStep * channels * 4,
    output: outputStep * phase.outputStride * outChannels * 4,
  });
  const down = axisOf(height, 1, size[2], outputSize[2]);
  const across = axisOf(width, 2, 1, 1);
  // A column of taps is a row of the picture lying on its side.
  const [y, x] = width.taps.length === 1 ? [across, down] : [down, across];
  const products = winogradProducts(taps);
  const tilesX = tilesAlong(x.count, taps[1]);
  const tiles = tilesAlong(y.count, taps[0]) * tilesX;
  const panels = panelsFor(outChannels);
  const fitting = 6 * Math.floor(BLOCK_BYTES / (products * (channels + panels * PANEL) * 4) / 6);
  const block = Math.min(Math.max(fitting, LEAST_BLOCK), MOST_BLOCK, tiles);
  const panelWork = block * products * channels * PANEL;
  const groups = Math.min(panels, Math.ceil((panels * panelWork) / MOST_ITEM_WORK));
  const perGroup = Math.ceil(panels / groups);
  const perTile = products * (channels + perGroup * PANEL) * 4;
  const scratch = Math.ceil((PATCH_BYTES + block * perTile + 2 * products * WINOGRAD_GAP) / 64) * 64;
  const zeros = builder.table(new Array<number>(PANEL).fill(0));
  const items = Math.ceil(tiles / block) * Math.ceil(panels / perGroup);
  builder.step('winograd', items, panelWork * perGroup, [
    source,
    output((height.first * outputSize[2] + width.first) * outChannels * 4),
    y.input,
    x.input,
    y.output,
    x.output,
    y.size,
    x.size,
    y.before,
    x.before,
    y.count,
    x.count,
    channels,
    outChannels,
    tilesX,
    tiles,
    block,
    packed.winograd(weight, order, entries, taps),
    bias,
    builder.scratch(scratch * builder.threads),
    scratch,
    ...epilogue,
    zeros,
    Math.ceil(panels / perGroup),
    perGroup,
    ...taps,
  ]);
}
