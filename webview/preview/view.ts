/** The preview panel's own state: how things are looked at, never what is true. Kept by the editor across hiding and reload. */
import type { PreviewIntent } from '../../extension/protocol.ts';
import type { ColormapName } from '../shared/colormap.ts';
import type { Lens } from './lens.ts';
import type { LayerFilter, OrderKey } from './layer-order.ts';

export interface PreviewView {
  readonly colormap: ColormapName;
  /** One range for all channels, or each its own. */
  readonly range: 'shared' | 'each';
  readonly sort: 'index' | 'energy' | 'artifact';
  readonly overlay: boolean;
  /** The enlarged picture: `auto`, `rgb`, `mean` or a channel's number. */
  readonly picture: string;
  readonly figure: 'mean' | 'first';
  /** How the enlarged picture is looked at, and how two pictures stand to each other. */
  readonly lens: Lens;
  readonly split: 'wipe' | 'side';
  /** The layers as a table or as a graph, and which blocks of the graph are unfolded. */
  readonly layersAs: 'table' | 'graph';
  readonly unfolded: readonly string[];
  /** The table of layers: what it is sorted by, which rows it shows, which modules are folded. */
  readonly orderBy: OrderKey;
  readonly descending: boolean;
  readonly filter: LayerFilter;
  readonly folded: readonly string[];
  /** The document and the model shown last: what the host restores the panel with after a reload. */
  readonly uri: string;
  readonly model: string;
  /** The row, size, picture and weights of the last run, as JSON: the host reads it after a reload. */
  readonly run: string;
}

export const INITIAL_VIEW: PreviewView = {
  colormap: 'viridis',
  range: 'each',
  sort: 'index',
  overlay: false,
  picture: 'auto',
  figure: 'mean',
  lens: 'map',
  split: 'wipe',
  layersAs: 'table',
  unfolded: [],
  orderBy: 'model',
  descending: false,
  filter: 'all',
  folded: [],
  uri: '',
  model: '',
  run: '',
};

export type Send = (intent: PreviewIntent) => void;

export interface ViewProps {
  readonly view: PreviewView;
  readonly change: (part: Partial<PreviewView>) => void;
}
