/** Inputs, embeddings and layers that change values only. keras/src/layers/core/, torch/nn/modules/sparse.py */
import type { LayerRecord } from '../record.ts';
import { unsure } from '../refusal.ts';
import type { Shape, Size } from '../size.ts';
import type { Initialiser } from '../weight.ts';
import { defineRecord, sameShapeOutput } from './define.ts';
import { kerasLayer, torchModule } from './documentation.ts';
import { kerasInitialiser, loraWeights, parameter, STANDARD_NORMAL } from './initialisers.ts';

interface Embedding {
  readonly shape: readonly [Size, Size];
  readonly name: string;
  readonly initialiser: Initialiser;
  readonly lora: number | null;
}

/** Keras's factor and offset; null where they are not one number each. */
interface Rescaling {
  readonly scale: number | null;
  readonly offset: number | null;
}

export const SIMPLE: readonly LayerRecord[] = [
  defineRecord<null>({
    id: 'input',
    keras: { names: ['InputLayer'], documentation: kerasLayer('core_layers/input'), configure: () => null },
    // Its one input is the tensor that it stands for.
    output: sameShapeOutput,
    kernel: () => ({ op: 'input' }),
  }),
  defineRecord<Embedding>({
    id: 'embedding',
    keras: {
      names: ['Embedding'],
      documentation: kerasLayer('core_layers/embedding'),
      configure: (args) => ({
        shape: [args.size('input_dim'), args.size('output_dim')],
        name: 'embeddings',
        initialiser: kerasInitialiser(args, 'embeddings_initializer'),
        lora: args.flag('lora_rank') ? args.int('lora_rank') : null,
      }),
    },
    torch: {
      names: ['Embedding'],
      documentation: torchModule('Embedding'),
      configure: (args) => ({
        shape: [args.size('num_embeddings', 0), args.size('embedding_dim', 0)],
        name: 'weight',
        // The row of padding_idx is zero, which an initialiser of the whole cannot say.
        initialiser: args.isNone('padding_idx')
          ? STANDARD_NORMAL
          : { kind: 'unknown', name: 'normal_ with padding_idx' },
        lora: null,
      }),
    },
    output: ({ shape }, input): readonly Shape[] => [[...input, shape[1]]],
    weights: ({ shape, name, initialiser, lora }) => loraWeights([parameter(name, shape, initialiser)], lora),
  }),
  defineRecord<Rescaling>({
    id: 'rescaling',
    keras: {
      names: ['Rescaling'],
      documentation: kerasLayer('preprocessing_layers/image_preprocessing/rescaling'),
      configure: (args) => {
        const [scale, offset] = [args.untouched('scale'), args.untouched('offset')];
        return {
          scale: typeof scale === 'number' ? scale : null,
          offset: typeof offset === 'number' ? offset : null,
        };
      },
    },
    output: sameShapeOutput,
    kernel: ({ scale, offset }) => {
      if (scale === null || offset === null) return unsure('The factor and the offset are not one number each.');
      if (scale === 1) return { op: 'scalar', operator: '+', value: offset };
      return offset === 0
        ? { op: 'scalar', operator: '*', value: scale }
        : unsure('Layerscope does not compute a factor and an offset at once.');
    },
  }),
  defineRecord<null>({
    id: 'masking',
    keras: { names: ['Masking'], documentation: kerasLayer('core_layers/masking'), configure: () => null },
    output: sameShapeOutput,
  }),
];
