/** A rewriting that is offered: what it does, and the edits that do it. Plain data; the editor has the words for it. */
import type { Message } from '../message.ts';
import type { FindingCode } from '../model/findings.ts';
import type { TextEdit } from './text-edit.ts';

export type FixId =
  | 'kernel-multiple'
  | 'nearest-convolution'
  | 'bilinear-convolution'
  | 'sub-pixel-icnr'
  | 'icnr'
  | 'right-value'
  | 'right-name'
  | 'pad-skip';

export interface Fix {
  readonly id: FixId;
  /** What the finding itself says would mend it: `Change in_channels to 8`. */
  readonly detail: Message | null;
  readonly code: FindingCode;
  readonly edits: readonly TextEdit[];
}
