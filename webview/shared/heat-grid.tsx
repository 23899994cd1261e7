/** A few numbers as a grid of coloured cells with the numbers in them: kernel overlap, means of the phases. */
import type { VNode } from 'preact';
import { TABLES, tableIndex } from './colormap.ts';
import { integer, measured } from './format.ts';
import { t } from './l10n.ts';

/** More cells than this cannot be read as numbers any more. */
const LARGEST_GRID = 8;

/** Relative luminance, WCAG 2.2. */
function luminance(color: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
/** At this luminance black and white text have the same contrast. */
const EVEN_CONTRAST = 0.179;
/** Black or white, whichever is read better on a colour. */
export const inkOn = (color: readonly number[]): string => (luminance(color) > EVEN_CONTRAST ? '#000' : '#fff');

interface HeatGridProps {
  readonly label: string;
  readonly values: readonly (readonly number[])[];
  /** Where the colours start, null: at the smallest value; the largest ends them. */
  readonly from: number | null;
}

export function HeatGrid({ label, values, from }: HeatGridProps): VNode {
  const all = values.flat();
  const range = { low: Math.min(from ?? Infinity, ...all), high: Math.max(...all) };
  const rows = values.length;
  const columns = values[0]?.length ?? 0;
  if (rows > LARGEST_GRID || columns > LARGEST_GRID)
    return (
      <p class="note">
        {t(
          '{0} × {1} phases, from {2} to {3}.',
          integer(rows),
          integer(columns),
          measured(Math.min(...all)),
          measured(range.high),
        )}
      </p>
    );
  return (
    <table class="heat-grid" aria-label={label}>
      <tbody>
        {values.map((row, y) => (
          <tr key={y}>
            {row.map((value, x) => {
              const entry = tableIndex(value, range) * 3;
              const color = [...TABLES.viridis.subarray(entry, entry + 3)];
              const ink = inkOn(color);
              return (
                <td key={x} style={{ '--heat': `rgb(${color.join(',')})`, '--ink': ink }}>
                  {measured(value)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
