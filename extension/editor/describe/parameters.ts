/** The parameters of a layer with the sum that gives them. */
import type { LayerFact } from '../../model/graph.ts';
import { product, sum } from '../../model/sizes/arithmetic.ts';
import { escaped } from './markdown.ts';
import { countText } from './numbers.ts';
import { said, t } from './words.ts';

/** `3·3·3·32 + 32 = 896`; null where nothing is known. */
export function parametersText(layer: LayerFact): string | null {
  if (layer.inside !== undefined)
    return layer.inside === null || layer.inside === 0
      ? null
      : t('{0} with all inside', escaped(countText(layer.inside)));
  if (!layer.weights) return layer.reason ? t('not inferred: {0}', escaped(said(layer.reason))) : null;
  const counted = layer.weights.filter((weight) => weight.counted);
  if (counted.length === 0) return '0';
  const total = escaped(countText(sum(counted.map((weight) => product(weight.shape)))));
  const terms = layer.parameterSum ?? counted.map(({ shape }) => shape.map(countText).join('·') || '1').join(' + ');
  return counted.length === 1 && !/[·+]/.test(terms) ? total : `${escaped(terms)} = **${total}**`;
}
