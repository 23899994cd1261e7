/** Two models side by side, as the panel shows them. Plain data. */
import type { DiffRow } from './model-diff.ts';

export interface ModelTotals {
  readonly layers: number;
  readonly params: number | string | null;
  readonly trainable: number | string | null;
  readonly macs: number | string | null;
  readonly bytes: number | null;
}

interface ComparedSide {
  readonly title: string;
  /** The file it is in, or the version of the file. */
  readonly source: string;
  readonly totals: ModelTotals;
}

export interface ModelsComparison {
  /** Of the followed file. */
  readonly models: readonly { readonly id: number; readonly name: string }[];
  readonly own: ComparedSide & { readonly id: number };
  /** Null until one is chosen. */
  readonly other: ComparedSide | null;
  /** From the other to this one. */
  readonly rows: readonly DiffRow[];
  /** Why what was chosen cannot be compared. */
  readonly problem: string | null;
}
