/** Which convolutions are computed by Winograd's minimal filtering, and the step that does it. */
import type { Three } from '../reference/spatial.ts';
import type { Geometry, SpatialCall } from './geometry.ts';
import { PANEL, panelsFor, type WeightPacker, type WeightOrder } from './packed-weights.ts';
import type { AxisPhase } from './phases.ts';
import { output, type ProgramBuilder } from './program.ts';

/** Fewer channels than these make the transforms dearer than what they save. */
const LEAST_CHANNELS = 16;
/** Fewer tiles than these do not fill the registers. */
const LEAST_TILES = 4;
/** A tile is 4x4 output pixels. */
const TILE = 4;
const FREQUENCIES = 36;
/** See PATCH and GAP of assembly/winograd.ts. */
const PATCH_BYTES = 640;
const GAP_BYTES = 64;
/** What the matrices of a block may take: a core's own cache. */
const BLOCK_BYTES = 640 * 1024;
/** Multiples of six, since six tiles at once stay in registers. With fewer, weights pass by too often for too little work. */
const LEAST_BLOCK = 36;
const MOST_BLOCK = 96;
/** Multiply-accumulates of an item, some milliseconds: as long as nobody is heard, and what threads can share out. */
const MOST_ITEM_WORK = 1e8;

export function suitsWinograd(
  call: SpatialCall,
  axes: Three<readonly AxisPhase[]>,
  order: WeightOrder,
  outputSize: Three<number>,
): boolean {
  if (call.op !== 'convolution' || call.groups !== 1 || call.kernel.length !== 2) return false;
  const plain = axes.slice(1).every((phases) => {
    const [phase] = phases;
    if (phase === undefined || phases.length !== 1 || phase.inputStride !== 1 || phase.taps.length !== 3) return false;
    return phase.taps.every(({ offset }, i) => offset === i);
  });
  if (!plain || outputSize[0] !== 1) return false;
  const { inChannels, outChannels } = order;
  if (inChannels < LEAST_CHANNELS || outChannels < LEAST_CHANNELS || inChannels % 4 !== 0) return false;
  return Math.ceil(outputSize[1] / TILE) * Math.ceil(outputSize[2] / TILE) >= LEAST_TILES;
}

export function addWinograd(
  builder: ProgramBuilder,
  packed: WeightPacker,
  weight: Float32Array,
  order: WeightOrder,
  { source, size, before, channels, outputSize, outChannels, epilogue, bias }: Geometry,
  [, heights, widths]: Three<readonly AxisPhase[]>,
): void {
  const [, height, width] = outputSize;
  const tilesX = Math.ceil(width / TILE);
  const tiles = Math.ceil(height / TILE) * tilesX;
  const panels = panelsFor(outChannels);
  const fitting = 6 * Math.floor(BLOCK_BYTES / (FREQUENCIES * (channels + panels * PANEL) * 4) / 6);
  const block = Math.min(Math.max(fitting, LEAST_BLOCK), MOST_BLOCK, tiles);
  const panelWork = block * FREQUENCIES * channels * PANEL;
  const groups = Math.min(panels, Math.ceil((panels * panelWork) / MOST_ITEM_WORK));
  const perGroup = Math.ceil(panels / groups);
  const perTile = FREQUENCIES * (channels + perGroup * PANEL) * 4;
  const scratch = Math.ceil((PATCH_BYTES + block * perTile + 2 * FREQUENCIES * GAP_BYTES) / 64) * 64;
  const zeros = builder.table(new Array<number>(PANEL).fill(0));
  const items = Math.ceil(tiles / block) * Math.ceil(panels / perGroup);
  builder.step('winograd', items, panelWork * perGroup, [
    source,
    output(),
    size[2] * channels * 4,
    channels * 4,
    width * outChannels * 4,
    outChannels * 4,
    size[1],
    size[2],
    // What the first output pixel reads before the picture begins.
    -(before[1] + (heights[0] as AxisPhase).start),
    -(before[2] + (widths[0] as AxisPhase).start),
    height,
    width,
    channels,
    outChannels,
    tilesX,
    tiles,
    block,
    packed.winograd(weight, order),
    bias,
    builder.reserve(scratch * builder.threads),
    scratch,
    ...epilogue,
    zeros,
    Math.ceil(panels / perGroup),
    perGroup,
  ]);
}
