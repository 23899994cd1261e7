/**
 * Which tensor a plain name means where it is passed to a call: `x` in `self.up(x)`, `skip` in `Concatenate()([skip, x])`. The call's
 * own inputs say it, so that it is right in loops and branches too; anything less plain than names is left alone.
 */

export interface NamedArgument {
  readonly name: string;
  /** Which of the call's inputs it is. */
  readonly input: number;
  /** In the call's text. */
  readonly start: number;
  readonly end: number;
}

const NAME = /^[A-Za-z_]\w*$/;
/** A keyword whose value can be no tensor. */
const PLAIN_KEYWORD = /^\w+\s*=\s*(?:[-\d("'[]|True\b|False\b|None\b)/;
const PLAIN_VALUE = /^(?:[-\d"']|True\b|False\b|None\b)/;
const OPEN = '([{';
const CLOSE = ')]}';

interface Piece {
  readonly text: string;
  readonly start: number;
}

/** The pieces between commas that stand in no brackets. */
function split(text: string, start: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  let from = 0;
  const put = (end: number): void => {
    const raw = text.slice(from, end);
    const trimmed = raw.trim();
    if (trimmed !== '') pieces.push({ text: trimmed, start: start + from + raw.indexOf(trimmed) });
    from = end + 1;
  };
  for (let i = 0; i < text.length; i++) {
    const letter = text.charAt(i);
    if (OPEN.includes(letter)) depth++;
    else if (CLOSE.includes(letter)) depth--;
    else if (letter === ',' && depth === 0) put(i);
  }
  put(text.length);
  return pieces;
}

/** Where the last brackets of a call's text open; -1 when they cannot be told apart from brackets in strings and comments. */
function lastOpening(text: string): number {
  if (!text.endsWith(')') || /["'#]/.test(text)) return -1;
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    const letter = text.charAt(i);
    if (CLOSE.includes(letter)) depth++;
    else if (OPEN.includes(letter) && --depth === 0) return i;
  }
  return -1;
}

/** The names passed to a call with so many inputs; empty unless every input is a plain name. */
export function namedArguments(text: string, inputs: number): readonly NamedArgument[] {
  const opening = lastOpening(text);
  if (opening < 0) return [];
  const pieces = split(text.slice(opening + 1, -1), opening + 1);
  const [first, ...rest] = pieces;
  if (!first) return [];
  const list = /^[[(](.*)[\])]$/s.exec(first.text);
  const names = list ? split(list[1] ?? '', first.start + 1) : pieces.filter((piece) => NAME.test(piece.text));
  const others = list ? rest : pieces.filter((piece) => !NAME.test(piece.text));
  const plain = others.every((piece) => PLAIN_KEYWORD.test(piece.text) || PLAIN_VALUE.test(piece.text));
  if (!plain || names.length !== inputs || !names.every((piece) => NAME.test(piece.text))) return [];
  return names.map((piece, input) => ({
    name: piece.text,
    input,
    start: piece.start,
    end: piece.start + piece.text.length,
  }));
}
