/** What can be taken out of the panel: the enlarged picture, the table of layers, the whole as a report. */
import type { VNode } from 'preact';
import type { PreviewSnapshot } from '../../extension/protocol.ts';
import { Select } from '../shared/controls.tsx';
import type { Pixels } from '../shared/paint.ts';
import { readColor } from '../shared/theme.ts';
import { chosen, pixelsFor } from './shown-picture.ts';
import { csvOf, markdownOf } from './table-text.ts';
import type { PreviewView, Send } from './view.ts';
import { t } from '../shared/l10n.ts';

/** Longest side of a saved picture, about: small maps are enlarged by a whole factor. */
const SAVED_SIDE = 768;

async function pngOf(pixels: Pixels): Promise<Uint8Array<ArrayBuffer>> {
  const factor = Math.max(1, Math.floor(SAVED_SIDE / Math.max(pixels.width, pixels.height)));
  const small = new OffscreenCanvas(pixels.width, pixels.height);
  small.getContext('2d')?.putImageData(new ImageData(pixels.bytes, pixels.width, pixels.height), 0, 0);
  const canvas = new OffscreenCanvas(pixels.width * factor, pixels.height * factor);
  const context = canvas.getContext('2d');
  if (context) {
    context.imageSmoothingEnabled = false;
    context.drawImage(small, 0, 0, canvas.width, canvas.height);
  }
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** A name that every file system takes. */
const fileName = (name: string, ending: string): string => `${name.replace(/[^\w.-]+/g, '-')}.${ending}`;

interface ExportProps {
  readonly snapshot: PreviewSnapshot;
  readonly view: PreviewView;
  readonly send: Send;
}

export function Export({ snapshot, view, send }: ExportProps): VNode {
  const { maps, models, model } = snapshot;
  const name = models.find(({ id }) => id === model)?.name ?? 'model';
  const save = (ending: string, bytes: Uint8Array<ArrayBuffer>, of = name): void =>
    send({ type: 'save', name: fileName(of, ending), bytes });
  const run = (what: string): void => {
    if (what === 'csv') save('csv', bytesOf(csvOf(snapshot, view)));
    else if (what === 'markdown') save('md', bytesOf(markdownOf(snapshot, view)));
    else if (what === 'report') send({ type: 'export-report' });
    else if (what === 'picture' && maps !== null) {
      const pixels = pixelsFor(
        maps.maps,
        chosen(maps.maps, view.picture),
        view,
        readColor('--vscode-editorWarning-foreground'),
      );
      void pngOf(pixels).then((bytes) => save('png', bytes, `${name}-${maps.title}`));
    }
  };
  return (
    <Select
      label={t('Export')}
      value=""
      choices={[
        { value: '', label: t('Export…') },
        ...(maps === null ? [] : [{ value: 'picture', label: t('Picture (PNG)') }]),
        { value: 'csv', label: t('Table (CSV)') },
        { value: 'markdown', label: t('Table (Markdown)') },
        { value: 'report', label: t('Report (HTML)') },
      ]}
      onChange={run}
    />
  );
}
