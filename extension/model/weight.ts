/** Trainable and other stored arrays of a layer, as the framework creates them. */
import type { Size } from './size.ts';

/** Distributions as the frameworks define them. Fans are computed from the weight's shape by the engine, with the rule named here. */
export type Initialiser =
  | { readonly kind: 'zeros' }
  | { readonly kind: 'ones' }
  | { readonly kind: 'constant'; readonly value: number }
  /** Keras VarianceScaling (glorot_uniform = scale 1, fan_avg, uniform). keras/src/initializers/random_initializers.py */
  | {
      readonly kind: 'variance-scaling';
      readonly scale: number;
      readonly mode: 'fan_in' | 'fan_out' | 'fan_avg';
      readonly distribution: 'uniform' | 'truncated_normal' | 'untruncated_normal';
    }
  /** Uniform in [-bound, bound] with bound = gain * sqrt(3 / fan_in); a = sqrt(5) is PyTorch's default. torch/nn/init.py */
  | { readonly kind: 'kaiming-uniform'; readonly a: number; readonly fanIn: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly deviation: number; readonly truncated: boolean }
  | { readonly kind: 'orthogonal'; readonly gain: number }
  /** The channels that a following sub-pixel rearrangement interleaves start out equal: Aitken et al. 2017. */
  | { readonly kind: 'icnr'; readonly block: number; readonly order: 'DCR' | 'CRD'; readonly base: Initialiser }
  /** A transposed convolution's kernel that interpolates bilinearly, channel by channel. */
  | { readonly kind: 'bilinear' }
  /** Equal parts along the first axis, each with its own initialiser: the forget gate of an LSTM starts at one. */
  | { readonly kind: 'parts'; readonly parts: readonly Initialiser[] }
  /** One row is zero: the padding of an embedding. */
  | { readonly kind: 'zero-row'; readonly row: number; readonly base: Initialiser }
  /** Ones on the diagonal of a matrix. */
  | { readonly kind: 'identity'; readonly gain: number }
  /** An initialiser of the user's own, or one we do not know. */
  | { readonly kind: 'unknown'; readonly name: string };

export interface WeightSpec {
  /** As the framework names it inside the layer: kernel, bias, gamma, moving_mean, weight, running_var ... */
  readonly name: string;
  readonly shape: readonly Size[];
  readonly initialiser: Initialiser;
  readonly trainable: boolean;
  /** False for PyTorch buffers, which are no parameters. */
  readonly counted: boolean;
}
