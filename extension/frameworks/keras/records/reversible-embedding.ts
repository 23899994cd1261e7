/** An embedding that can be called the other way round. keras/src/layers/core/reversible_embedding.py */
import { say } from '../../../message.ts';
import type { LayerRecord } from '../../../model/record.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { kerasLayer } from '../../../model/records/documentation.ts';
import { kerasInitialiser, parameter } from '../../../model/records/initialisers.ts';
import { at } from '../../../model/records/shapes.ts';
import { refuse } from '../../../model/refusal.ts';
import type { Size } from '../../../model/size.ts';
import { equal, multiply, product } from '../../../model/sizes/arithmetic.ts';
import { sizeText } from '../../../model/sizes/text.ts';
import type { Initialiser } from '../../../model/weight.ts';

interface ReversibleEmbedding {
  readonly words: Size;
  readonly width: Size;
  readonly tied: boolean;
  readonly initialiser: Initialiser;
  /** Called with `reverse=True`: vectors become a number for each word. */
  readonly reverse: boolean;
}

/** The configuration of a call with `reverse=True`. */
export const reversed = (config: unknown): unknown => ({ ...(config as ReversibleEmbedding), reverse: true });

export const REVERSIBLE_EMBEDDING: LayerRecord = defineRecord<ReversibleEmbedding>({
  id: 'reversible-embedding',
  keras: {
    names: ['ReversibleEmbedding'],
    documentation: kerasLayer('core_layers/reversible_embedding'),
    configure: (args) => ({
      words: args.size('input_dim'),
      width: args.size('output_dim'),
      tied: args.flag('tie_weights'),
      initialiser: kerasInitialiser(args, 'embeddings_initializer'),
      reverse: false,
    }),
  },
  output: ({ words, width, reverse }, input) => {
    if (!reverse) return [[...input, width]];
    if (equal(at(input, -1), width) === false) {
      const message = say`The last axis must be output_dim, ${sizeText(width)}, but is ${sizeText(at(input, -1))}.`;
      refuse({ code: 'shape-mismatch', message, argument: 0 });
    }
    return [[...input.slice(0, -1), words]];
  },
  weights: ({ words, width, tied, initialiser }) => [
    parameter('embeddings', [words, width], initialiser),
    ...(tied ? [] : [parameter('reverse_embeddings', [width, words], initialiser)]),
  ],
  macs: ({ width, reverse }, _input, output) => (reverse ? multiply(product(output.slice(1)), width) : 0),
});
