/** The overlap of an upsampling layer as a small picture: one square per output phase, darker where more taps feed it. */
import type { ArtifactFacts, Grade } from '../../model/artifact.ts';
import { t } from './words.ts';

const CELL = 22;
/** Periods drawn, so that the checkerboard shows. */
const PERIODS = 2;
/** Larger strides would make a picture wider than the hover. */
const MAX_CELLS = 10;

export function gradeLabel(grade: Grade): string {
  switch (grade) {
    case 'none':
      return t('no checkerboard');
    case 'mild':
      return t('mild checkerboard');
    case 'strong':
      return t('strong checkerboard');
    case 'holes':
      return t('holes in the output');
    default:
      return grade satisfies never;
  }
}

/** SVG text; every square carries its number, so that it is readable in any theme and without colour. */
export function overlapSvg({ overlap }: ArtifactFacts): string {
  const rows = overlap.length;
  const columns = overlap[0]?.length ?? 0;
  const largest = Math.max(1, ...overlap.flat());
  const shown = (size: number): number => Math.min(MAX_CELLS, size * PERIODS);
  const cells: string[] = [];
  for (let y = 0; y < shown(rows); y++) {
    for (let x = 0; x < shown(columns); x++) {
      const taps = overlap[y % rows]?.[x % columns] ?? 0;
      const lightness = Math.round(92 - 62 * (taps / largest));
      const ink = lightness > 55 ? '#000' : '#fff';
      cells.push(
        `<rect x="${x * CELL}" y="${y * CELL}" width="${CELL}" height="${CELL}" fill="hsl(210,60%,${lightness}%)" stroke="#8888" />`,
        `<text x="${(x + 0.5) * CELL}" y="${(y + 0.68) * CELL}" fill="${ink}">${taps}</text>`,
      );
    }
  }
  const width = shown(columns) * CELL;
  const height = shown(rows) * CELL;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `font-family="sans-serif" font-size="12" text-anchor="middle">${cells.join('')}</svg>`
  );
}
