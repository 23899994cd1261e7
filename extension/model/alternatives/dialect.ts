/** The ways of upsampling that each framework has to spell: pieces, or a sentence that says why not. */
import type { Message } from '../../message.ts';
import type { Interpolation } from './controls.ts';
import type { Piece } from './piece.ts';
import type { Target } from './target.ts';

export interface Dialect {
  /** To the target's sizes, channels as they are. */
  resize(target: Target, method: Interpolation): Piece | Message;
  /** Keeps the size; with the activation, the bias and the initialisers of the layer as written. */
  convolution(target: Target, filters: number, kernel: readonly number[]): readonly Piece[];
  /** With this kernel, to the target's sizes. */
  transposed(target: Target, kernel: readonly number[], dilation: readonly number[]): readonly Piece[] | Message;
  /** A convolution to channels x block^2 and the rearrangement. */
  subPixel(target: Target, block: number, kernel: readonly number[]): readonly Piece[];
  /** The same, the convolution with its phases alike at the start. */
  withIcnr(pieces: readonly Piece[], block: number): readonly Piece[];
}

/** Activations that look at more than one number, and so must come after the rearrangement. */
const ACROSS_CHANNELS = new Set(['softmax', 'log_softmax', 'sparsemax', 'glu']);

export const actsAcrossChannels = (name: unknown): boolean => typeof name === 'string' && ACROSS_CHANNELS.has(name);
