/**
 * The instructions that a model's graph is made of, as plain data: what the analyzer writes and the engine runs.
 * Arrays are row-major in the framework's own axis order; `layout` says where the channels are. Spatial lists have one
 * entry per spatial axis (rank 1..3). Axes exclude nothing: axis 0 is the batch.
 */
import type { ExtendedOperator, TensorCall } from './tensor-kernel.ts';

export type Layout = 'channels_last' | 'channels_first';

/** `same` as TensorFlow defines it (uneven padding goes to the end), or [before, after] per spatial axis. */
export type Padding = 'same' | 'valid' | readonly (readonly [number, number])[];
export type PaddingMode = 'zeros' | 'reflect' | 'replicate' | 'circular';

export interface ActivationCall {
  /** Framework-neutral name: relu, leaky_relu, elu, selu, gelu, gelu_tanh, silu, sigmoid, tanh, softmax, softplus, prelu, ... */
  readonly name: string;
  /** alpha, negative_slope, max_value, axis ... */
  readonly parameters: Readonly<Record<string, number>>;
}

/** Weights are named as in WeightSpec.name; the engine looks them up by the layer that owns the call. */
export type KernelCall =
  | TensorCall
  | Composition
  | { readonly op: 'input' }
  | {
      readonly op: 'convolution';
      readonly kernel: readonly number[];
      readonly strides: readonly number[];
      readonly dilation: readonly number[];
      readonly padding: Padding;
      readonly paddingMode: PaddingMode;
      readonly groups: number;
      readonly layout: Layout;
      /** Weight order: Keras [...kernel, in/groups, out]; PyTorch [out, in/groups, ...kernel]. */
      readonly weightOrder: 'spatial-in-out' | 'out-in-spatial';
      readonly bias: boolean;
      readonly activation: ActivationCall | null;
    }
  | {
      readonly op: 'transposed-convolution';
      readonly kernel: readonly number[];
      readonly strides: readonly number[];
      readonly dilation: readonly number[];
      /** What is cut from each side of the full output, per spatial axis; negative is not allowed. */
      readonly crop: readonly (readonly [number, number])[];
      /** Added at the end of each spatial axis after the crop. */
      readonly outputPadding: readonly number[];
      readonly groups: number;
      readonly layout: Layout;
      /** Weight order: Keras [...kernel, out, in]; PyTorch [in, out/groups, ...kernel]. */
      readonly weightOrder: 'spatial-out-in' | 'in-out-spatial';
      readonly bias: boolean;
      readonly activation: ActivationCall | null;
    }
  | {
      readonly op: 'resize';
      readonly method:
        | 'nearest'
        | 'nearest-exact'
        | 'bilinear'
        | 'bicubic'
        | 'area'
        | 'lanczos3'
        | 'lanczos5'
        | 'gaussian'
        | 'mitchellcubic';
      /** Output sizes of the spatial axes. */
      readonly size: readonly number[];
      /** PyTorch's scale_factor, when it and not the size ratio sets the sampling grid; null otherwise. */
      readonly scale: readonly number[] | null;
      readonly alignCorners: boolean;
      readonly antialias: boolean;
      /** Keras/TensorFlow and PyTorch differ in cubic coefficient (-0.5, -0.75) and border handling. */
      readonly framework: 'keras' | 'torch';
      readonly layout: Layout;
    }
  | {
      readonly op: 'depth-to-space';
      readonly block: number;
      /** DCR: TensorFlow's order; CRD: PyTorch's pixel_shuffle. */ readonly order: 'DCR' | 'CRD';
      readonly layout: Layout;
    }
  | { readonly op: 'space-to-depth'; readonly block: number; readonly order: 'DCR' | 'CRD'; readonly layout: Layout }
  | {
      readonly op: 'dense';
      /** Keras [in, out]; PyTorch [out, in]. */ readonly weightOrder: 'in-out' | 'out-in';
      readonly bias: boolean;
      readonly activation: ActivationCall | null;
    }
  | { readonly op: 'activation'; readonly activation: ActivationCall }
  | {
      readonly op: 'batch-norm';
      readonly axis: number;
      readonly epsilon: number;
      readonly scale: boolean;
      readonly center: boolean;
    }
  | {
      readonly op: 'pool';
      readonly method: 'max' | 'average';
      readonly kernel: readonly number[];
      readonly strides: readonly number[];
      readonly dilation: readonly number[];
      readonly padding: Padding;
      readonly ceilMode: boolean;
      readonly countPadding: boolean;
      /** A second output tells where in its plane each maximum stands. */
      readonly positions?: boolean;
      /** avg_pool2d's divisor_override. */
      readonly divisor: number | null;
      readonly layout: Layout;
    }
  | {
      readonly op: 'reshape';
      /** The whole target shape, batch included (-1 never occurs). */ readonly shape: readonly number[];
    }
  | { readonly op: 'permute'; readonly order: readonly number[] }
  | { readonly op: 'concat'; readonly axis: number }
  | { readonly op: 'binary'; readonly operator: '+' | '-' | '*' | '/' | 'max' | 'min' | 'average' | ExtendedOperator }
  | { readonly op: 'scalar'; readonly operator: '+' | '-' | '*' | '/' | 'rsub' | 'rdiv' | '**'; readonly value: number }
  /** A number with the operators of two tensors; `left`: the number stands on the left. */
  | {
      readonly op: 'with-number';
      readonly operator: ExtendedOperator | 'max' | 'min';
      readonly value: number;
      readonly left: boolean;
    }
  | {
      readonly op: 'pad';
      /** [before, after] for every axis, batch included. */ readonly amounts: readonly (readonly [number, number])[];
      readonly mode: 'constant' | 'reflect' | 'replicate' | 'circular' | 'symmetric';
      readonly value: number;
    }
  | {
      readonly op: 'crop';
      /** [from start, from end] for every axis, batch included. */ readonly amounts: readonly (readonly [
        number,
        number,
      ])[];
    }
  | { readonly op: 'identity' };

/** Several instructions as one call, and weights that are tensors of the graph. */
export type Composition =
  /** One after the other; `weights` says how a step's weights are called in the layer. */
  | { readonly op: 'chain'; readonly steps: readonly Step[] }
  /** The inputs after the first `inputs` are the weights of these names. */
  | {
      readonly op: 'with-weights';
      readonly call: KernelCall;
      readonly inputs: number;
      readonly names: readonly string[];
    };

export interface Step {
  readonly call: KernelCall;
  readonly weights?: Readonly<Record<string, string>>;
  /**
   * What it reads: the chain's inputs are counted first, then the first output of each step. By default all that the step before made,
   * or all inputs.
   */
  readonly inputs?: readonly number[];
}

export type KernelName = KernelCall['op'];
