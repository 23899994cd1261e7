/** Scaled dot-product attention and the layers around it. torch/nn/functional.py, keras/src/layers/attention/ */
import { at, sizeOf, type NDArray } from '../array.ts';
import { weightNamed, type Weights } from '../weights.ts';
import { broadcast, expand, mapped } from './arithmetic.ts';
import { product } from './matmul.ts';
import { permute } from './permute.ts';
import { reduce } from './reduce.ts';
import { repeat } from './slices.ts';
import { softmax } from './softmax.ts';
import type { Steps } from './steps.ts';
import { reshape } from './tensor.ts';
import type { KernelCall } from '../../model/kernel.ts';

type Mask = Extract<KernelCall, { op: 'attention' }>['mask'];

export function* attention(call: Extract<KernelCall, { op: 'attention' }>, inputs: readonly NDArray[]): Steps<NDArray> {
  const [query, key, value] = three(inputs);
  const copies = call.grouped ? at(query.shape, query.shape.length - 3) / at(key.shape, key.shape.length - 3) : 1;
  const grown = (array: NDArray): NDArray => (copies === 1 ? array : repeat(array.shape.length - 3, copies, array));
  const weights = yield* attentionWeights(query, grown(key), call.scale, call.causal, [[call.mask, inputs[3]]]);
  return yield* product(weights, grown(value), false, false);
}

/** softmax(q k^T * scale + masks). Rows in which nothing is to be seen are zero, as PyTorch has them. */
function* attentionWeights(
  query: NDArray,
  key: NDArray,
  scale: number,
  causal: boolean,
  masks: readonly (readonly [Mask | 'hidden', NDArray | undefined])[],
): Steps<NDArray> {
  let scores = mapped(yield* product(query, key, false, true), (x) => x * scale);
  const used = masks.filter(([mask]) => mask !== 'none');
  for (const [mask, given] of used) {
    if (given === undefined) throw new Error('The mask is missing.');
    const hides = mask === 'added' ? null : mask === 'boolean' ? (m: number) => m === 0 : (m: number) => m !== 0;
    scores = broadcast((score, m) => (hides === null ? score + m : hides(m) ? -Infinity : score), scores, given);
  }
  if (causal) {
    const [rows, columns] = scores.shape.slice(-2) as [number, number];
    const data = scores.data.slice();
    for (let i = 0; i < data.length; i++) if (i % columns > Math.floor(i / columns) % rows) data[i] = -Infinity;
    scores = { shape: scores.shape, data };
  }
  const weights = softmax(scores, scores.shape.length - 1, false);
  if (used.length > 0) for (const i of emptyRows(scores)) weights.data[i] = 0;
  return weights;
}

function emptyRows({ shape, data }: NDArray): readonly number[] {
  const columns = at(shape, shape.length - 1);
  const empty: number[] = [];
  for (let first = 0; first < data.length; first += columns) {
    if (data.subarray(first, first + columns).every((x) => x === -Infinity)) {
      for (let i = 0; i < columns; i++) empty.push(first + i);
    }
  }
  return empty;
}

function three(inputs: readonly NDArray[]): readonly [NDArray, NDArray, NDArray] {
  const [query, key = query, value = key] = inputs;
  if (query === undefined || key === undefined || value === undefined) throw new Error('Attention has no query.');
  return [query, key, value];
}

type MultiHeadCall = Extract<KernelCall, { op: 'multi-head-attention' }>;

export function* multiHeadAttention(
  call: MultiHeadCall,
  inputs: readonly NDArray[],
  weights: Weights,
): Steps<NDArray[]> {
  return call.framework === 'keras'
    ? [yield* kerasAttention(call, inputs, weights)]
    : yield* torchAttention(call, inputs, weights);
}

/** x W^T + b, the weight's rows from `first` on where several projections share it. */
function* linear(input: NDArray, weight: NDArray, bias: Float32Array | null): Steps<NDArray> {
  const columns = at(weight.shape, 0);
  const rows = input.data.length / at(weight.shape, 1);
  const flat = yield* product(
    reshape(input, [1, rows, at(weight.shape, 1)]),
    reshape(weight, [1, ...weight.shape]),
    false,
    true,
  );
  if (bias !== null) for (let i = 0; i < flat.data.length; i++) flat.data[i] = at(flat.data, i) + at(bias, i % columns);
  return { shape: [...input.shape.slice(0, -1), columns], data: flat.data };
}

function rows(weight: NDArray, part: number, count: number): NDArray {
  const [all, width] = weight.shape as [number, number];
  const height = all / count;
  return { shape: [height, width], data: weight.data.subarray(part * height * width, (part + 1) * height * width) };
}

function* torchAttention(call: MultiHeadCall, inputs: readonly NDArray[], weights: Weights): Steps<NDArray[]> {
  const given = three(inputs);
  const unbatched = given[0].shape.length === 2;
  // [batch, length, width]
  const [query, key, value] = given.map((input) =>
    unbatched ? reshape(input, [1, ...input.shape]) : call.batchFirst ? input : permute(input, [1, 0, 2]),
  ) as [NDArray, NDArray, NDArray];
  const shared = weights.get('in_proj_weight');
  const biases = call.bias ? weightNamed(weights, 'in_proj_bias') : null;
  const width = at(query.shape, 2);
  const projected: NDArray[] = [];
  for (const [part, input] of [query, key, value].entries()) {
    const weight = shared
      ? rows(shared, part, 3)
      : weightNamed(weights, (['q_proj_weight', 'k_proj_weight', 'v_proj_weight'] as const)[part] ?? 'q_proj_weight');
    const bias = biases === null ? null : biases.data.subarray(part * width, (part + 1) * width);
    projected.push(heads(yield* linear(input, weight, bias), call.heads));
  }
  const [q, k, v] = projected as [NDArray, NDArray, NDArray];
  const scale = 1 / Math.sqrt(width / call.heads);
  const mask = call.mask === 'none' || !inputs[3] ? undefined : torchMask(inputs[3], at(query.shape, 0), call.heads);
  const last = call.keyMask === undefined ? undefined : inputs[call.mask === 'none' ? 3 : 4];
  const keyMask = last && reshape(last, [at(k.shape, 0), 1, 1, at(k.shape, 2)]);
  const masks = [
    [call.mask, mask],
    [call.keyMask ?? 'none', keyMask],
  ] as const;
  const scores = yield* attentionWeights(q, k, scale, call.causal, masks);
  const mixed = permute(yield* product(scores, v, false, false), [0, 2, 1, 3]);
  const flat = reshape(mixed, [at(query.shape, 0), at(query.shape, 1), width]);
  const outBias = call.bias ? weightNamed(weights, 'out_proj.bias').data : null;
  const output = yield* linear(flat, weightNamed(weights, 'out_proj.weight'), outBias);
  const own = unbatched
    ? reshape(output, output.shape.slice(1))
    : call.batchFirst
      ? output
      : permute(output, [1, 0, 2]);
  if (!call.averaged) return [own];
  const average = reduce({ op: 'reduce', method: 'mean', axes: [1], keepAxes: false, parameter: 0 }, scores);
  return [own, unbatched ? reshape(average, average.shape.slice(1)) : average];
}

/** [length, keys] for all, or [batch * heads, length, keys]. */
const torchMask = (mask: NDArray, batch: number, heads_: number): NDArray =>
  mask.shape.length === 3 ? reshape(mask, [batch, heads_, ...mask.shape.slice(1)]) : mask;

/** [batch, length, width] as [batch, heads, length, width / heads]. */
function heads(input: NDArray, count: number): NDArray {
  const [batch, length, width] = input.shape as [number, number, number];
  return permute(reshape(input, [batch, length, count, width / count]), [0, 2, 1, 3]);
}

/** Kernels are [width, heads, key width]; more axes between batch and width are positions too. */
function* kerasAttention(call: MultiHeadCall, inputs: readonly NDArray[], weights: Weights): Steps<NDArray> {
  // Keras's order is query, value, key.
  const [query, value, key = value] = inputs;
  if (query === undefined || value === undefined || key === undefined)
    throw new Error('Attention needs a query and a value.');
  const project = function* (input: NDArray, name: string): Steps<NDArray> {
    const kernel = weightNamed(weights, `${name}/kernel`);
    const [width, count, size] = kernel.shape as [number, number, number];
    const batch = at(input.shape, 0);
    const length = sizeOf(input.shape.slice(1, -1));
    const flat = yield* product(
      reshape(input, [1, batch * length, width]),
      reshape(kernel, [1, width, count * size]),
      false,
      false,
    );
    const bias = call.bias ? weightNamed(weights, `${name}/bias`).data : null;
    if (bias) for (let i = 0; i < flat.data.length; i++) flat.data[i] = at(flat.data, i) + at(bias, i % (count * size));
    return permute(reshape(flat, [batch, length, count, size]), [0, 2, 1, 3]);
  };
  const [q, k, v] = [yield* project(query, 'query'), yield* project(key, 'key'), yield* project(value, 'value')];
  const scale = 1 / Math.sqrt(at(q.shape, 3));
  const mask = inputs[3];
  const own = mask?.shape.length === 3 ? reshape(mask, [at(mask.shape, 0), 1, ...mask.shape.slice(1)]) : mask;
  const scores = yield* attentionWeights(q, k, scale, call.causal, [[call.mask, own]]);
  const mixed = permute(yield* product(scores, v, false, false), [0, 2, 1, 3]);
  const kernel = weightNamed(weights, 'attention_output/kernel');
  const [count, size, out] = kernel.shape as [number, number, number];
  const rowsOf = mixed.data.length / (count * size);
  const flat = yield* product(
    reshape(mixed, [1, rowsOf, count * size]),
    reshape(kernel, [1, count * size, out]),
    false,
    false,
  );
  const bias = call.bias ? weightNamed(weights, 'attention_output/bias').data : null;
  if (bias) for (let i = 0; i < flat.data.length; i++) flat.data[i] = at(flat.data, i) + at(bias, i % out);
  return { shape: [...query.shape.slice(0, -1), out], data: flat.data };
}

export function* simpleAttention(
  call: Extract<KernelCall, { op: 'simple-attention' }>,
  inputs: readonly NDArray[],
  weights: Weights,
): Steps<NDArray> {
  const [query, value, key = value] = inputs;
  if (query === undefined || value === undefined || key === undefined)
    throw new Error('Attention needs a query and a value.');
  const scale = call.scale ? weightNamed(weights, 'scale').data : null;
  if (!call.additive) {
    const weight = yield* attentionWeights(query, key, scale?.[0] ?? 1, call.causal, []);
    return yield* product(weight, value, false, false);
  }
  // sum(scale * tanh(q + k)) over the features.
  const [batch, rowCount, width] = query.shape as [number, number, number];
  const columns = at(key.shape, 1);
  const q = expand(reshape(query, [batch, rowCount, 1, width]), [batch, rowCount, columns, width]);
  const sums = broadcast((a, b) => Math.tanh(a + b), q, reshape(key, [batch, 1, columns, width]));
  if (scale) for (let i = 0; i < sums.data.length; i++) sums.data[i] = at(sums.data, i) * at(scale, i % width);
  const scores = reduce({ op: 'reduce', method: 'sum', axes: [3], keepAxes: false, parameter: 0 }, sums);
  if (call.causal) {
    for (let i = 0; i < scores.data.length; i++) {
      if (i % columns > Math.floor(i / columns) % rowCount) scores.data[i] = -Infinity;
    }
  }
  return yield* product(softmax(scores, 2, false), value, false, false);
}
