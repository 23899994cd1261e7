/** Layers and functions that take several tensors. keras/src/layers/merging/, torch.cat, torch.stack */
import { say } from '../../message.ts';
import type { KernelCall } from '../kernel.ts';
import type { Framework, LayerRecord } from '../record.ts';
import { agree, need, refuse, unsure } from '../refusal.ts';
import { broadcast, joined } from '../shape-rules/broadcast.ts';
import type { Shape } from '../size.ts';
import { sizeText } from '../sizes/text.ts';
import { defineRecord } from './define.ts';
import { kerasLayer, kerasOps, torchFunction } from './documentation.ts';
import { at, normalAxis, numbers } from './shapes.ts';

type Operator = Extract<KernelCall, { op: 'binary' }>['operator'];

/** Keras merges sample by sample: batches must be equal, everything else broadcasts. */
function merge(input: Shape, inputs: readonly Shape[]): readonly Shape[] {
  const samples = inputs.map((shape): Shape => shape.slice(1)).reduce((left, right) => need(broadcast(left, right)));
  const batch = inputs.reduce(
    (size, shape) =>
      agree(size, at(shape, 0), () => ({
        code: 'shape-mismatch',
        message: say`The batches have ${sizeText(size)} and ${sizeText(at(shape, 0))} samples.`,
        argument: 0,
      })),
    at(input, 0),
  );
  return [[batch, ...samples]];
}

const merging = (name: string, operator: Operator, inputs: 'any' | 2 = 'any'): LayerRecord =>
  defineRecord<null>({
    id: `merge-${name.toLowerCase()}`,
    keras: {
      names: [name, `layers.${name.toLowerCase()}`],
      documentation: kerasLayer(`merging_layers/${name.toLowerCase()}`),
      configure: () => null,
    },
    inputs,
    output: (_, input, all) => merge(input, all),
    kernel: (_, input, _result, all) => {
      if (all.length < 2) return { op: 'identity' };
      if (all.some((shape) => shape.length !== input.length)) unsure(say`Layerscope does not merge different ranks.`);
      // Keras subtracts two; a chain of others goes from left to right.
      return { op: 'binary', operator };
    },
  });

/** Two tensors, number by number, as NumPy broadcasts them. */
const binary = (name: string, operator: Operator, torch: readonly [string, ...string[]]): LayerRecord =>
  defineRecord<null>({
    id: `binary-${name}`,
    keras: {
      names: [`ops.${name}`, `tf.math.${name}`, `tf.${name}`],
      documentation: kerasOps('numpy', name),
      configure: () => null,
    },
    torch: { names: torch, documentation: torchFunction(torch[0]), configure: () => null },
    inputs: 2,
    output: (_, left, [, right = []]) => [need(broadcast(left, right))],
    kernel: () => ({ op: 'binary', operator }),
  });

interface Joining {
  readonly axis: number;
  readonly argument: string;
}

function dotAxes({ axes }: Dot, left: Shape, right: Shape): readonly [number, number] {
  const [a, b] = axes;
  return [normalAxis(a, left.length, 'axes'), normalAxis(b, right.length, 'axes')];
}

interface Dot {
  readonly axes: readonly [number, number];
  readonly normalise: boolean;
}

/** Sums over one axis of each, sample by sample. */
function dotKernel(config: Dot, left: Shape, right: Shape, result: Shape): KernelCall {
  if (config.normalise) return unsure(say`Layerscope does not normalise before the product.`);
  const axes = dotAxes(config, left, right);
  const letters = (rank: number, first: string, summed: number): string =>
    Array.from({ length: rank }, (_, axis) =>
      axis === 0 ? 'a' : axis === summed ? 'z' : String.fromCharCode(first.charCodeAt(0) + axis),
    ).join('');
  const [one, two] = [letters(left.length, 'a', axes[0]), letters(right.length, 'm', axes[1])];
  const output = ['a', ...(one.slice(1) + two.slice(1)).replaceAll('z', '')].join('');
  const product: KernelCall = { op: 'einsum', equation: `${one},${two}->${output}` };
  // Where nothing is left, Keras keeps an axis of one.
  if (output.length === result.length) return product;
  return { op: 'chain', steps: [{ call: product }, { call: { op: 'reshape', shape: numbers(result) } }] };
}

function dot(config: Dot, left: Shape, right: Shape): readonly Shape[] {
  const axes = dotAxes(config, left, right);
  if (axes.includes(0)) {
    refuse({ code: 'bad-argument', message: say`axes must not be 0, which is the batch.`, argument: 'axes' });
  }
  const [a, b] = [at(left, axes[0]), at(right, axes[1])];
  agree(a, b, () => ({
    code: 'shape-mismatch',
    message: say`The sizes ${sizeText(a)} and ${sizeText(b)} of the axes that are summed over must be equal.`,
    argument: 'axes',
  }));
  const [batch, other] = [at(left, 0), at(right, 0)];
  const samples = agree(batch, other, () => ({
    code: 'shape-mismatch',
    message: say`The batches have ${sizeText(batch)} and ${sizeText(other)} samples.`,
    argument: 1,
  }));
  const rest = [
    ...left.filter((_, axis) => axis > 0 && axis !== axes[0]),
    ...right.filter((_, axis) => axis > 0 && axis !== axes[1]),
  ];
  return [[samples, ...(rest.length > 0 ? rest : [1])]];
}

const joining = (framework: Framework, argument: string) => ({
  configure: (args: { int(name: string, least: number): number }): Joining => ({
    axis: args.int(argument, -Infinity),
    argument: framework === 'keras' ? 'axis' : argument,
  }),
});

export const MERGINGS: readonly LayerRecord[] = [
  merging('Add', '+'),
  merging('Subtract', '-', 2),
  merging('Multiply', '*'),
  merging('Average', 'average'),
  merging('Maximum', 'max'),
  merging('Minimum', 'min'),
  binary('add', '+', ['add']),
  binary('subtract', '-', ['sub', 'subtract']),
  binary('multiply', '*', ['mul', 'multiply']),
  binary('divide', '/', ['div', 'divide', 'true_divide']),
  binary('maximum', 'max', ['maximum']),
  binary('minimum', 'min', ['minimum']),
  defineRecord<Joining>({
    id: 'concatenate',
    keras: {
      names: ['Concatenate', 'layers.concatenate', 'ops.concatenate', 'tf.concat'],
      documentation: kerasLayer('merging_layers/concatenate'),
      ...joining('keras', 'axis'),
    },
    torch: { names: ['cat', 'concat', 'concatenate'], documentation: torchFunction('cat'), ...joining('torch', 'dim') },
    inputs: 'any',
    output: ({ axis, argument }, input, all) => [need(joined(all, normalAxis(axis, input.length, argument)))],
    kernel: ({ axis, argument }, input) => ({ op: 'concat', axis: normalAxis(axis, input.length, argument) }),
  }),
  defineRecord<Joining>({
    id: 'stack',
    keras: {
      names: ['ops.stack', 'tf.stack'],
      documentation: kerasOps('numpy', 'stack'),
      ...joining('keras', 'axis'),
    },
    torch: { names: ['stack'], documentation: torchFunction('stack'), ...joining('torch', 'dim') },
    inputs: 'any',
    output: ({ axis, argument }, input, all) => {
      const place = normalAxis(axis, input.length + 1, argument);
      const wider = all.map((shape) => [...shape.slice(0, place), 1, ...shape.slice(place)]);
      return [need(joined(wider, place))];
    },
    kernel: ({ axis, argument }, input) => ({ op: 'stack', axis: normalAxis(axis, input.length + 1, argument) }),
  }),
  defineRecord<Dot>({
    id: 'dot',
    keras: {
      names: ['Dot', 'layers.dot'],
      documentation: kerasLayer('merging_layers/dot'),
      configure: (args) => {
        const [a = 0, b = a, more] = args.ints('axes', -Infinity);
        if (more !== undefined) args.refuse('axes', say`axes must be one integer or two.`);
        return { axes: [a, b], normalise: args.flag('normalize') };
      },
    },
    inputs: 2,
    output: (config, left, [, right = []]) => dot(config, left, right),
    kernel: (config, left, result, [, right = []]) => dotKernel(config, left, right, result),
  }),
];
