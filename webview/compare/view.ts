/** The compare panel's own state: how things are looked at. Kept by the editor across hiding and reload. */
import type { CompareIntent, ComparePart } from '../../extension/protocol.ts';
import type { SortKey } from './row-order.ts';

export interface CompareView {
  readonly overlay: boolean;
  readonly show: 'mean' | 'first';
  readonly part: ComparePart;
  /** When the host last asked for a part that was then shown. */
  readonly asked: number;
  readonly onlyDifferences: boolean;
  /** JSON of the explainer's setting while it is not the code's, and of the code's it was made from; '' else. */
  readonly played: string;
  readonly playedOf: string;
  readonly sort: SortKey;
  readonly largestFirst: boolean;
  /** Alternative.id of the rows that stay on top, in this order. */
  readonly pinned: readonly string[];
  /** The facts above the rows; by themselves they are unfolded where there is room. */
  readonly facts: 'auto' | 'open' | 'folded';
}

export const INITIAL_VIEW: CompareView = {
  overlay: false,
  show: 'mean',
  part: 'ways',
  asked: 0,
  onlyDifferences: false,
  played: '',
  playedOf: '',
  sort: 'listed',
  largestFirst: false,
  pinned: [],
  facts: 'auto',
};

export type Send = (intent: CompareIntent) => void;

export interface ViewProps {
  readonly view: CompareView;
  readonly change: (part: Partial<CompareView>) => void;
}
