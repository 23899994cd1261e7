/** The feature maps of the selected layer: one picture enlarged, what is known of its artifacts, and all channels to choose from. */
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { FeatureMaps, PreviewRow, PreviewSnapshot } from '../../extension/protocol.ts';
import { COLORMAPS, type ColormapName } from '../shared/colormap.ts';
import { IconButton, Select } from '../shared/controls.tsx';
import { Icon } from '../shared/icon.tsx';
import type { Point } from '../shared/pixel-table.tsx';
import { Tabs } from '../shared/tabs.tsx';
import { AgainstLens } from './against-lens.tsx';
import { ArtifactPart } from './artifact-part.tsx';
import { Channels } from './channels.tsx';
import { OverlayToggle } from './figure.tsx';
import { Inspector } from './inspector.tsx';
import { reveal } from './layers.tsx';
import { isLens, lensesFor, lensShown, type Lens } from './lens.ts';
import { OverlapLens } from './overlap-lens.tsx';
import { PhasesLens } from './phases-lens.tsx';
import { PixelsLens } from './pixels-lens.tsx';
import { chosen, type PictureChoice } from './shown-picture.ts';
import { SpectrumLens } from './spectrum-lens.tsx';
import type { PreviewView, Send, ViewProps } from './view.ts';
import { t } from '../shared/l10n.ts';

interface MapsProps extends ViewProps {
  readonly snapshot: PreviewSnapshot;
  readonly send: Send;
}

export function Maps({ snapshot, send, view, change }: MapsProps): VNode {
  const { rows, selected, maps } = snapshot;
  // Another layer's maps are fetched for as long as somebody looks at them.
  const idle = snapshot.against !== null && view.lens !== 'against';
  useEffect(() => {
    if (idle) send({ type: 'look-against', what: null });
  }, [idle]);
  const row = rows.find((candidate) => candidate.call !== null && candidate.call === selected) ?? null;
  const drawn = maps !== null && maps.call === selected ? maps.maps : null;
  return (
    <section class="part part-maps" aria-labelledby="maps-heading">
      <div class="part-head">
        <h2 id="maps-heading">{t('Feature maps')}</h2>
        {row !== null && <LayerTitle row={row} send={send} />}
      </div>
      {row === null ? (
        <p class="note">{t('Select a layer above to see what it draws.')}</p>
      ) : drawn === null ? (
        <NotDrawn row={row} snapshot={snapshot} />
      ) : (
        <Drawn maps={drawn} row={row} snapshot={snapshot} send={send} view={view} change={change} />
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
        <IconButton icon="go-to-file" label={t('Go to line {0}', row.line)} onClick={() => reveal(row, send)} />
        {row.artifact !== null && call !== null && (
          <button type="button" class="text-button" onClick={() => send({ type: 'compare', call })}>
            <Icon name="split-horizontal" />
            {t('Compare upsampling')}
          </button>
        )}
      </div>
    </>
  );
}

function NotDrawn({ row, snapshot }: { readonly row: PreviewRow; readonly snapshot: PreviewSnapshot }): VNode {
  if (!row.runnable)
    return <p class="note">{t('Nothing to draw here: {0}.', row.reason ?? t('this layer cannot be run here'))}</p>;
  if (snapshot.status.kind === 'failed') return <p class="note">{t('No picture, because the model was not run.')}</p>;
  return <p class="note">{t('The picture comes as soon as this layer has run.')}</p>;
}

interface DrawnProps extends ViewProps {
  readonly maps: FeatureMaps;
  readonly row: PreviewRow;
  readonly snapshot: PreviewSnapshot;
  readonly send: Send;
}

const LENS_PANEL = 'lens';

function Drawn({ maps, row, snapshot, send, view, change }: DrawnProps): VNode {
  const choice = chosen(maps, view.picture);
  const lenses = lensesFor(maps, row.artifact);
  const lens = lensShown(lenses, view.lens);
  return (
    <>
      {snapshot.maps?.sketch && (
        <p class="note" role="status">
          {t('Preview from an input of {0}, until the run at full size is here.', snapshot.maps.sketch.join('×'))}
        </p>
      )}
      <MapTools maps={maps} view={view} change={change} />
      <Tabs
        label={t('How to look at the picture')}
        tabs={lenses}
        value={lens}
        panel={LENS_PANEL}
        onChange={(name) => isLens(name) && change({ lens: name })}
      />
      <div class="map-columns">
        <div
          id={LENS_PANEL}
          class={lens === 'map' || lens === 'spectrum' || lens === 'overlap' ? 'lens-panel' : 'lens-panel lens-wide'}
          role="tabpanel"
          aria-labelledby={`${LENS_PANEL}-${lens}`}
        >
          <LensPanel
            lens={lens}
            maps={maps}
            row={row}
            choice={choice}
            snapshot={snapshot}
            send={send}
            view={view}
            change={change}
          />
        </div>
        <ArtifactPart
          maps={maps}
          artifact={row.artifact}
          choice={choice}
          onWhy={() => row.call !== null && send({ type: 'explain', call: row.call })}
        />
        <div class="map-channels">
          <Channels maps={maps} choice={choice} view={view} change={change} />
        </div>
      </div>
    </>
  );
}

interface LensPanelProps extends DrawnProps {
  readonly lens: Lens;
  readonly choice: PictureChoice;
}

function LensPanel({ lens, maps, row, choice, snapshot, send, view, change }: LensPanelProps): VNode | null {
  const [marked, setMarked] = useState<Point | null>(null);
  const [opened, setOpened] = useState<Point | null>(null);
  switch (lens) {
    case 'map':
      return (
        <Inspector
          maps={maps}
          choice={choice}
          view={view}
          marked={marked}
          onMark={setMarked}
          onOpen={(point) => {
            setOpened(point);
            change({ lens: 'pixels' });
          }}
        />
      );
    case 'pixels':
      return <PixelsLens maps={maps} choice={choice} view={view} point={opened} onMove={setOpened} />;
    case 'phases':
      return maps.measured && <PhasesLens maps={maps} found={maps.measured} choice={choice} view={view} />;
    case 'spectrum':
      return <SpectrumLens maps={maps} choice={choice} view={view} />;
    case 'overlap':
      return row.artifact && <OverlapLens artifact={row.artifact} view={view} />;
    case 'against':
      return (
        <AgainstLens
          snapshot={snapshot}
          maps={maps}
          choice={choice}
          title={row.name === '' ? row.type : row.name}
          send={send}
          view={view}
          change={change}
        />
      );
  }
}

const isColormap = (name: string): name is ColormapName => name in COLORMAPS;
const SORTS: Readonly<Record<PreviewView['sort'], string>> = {
  index: t('By index'),
  energy: t('By energy'),
  artifact: t('By artifact share'),
};
const isSort = (name: string): name is PreviewView['sort'] => name in SORTS;
const toChoices = (names: Readonly<Record<string, string>>): { value: string; label: string }[] =>
  Object.entries(names).map(([value, label]) => ({ value, label }));

function MapTools({ maps, view, change }: ViewProps & { readonly maps: FeatureMaps }): VNode {
  const sorts = toChoices(SORTS).filter(({ value }) => value !== 'artifact' || maps.measured !== null);
  return (
    <div class="map-tools">
      <Select
        label={t('Colors')}
        value={view.colormap}
        choices={toChoices(COLORMAPS)}
        onChange={(name) => isColormap(name) && change({ colormap: name })}
      />
      {maps.channels > 1 && (
        <>
          <Select
            label={t('Range of the colors')}
            value={view.range}
            choices={[
              { value: 'each', label: t('Each its own range') },
              { value: 'shared', label: t('One range for all') },
            ]}
            onChange={(range) => change({ range: range === 'shared' ? 'shared' : 'each' })}
          />
          <Select
            label={t('Order of the channels')}
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
