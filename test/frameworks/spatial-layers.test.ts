/** Layers with spatial arguments, called with random ones: what test/oracle/spatial_layers.py recorded of the real frameworks. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Analysis } from '../../extension/model/graph.ts';
import { product, sum } from '../../extension/model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../extension/model/size.ts';
import { analyzeText } from './analyzer.ts';

type Case = readonly [
  construction: string,
  input: string,
  output: readonly (number | null)[] | null,
  parameters: number | null,
];

const recorded = JSON.parse(readFileSync('test/recorded/layers-spatial.json', 'utf8')) as Record<
  'keras' | 'torch',
  Record<string, readonly Case[]>
>;
const HEADS = { keras: 'import keras\nfrom keras import layers\n', torch: 'import torch\nfrom torch import nn\n' };

const plain = (shape: Shape): readonly (number | null)[] =>
  shape.map((size) => (typeof size === 'number' ? size : null));

function valueOf(
  { bindings, tensors, layers }: Analysis,
  name: string,
): { shape: Shape | null; parameters: Size | null } {
  const bound = (own: string) => bindings.find((binding) => binding.name === own)?.values.at(-1);
  const tensor = bound(`y${name}`);
  const layer = bound(`f${name}`);
  const weights = layer?.kind === 'layer' ? layers[layer.layer]?.weights : null;
  return {
    shape: tensor?.kind === 'tensor' ? (tensors[tensor.tensor]?.shape ?? null) : null,
    parameters: weights ? sum(weights.filter(({ counted }) => counted).map(({ shape }) => product(shape))) : null,
  };
}

/** Outputs without any position, and groups that only a lazy layer lets pass, may be left untold: never more than these. */
const UNTOLD_SHARE = 0.05;

for (const framework of ['keras', 'torch'] as const) {
  describe(`layers of ${framework} with spatial arguments, as the real one calls them`, () => {
    for (const [layer, cases] of Object.entries(recorded[framework])) {
      it(layer, () => {
        const lines = cases.map(
          ([construction, input], index) => `f${index} = ${construction}\ny${index} = f${index}(${input})\n`,
        );
        const analysis = analyzeText(HEADS[framework] + lines.join(''));
        let untold = 0;
        const wrong = cases.flatMap(([construction, input, output, parameters], index) => {
          const { shape, parameters: counted } = valueOf(analysis, String(index));
          const found = shape && plain(shape);
          if (found === null && output !== null && ++untold <= cases.length * UNTOLD_SHARE) return [];
          // A call that raises has no shape; nor has its layer to be counted.
          const same = JSON.stringify(found) === JSON.stringify(output) && (output === null || counted === parameters);
          return same
            ? []
            : [
                `${construction}(${input}): ${JSON.stringify(found)} with ${JSON.stringify(counted)}, not ${JSON.stringify(output)} with ${String(parameters)}`,
              ];
        });
        assert.deepEqual(wrong, []);
      });
    }
  });
}
