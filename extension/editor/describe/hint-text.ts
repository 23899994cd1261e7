/**
 * The text of a hint, cut to the length that the editor shows: what is longer it would cut itself, in the middle of a number. The shape
 * comes first and in full where it fits; then one of several with their count, then its expressions as dots.
 */
import { t } from './words.ts';

/** `editor.inlayHints.maximumLength` as it is delivered. */
export const USUAL_LIMIT = 43;
/** Distinct shapes that a hint names; code that runs more often shows the first and how many there are. */
const MAX_SHAPES = 3;
/** A longer size is an expression that the card spells out. */
const MAX_SIZE = 4;

export interface HintText {
  readonly shapes: string | null;
  readonly parameters: string | null;
}

/** `parameters` is left out where it no longer fits; a limit of 0 is none. */
export function hintText(shapes: readonly string[] | null, parameters: string | null, maximum: number): HintText {
  const limit = maximum > 0 ? maximum : Infinity;
  const text = shapes && shapes.length > 0 ? shapesText(shapes, limit) : null;
  const left = limit - (text?.length ?? 0);
  const shown = parameters === null ? null : text === null ? parameters : `  ${parameters}`;
  return { shapes: text, parameters: shown !== null && shown.length <= left ? shown : null };
}

function shapesText(shapes: readonly string[], limit: number): string | null {
  const [first = ''] = shapes;
  const count = shapes.length > 1 ? ` ${t('({0} shapes)', shapes.length)}` : '';
  const brief = first
    .split(', ')
    .map((shape) =>
      shape
        .split('×')
        .map((size) => (size.length > MAX_SIZE ? '…' : size))
        .join('×'),
    )
    .join(', ');
  const ways = [
    ...(shapes.length <= MAX_SHAPES ? [shapes.join(' · ')] : []),
    `${first}${count}`,
    `${brief}${count}`,
    brief,
    `${brief.slice(0, brief.lastIndexOf('×', limit - 5) + 1)}…`,
  ];
  const text = ways.map((way) => `→ ${way}`).find((way) => way.length <= limit);
  return text ?? null;
}
