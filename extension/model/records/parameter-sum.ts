/** How the number of parameters comes about, as text: `3·3·3·32 + 32`. */
import type { Size } from '../size.ts';
import type { WeightSpec } from '../weight.ts';
import { sizeText } from '../sizes/text.ts';

export function parameterSum(weights: readonly WeightSpec[]): string {
  return weights
    .filter(({ counted }) => counted)
    .map(({ shape }) => (shape.length === 0 ? '1' : productText(shape)))
    .join(' + ');
}

/** One product, in the order given. */
export function productText(factors: readonly Size[]): string {
  return factors.map((size) => factorText(sizeText(size))).join('·');
}

/** `3·3·3·32 + 32`: kernel, channels in, channels out, whatever order the framework stores them in. */
export function convolutionSum(kernel: readonly Size[], input: Size, output: Size, bias: Size | null): string {
  const product = productText([...kernel, input, output]);
  return bias === null ? product : `${product} + ${productText([bias])}`;
}

const factorText = (text: string): string => (/^[\w?]+$/.test(text) ? text : `(${text})`);
