/** What the steps of a convolution have in common. */
import type { ConvolutionCall } from '../reference/convolution.ts';
import type { Three } from '../reference/spatial.ts';
import type { TransposedCall } from '../reference/transposed-convolution.ts';
import type { Epilogue } from './epilogue.ts';
import type { Place } from './program.ts';

export type SpatialCall = ConvolutionCall | TransposedCall;

/** What the kernel reads and writes, in floats or pixels. */
export interface Geometry {
  readonly source: Place;
  /** Of the picture at `source`, padded or not. */
  readonly size: Three<number>;
  /** Padding that is part of the picture at `source`. */
  readonly before: Three<number>;
  readonly channels: number;
  readonly outputSize: Three<number>;
  readonly outChannels: number;
  readonly epilogue: Epilogue;
  readonly bias: number;
}
