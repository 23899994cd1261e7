/** Broadcasting and joining: which sizes must be equal, and what comes out. */
import { type Message, say } from '../../message.ts';
import type { Answer } from '../answer.ts';
import { agree, answering, refuse } from '../refusal.ts';
import type { Shape, Size } from '../size.ts';
import { add } from '../sizes/arithmetic.ts';
import { shapeText, sizeText } from '../sizes/text.ts';

/** NumPy's rule: aligned at the end, equal or 1. */
export function broadcast(left: Shape, right: Shape): Answer<Shape> {
  const rank = Math.max(left.length, right.length);
  return answering(() =>
    Array.from({ length: rank }, (_, axis) => {
      const a = left[axis - rank + left.length] ?? 1;
      const b = right[axis - rank + right.length] ?? 1;
      if (a === 1) return b;
      if (b === 1) return a;
      return agree(a, b, () => ({ code: 'shape-mismatch', message: mismatch(a, b, left, right), argument: 1 }));
    }),
  );
}

/** Tensors one after the other along an axis; all other sizes must be the same. */
export function joined(shapes: readonly Shape[], axis: number): Answer<Shape> {
  return answering(() =>
    shapes.reduce((left, right, index) => {
      if (left.length !== right.length) {
        refuse({
          code: 'shape-mismatch',
          message: say`${shapeText(left)} has ${left.length} axes, but ${shapeText(right)} has ${right.length}.`,
          argument: index,
        });
      }
      return left.map((a, position) => {
        const b = right[position] ?? 1;
        if (position === axis) return add(a, b);
        return agree(a, b, () => ({ code: 'shape-mismatch', message: mismatch(a, b, left, right), argument: index }));
      });
    }),
  );
}

const mismatch = (a: Size, b: Size, left: Shape, right: Shape): Message =>
  say`${sizeText(a)} and ${sizeText(b)} must be equal to join ${shapeText(left)} and ${shapeText(right)}.`;
