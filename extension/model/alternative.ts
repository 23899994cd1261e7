/** Another way to write an upsampling layer: a row of the compare panel. Plain data. */
import type { Message } from '../message.ts';
import type { ArtifactFacts } from './artifact.ts';
import type { RowControls } from './alternatives/controls.ts';
import type { KernelCall } from './kernel.ts';
import type { ReceptiveField } from './receptive/field.ts';
import type { Shape } from './size.ts';
import type { WeightSpec } from './weight.ts';

export interface AlternativeStage {
  /** `UpSampling2D`, `Conv2D` ... */
  readonly type: string;
  /** LayerRecord.id */
  readonly record: string;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  readonly weights: readonly WeightSpec[];
  readonly kernel: KernelCall;
  readonly macs: number;
}

export interface Alternative {
  /** `as-written`, `nearest-conv`, `bilinear-conv`, `bicubic-conv`, `transposed-stride`, `transposed-multiple`, `sub-pixel`, `sub-pixel-icnr`. */
  readonly id: string;
  readonly title: Message;
  /** The layer calls in the framework's own words, one per line. */
  readonly code: readonly string[];
  /** What the code needs beside it and no framework has: the definition of ICNR. */
  readonly definition: readonly string[];
  readonly stages: readonly AlternativeStage[];
  readonly outputShape: Shape;
  readonly params: number;
  readonly macs: number;
  /** Of all outputs of its stages, as 32-bit floats and for one sample: what training keeps. */
  readonly bytes: number;
  /** How much of its input one output pixel depends on; null where there is nothing to tell. */
  readonly receptive: ReceptiveField | null;
  readonly artifact: ArtifactFacts;
  /** Null where there is nothing to change. */
  readonly controls: RowControls | null;
  /** Set when this way cannot give the same output here (then stages is empty). */
  readonly notPossible: Message | null;
}
