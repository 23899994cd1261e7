/** The feature maps of the selected layer: one picture enlarged, what is known of its artifacts, and all channels to choose from. */
import type { VNode } from 'preact';
import type { FeatureMaps, PreviewRow, PreviewSnapshot } from '../../extension/protocol.ts';
import { COLORMAPS, type ColormapName } from '../shared/colormap.ts';
import { IconButton, Select } from '../shared/controls.tsx';
import { Icon } from '../shared/icon.tsx';
import { ArtifactPart } from './artifact-part.tsx';
import { Channels } from './channels.tsx';
import { OverlayToggle } from './figure.tsx';
import { Inspector } from './inspector.tsx';
import { reveal } from './layers.tsx';
import { chosen } from './shown-picture.ts';
import type { PreviewView, Send, ViewProps } from './view.ts';

interface MapsProps extends ViewProps {
  readonly snapshot: PreviewSnapshot;
  readonly send: Send;
}

export function Maps({ snapshot, send, view, change }: MapsProps): VNode {
  const { rows, selected, maps } = snapshot;
  const row = rows.find((candidate) => candidate.call !== null && candidate.call === selected) ?? null;
  const drawn = maps !== null && maps.call === selected ? maps.maps : null;
  return (
    <section class="part part-maps" aria-labelledby="maps-heading">
      <div class="part-head">
        <h2 id="maps-heading">Feature maps</h2>
        {row !== null && <LayerTitle row={row} send={send} />}
      </div>
      {row === null ? (
        <p class="note">Select a layer above to see what it draws.</p>
      ) : drawn === null ? (
        <NotDrawn row={row} snapshot={snapshot} />
      ) : (
        <Drawn maps={drawn} row={row} view={view} change={change} />
      )}
    </section>
  );
}

function LayerTitle({ row, send }: { readonly row: PreviewRow; readonly send: Send }): VNode {
  const call = row.call;
  return (
    <>
      <span class="layer-title">
        <span class="layer-name">{row.name === '' ? row.type : row.name}</span>
        <span class="note">{row.outputShape}</span>
      </span>
      <div class="part-tools">
        <IconButton icon="go-to-file" label={`Go to line ${row.line}`} onClick={() => reveal(row, send)} />
        {row.artifact !== null && call !== null && (
          <button type="button" class="text-button" onClick={() => send({ type: 'compare', call })}>
            <Icon name="split-horizontal" />
            Compare upsampling
          </button>
        )}
      </div>
    </>
  );
}

function NotDrawn({ row, snapshot }: { readonly row: PreviewRow; readonly snapshot: PreviewSnapshot }): VNode {
  if (!row.runnable) return <p class="note">Nothing to draw here: {row.reason ?? 'this layer cannot be run'}.</p>;
  if (snapshot.status.kind === 'failed') return <p class="note">No picture, because the model was not run.</p>;
  return <p class="note">The picture comes as soon as this layer has run.</p>;
}

interface DrawnProps extends ViewProps {
  readonly maps: FeatureMaps;
  readonly row: PreviewRow;
}

function Drawn({ maps, row, view, change }: DrawnProps): VNode {
  const choice = chosen(maps, view.picture);
  return (
    <>
      <MapTools maps={maps} view={view} change={change} />
      <div class="map-columns">
        <Inspector maps={maps} choice={choice} view={view} />
        <ArtifactPart maps={maps} artifact={row.artifact} choice={choice} />
      </div>
      <Channels maps={maps} choice={choice} view={view} change={change} />
    </>
  );
}

const isColormap = (name: string): name is ColormapName => name in COLORMAPS;
const SORTS: Readonly<Record<PreviewView['sort'], string>> = {
  index: 'By index',
  energy: 'By energy',
  artifact: 'By artifact share',
};
const isSort = (name: string): name is PreviewView['sort'] => name in SORTS;
const toChoices = (names: Readonly<Record<string, string>>): { value: string; label: string }[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

function MapTools({ maps, view, change }: ViewProps & { readonly maps: FeatureMaps }): VNode {
  const sorts = toChoices(SORTS).filter(({ value }) => value !== 'artifact' || maps.measured !== null);
  return (
    <div class="map-tools">
      <Select
        label="Colors"
        value={view.colormap}
        choices={toChoices(COLORMAPS)}
        onChange={(name) => isColormap(name) && change({ colormap: name })}
      />
      {maps.channels > 1 && (
        <>
          <Select
            label="Range of the colors"
            value={view.range}
            choices={[
              { value: 'each', label: 'Each its own range' },
              { value: 'shared', label: 'One range for all' },
            ]}
            onChange={(range) => change({ range: range === 'shared' ? 'shared' : 'each' })}
          />
          <Select
            label="Order of the channels"
            value={maps.measured === null && view.sort === 'artifact' ? 'index' : view.sort}
            choices={sorts}
            onChange={(sort) => isSort(sort) && change({ sort })}
          />
        </>
      )}
      {maps.measured !== null && <OverlayToggle view={view} change={change} />}
    </div>
  );
}
