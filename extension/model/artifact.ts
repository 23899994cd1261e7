/** Checkerboard facts of one upsampling layer; the definitions stand in DESIGN.md and in the functions of this folder. */
import type { Message } from '../message.ts';
export type Grade = 'none' | 'mild' | 'strong' | 'holes';

export interface ArtifactFacts {
  readonly grade: Grade;
  /** Taps that feed each output phase, [stride_h][stride_w]. */
  readonly overlap: readonly (readonly number[])[];
  /** (max - min) / mean of the overlap. */
  readonly unevenness: number;
  /** Expected share of periodic energy for the layer's initialiser, 0..1; null where the initialiser is not known. */
  readonly periodicEnergy: number | null;
  /** No later layer of the model mixes neighbouring pixels. */
  readonly lastLayer: boolean;
  /** One sentence: the grade, the figure, and what follows it. */
  readonly reason: Message;
}
