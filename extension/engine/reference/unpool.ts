/** Pooling that depends on positions or on the size of the result. aten/src/ATen/native/{AdaptiveMaxPooling,MaxUnpooling}.cpp */
import { at, sizeOf, type NDArray } from '../array.ts';
import { toChannelsFirst, toChannelsLast } from './permute.ts';
import { axisPadding } from './padding.ts';
import { poolOutputSize, type PoolCall } from './pool.ts';
import type { KernelCall } from '../../model/kernel.ts';

/** Positions of one axis that a window reads. */
type Reach = readonly number[];

/** For each plane and each window the extreme or mean of what the window reads, and where the extreme stands. */
function poolPlanes(input: NDArray, reaches: readonly (readonly Reach[])[], method: 'max' | 'average'): NDArray[] {
  const rank = reaches.length;
  const spatial = input.shape.slice(-rank);
  const lead = input.shape.slice(0, -rank);
  const size = reaches.map((reach) => reach.length);
  const [area, plane] = [sizeOf(size), sizeOf(spatial)];
  const data = new Float32Array(sizeOf(lead) * area);
  const positions = new Float32Array(data.length);
  const windows = Array.from({ length: area }, (_, index) => windowOf(index, size, reaches, spatial));
  for (let i = 0; i < data.length; i++) {
    const window = windows[i % area] ?? [];
    const from = Math.floor(i / area) * plane;
    let [result, place] = [method === 'max' ? -Infinity : 0, window[0] ?? 0];
    for (const position of window) {
      const value = input.data[from + position] as number;
      if (method === 'average') result += value;
      else if (value > result || Number.isNaN(value)) [result, place] = [value, position];
    }
    data[i] = method === 'average' ? result / window.length : result;
    positions[i] = place;
  }
  const shape = [...lead, ...size];
  return [
    { shape, data },
    { shape, data: positions },
  ];
}

function windowOf(
  index: number,
  size: readonly number[],
  reaches: readonly (readonly Reach[])[],
  spatial: readonly number[],
): readonly number[] {
  let rest = index;
  const own: Reach[] = [];
  for (let axis = size.length - 1; axis >= 0; axis--) {
    own.unshift(reaches[axis]?.[rest % at(size, axis)] ?? []);
    rest = Math.floor(rest / at(size, axis));
  }
  return own.reduce<number[]>(
    (places, reach, axis) => places.flatMap((place) => reach.map((position) => place * at(spatial, axis) + position)),
    [0],
  );
}

const span = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

export function adaptivePool(call: Extract<KernelCall, { op: 'adaptive-pool' }>, input: NDArray): NDArray[] {
  const first = toChannelsFirst(input, call.layout);
  const spatial = first.shape.slice(-call.size.length);
  const reaches = call.size.map((count, axis) => {
    const length = at(spatial, axis);
    return Array.from({ length: count }, (_, i) =>
      span(Math.floor((i * length) / count), Math.ceil(((i + 1) * length) / count)),
    );
  });
  const outputs = poolPlanes(first, reaches, call.method);
  if (call.layout === 'channels_first') return outputs;
  return outputs.slice(0, 1).map((output) => toChannelsLast(output, 'channels_first'));
}

/** Max pooling that also tells positions, in [batch, channels, ...spatial] or without the batch. */
export function poolWithPositions(call: PoolCall, input: NDArray): NDArray[] {
  const spatial = input.shape.slice(-call.kernel.length);
  const reaches = spatial.map((size, axis) => {
    const [kernel, stride, dilation] = [at(call.kernel, axis), at(call.strides, axis), at(call.dilation, axis)];
    const [before] = axisPadding(call.padding, axis, size, kernel, stride, dilation);
    return Array.from({ length: poolOutputSize(call, axis, size) }, (_, i) =>
      span(0, kernel)
        .map((tap) => i * stride - before + tap * dilation)
        .filter((source) => source >= 0 && source < size),
    );
  });
  return poolPlanes(input, reaches, 'max');
}

export function maxUnpool(size: readonly number[], inputs: readonly NDArray[]): NDArray {
  const [input, positions] = inputs;
  if (input === undefined || positions === undefined) throw new Error('Unpooling needs values and their positions.');
  const lead = input.shape.slice(0, -size.length);
  const [area, plane] = [sizeOf(size), sizeOf(input.shape.slice(-size.length))];
  const data = new Float32Array(sizeOf(lead) * area);
  for (let i = 0; i < input.data.length; i++) {
    const place = at(positions.data, i);
    if (place >= area) throw new Error(`The position ${place} is outside of a plane with ${area} entries.`);
    data[Math.floor(i / plane) * area + place] = input.data[i] as number;
  }
  return { shape: [...lead, ...size], data };
}

/** (sum of x^p)^(1/p) over windows; what falls out at the end is left out. */
export function powerPool(call: Extract<KernelCall, { op: 'power-pool' }>, input: NDArray): NDArray {
  const spatial = input.shape.slice(-call.kernel.length);
  const reaches = spatial.map((size, axis) => {
    const [kernel, stride] = [at(call.kernel, axis), at(call.strides, axis)];
    return Array.from({ length: Math.floor((size - kernel) / stride) + 1 }, (_, i) =>
      span(i * stride, i * stride + kernel),
    );
  });
  const powers = { shape: input.shape, data: input.data.map((x) => x ** call.order) };
  const [means] = poolPlanes(powers, reaches, 'average');
  if (means === undefined) throw new Error('Pooling gave nothing.');
  const count = sizeOf(call.kernel);
  const root = (x: number): number => Math.sign(x) * (Math.max(0, Math.abs(x)) * count) ** (1 / call.order);
  return { shape: means.shape, data: means.data.map(root) };
}
