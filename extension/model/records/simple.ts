/** Inputs, embeddings and layers that change values only. keras/src/layers/core/, torch/nn/modules/sparse.py */
import { say } from '../../message.ts';
import type { KernelCall } from '../kernel.ts';
import type { LayerRecord } from '../record.ts';
import { unsure } from '../refusal.ts';
import type { Shape, Size } from '../size.ts';
import type { Initialiser } from '../weight.ts';
import type { Arguments } from './arguments.ts';
import { defineRecord, sameShapeOutput } from './define.ts';
import { kerasLayer, torchModule } from './documentation.ts';
import { kerasInitialiser, loraWeights, parameter, STANDARD_NORMAL } from './initialisers.ts';

interface Embedding {
  readonly shape: readonly [Size, Size];
  readonly name: string;
  readonly initialiser: Initialiser;
  readonly lora: number | null;
  /** Keras: a mask goes with the output, which the layers after it read. */
  readonly masks: boolean;
}

/** Keras's factor and offset; null where they are not one number each. */
interface Rescaling {
  readonly scale: number | null;
  readonly offset: number | null;
}

/** The row of padding_idx is zero. */
function paddedRows(args: Arguments): Initialiser {
  const [row, count] = [args.int('padding_idx', -Infinity), args.size('num_embeddings')];
  if (row < 0 && typeof count !== 'number') return { kind: 'unknown', name: 'normal_ with padding_idx' };
  return { kind: 'zero-row', row: row < 0 ? row + Number(count) : row, base: STANDARD_NORMAL };
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
        masks: args.flag('mask_zero'),
      }),
    },
    torch: {
      names: ['Embedding'],
      documentation: torchModule('Embedding'),
      configure: (args) => ({
        shape: [args.size('num_embeddings', 0), args.size('embedding_dim', 0)],
        name: 'weight',
        initialiser: args.isNone('padding_idx') ? STANDARD_NORMAL : paddedRows(args),
        lora: null,
        masks: false,
      }),
    },
    output: ({ shape }, input): readonly Shape[] => [[...input, shape[1]]],
    kernel: ({ lora, masks }) => {
      if (lora !== null) return unsure(say`Layerscope does not compute low-rank adapted layers.`);
      if (masks) return unsure(say`The mask that goes with the embedding is not followed.`);
      return { op: 'embedding' };
    },
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
      if (scale === null || offset === null) return unsure(say`The factor and the offset are not one number each.`);
      const [times, plus]: KernelCall[] = [
        { op: 'scalar', operator: '*', value: scale },
        { op: 'scalar', operator: '+', value: offset },
      ];
      if (times === undefined || plus === undefined || offset === 0) return times ?? { op: 'identity' };
      return scale === 1 ? plus : { op: 'chain', steps: [{ call: times }, { call: plus }] };
    },
  }),
  defineRecord<null>({
    id: 'masking',
    keras: { names: ['Masking'], documentation: kerasLayer('core_layers/masking'), configure: () => null },
    output: sameShapeOutput,
  }),
];
