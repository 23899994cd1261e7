/**
 * The instructions that are not about pictures: arithmetic, reductions, indexing, products, attention, recurrence. Part of KernelCall;
 * see kernel.ts for what all instructions have in common. Axes count from the front and never are negative.
 */
import type { LossCall } from './loss-kernel.ts';
import type { Initialiser } from './weight.ts';

/** Two tensors, or a tensor and a number. Comparisons and logic give 1 and 0. `%` has the sign of the divisor, `fmod` of the dividend. */
export type ExtendedOperator =
  | '**'
  | '//'
  | '%'
  | 'fmod'
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'and'
  | 'or'
  | 'xor'
  | 'atan2'
  | 'hypot'
  | 'squared-difference'
  | 'divide-no-nan'
  | 'divide-trunc'
  | 'logaddexp'
  | 'xlogy';

export type UnaryName =
  | 'abs'
  | 'negative'
  | 'sign'
  | 'exp'
  | 'exp2'
  | 'expm1'
  | 'log'
  | 'log2'
  | 'log10'
  | 'log1p'
  | 'sqrt'
  | 'rsqrt'
  | 'square'
  | 'reciprocal'
  | 'sin'
  | 'cos'
  | 'tan'
  | 'asin'
  | 'acos'
  | 'atan'
  | 'sinh'
  | 'cosh'
  | 'tanh'
  | 'asinh'
  | 'acosh'
  | 'atanh'
  | 'floor'
  | 'ceil'
  | 'round'
  | 'trunc'
  | 'frac'
  | 'erf'
  | 'erfc'
  | 'logit'
  | 'sinc'
  | 'degrees'
  | 'radians'
  | 'not'
  | 'is-nan'
  | 'is-infinite'
  | 'is-finite'
  /** 1 where it is not zero. */
  | 'bool'
  /** Parameters min and max; either may be missing. */
  | 'clamp'
  /** Parameters nan, positive, negative: what stands in for what is no number. */
  | 'replace-nan';

export type Reduction =
  | 'sum'
  | 'mean'
  | 'max'
  | 'min'
  | 'product'
  | 'variance'
  | 'deviation'
  | 'norm'
  | 'logsumexp'
  | 'any'
  | 'all'
  | 'count'
  | 'argmax'
  | 'argmin'
  | 'median';

/** One slice per axis of the input: `size` entries from `start` on, every `step`-th, which may be negative. */
export interface SliceCall {
  readonly starts: readonly number[];
  readonly steps: readonly number[];
  readonly sizes: readonly number[];
}

export type RecurrentCell = 'rnn' | 'lstm' | 'gru';

export type TensorCall =
  | LossCall
  /** The numbers row-major; one number alone fills the shape. */
  | { readonly op: 'constant'; readonly shape: readonly number[]; readonly values: readonly number[] }
  | { readonly op: 'range'; readonly start: number; readonly step: number; readonly count: number }
  | { readonly op: 'eye'; readonly rows: number; readonly columns: number; readonly offset: number }
  /** Drawn anew for each run, from the run's seed. */
  | {
      readonly op: 'random';
      readonly distribution: 'normal' | 'uniform' | 'integers' | 'permutation' | 'bernoulli' | 'truncated-normal';
      readonly shape: readonly number[];
      /** Mean, or the lowest number. */
      readonly first: number;
      /** Standard deviation, or the number that is not reached. */
      readonly second: number;
    }
  /**
   * A weight that the code made itself. It starts as its one input, or where it has none as the initialiser says. `name` is its path in
   * the model, by which trained numbers are found.
   */
  | {
      readonly op: 'parameter';
      readonly name: string | null;
      readonly shape: readonly number[];
      readonly initialiser: Initialiser | null;
    }
  | { readonly op: 'unary'; readonly name: UnaryName; readonly parameters: Readonly<Record<string, number>> }
  /** Condition, then what stands where it is not zero, then the rest; all three broadcast. */
  | { readonly op: 'where' }
  /** Clamps the first input between the others, where they are there. */
  | {
      readonly op: 'reduce';
      readonly method: Reduction;
      /** Null: all of them. */
      readonly axes: readonly number[] | null;
      readonly keepAxes: boolean;
      /** What the variance's count is lessened by, or the order of the norm. */
      readonly parameter: number;
    }
  /** The extremes along one axis, and where they stand: two outputs. */
  | {
      readonly op: 'extreme';
      readonly method: 'max' | 'min' | 'median';
      readonly axis: number;
      readonly keepAxes: boolean;
    }
  | {
      readonly op: 'cumulative';
      readonly method: 'sum' | 'product' | 'logsumexp' | 'max' | 'min';
      readonly axis: number;
      readonly exclusive: boolean;
      readonly reverse: boolean;
    }
  /** `shape` is the result's: axes of size 1 may be gone or new. */
  | ({ readonly op: 'slice'; readonly shape: readonly number[] } & SliceCall)
  /** The first input with its slice replaced by the second, which broadcasts. */
  | ({ readonly op: 'slice-update' } & SliceCall)
  | { readonly op: 'expand'; readonly shape: readonly number[] }
  | { readonly op: 'tile'; readonly counts: readonly number[] }
  /** Each entry `count` times in a row. */
  | { readonly op: 'repeat'; readonly axis: number; readonly count: number }
  | { readonly op: 'stack'; readonly axis: number }
  | { readonly op: 'roll'; readonly shifts: readonly number[]; readonly axes: readonly number[] }
  | { readonly op: 'triangle'; readonly upper: boolean; readonly diagonal: number }
  | { readonly op: 'diagonal'; readonly offset: number; readonly first: number; readonly second: number }
  /** A vector on the diagonal of a matrix. */
  | { readonly op: 'diagonal-matrix'; readonly offset: number }
  /** NumPy's matmul; the flags swap the last two axes first. */
  | { readonly op: 'matmul'; readonly transposeLeft: boolean; readonly transposeRight: boolean }
  /** Explicit: with an arrow, an ellipsis spelled out as letters. */
  | { readonly op: 'einsum'; readonly equation: string }
  /** NumPy's take: the second input's numbers are positions on an axis of the first. `batch` leading axes go together. */
  | { readonly op: 'take'; readonly axis: number; readonly batch: number }
  /** torch.gather. */
  | { readonly op: 'gather'; readonly axis: number }
  /** torch.scatter: input, index, source. */
  | { readonly op: 'scatter'; readonly axis: number; readonly method: 'set' | 'sum' | 'product' | 'max' | 'min' }
  /** Indices, the inputs after the first, for these axes; they broadcast, and the result stands at axis `at`. */
  | { readonly op: 'index'; readonly axes: readonly number[]; readonly at: number }
  | { readonly op: 'one-hot'; readonly depth: number }
  /** Sorted values and their positions: two outputs, the first `count` of the axis. `only`: the one of them that is wanted. */
  | {
      readonly op: 'sort';
      readonly axis: number;
      readonly descending: boolean;
      readonly count: number;
      readonly only: 'values' | 'positions' | null;
    }
  /** Weights: gamma and beta, or weight and bias, in the order of the axes. */
  | {
      readonly op: 'layer-norm';
      readonly axes: readonly number[];
      readonly epsilon: number;
      /** Root mean square: without taking the mean away. */
      readonly rootMeanSquare: boolean;
      readonly scale: boolean;
      readonly center: boolean;
    }
  | {
      readonly op: 'group-norm';
      readonly groups: number;
      readonly axis: number;
      readonly epsilon: number;
      readonly scale: boolean;
      readonly center: boolean;
    }
  /** Divided by the norm, which is at least epsilon; `squared`: epsilon is the least square of it. */
  | {
      readonly op: 'unit-norm';
      readonly axes: readonly number[];
      readonly order: number;
      readonly epsilon: number;
      readonly squared: boolean;
    }
  | {
      readonly op: 'local-response-norm';
      readonly size: number;
      readonly alpha: number;
      readonly beta: number;
      readonly bias: number;
      readonly axis: number;
    }
  /** Weight: embeddings or weight, [entries, width]. */
  | { readonly op: 'embedding' }
  | { readonly op: 'embedding-bag'; readonly method: 'mean' | 'sum' | 'max' }
  /** Queries, keys, values and perhaps a mask: added, or (`boolean`) zero where nothing is to be seen. */
  | {
      readonly op: 'attention';
      readonly scale: number;
      readonly causal: boolean;
      readonly mask: 'none' | 'added' | 'boolean';
      /** Keys and values have fewer heads, each for several of the queries. */
      readonly grouped: boolean;
    }
  /**
   * With its projections. Inputs: queries, keys, values, then a mask if there is one. Weights are the framework's. PyTorch's second
   * output is the weight of each key, averaged over the heads.
   */
  | {
      readonly op: 'multi-head-attention';
      readonly framework: 'keras' | 'torch';
      readonly heads: number;
      readonly bias: boolean;
      /** PyTorch without batch_first: [length, batch, width]. */
      readonly batchFirst: boolean;
      readonly causal: boolean;
      readonly mask: 'none' | 'added' | 'boolean' | 'hidden';
      /** PyTorch's key_padding_mask, [batch, keys], comes last: added, or what is not zero is hidden. */
      readonly keyMask?: 'added' | 'hidden';
      readonly averaged: boolean;
    }
  /** Keras's Attention (dot product) and AdditiveAttention. Inputs: query, value and perhaps key. */
  | { readonly op: 'simple-attention'; readonly additive: boolean; readonly scale: boolean; readonly causal: boolean }
  /**
   * Inputs: the sequence, then initial states where they are given. Outputs: PyTorch gives the sequence and the states; Keras the
   * sequence or its last step, and the states where they are asked for.
   */
  | {
      readonly op: 'recurrent';
      readonly framework: 'keras' | 'torch';
      readonly cell: RecurrentCell;
      readonly units: number;
      readonly layers: number;
      readonly bidirectional: boolean;
      readonly bias: boolean;
      readonly projection: boolean;
      readonly batchFirst: boolean;
      readonly sequences: boolean;
      readonly states: number;
      readonly backwards: boolean;
      /** Keras's GRU: the reset gate after the product. */
      readonly resetAfter: boolean;
      readonly activation: string;
      readonly recurrentActivation: string;
    }
  /** One step: the input, then the states. */
  | { readonly op: 'recurrent-cell'; readonly cell: RecurrentCell; readonly bias: boolean; readonly activation: string }
  | {
      readonly op: 'convolutional-lstm';
      readonly kernel: readonly number[];
      readonly strides: readonly number[];
      readonly dilation: readonly number[];
      readonly padding: 'same' | 'valid';
      readonly bias: boolean;
      readonly activation: string;
      readonly recurrentActivation: string;
      readonly sequences: boolean;
      readonly states: number;
      readonly backwards: boolean;
    }
  /** Values and their positions in the planes that they came from. */
  | { readonly op: 'max-unpool'; readonly size: readonly number[] }
  /** PyTorch's adaptive pooling: windows from floor(i n / m) to ceil((i + 1) n / m). Positions of maxima are the second output. */
  | {
      readonly op: 'adaptive-pool';
      readonly method: 'max' | 'average';
      readonly size: readonly number[];
      readonly layout: 'channels_last' | 'channels_first';
    }
  | {
      readonly op: 'power-pool';
      readonly order: number;
      readonly kernel: readonly number[];
      readonly strides: readonly number[];
    }
  /** Windows of [N, C, H, W] as columns [N, C * kh * kw, positions]. */
  | ({ readonly op: 'unfold' } & Columns)
  | ({ readonly op: 'fold'; readonly size: readonly number[] } & Columns)
  /** Tensor.unfold: windows along one axis, on a new last one. */
  | { readonly op: 'windows'; readonly axis: number; readonly size: number; readonly step: number }
  | {
      readonly op: 'grid-sample';
      readonly method: 'bilinear' | 'nearest';
      readonly border: 'zeros' | 'border' | 'reflection';
      readonly alignCorners: boolean;
    }
  | { readonly op: 'affine-grid'; readonly size: readonly number[]; readonly alignCorners: boolean }
  /** Weights of nn.Bilinear on two inputs. */
  | { readonly op: 'bilinear'; readonly bias: boolean }
  /** Both along an axis, which goes. */
  | { readonly op: 'cosine-similarity'; readonly axis: number; readonly epsilon: number }
  | { readonly op: 'pairwise-distance'; readonly order: number; readonly epsilon: number; readonly keepAxes: boolean }
  /** Statistics are the weights mean and variance, or the numbers given. */
  | {
      readonly op: 'normalization';
      readonly axes: readonly number[];
      readonly given: { readonly mean: readonly number[]; readonly variance: readonly number[] } | null;
      readonly invert: boolean;
    };

export interface Columns {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
}
