/** The pattern language of einops: `b (h p1) (w p2) c -> b (h w) (p1 p2 c)`. einops/parsing.py */
import { type Message, say } from '../../message.ts';
import { refuse } from '../../model/refusal.ts';

/** An axis by its name, an anonymous one by its length, or all those that are not named. */
export type Atom = { readonly name: string } | { readonly length: number } | 'ellipsis';
/** The axes that one axis of the tensor is made of. */
export type Group = readonly Atom[];

/** An ellipsis without brackets: as many axes, not one axis made of them. */
export const REST: Group = ['ellipsis'];

export interface Pattern {
  readonly left: readonly Group[];
  readonly right: readonly Group[];
}

const TOKEN = /\s*(\.\.\.|…|[()]|[A-Za-z_]\w*|\d+)/y;

export const bad = (message: Message): never => refuse({ code: 'bad-argument', message, argument: 'pattern' });

export const nameOf = (atom: Atom): string | null => (typeof atom === 'object' && 'name' in atom ? atom.name : null);

export function namesIn(groups: readonly Group[]): readonly string[] {
  return groups.flat().flatMap((atom) => nameOf(atom) ?? []);
}

/** One side of a pattern, or the axes of a weight. */
export function parseSide(text: string): readonly Group[] {
  const groups: Group[] = [];
  let open: Atom[] | null = null;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const [, token = ''] = TOKEN.exec(text) ?? bad(say`'${text.trim()}' is no pattern of einops.`);
    if (token === '(') {
      if (open) bad(say`Axes are grouped one level deep only (brackets inside brackets are not allowed).`);
      open = [];
    } else if (token === ')') {
      if (!open) bad(say`Brackets are not balanced.`);
      groups.push(open ?? []);
      open = null;
    } else {
      const atom = atomOf(token);
      // An axis of length 1 inside brackets is no axis at all.
      if (open && atom !== null) open.push(atom);
      else if (!open) groups.push(atom === null ? [] : atom === 'ellipsis' ? REST : [atom]);
    }
  }
  if (open) bad(say`Brackets are not balanced.`);
  const names = namesIn(groups);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) bad(say`'${twice}' stands twice on one side of the pattern.`);
  if (groups.flat().filter((atom) => atom === 'ellipsis').length > 1)
    bad(say`An ellipsis can stand only once on each side.`);
  return groups;
}

function atomOf(token: string): Atom | null {
  if (token === '...' || token === '…') return 'ellipsis';
  if (!/^\d/.test(token)) return { name: token };
  const length = Number(token);
  if (length === 0) return bad(say`An axis cannot have the length 0.`);
  return length === 1 ? null : { length };
}

export function parsePattern(text: string): Pattern {
  const sides = text.split('->');
  const [left = '', right = ''] = sides;
  if (sides.length !== 2) return bad(say`A pattern has one '->', but '${text}' has ${sides.length - 1}.`);
  return { left: parseSide(left), right: parseSide(right) };
}
