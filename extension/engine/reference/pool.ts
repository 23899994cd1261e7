/** Max and average pooling of rank 1 to 3, with both frameworks' padding and counting rules. */
import { at, zeros, type NDArray } from '../array.ts';
import { axisPadding } from './padding.ts';
import { fromChannelsLast, toChannelsLast } from './permute.ts';
import { asVolume, fromVolume, three } from './spatial.ts';
import type { Steps } from './steps.ts';
import type { KernelCall } from '../../model/kernel.ts';

export type PoolCall = Extract<KernelCall, { op: 'pool' }>;

/** One output position of one axis: the input positions it covers, and its extent with padding counted. */
export interface PoolWindow {
  readonly sources: readonly number[];
  readonly padded: number;
}

export function* pool(call: PoolCall, input: NDArray): Steps<NDArray> {
  const picture = toChannelsLast(input, call.layout);
  const volume = asVolume(picture);
  const [batch, depth, height, width, channels] = volume.shape as [number, number, number, number, number];
  const spatial = picture.shape.slice(1, -1);
  const [windowsD, windowsH, windowsW] = three(
    spatial.map((size, axis) => poolWindows(call, axis, size)),
    [{ sources: [0], padded: 1 }],
  );
  const output = zeros([batch, windowsD.length, windowsH.length, windowsW.length, channels]);
  const start = call.method === 'max' ? -Infinity : 0;
  const sums = new Float64Array(channels);
  let target = 0;
  for (let n = 0; n < batch; n++) {
    for (const d of windowsD) {
      for (const h of windowsH) {
        for (const w of windowsW) {
          sums.fill(start);
          for (const z of d.sources) {
            for (const y of h.sources) {
              for (const x of w.sources) {
                const source = (((n * depth + z) * height + y) * width + x) * channels;
                if (call.method === 'max') {
                  // Math.max keeps NaN, as the frameworks do.
                  for (let c = 0; c < channels; c++) {
                    sums[c] = Math.max(sums[c] as number, volume.data[source + c] as number);
                  }
                } else {
                  for (let c = 0; c < channels; c++) {
                    sums[c] = (sums[c] as number) + (volume.data[source + c] as number);
                  }
                }
              }
            }
          }
          const inside = d.sources.length * h.sources.length * w.sources.length;
          const count = call.divisor ?? (call.countPadding ? d.padded * h.padded * w.padded : inside);
          const factor = call.method === 'max' ? 1 : 1 / count;
          for (let c = 0; c < channels; c++) output.data[target++] = (sums[c] as number) * factor;
        }
        yield;
      }
    }
  }
  return fromChannelsLast(fromVolume(output, picture.shape.length), call.layout);
}

export function poolOutputSize(call: PoolCall, axis: number, size: number): number {
  const [kernel, stride, dilation] = [at(call.kernel, axis), at(call.strides, axis), at(call.dilation, axis)];
  const [before, after] = axisPadding(call.padding, axis, size, kernel, stride, dilation);
  const room = size + before + after - dilation * (kernel - 1) - 1;
  let positions = (call.ceilMode ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1;
  // A window that would start in the padding at the end is left out. aten/src/ATen/native/Pool.h
  if (call.ceilMode && (positions - 1) * stride >= size + before) positions--;
  if (positions < 1) throw new Error(`The window of ${kernel} does not fit into a size of ${size}.`);
  return positions;
}

export function poolWindows(call: PoolCall, axis: number, size: number): PoolWindow[] {
  const [kernel, stride, dilation] = [at(call.kernel, axis), at(call.strides, axis), at(call.dilation, axis)];
  const [before, after] = axisPadding(call.padding, axis, size, kernel, stride, dilation);
  return Array.from({ length: poolOutputSize(call, axis, size) }, (_, position) => {
    const start = position * stride - before;
    const sources: number[] = [];
    for (let tap = 0; tap < kernel; tap++) {
      const source = start + tap * dilation;
      if (source >= 0 && source < size) sources.push(source);
    }
    // Positions past the padding, which ceil mode can reach, are never counted.
    return { sources, padded: Math.min(start + kernel, size + after) - start };
  });
}
