/** A dense layer whose product is told by an equation. keras/src/layers/core/einsum_dense.py */
import { say } from '../../../message.ts';
import type { LayerRecord, Plain } from '../../../model/record.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { kerasLayer } from '../../../model/records/documentation.ts';
import { kerasInitialiser, parameter } from '../../../model/records/initialisers.ts';
import { unsure } from '../../../model/refusal.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { multiply, product, symbol } from '../../../model/sizes/arithmetic.ts';
import type { Initialiser } from '../../../model/weight.ts';

interface EinsumDense {
  /** `ab,bc->ac` in its three parts, an ellipsis written as `.`. */
  readonly input: string;
  readonly kernel: string;
  readonly output: string;
  /** What the author says the output is, without the batch. */
  readonly given: readonly Plain[];
  readonly biasAxes: string;
  readonly kernelInitialiser: Initialiser;
  readonly biasInitialiser: Initialiser;
}

/** The size of every letter; those of the ellipsis are kept as they are. */
function sizesOf(
  config: EinsumDense,
  shape: Shape,
): { letters: ReadonlyMap<string, Size>; rest: Shape; output: Shape } {
  const { input, output } = config;
  const dots = input.indexOf('.');
  const count = dots < 0 ? 0 : shape.length - (input.length - 1);
  if (count < 0 || (dots < 0 && shape.length !== input.length))
    return unsure(say`The equation does not fit the input.`);
  const rest = dots < 0 ? [] : shape.slice(dots, dots + count);
  const letters = new Map<string, Size>();
  Array.from(input).forEach((letter, index) => {
    if (letter !== '.') letters.set(letter, shape[dots >= 0 && index > dots ? index + count - 1 : index] ?? 1);
  });
  // The given sizes stand for the last axes of the output.
  const given = config.given;
  Array.from(output)
    .reverse()
    .forEach((letter, index) => {
      const size = given[given.length - 1 - index];
      if (letter !== '.' && !letters.has(letter) && typeof size === 'number') letters.set(letter, size);
    });
  const axes: (Size | undefined)[] = [];
  for (const [index, letter] of Array.from(output).entries()) {
    // Keras takes the author's word, None included.
    const open = index > 0 && given[given.length - (output.length - index)] === null;
    axes.push(...(letter === '.' ? rest : [open ? symbol(`axis ${letter}`, 'batch') : letters.get(letter)]));
  }
  const known = axes.every((size) => size !== undefined) ? axes : unsure(say`An axis of the output is not known.`);
  return { letters, rest, output: known };
}

const einsumDense = defineRecord<EinsumDense>({
  id: 'einsum-dense',
  keras: {
    names: ['EinsumDense'],
    documentation: kerasLayer('core_layers/einsum_dense'),
    configure: (args) => {
      const equation = args.raw('equation');
      const text = typeof equation === 'string' ? equation.replace(/\s/g, '').replaceAll('...', '.') : '';
      const [, input, kernel, output] = /^([a-zA-Z.]+),([a-zA-Z]+)->([a-zA-Z.]+)$/.exec(text) ?? [];
      if (input === undefined || kernel === undefined || output === undefined)
        return unsure(say`The equation is not followed.`);
      const shape = args.raw('output_shape');
      const axes = args.isNone('bias_axes') ? '' : args.raw('bias_axes');
      return {
        input,
        kernel,
        output,
        given: Array.isArray(shape) ? (shape as readonly Plain[]) : [shape],
        biasAxes: typeof axes === 'string' ? axes : unsure(say`The axes of the bias are not known.`),
        kernelInitialiser: kerasInitialiser(args, 'kernel_initializer'),
        biasInitialiser: kerasInitialiser(args, 'bias_initializer'),
      };
    },
  },
  output: (config, input) => [sizesOf(config, input).output],
  weights: (config, input) => {
    if (!input) return [];
    const { letters } = sizesOf(config, input);
    const sized = (text: string): Shape =>
      Array.from(text, (letter) => letters.get(letter) ?? unsure(say`An axis of the kernel is not known.`));
    const kernel = parameter('kernel', sized(config.kernel), config.kernelInitialiser);
    if (config.biasAxes === '') return [kernel];
    // From the first of its axes on, the bias has the output's axes: 1 where it is shared.
    const first = Math.min(...Array.from(config.biasAxes, (letter) => config.output.indexOf(letter)));
    if (first < 0 || config.output.slice(first).includes('.'))
      return unsure(say`The axes of the bias are not followed.`);
    const bias = Array.from(config.output.slice(first), (letter): Size =>
      config.biasAxes.includes(letter) ? (letters.get(letter) ?? unsure(say`An axis of the bias is not known.`)) : 1,
    );
    return [kernel, parameter('bias', bias, config.biasInitialiser)];
  },
  macs: (config, input, output) => {
    const { letters } = sizesOf(config, input);
    const summed: Size[] = [];
    for (const letter of config.kernel) if (!config.output.includes(letter)) summed.push(letters.get(letter) ?? 1);
    return multiply(product(output.slice(1)), product(summed));
  },
});

export const EINSUM_DENSE: readonly LayerRecord[] = [einsumDense];
