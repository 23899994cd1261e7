/**
 * A layer record: the one place that knows a layer. Hover, panels, command line, docs and tests all read it; the frameworks
 * only translate their spelling of the arguments into the record's configuration.
 */
import type { Message } from '../message.ts';
import type { Answer } from './answer.ts';
import type { KernelCall, Layout } from './kernel.ts';
import type { SizeConstraint } from './refusal.ts';
import type { Shape, Size } from './size.ts';
import type { WeightSpec } from './weight.ts';

export type Framework = 'keras' | 'torch';

/**
 * A Python argument in plain data. `symbolic` holds a Size that is not a number. `unknown` carries the reason.
 * A dtype, an initialiser object, a function: `object`, with its class or function name and, if it has one, its configuration.
 */
export type Plain =
  | null
  | boolean
  | number
  | string
  | readonly Plain[]
  | { readonly kind: 'size'; readonly size: Size }
  | { readonly kind: 'object'; readonly type: string; readonly config: PlainArguments }
  | { readonly kind: 'unknown'; readonly reason: Message };
export type PlainArguments = { readonly [name: string]: Plain };

/** How an upsampling layer spreads its input: what the artifact measures start from. */
export type UpsamplingTrait =
  | {
      readonly kind: 'transposed';
      readonly kernel: readonly number[];
      readonly strides: readonly number[];
      readonly dilation: readonly number[];
      /** What is cut from the start of the full output, per spatial axis; absent: nothing. It sets which phase comes first. */
      readonly crop?: readonly number[];
      readonly weight: string;
      readonly weightOrder: 'spatial-out-in' | 'in-out-spatial';
      readonly groups: number;
    }
  | { readonly kind: 'sub-pixel'; readonly block: number }
  | { readonly kind: 'resize'; readonly factors: readonly number[]; readonly method: string };

/** What one framework calls the layer, and how its arguments become the configuration. */
export interface Spelling<C> {
  /**
   * Public name: `Conv2DTranspose`, `ConvTranspose2d`. Old and alternative names follow, and functions that compute the same,
   * as the signatures name them: `nn.functional.interpolate`, `tf.nn.depth_to_space`, `cat`.
   */
  readonly names: readonly [string, ...string[]];
  readonly documentation: string;
  /** Arguments are complete: defaults come from the generated signatures. */
  configure(args: PlainArguments): Answer<C>;
}

export interface LayerRecord<C = unknown> {
  /** Framework-neutral and stable: `transposed-convolution-2d`. */
  readonly id: string;
  readonly keras?: Spelling<C>;
  readonly torch?: Spelling<C>;
  /** Output shapes, batch included. Axis order is the framework's own. */
  output(config: C, inputs: readonly Shape[]): Answer<readonly Shape[]>;
  /** Sizes that must be equal for this call to run, and that are so only for some values of their symbols. */
  constraints(config: C, inputs: readonly Shape[]): readonly SizeConstraint[];
  /** True when no configuration of it has weights: then there are none, whatever the input is. */
  readonly weightless?: boolean;
  weights(config: C, inputs: readonly Shape[]): Answer<readonly WeightSpec[]>;
  /** Multiply-accumulates of one call for one sample; undefined is 0. */
  macs?(config: C, inputs: readonly Shape[], outputs: readonly Shape[]): Size;
  /** The sum that gives the parameters, e.g. `3·3·3·32 + 32`; undefined: built from the weights' shapes. */
  parameterSum?(config: C, inputs: readonly Shape[]): string;
  /** What the engine runs; a reason where there is nothing to run. Only asked when all sizes but the batch are numbers. */
  kernel(config: C, inputs: readonly Shape[], outputs: readonly Shape[]): Answer<KernelCall>;
  upsampling?(config: C): UpsamplingTrait | null;
  /** True when a following convolution of this layer mixes neighbouring pixels (kernel > 1), so that it can smooth a checkerboard. */
  smooths?(config: C): boolean;
  layout?(config: C): Layout;
}
