/** All channels of a layer as a list of small pictures; the arrow keys and the mouse choose which one is enlarged. */
import type { VNode } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { FeatureMaps } from '../../extension/protocol.ts';
import { integer, measured, percent } from '../shared/format.ts';
import { Picture } from '../shared/picture.tsx';
import { energyByChannel } from '../shared/planes.ts';
import { useGlow } from '../shared/theme.ts';
import type { Rgb } from '../shared/paint.ts';
import { choicesOf, overlayShown, pixelsFor, summaryOf, type PictureChoice } from './shown-picture.ts';
import type { PreviewView, ViewProps } from './view.ts';
import { t } from '../shared/l10n.ts';

/** Longest side of a small picture, in CSS pixels. */
const TILE = 72;
const LEAST = 48;
/** Channels drawn at first; layers have up to thousands. */
const FIRST_CHANNELS = 64;

interface ChannelsProps extends ViewProps {
  readonly maps: FeatureMaps;
  readonly choice: PictureChoice;
}

/** How many tiles stand in one line: arrow up and down move by that. */
function perLine(list: HTMLElement): number {
  const tops = [...list.children].map((child) => (child as HTMLElement).offsetTop);
  return Math.max(1, tops.filter((top) => top === tops[0]).length);
}

export function Channels({ maps, choice, view, change }: ChannelsProps): VNode | null {
  const glow = useGlow();
  const list = useRef<HTMLDivElement>(null);
  const [all, setAll] = useState(false);
  const choices = useMemo(() => choicesOf(maps, view), [maps, view.sort]);
  if (choices.length < 2) return null;
  const shown = all ? choices : choices.slice(0, FIRST_CHANNELS + 1);
  const at = Math.max(0, shown.indexOf(choice));

  const onKeyDown = (event: KeyboardEvent): void => {
    const element = list.current;
    if (element === null) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: perLine(element),
      ArrowUp: -perLine(element),
      Home: -shown.length,
      End: shown.length,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(shown.length - 1, at + step));
    change({ picture: String(shown[next]) });
    element.children[next]?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <>
      <div
        ref={list}
        class="channels"
        role="listbox"
        aria-label={t('Channels')}
        aria-activedescendant={`picture-${String(shown[at])}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {shown.map((item) => (
          <Channel
            key={item}
            maps={maps}
            item={item}
            chosen={item === choice}
            view={view}
            glow={glow}
            change={change}
          />
        ))}
      </div>
      {shown.length < choices.length && (
        <button type="button" class="link-button" onClick={() => setAll(true)}>
          {t('Show all {0} channels', integer(maps.channels))}
        </button>
      )}
    </>
  );
}

interface ChannelProps extends ViewProps {
  readonly maps: FeatureMaps;
  readonly item: PictureChoice;
  readonly chosen: boolean;
  readonly glow: Rgb;
}

function caption(maps: FeatureMaps, item: PictureChoice, sort: PreviewView['sort']): string {
  if (item === 'rgb') return 'RGB';
  if (item === 'mean') return t('mean');
  if (sort === 'energy') return `${item} · ${measured(Number((energyByChannel(maps)[item] ?? 0).toPrecision(2)))}`;
  const share = maps.measured?.shareByChannel[item];
  if (sort === 'artifact' && share !== undefined) return `${item} · ${percent(share)}`;
  return String(item);
}

function Channel({ maps, item, chosen, view, glow, change }: ChannelProps): VNode {
  const overlay = overlayShown(maps, item, view);
  const pixels = useMemo(
    () => pixelsFor(maps, item, view, glow),
    [maps, item, view.colormap, view.range, overlay, overlay ? glow : null],
  );
  return (
    <div
      id={`picture-${String(item)}`}
      class="channel"
      role="option"
      aria-selected={chosen}
      aria-label={summaryOf(maps, item)}
      onClick={() => change({ picture: String(item) })}
    >
      <span class="channel-picture">
        <Picture pixels={pixels} place={TILE} least={LEAST} label={null} />
      </span>
      <span class="channel-caption">{caption(maps, item, view.sort)}</span>
    </div>
  );
}
