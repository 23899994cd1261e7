/** The parameters of a layer with the sum that gives them. */
import type { LayerFact } from '../../model/graph.ts';
import type { LayerRecord, PlainArguments } from '../../model/record.ts';
import { recordById } from '../../model/records/registry.ts';
import { product, sum } from '../../model/sizes/arithmetic.ts';
import type { FactsIndex } from './facts-index.ts';
import { escaped } from './markdown.ts';
import { countText } from './numbers.ts';

/** `3·3·3·32 + 32 = 896`; null where nothing is known. */
export function parametersText(layer: LayerFact, index: FactsIndex): string | null {
  if (!layer.weights) return layer.reason ? `not inferred: ${escaped(layer.reason)}` : null;
  const counted = layer.weights.filter((weight) => weight.counted);
  if (counted.length === 0) return '0';
  const total = escaped(countText(sum(counted.map((weight) => product(weight.shape)))));
  const terms = recordedSum(layer, index) ?? counted.map(({ shape }) => shape.map(countText).join('·')).join(' + ');
  return counted.length === 1 && !/[·+]/.test(terms) ? total : `${escaped(terms)} = **${total}**`;
}

/** The sum as the layer's record writes it, in the order in which people think of the sizes. */
function recordedSum(layer: LayerFact, index: FactsIndex): string | null {
  const record = layer.record === null ? undefined : recordById(layer.record);
  const call = index.callsOf(layer.id)[0];
  if (!record?.parameterSum || !call) return null;
  const config = configure(record, layer.framework, layer.arguments);
  const shapes = call.inputs.map((id) => index.tensor(id)?.shape);
  if (config === null || !shapes.every((shape) => shape !== null && shape !== undefined)) return null;
  return record.parameterSum(config, shapes);
}

function configure(record: LayerRecord, framework: LayerFact['framework'], args: PlainArguments): unknown {
  const answer = record[framework]?.configure(args);
  return answer?.kind === 'known' ? answer.value : null;
}
