/** Layers that turn words and numbers into indices and counts. keras/src/layers/preprocessing/ */
import { isMessage, type Message, say } from '../../../message.ts';
import type { LayerRecord, Plain } from '../../../model/record.ts';
import type { Arguments } from '../../../model/records/arguments.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { kerasLayer } from '../../../model/records/documentation.ts';
import { unsure } from '../../../model/refusal.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { symbol } from '../../../model/sizes/arithmetic.ts';

interface Encoding {
  readonly mode: string;
  /** How many different values there are; a sentence where that comes from data. */
  readonly depth: Size | Message;
}

const FROM_DATA = say`How many different values there are comes from data.`;

/** One-hot adds an axis, or takes the place of one of size 1; the other modes count along the last axis. */
function encoded({ mode, depth }: Encoding, input: Shape): Shape {
  if (mode === 'int') return input;
  if (isMessage(depth)) return unsure(depth);
  if (mode === 'one_hot' && (input.length < 2 || input.at(-1) !== 1)) return [...input, depth];
  return [...input.slice(0, -1), depth];
}

const modeOf = (args: Arguments): string => {
  const mode = args.raw('output_mode');
  return typeof mode === 'string' ? mode.toLowerCase() : unsure(say`The output mode is not known.`);
};

/** What stands before the vocabulary in a table of strings or numbers. */
export function specialTokens(args: Readonly<Record<string, Plain>>): readonly Plain[] {
  const count = typeof args['num_oov_indices'] === 'number' ? args['num_oov_indices'] : 1;
  // One-hot and counted, what is masked has no place of its own.
  const mask = args['output_mode'] === 'int' ? (args['mask_token'] ?? null) : null;
  return [...(mask === null ? [] : [mask]), ...new Array<Plain>(count).fill(args['oov_token'] ?? null)];
}

/** The table of a lookup layer that was given its vocabulary; null where it learns it. */
export function vocabularyOf(args: Readonly<Record<string, Plain>>): readonly Plain[] | null {
  const given = args['vocabulary'];
  if (!Array.isArray(given)) return null;
  const words = given as readonly Plain[];
  const special = specialTokens(args);
  return special.every((token, index) => words[index] === token) ? words : [...special, ...words];
}

const lookups = ['StringLookup', 'IntegerLookup'].map((name) =>
  defineRecord<Encoding>({
    id: name === 'StringLookup' ? 'string-lookup' : 'integer-lookup',
    keras: {
      names: [name],
      documentation: kerasLayer(
        `preprocessing_layers/categorical/${name === 'StringLookup' ? 'string' : 'integer'}_lookup`,
      ),
      configure: (args) => {
        const mode = modeOf(args);
        if (mode === 'int') return { mode, depth: FROM_DATA };
        if (args.flag('pad_to_max_tokens')) return { mode, depth: args.size('max_tokens') };
        const names = ['vocabulary', 'num_oov_indices', 'mask_token', 'oov_token', 'output_mode'];
        const table = vocabularyOf(Object.fromEntries(names.map((each) => [each, args.untouched(each)])));
        return { mode, depth: table?.length ?? FROM_DATA };
      },
    },
    output: (config, input) => [encoded(config, input)],
  }),
);

interface Vectorization {
  readonly length: Size | null;
  readonly depth: Size | null;
}

const textVectorization = defineRecord<Vectorization>({
  id: 'text-vectorization',
  keras: {
    names: ['TextVectorization'],
    documentation: kerasLayer('preprocessing_layers/text/text_vectorization'),
    configure: (args) => {
      if (modeOf(args) === 'int')
        return {
          length: args.isNone('output_sequence_length') ? null : args.size('output_sequence_length'),
          depth: null,
        };
      return { length: null, depth: args.flag('pad_to_max_tokens') ? args.size('max_tokens') : unsure(FROM_DATA) };
    },
  },
  // Keras prints None for the length of the longest text.
  output: ({ length, depth }, input) =>
    depth === null ? [[input[0] ?? 1, length ?? symbol('words', 'batch')]] : [[...input, depth]],
});

const hashing = defineRecord<Encoding>({
  id: 'hashing',
  keras: {
    names: ['Hashing'],
    documentation: kerasLayer('preprocessing_layers/categorical/hashing'),
    configure: (args) => ({ mode: modeOf(args), depth: args.size('num_bins') }),
  },
  output: ({ mode, depth }, input) => [mode === 'int' || isMessage(depth) ? input : [...input.slice(0, -1), depth]],
});

const crossing = defineRecord<Encoding>({
  id: 'hashed-crossing',
  keras: {
    names: ['HashedCrossing'],
    documentation: kerasLayer('preprocessing_layers/categorical/hashed_crossing'),
    configure: (args) => ({ mode: modeOf(args), depth: args.size('num_bins') }),
  },
  inputs: 'any',
  output: ({ mode }, input) => (mode === 'int' ? [input] : unsure(say`Crossed features are only followed as indices.`)),
});

const category = defineRecord<Encoding>({
  id: 'category-encoding',
  keras: {
    names: ['CategoryEncoding'],
    documentation: kerasLayer('preprocessing_layers/categorical/category_encoding'),
    configure: (args) => ({
      mode: modeOf(args),
      depth: args.isNone('num_tokens') ? FROM_DATA : args.size('num_tokens'),
    }),
  },
  output: (config, input) => [encoded(config, input)],
});

const discretization = defineRecord<Encoding>({
  id: 'discretization',
  keras: {
    names: ['Discretization'],
    documentation: kerasLayer('preprocessing_layers/numerical/discretization'),
    configure: (args) => {
      const bounds = args.isNone('bin_boundaries') ? null : args.list('bin_boundaries');
      return {
        mode: modeOf(args),
        depth: bounds ? bounds.length + 1 : args.isNone('num_bins') ? FROM_DATA : args.size('num_bins'),
      };
    },
  },
  output: (config, input) => [encoded(config, input)],
});

export const ENCODING: readonly LayerRecord[] = [
  ...lookups,
  textVectorization,
  hashing,
  crossing,
  category,
  discretization,
];
