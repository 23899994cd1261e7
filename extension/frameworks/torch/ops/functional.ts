/** Functions of torch.nn.functional that have no layer of the same arguments: normalisation by given weights, losses, sampling. */
import { say } from '../../../message.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import { refuse } from '../../../model/refusal.ts';
import { add, equal } from '../../../model/sizes/arithmetic.ts';
import { shapeText, sizeText } from '../../../model/sizes/text.ts';
import type { Size } from '../../../model/size.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import type { Op, Outcome, Rule } from './op.ts';

/** Weights of a normalisation have one number per channel. */
const perChannel =
  (...names: readonly string[]): Rule =>
  (op) => {
    const shape = op.shape();
    for (const name of names) {
      if (!op.has(name)) continue;
      const [size = 1] = op.shape(name);
      matchSize(op, shape[1] ?? 1, size, name);
    }
    return { shapes: [shape], ...statistics(op) };
  };

/** F.batch_norm by running statistics, F.instance_norm by the input's own; the weights are tensors. */
function statistics(op: Op): Pick<Outcome, 'inputs' | 'kernel'> {
  const first = op.tensorArguments.slice(0, 1);
  const affine = { scale: op.has('weight'), center: op.has('bias') };
  const epsilon = op.number('eps', 1e-5);
  const instance = op.label === 'instance_norm';
  const own = instance ? op.flag('use_input_stats', true) : op.flag('training');
  if (own !== instance) return { inputs: first };
  const shape = op.shape();
  const groups = shape[1];
  if (instance) {
    if (typeof groups !== 'number') return { inputs: first };
    return weighted(op, { op: 'group-norm', groups, axis: 1, epsilon, ...affine }, ['weight', 'bias']);
  }
  const names = ['running_mean', 'running_var', 'weight', 'bias'];
  if (!op.has('running_mean') || !op.has('running_var')) return { inputs: first };
  return weighted(op, { op: 'batch-norm', axis: 1, epsilon, ...affine }, names);
}

/** A kernel whose weights are arguments of the call. */
function weighted(op: Op, call: KernelCall, weights: readonly string[]): Pick<Outcome, 'inputs' | 'kernel'> {
  const names = weights.filter((name) => op.has(name));
  const inputs = ['input', ...names].flatMap((name) => op.value(name) ?? []);
  return { inputs, kernel: names.length === 0 ? call : { op: 'with-weights', call, inputs: 1, names } };
}

export function matchSize(op: Op, found: Size, wanted: Size, argument: string): void {
  op.agree(found, wanted, () => ({
    code: 'wrong-channels',
    message: say`The input has ${sizeText(found)} channels, but ${argument} is for ${sizeText(wanted)}.`,
    argument,
  }));
}

const layerNorm: Rule = (op) => {
  const shape = op.shape();
  const normal = op.sizes('normalized_shape');
  const tail = shape.slice(shape.length - normal.length);
  const clash = () => ({
    code: 'wrong-channels' as const,
    message: say`The input ends in ${shapeText(tail)}, but normalized_shape is ${shapeText(normal)}.`,
    argument: 'normalized_shape',
  });
  if (shape.length < normal.length) refuse(clash());
  normal.forEach((size, axis) => op.agree(tail[axis] ?? 1, size, clash));
  const rootMeanSquare = op.label === 'rms_norm';
  const call: KernelCall = {
    op: 'layer-norm',
    axes: normal.map((_, axis) => shape.length - normal.length + axis),
    // rms_norm without one takes that of the type.
    epsilon: op.number('eps', rootMeanSquare ? 2 ** -23 : 1e-5),
    rootMeanSquare,
    scale: op.has('weight'),
    center: op.has('bias'),
  };
  return { shapes: [shape], ...weighted(op, call, ['weight', 'bias']) };
};

const groupNorm: Rule = (op) => {
  const shape = op.shape();
  const groups = op.int('num_groups');
  const channels = shape[1];
  if (typeof channels === 'number' && channels % groups !== 0) {
    refuse({
      code: 'not-divisible',
      message: say`The input has ${channels} channels, which is no multiple of num_groups = ${groups}.`,
      argument: 'num_groups',
    });
  }
  const affine = { scale: op.has('weight'), center: op.has('bias') };
  const call: KernelCall = { op: 'group-norm', groups, axis: 1, epsilon: op.number('eps', 1e-5), ...affine };
  return { shapes: [shape], ...weighted(op, call, ['weight', 'bias']) };
};

const alongAxis =
  (first: string, second: string, fallback: number): Rule =>
  (op) => {
    const shape = op.broadcast([op.shape(first), op.shape(second)]);
    const axis = op.axis('dim', shape.length, fallback);
    return {
      shapes: [shape.filter((_, index) => index !== axis)],
      kernel: { op: 'cosine-similarity', axis, epsilon: op.number('eps', 1e-8) },
    };
  };

const pairwise: Rule = (op) => {
  const shape = op.broadcast([op.shape('x1'), op.shape('x2')]);
  const keepAxes = op.flag('keepdim');
  return {
    shapes: [keepAxes ? [...shape.slice(0, -1), 1] : shape.slice(0, -1)],
    kernel: { op: 'pairwise-distance', order: op.number('p', 2), epsilon: op.number('eps', 1e-6), keepAxes },
  };
};

const gridSample: Rule = (op) => {
  const [input, grid] = [op.shape(), op.shape('grid')];
  const [method, border] = [op.text('mode', 'bilinear'), op.text('padding_mode', 'zeros')];
  const alignCorners = op.flag('align_corners');
  const runs =
    input.length === 4 &&
    (method === 'bilinear' || method === 'nearest') &&
    (border === 'zeros' || border === 'border' || border === 'reflection');
  return {
    shapes: [[...input.slice(0, 2), ...grid.slice(1, -1)]],
    inputs: op.tensorArguments,
    kernel: runs ? { op: 'grid-sample', method, border, alignCorners } : null,
  };
};

const affineGrid: Rule = (op) => {
  const size = op.sizes('size');
  const [batch = 1, , ...spatial] = size;
  const alignCorners = op.flag('align_corners');
  return {
    shapes: [[batch, ...spatial, spatial.length]],
    kernel: onNumbers([size], (sizes) =>
      sizes.length === 4 ? { op: 'affine-grid', size: sizes, alignCorners } : null,
    ),
  };
};

const prelu: Rule = (op) => {
  const shape = op.shape();
  const [count = 1] = op.shape('weight');
  if (equal(count, 1) !== true) matchSize(op, shape[1] ?? 1, count, 'weight');
  const call: KernelCall = { op: 'activation', activation: { name: 'prelu', parameters: {} } };
  return { shapes: [shape], ...weighted(op, call, ['weight']) };
};

/** F.pad by sizes that may be symbolic: pairs from the last axis on, negative ones crop. */
const pad: Rule = (op) => {
  const shape = op.shape();
  const amounts = op.sizes('pad');
  if (amounts.length % 2 !== 0 || amounts.length > 2 * shape.length) {
    refuse({
      code: 'bad-argument',
      message: say`pad has ${amounts.length} numbers, but the input has ${shape.length} axes.`,
      argument: 'pad',
    });
  }
  const result = shape.map((size, axis) => {
    const from = 2 * (shape.length - 1 - axis);
    return add(size, add(amounts[from] ?? 0, amounts[from + 1] ?? 0));
  });
  const mode = op.text('mode', 'constant');
  const value = op.number('value', 0);
  const modes = ['constant', 'reflect', 'replicate', 'circular'] as const;
  const own = modes.find((name) => name === mode);
  const kernel = onNumbers([amounts], (pairs) =>
    own === undefined
      ? null
      : {
          op: 'pad',
          mode: own,
          value,
          amounts: shape.map((_, axis) => {
            const from = 2 * (shape.length - 1 - axis);
            return [pairs[from] ?? 0, pairs[from + 1] ?? 0] as const;
          }),
        },
  );
  return { shapes: [result], kernel };
};

const same = (op: Op): Outcome => ({ shapes: [op.shape()] });

const identity: Rule = (op) => ({ ...same(op), kernel: { op: 'identity' } });

const logSigmoid: Rule = (op) => ({
  ...same(op),
  kernel: { op: 'activation', activation: { name: 'log_sigmoid', parameters: {} } },
});

/** Divided by the norm, which is at least eps. */
const normalize: Rule = (op) => {
  const shape = op.shape();
  const axes = op.has('dim') ? (op.axes('dim', shape.length) ?? []) : [1];
  const [order, epsilon] = [op.number('p', 2), op.number('eps', 1e-12)];
  return { shapes: [shape], kernel: { op: 'unit-norm', axes, order, epsilon, squared: false } };
};

export const FUNCTIONAL: Readonly<Record<string, Rule>> = {
  layer_norm: layerNorm,
  rms_norm: layerNorm,
  batch_norm: perChannel('running_mean', 'running_var', 'weight', 'bias'),
  instance_norm: perChannel('weight', 'bias'),
  group_norm: groupNorm,
  normalize,
  gumbel_softmax: (op) => ({ shapes: [op.shape('logits')] }),
  logsigmoid: logSigmoid,
  feature_dropout: identity,
  clone: identity,
  prelu,
  pad,
  cosine_similarity: alongAxis('x1', 'x2', 1),
  pairwise_distance: pairwise,
  grid_sample: gridSample,
  affine_grid: affineGrid,
};
