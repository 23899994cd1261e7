/** Pooling as a program: tables of what every output position of each axis covers, from the reference's own windows. */
import { sizeOf } from '../array.ts';
import { poolWindows, type PoolCall, type PoolWindow } from '../reference/pool.ts';
import { three } from '../reference/spatial.ts';
import { float, input, output, type Place, type ProgramBuilder } from './program.ts';

/** Adds the step for one sample of `shape` (channels last); null where the average's divisor is no product of the axes'. */
export function addPool(builder: ProgramBuilder, call: PoolCall, shape: readonly number[]): readonly number[] | null {
  if (call.divisor !== null) return null;
  const spatial = shape.slice(1, -1);
  const channels = shape[shape.length - 1] as number;
  const windows = three<readonly PoolWindow[]>(
    spatial.map((size, axis) => poolWindows(call, axis, size)),
    [{ sources: [0], padded: 1 }],
  );
  // A window that covers padding alone has no maximum that we know of.
  if (windows.some((axis) => axis.some(({ sources }) => sources.length === 0))) return null;
  const [, height, width] = three(spatial, 1);
  const dilation = three(call.dilation, 1);
  const pixel = channels * 4;
  const bytes = [height * width * pixel, width * pixel, pixel] as const;
  const place = (axis: 0 | 1 | 2): Place =>
    builder.table(
      windows[axis].flatMap(({ sources, padded }) => [
        (sources[0] as number) * bytes[axis],
        sources.length,
        float(1 / (call.countPadding ? padded : sources.length)),
      ]),
    );
  const [depths, heights, widths] = windows;
  builder.step('pool', depths.length * heights.length, widths.length * channels * sizeOf(call.kernel), [
    input(),
    output(),
    place(0),
    place(1),
    place(2),
    heights.length,
    widths.length,
    dilation[0] * bytes[0],
    dilation[1] * bytes[1],
    dilation[2] * bytes[2],
    channels,
    call.method === 'average' ? 1 : 0,
  ]);
  const missing = 5 - shape.length;
  const sizes = [depths.length, heights.length, widths.length].slice(missing);
  return [shape[0] as number, ...sizes, channels];
}
