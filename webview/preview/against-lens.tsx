/** The picture against the layer's input or another layer's output: under a wipe, or side by side. */
import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { FeatureMaps, PreviewSnapshot } from '../../extension/protocol.ts';
import { Select, Toggle } from '../shared/controls.tsx';
import { NumbersDisclosure } from '../shared/numbers.tsx';
import { fit, Picture } from '../shared/picture.tsx';
import { useGlow } from '../shared/theme.ts';
import { useWidth } from '../shared/use-width.ts';
import { chosen, nameOf, pixelsFor, planeFor, summaryOf, type PictureChoice } from './shown-picture.ts';
import type { PreviewView, Send, ViewProps } from './view.ts';
import { t } from '../shared/l10n.ts';

const LARGEST = 360;
const GAP = 16;
/** Heights and widths whose ratio differs by less than this lie on each other: odd sizes are halved to one pixel more or less. */
const SAME_RATIO = 0.08;

interface AgainstLensProps extends ViewProps {
  readonly snapshot: PreviewSnapshot;
  readonly maps: FeatureMaps;
  readonly choice: PictureChoice;
  readonly title: string;
  readonly send: Send;
}

/** The same channel where the other has it, else its most telling picture. */
const counterpart = (other: FeatureMaps, choice: PictureChoice): PictureChoice =>
  chosen(other, choice === 'rgb' ? 'auto' : String(choice));

const liesOn = (one: FeatureMaps, other: FeatureMaps): boolean =>
  Math.abs((one.width * other.height) / (one.height * other.width) - 1) < SAME_RATIO;

export function AgainstLens({ snapshot, maps, choice, title, send, view, change }: AgainstLensProps): VNode {
  const { against, rows, selected } = snapshot;
  const missing = against === null;
  useEffect(() => {
    if (missing) send({ type: 'look-against', what: 'input' });
  }, [missing]);
  const others = rows.filter((row) => row.runnable && row.call !== null && row.call !== selected);
  const other = against?.maps ?? null;
  return (
    <div class="lens">
      <div class="map-tools">
        <Select
          label={t('Against')}
          showLabel
          value={String(against?.kind ?? 'input')}
          choices={[
            { value: 'input', label: t('The layer’s input') },
            ...others.map((row) => ({ value: String(row.call), label: row.name === '' ? row.type : row.name })),
          ]}
          onChange={(what) => send({ type: 'look-against', what: what === 'input' ? 'input' : Number(what) })}
        />
        {other !== null && liesOn(maps, other) && (
          <Toggle
            icon="split-horizontal"
            pressed={view.split === 'side'}
            title={t('Show the two beside each other instead of one over the other')}
            onChange={(side) => change({ split: side ? 'side' : 'wipe' })}
          >
            {t('Side by side')}
          </Toggle>
        )}
      </div>
      {other === null ? (
        <p class="note">{against?.reason ?? t('The picture comes as soon as that layer has run.')}</p>
      ) : (
        <Both maps={maps} other={other} choice={choice} titles={[against?.title ?? '', title]} view={view} />
      )}
    </div>
  );
}

interface BothProps {
  readonly maps: FeatureMaps;
  readonly other: FeatureMaps;
  readonly choice: PictureChoice;
  /** Of the other and of this. */
  readonly titles: readonly [string, string];
  readonly view: PreviewView;
}

function Both({ maps, other, choice, titles, view }: BothProps): VNode {
  const glow = useGlow();
  const [box, width] = useWidth<HTMLDivElement>(LARGEST);
  const otherChoice = counterpart(other, choice);
  const looks = [view.colormap, view.range, view.overlay, glow];
  const here = useMemo(() => pixelsFor(maps, choice, view, glow), [maps, choice, ...looks]);
  const there = useMemo(() => pixelsFor(other, otherChoice, view, glow), [other, otherChoice, ...looks]);
  const words = [`${titles[0]}: ${summaryOf(other, otherChoice)}`, `${titles[1]}: ${summaryOf(maps, choice)}`] as const;
  const wiped = view.split === 'wipe' && liesOn(maps, other);
  const place = wiped ? Math.min(LARGEST, width) : Math.min(LARGEST, Math.floor((width - GAP) / 2));
  return (
    <div ref={box}>
      {wiped ? (
        <Wipe here={here} there={there} titles={titles} words={words} place={place} />
      ) : (
        <div class="side-by-side">
          {[there, here].map((pixels, index) => (
            <figure key={index}>
              <Picture pixels={pixels} place={place} label={words[index] ?? ''} />
              <figcaption class="note">{titles[index]}</figcaption>
            </figure>
          ))}
        </div>
      )}
      <p class="note">
        {t(
          '{0}, {1} × {2}, and {3}, {4} ×  {5}; each in its own range.',
          nameOf(other, otherChoice),
          other.height,
          other.width,
          nameOf(maps, choice),
          maps.height,
          maps.width,
        )}
      </p>
      <NumbersDisclosure
        pictures={[
          { title: titles[0], plane: planeFor(other, otherChoice) },
          { title: titles[1], plane: planeFor(maps, choice) },
        ]}
      />
    </div>
  );
}

interface WipeProps {
  readonly here: ReturnType<typeof pixelsFor>;
  readonly there: ReturnType<typeof pixelsFor>;
  readonly titles: readonly [string, string];
  readonly words: readonly [string, string];
  readonly place: number;
}

function Wipe({ here, there, titles, words, place }: WipeProps): VNode {
  const [at, setAt] = useState(50);
  const { cssWidth, cssHeight } = fit(here.width, here.height, place);
  const size = { width: `${cssWidth}px`, height: `${cssHeight}px` };
  const follow = (event: PointerEvent & { readonly currentTarget: HTMLElement }): void => {
    const area = event.currentTarget.getBoundingClientRect();
    setAt(Math.round(Math.max(0, Math.min(1, (event.clientX - area.left) / area.width)) * 100));
  };
  return (
    <>
      <div
        class="wipe"
        style={size}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={(event) => {
          if (event.buttons > 0) follow(event);
        }}
      >
        <Picture pixels={here} place={place} label={words[1]} />
        <div
          class="wipe-over"
          style={{ clipPath: `inset(0 ${100 - at}% 0 0)`, '--wipe-width': size.width, '--wipe-height': size.height }}
        >
          <Picture pixels={there} place={place} label={words[0]} />
        </div>
        <span class="wipe-line" style={{ left: `${at}%` }} />
      </div>
      <label class="wipe-control" style={{ width: size.width }}>
        <span>{titles[0]}</span>
        <input
          type="range"
          min={0}
          max={100}
          value={at}
          aria-label={t('Wipe between {0} and {1}', titles[0], titles[1])}
          aria-valuetext={`${at} % ${titles[0]}`}
          onInput={(event) => setAt(event.currentTarget.valueAsNumber)}
        />
        <span>{titles[1]}</span>
      </label>
    </>
  );
}
