/** The reference kernels of the instructions of tensor-kernel.ts. */
import { onlyInput, type NDArray } from '../array.ts';
import { weightNamed, type Weights } from '../weights.ts';
import { expand, mapped, where } from './arithmetic.ts';
import { attention, multiHeadAttention, simpleAttention } from './attention.ts';
import { fold, unfold } from './columns.ts';
import { constant, eye, range } from './constants.ts';
import { convolutionalLstm } from './convolutional-lstm.ts';
import { bilinear, cosineSimilarity, embedding, embeddingBag, pairwiseDistance } from './embedding.ts';
import { affineGrid, gridSample } from './grid-sample.ts';
import { advancedIndex, gather, oneHot, scatter, sort, take } from './indexing.ts';
import { loss } from './losses.ts';
import { einsum, matmul } from './matmul.ts';
import { groupNorm, layerNorm, localResponseNorm, normalization, unitNorm } from './normalise.ts';
import { unaryFunction } from './operators.ts';
import { recurrent, recurrentCell } from './recurrent.ts';
import { cumulative, extreme, reduce } from './reduce.ts';
import {
  diagonal,
  diagonalMatrix,
  repeat,
  roll,
  slice,
  sliceUpdate,
  stack,
  tile,
  triangle,
  windows,
} from './slices.ts';
import type { Steps } from './steps.ts';
import { adaptivePool, maxUnpool, powerPool } from './unpool.ts';
import type { TensorCall } from '../../model/tensor-kernel.ts';

export function* tensorSteps(
  call: TensorCall,
  inputs: readonly NDArray[],
  weights: Weights,
): Steps<NDArray | NDArray[]> {
  switch (call.op) {
    case 'constant':
      return constant(call);
    case 'range':
      return range(call);
    case 'eye':
      return eye(call);
    case 'random':
      return weightNamed(weights, 'value');
    case 'parameter':
      return weights.get('value') ?? onlyInput(inputs);
    default:
      return yield* inputSteps(call, inputs, weights);
  }
}

type InputCall = Exclude<TensorCall, { op: 'constant' | 'range' | 'eye' | 'random' | 'parameter' }>;

function* inputSteps(call: InputCall, inputs: readonly NDArray[], weights: Weights): Steps<NDArray | NDArray[]> {
  const input = onlyInput(inputs);
  switch (call.op) {
    case 'unary':
      return mapped(input, unaryFunction(call.name, call.parameters));
    case 'loss':
      return loss(call, inputs);
    case 'where':
      return where(inputs);
    case 'reduce':
      return reduce(call, input);
    case 'extreme':
      return extreme(call, input);
    case 'cumulative':
      return cumulative(call, input);
    case 'slice':
      return slice(call, input);
    case 'slice-update':
      return sliceUpdate(call, inputs);
    case 'expand':
      return expand(input, call.shape);
    case 'tile':
      return tile(call.counts, input);
    case 'repeat':
      return repeat(call.axis, call.count, input);
    case 'stack':
      return stack(call.axis, inputs);
    case 'roll':
      return roll(call, input);
    case 'triangle':
      return triangle(call, input);
    case 'diagonal':
      return diagonal(call, input);
    case 'diagonal-matrix':
      return diagonalMatrix(call.offset, input);
    case 'matmul':
      return yield* matmul(call, inputs);
    case 'einsum':
      return yield* einsum(call.equation, inputs);
    case 'take':
      return take(call, inputs);
    case 'gather':
      return gather(call.axis, inputs);
    case 'scatter':
      return scatter(call, inputs);
    case 'index':
      return advancedIndex(call, inputs);
    case 'one-hot':
      return oneHot(call.depth, input);
    case 'sort':
      return sort(call, input);
    case 'layer-norm':
      return layerNorm(call, input, weights);
    case 'group-norm':
      return groupNorm(call, input, weights);
    case 'unit-norm':
      return unitNorm(call, input);
    case 'local-response-norm':
      return localResponseNorm(call, input);
    case 'embedding':
      return embedding(input, weights);
    case 'embedding-bag':
      return embeddingBag(call.method, input, weights);
    case 'attention':
      return yield* attention(call, inputs);
    case 'multi-head-attention':
      return yield* multiHeadAttention(call, inputs, weights);
    case 'simple-attention':
      return yield* simpleAttention(call, inputs, weights);
    case 'recurrent':
      return yield* recurrent(call, inputs, weights);
    case 'recurrent-cell':
      return recurrentCell(call, inputs, weights);
    case 'convolutional-lstm':
      return yield* convolutionalLstm(call, input, weights);
    case 'max-unpool':
      return maxUnpool(call.size, inputs);
    case 'adaptive-pool':
      return adaptivePool(call, input);
    case 'power-pool':
      return powerPool(call, input);
    case 'unfold':
      return unfold(call, input);
    case 'fold':
      return fold(call, input);
    case 'windows':
      return windows(call, input);
    case 'grid-sample':
      return gridSample(call, inputs);
    case 'affine-grid':
      return affineGrid(call, input);
    case 'bilinear':
      return bilinear(call, inputs, weights);
    case 'cosine-similarity':
      return cosineSimilarity(call, inputs);
    case 'pairwise-distance':
      return pairwiseDistance(call, inputs);
    case 'normalization':
      return normalization(call, input, weights);
    default:
      return call satisfies never;
  }
}
