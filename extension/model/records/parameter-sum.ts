/** How the number of parameters comes about, as text: `3·3·3·32 + 32`. */
import type { WeightSpec } from '../weight.ts';
import { sizeText } from '../sizes/text.ts';

export function parameterSum(weights: readonly WeightSpec[]): string {
  return weights
    .filter(({ counted }) => counted)
    .map(({ shape }) => (shape.length === 0 ? '1' : shape.map((size) => factorText(sizeText(size))).join('·')))
    .join(' + ');
}

const factorText = (text: string): string => (/^[\w?]+$/.test(text) ? text : `(${text})`);
