/** Another way to write an upsampling layer: a row of the compare panel. Plain data. */
import type { ArtifactFacts } from './artifact.ts';
import type { RowControls } from './alternatives/controls.ts';
import type { KernelCall } from './kernel.ts';
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
  /** `as-written`, `nearest-conv`, `bilinear-conv`, `transposed-multiple`, `sub-pixel`. */
  readonly id: string;
  readonly title: string;
  /** The layer calls in the framework's own words, one per line. */
  readonly code: readonly string[];
  readonly stages: readonly AlternativeStage[];
  readonly outputShape: Shape;
  readonly params: number;
  readonly macs: number;
  readonly artifact: ArtifactFacts;
  /** Null where there is nothing to change. */
  readonly controls: RowControls | null;
  /** Set when this way cannot give the same output here (then stages is empty). */
  readonly notPossible: string | null;
}
