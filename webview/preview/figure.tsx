/** The figure strip: the input, then what each model of the file makes of it, as a matplotlib figure would show it. */
import type { ComponentChildren, VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { FeatureMaps, FigureTile } from '../../extension/protocol.ts';
import { Select, Toggle } from '../shared/controls.tsx';
import { integer, measured } from '../shared/format.ts';
import { Icon } from '../shared/icon.tsx';
import { NumbersDisclosure } from '../shared/numbers.tsx';
import { paintArtifacts, paintPlane, paintRgb, rgbRange, UNIT, type Pixels, type Rgb } from '../shared/paint.ts';
import { Picture, fit } from '../shared/picture.tsx';
import { channelPlane, extentOf, isFlat, meanPlane, type Plane } from '../shared/planes.ts';
import { useGlow } from '../shared/theme.ts';
import { useWidth } from '../shared/use-width.ts';
import type { PreviewView, Send, ViewProps } from './view.ts';
import { t } from '../shared/l10n.ts';

/** Longest side of a picture, in CSS pixels, where there is room, and where there is little. */
const LARGEST = 192;
const SMALLEST = 88;
/** Around a picture: its tile's padding and border, and the gap to the next (preview.css). */
const AROUND = 26;
/** The arrow between the input and the outputs, with its gaps. */
const ARROW = 44;
/** A vector is drawn as a strip this high. */
const STRIP = 16;

interface Places {
  /** What a tile may take of the strip's width. */
  readonly room: number;
  /** One size for all pictures. */
  readonly place: number;
}

/** The place in which the smallest picture is drawn largest: pictures are enlarged by whole factors only. */
function placesFor(tiles: readonly FigureTile[], width: number): Places {
  const room = Math.max(SMALLEST, Math.min(LARGEST, Math.floor((width - ARROW) / Math.min(tiles.length, 3)) - AROUND));
  const pictures = tiles.filter(({ maps }) => maps.height > 1);
  const smallest = (place: number): number =>
    Math.min(
      ...pictures.map(({ maps }) => {
        const { cssWidth, cssHeight } = fit(maps.width, maps.height, place);
        return Math.max(cssWidth, cssHeight);
      }),
    );
  let place = room;
  for (let less = room; less >= SMALLEST; less--) if (smallest(less) >= smallest(place)) place = less;
  return { room, place };
}

interface FigureProps extends ViewProps {
  readonly tiles: readonly FigureTile[];
  readonly model: number | null;
  readonly send: Send;
}

/** The mean of the channels says nothing where they sum to one, as after a softmax. */
const showsFirst = (maps: FeatureMaps, show: PreviewView['figure']): boolean =>
  show === 'first' || (maps.channels > 1 && isFlat(meanPlane(maps)));

const planeOf = (maps: FeatureMaps, show: PreviewView['figure']): Plane =>
  showsFirst(maps, show) ? channelPlane(maps, 0) : meanPlane(maps);

function draw({ maps, model }: FigureTile, view: PreviewView, glow: Rgb): Pixels {
  if (view.overlay && maps.measured !== null) return paintArtifacts(meanPlane(maps), maps.measured.periodicPart, glow);
  if (maps.channels === 3) return paintRgb(maps, model === null ? UNIT : rgbRange(maps));
  const plane = planeOf(maps, view.figure);
  return paintPlane(plane, 'viridis', extentOf(plane.values));
}

function shown({ maps, model }: FigureTile, view: PreviewView): string {
  if (view.overlay && maps.measured !== null) return t('artifacts of the mean');
  if (maps.channels === 3) return model === null || rgbRange(maps) === UNIT ? 'RGB' : t('RGB, contrast spread');
  if (maps.channels === 1) return t('1 channel');
  return showsFirst(maps, view.figure)
    ? t('first of {0}', integer(maps.channels))
    : t('mean of {0}', integer(maps.channels));
}

export function Figure({ tiles, model, send, view, change }: FigureProps): VNode {
  const glow = useGlow();
  const [section, width] = useWidth<HTMLElement>(720);
  const places = placesFor(tiles, width);
  const measurable = tiles.some((tile) => tile.maps.measured !== null);
  return (
    <section ref={section} class="part part-figure" aria-labelledby="figure-heading">
      <div class="part-head">
        <h2 id="figure-heading">{t('Input and outputs')}</h2>
        <div class="part-tools">
          <Select
            label={t('Channels shown in the figure')}
            value={view.figure}
            choices={[
              { value: 'mean', label: t('Mean of channels') },
              { value: 'first', label: t('First channel') },
            ]}
            onChange={(figure) => change({ figure: figure === 'first' ? 'first' : 'mean' })}
          />
          {measurable && <OverlayToggle view={view} change={change} />}
        </div>
      </div>
      <div class="tiles">
        {tiles.map((tile, index) => (
          <Tile
            key={index}
            tile={tile}
            current={tile.model !== null && tile.model === model}
            send={send}
            view={view}
            glow={glow}
            places={places}
          />
        ))}
      </div>
      <NumbersDisclosure
        pictures={tiles.map((tile) => ({ title: tile.title, plane: planeOf(tile.maps, view.figure) }))}
      />
    </section>
  );
}

export const OverlayToggle = ({ view, change }: ViewProps): VNode => (
  <Toggle
    icon="flame"
    pressed={view.overlay}
    title={t('Highlight the pixels that stand out at the stride’s frequency')}
    onChange={(overlay) => change({ overlay })}
  >
    {t('Artifacts')}
  </Toggle>
);

/** A name in code is broken behind an underscore first. */
const breakable = (name: string): ComponentChildren =>
  name.split(/(?<=_)(?=.)/).flatMap((word, index) => (index === 0 ? [word] : [<wbr key={index} />, word]));

interface TileProps {
  readonly tile: FigureTile;
  readonly current: boolean;
  readonly send: Send;
  readonly view: PreviewView;
  readonly glow: Rgb;
  readonly places: Places;
}

function Tile({ tile, current, send, view, glow, places: { room, place } }: TileProps): VNode {
  const { maps, model, title, subtitle } = tile;
  const pixels = useMemo(() => draw(tile, view, glow), [maps, view.overlay, view.figure, glow]);
  const what = shown(tile, view);
  const values = t('values from {0} to {1}', measured(maps.minimum), measured(maps.maximum));
  const width = { maxWidth: `${room + AROUND}px` };
  const vector = maps.height === 1;
  const inside = (
    <>
      <span class="tile-picture" style={{ width: `${place}px`, height: `${place}px` }}>
        <Picture
          pixels={pixels}
          place={place}
          height={vector ? STRIP : undefined}
          label={model === null ? `${title}, ${values}` : null}
        />
      </span>
      <span class="tile-title">{breakable(title)}</span>
      <span class="tile-subtitle">
        {vector && model === null ? subtitle : `${subtitle} · ${what}`}
        {model !== null && <span class="visually-hidden">, {values}</span>}
      </span>
    </>
  );
  if (model === null)
    return (
      <>
        <div class="tile" style={width}>
          {inside}
        </div>
        <Icon name="arrow-right" />
      </>
    );
  return (
    <button
      type="button"
      class="tile"
      style={width}
      aria-pressed={current}
      onClick={() => send({ type: 'select-model', model })}
    >
      {inside}
    </button>
  );
}
