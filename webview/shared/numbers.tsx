/** The numbers behind a picture, as a table that a screen reader can walk through and a person can copy. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { integer, measured } from './format.ts';
import type { Plane } from './planes.ts';
import { t } from './l10n.ts';

/** Rows and columns shown at once: more would be neither readable nor quick. */
const WINDOW = 16;

const start = (at: number, size: number): number => Math.max(0, Math.min(at - WINDOW / 2, size - WINDOW));
const upTo = (from: number, size: number): number[] =>
  Array.from({ length: Math.min(WINDOW, size - from) }, (_, index) => from + index);

interface NumbersProps {
  readonly title: string;
  readonly plane: Plane;
  /** The pixel around which a large picture's numbers are shown. */
  readonly around?: { readonly x: number; readonly y: number } | null;
}

function NumberTable({ title, plane, around }: NumbersProps): VNode {
  const columns = upTo(start(around?.x ?? 0, plane.width), plane.width);
  const rows = upTo(start(around?.y ?? 0, plane.height), plane.height);
  const whole = columns.length === plane.width && rows.length === plane.height;
  return (
    <div class="numbers-scroll" tabIndex={0} role="region" aria-label={t('Numbers of {0}', title)}>
      <table class="numbers">
        <caption>
          {title}
          {whole
            ? ''
            : t(
                ': rows {0} to {1} and columns {2} to {3} of {4} × {5}',
                integer(rows[0] ?? 0),
                integer(rows.at(-1) ?? 0),
                integer(columns[0] ?? 0),
                integer(columns.at(-1) ?? 0),
                integer(plane.height),
                integer(plane.width),
              )}
        </caption>
        <thead>
          <tr>
            <td />
            {columns.map((x) => (
              <th key={x} scope="col">
                {x}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((y) => (
            <tr key={y}>
              <th scope="row">{y}</th>
              {columns.map((x) => (
                <td key={x}>{measured(plane.values[y * plane.width + x] ?? Number.NaN)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Builds the tables only while they are open. */
export function NumbersDisclosure({ pictures }: { readonly pictures: readonly NumbersProps[] }): VNode {
  const [open, setOpen] = useState(false);
  return (
    <details class="disclosure" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('Numbers as a table')}</summary>
      {open && pictures.map((picture) => <NumberTable key={picture.title} {...picture} />)}
    </details>
  );
}
