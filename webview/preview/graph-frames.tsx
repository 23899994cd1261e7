/** Frames around what stands in an unfolded block of the graph, each with the block's name. */
import type { VNode } from 'preact';
import type { Blocks } from './graph-blocks.ts';
import type { Placed } from './graph-layout.ts';
import { NODE_HEIGHT } from './graph-node.tsx';

/** Between a frame and what is in it; frames in frames each have as much. */
const ROOM = 7;
/** What the name of a frame takes above its nodes. */
const NAME_HEIGHT = 12;

interface FramesProps {
  readonly blocks: Blocks;
  readonly layout: Placed;
  readonly widths: readonly number[];
}

export interface FrameBox {
  readonly key: string;
  readonly label: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Innermost frames are closest to their nodes. */
export function frameBoxes(
  { blocks, frames }: Blocks,
  { nodes }: Placed,
  widths: readonly number[],
): readonly FrameBox[] {
  const aroundOf = new Map(frames.map(({ key, around }) => [key, around]));
  const chain = (key: string | null): readonly string[] =>
    key === null ? [] : [key, ...chain(aroundOf.get(key) ?? null)];
  const chains = blocks.map(({ around }) => chain(around));
  return frames.flatMap(({ key, label }): FrameBox[] => {
    const inside = chains.flatMap((keys, index) => (keys.includes(key) ? [{ index, depth: keys.indexOf(key) }] : []));
    if (inside.length === 0) return [];
    const levels = Math.max(...inside.map(({ depth }) => depth)) + 1;
    const around = levels * ROOM;
    const places = inside.map(({ index }) => ({
      x: nodes[index]?.x ?? 0,
      y: nodes[index]?.y ?? 0,
      w: widths[index] ?? 0,
    }));
    const [left, right] = [
      Math.min(...places.map(({ x, w }) => x - w / 2)),
      Math.max(...places.map(({ x, w }) => x + w / 2)),
    ];
    const [top, bottom] = [Math.min(...places.map(({ y }) => y)), Math.max(...places.map(({ y }) => y))];
    return [
      {
        key,
        label,
        x: left - around,
        y: top - NODE_HEIGHT / 2 - around - NAME_HEIGHT,
        width: right - left + 2 * around,
        height: bottom - top + NODE_HEIGHT + 2 * around + NAME_HEIGHT,
      },
    ];
  });
}

export const GraphFrames = ({ blocks, layout, widths }: FramesProps): VNode => (
  <>
    {frameBoxes(blocks, layout, widths).map(({ key, label, x, y, width, height }) => (
      <g key={key} class="graph-frame-group">
        <rect class="graph-frame" x={x} y={y} width={width} height={height} rx="6" />
        <text class="graph-frame-name" x={x + ROOM} y={y + NAME_HEIGHT + 2}>
          {label}
        </text>
      </g>
    ))}
  </>
);
