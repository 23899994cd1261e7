/** Which picture of a layer is enlarged, and in which order its channels stand: decided from the maps and the view state. */
import type { FeatureMaps } from '../../extension/protocol.ts';
import { rangeFor, type Extent } from '../shared/colormap.ts';
import { integer, measured } from '../shared/format.ts';
import { paintArtifacts, paintPlane, paintRgb, type Pixels, type Rgb } from '../shared/paint.ts';
import { channelPlane, energyByChannel, extentOf, meanPlane, type Plane } from '../shared/planes.ts';
import type { PreviewView } from './view.ts';
import { t } from '../shared/l10n.ts';

/** `rgb`, `mean`, or the number of a channel. */
export type PictureChoice = 'rgb' | 'mean' | number;

export const choicesOf = (maps: FeatureMaps, view: PreviewView): readonly PictureChoice[] => [
  ...(maps.channels === 3 ? (['rgb'] as const) : []),
  ...(maps.channels > 1 ? (['mean'] as const) : []),
  ...channelOrder(maps, view.sort),
];

function channelOrder(maps: FeatureMaps, sort: PreviewView['sort']): number[] {
  const order = Array.from({ length: maps.channels }, (_, channel) => channel);
  const key =
    sort === 'energy' ? energyByChannel(maps) : sort === 'artifact' ? maps.measured?.shareByChannel : undefined;
  // Array.sort is stable: equal channels keep their order.
  return key ? order.sort((a, b) => (key[b] ?? 0) - (key[a] ?? 0)) : order;
}

/** The kept choice if this layer has it, else the most telling picture there is. */
export function chosen(maps: FeatureMaps, picture: string): PictureChoice {
  if (picture === 'rgb' && maps.channels === 3) return 'rgb';
  if (picture === 'mean' && maps.channels > 1) return 'mean';
  const channel = Number(picture);
  if (picture !== '' && Number.isInteger(channel) && channel >= 0 && channel < maps.channels) return channel;
  return maps.channels === 3 ? 'rgb' : maps.channels > 1 ? 'mean' : 0;
}

export const planeFor = (maps: FeatureMaps, choice: PictureChoice): Plane =>
  typeof choice === 'number' ? channelPlane(maps, choice) : meanPlane(maps);

/** The range the colours cover. */
export function rangeOf(maps: FeatureMaps, choice: PictureChoice, view: PreviewView): Extent {
  const shared = view.range === 'shared' && typeof choice === 'number';
  return rangeFor(view.colormap, extentOf(shared ? maps.data : planeFor(maps, choice).values));
}

/** The overlay shows what is measured: the mean of the channels. */
export const overlayShown = (maps: FeatureMaps, choice: PictureChoice, view: PreviewView): boolean =>
  view.overlay && maps.measured !== null && (typeof choice !== 'number' || maps.channels === 1);

export function pixelsFor(maps: FeatureMaps, choice: PictureChoice, view: PreviewView, glow: Rgb): Pixels {
  if (maps.measured !== null && overlayShown(maps, choice, view))
    return paintArtifacts(meanPlane(maps), maps.measured.periodicPart, glow);
  if (choice === 'rgb') return paintRgb(maps);
  return paintPlane(planeFor(maps, choice), view.colormap, rangeOf(maps, choice, view));
}

export const nameOf = (maps: FeatureMaps, choice: PictureChoice): string =>
  choice === 'rgb'
    ? t('Channels 0 to 2 as RGB')
    : choice === 'mean'
      ? t('Mean of {0} channels', integer(maps.channels))
      : t('Channel {0}', choice);

/** What a picture shows, in words. */
export function summaryOf(maps: FeatureMaps, choice: PictureChoice): string {
  const { low, high } = extentOf(planeFor(maps, choice).values);
  const share = typeof choice === 'number' ? maps.measured?.shareByChannel[choice] : maps.measured?.share;
  const words = t(
    '{0}, {1} by {2} pixels, values from {3} to {4}',
    nameOf(maps, choice),
    maps.height,
    maps.width,
    measured(low),
    measured(high),
  );
  return share === undefined ? words : `${words}, ${t('{0} % at the stride’s frequency', measured(share * 100))}`;
}
