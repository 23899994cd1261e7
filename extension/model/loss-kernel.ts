/** The instruction of a loss. Part of KernelCall; see kernel.ts for what all instructions have in common. */
export type ElementLoss =
  | 'squared'
  | 'absolute'
  /** `parameter`: where it becomes linear. */
  | 'smooth-absolute'
  | 'huber'
  | 'binary'
  /** `parameter`: how near to 0 and 1 the input may come. */
  | 'binary-clipped'
  | 'binary-logits'
  /** Kullback-Leibler; the input is a logarithm, and of `log-divergence` the target too. */
  | 'divergence'
  | 'log-divergence'
  | 'soft-margin'
  | 'poisson';

/** Input and target; elements broadcast. */
export interface LossCall {
  readonly op: 'loss';
  readonly method: ElementLoss | 'class';
  readonly parameter: number;
  /** Of all elements, or samples. */
  readonly reduction: 'none' | 'mean' | 'sum' | 'batch-mean';
  /** Where the classes are, of `class`. */
  readonly axis: number;
  /** The input is not the logarithm of shares yet. */
  readonly logits: boolean;
  /** The target has the numbers of the classes; otherwise their shares. */
  readonly positions: boolean;
}
