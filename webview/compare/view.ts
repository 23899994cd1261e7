/** The compare panel's own state: how things are looked at. Kept by the editor across hiding and reload. */
import type { CompareIntent } from '../../extension/protocol.ts';

export interface CompareView {
  readonly overlay: boolean;
  readonly show: 'mean' | 'first';
}

export const INITIAL_VIEW: CompareView = { overlay: false, show: 'mean' };

export type Send = (intent: CompareIntent) => void;

export interface ViewProps {
  readonly view: CompareView;
  readonly change: (part: Partial<CompareView>) => void;
}
