/** Layers whose inside is not Keras: what they compute stands in a file, or in another framework's code. keras/src/utils/jax_layer.py ... */
import { type Message, say } from '../../../message.ts';
import type { LayerRecord } from '../../../model/record.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { kerasLayer } from '../../../model/records/documentation.ts';
import { unsure } from '../../../model/refusal.ts';

const REASONS: Readonly<Record<string, Message>> = {
  TFSMLayer: say`What it computes stands in the SavedModel file, which is not read.`,
  JaxLayer: say`What it computes is a function of JAX, which is not followed.`,
  FlaxLayer: say`What it computes is a module of Flax, which is not followed.`,
  TorchModuleWrapper: say`What it computes is a module of PyTorch, which is not followed inside of a Keras model.`,
};

export const FOREIGN: readonly LayerRecord[] = Object.entries(REASONS).map(([name, reason]) =>
  defineRecord<null>({
    id: `foreign-${name.toLowerCase()}`,
    keras: { names: [name], documentation: kerasLayer('backend_specific_layers'), configure: () => null },
    inputs: 'any',
    output: () => unsure(reason),
    weights: () => unsure(reason),
  }),
);
