/** Functions of torch.nn.functional that have no layer of the same arguments: normalisation by given weights, losses, sampling. */
import { refuse, unsure } from '../../../model/refusal.ts';
import { add, equal } from '../../../model/sizes/arithmetic.ts';
import { shapeText, sizeText } from '../../../model/sizes/text.ts';
import type { Shape, Size } from '../../../model/size.ts';
import type { Op, Rule } from './op.ts';

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
    return { shapes: [shape], inputs: op.tensorArguments.slice(0, 1) };
  };

function matchSize(op: Op, found: Size, wanted: Size, argument: string): void {
  op.agree(found, wanted, () => ({
    code: 'wrong-channels',
    message: `The input has ${sizeText(found)} channels, but ${argument} is for ${sizeText(wanted)}.`,
    argument,
  }));
}

const layerNorm: Rule = (op) => {
  const shape = op.shape();
  const normal = op.sizes('normalized_shape');
  const tail = shape.slice(shape.length - normal.length);
  const clash = () => ({
    code: 'wrong-channels' as const,
    message: `The input ends in ${shapeText(tail)}, but normalized_shape is ${shapeText(normal)}.`,
    argument: 'normalized_shape',
  });
  if (shape.length < normal.length) refuse(clash());
  normal.forEach((size, axis) => op.agree(tail[axis] ?? 1, size, clash));
  return { shapes: [shape], inputs: op.tensorArguments.slice(0, 1) };
};

const groupNorm: Rule = (op) => {
  const shape = op.shape();
  const groups = op.int('num_groups');
  const channels = shape[1];
  if (typeof channels === 'number' && channels % groups !== 0) {
    refuse({
      code: 'not-divisible',
      message: `The input has ${channels} channels, which is no multiple of num_groups = ${groups}.`,
      argument: 'num_groups',
    });
  }
  return { shapes: [shape], inputs: op.tensorArguments.slice(0, 1) };
};

/** One number, or one per element where nothing is reduced. */
const loss =
  (elements: (op: Op) => Shape): Rule =>
  (op) =>
    op.text('reduction', 'mean') === 'none' ? { shapes: [elements(op)] } : { shapes: [[]] };

const both = (op: Op): Shape => op.broadcast([op.shape(), op.shape('target')]);
const perSample = (op: Op): Shape => {
  const input = op.shape();
  return input.length === 1 ? [] : input.filter((_, axis) => axis !== 1);
};

const alongAxis =
  (first: string, second: string, fallback: number): Rule =>
  (op) => {
    const shape = op.broadcast([op.shape(first), op.shape(second)]);
    const axis = op.axis('dim', shape.length, fallback);
    return { shapes: [shape.filter((_, index) => index !== axis)] };
  };

const pairwise: Rule = (op) => {
  const shape = op.broadcast([op.shape('x1'), op.shape('x2')]);
  return { shapes: [op.flag('keepdim') ? [...shape.slice(0, -1), 1] : shape.slice(0, -1)] };
};

const gridSample: Rule = (op) => {
  const [input, grid] = [op.shape(), op.shape('grid')];
  return { shapes: [[...input.slice(0, 2), ...grid.slice(1, -1)]], inputs: op.tensorArguments };
};

const affineGrid: Rule = (op) => {
  const [batch = 1, , ...spatial] = op.sizes('size');
  return { shapes: [[batch, ...spatial, spatial.length]] };
};

const prelu: Rule = (op) => {
  const shape = op.shape();
  const [count = 1] = op.shape('weight');
  if (equal(count, 1) !== true) matchSize(op, shape[1] ?? 1, count, 'weight');
  return { shapes: [shape], inputs: op.tensorArguments.slice(0, 1) };
};

/** F.pad by sizes that may be symbolic: pairs from the last axis on, negative ones crop. */
const pad: Rule = (op) => {
  const shape = op.shape();
  const amounts = op.sizes('pad');
  if (amounts.length % 2 !== 0 || amounts.length > 2 * shape.length) {
    refuse({
      code: 'bad-argument',
      message: `pad has ${amounts.length} numbers, but the input has ${shape.length} axes.`,
      argument: 'pad',
    });
  }
  const result = shape.map((size, axis) => {
    const from = 2 * (shape.length - 1 - axis);
    return add(size, add(amounts[from] ?? 0, amounts[from + 1] ?? 0));
  });
  return { shapes: [result] };
};

const same: Rule = (op) => ({ shapes: [op.shape()] });

export const FUNCTIONAL: Readonly<Record<string, Rule>> = {
  layer_norm: layerNorm,
  rms_norm: layerNorm,
  batch_norm: perChannel('running_mean', 'running_var', 'weight', 'bias'),
  instance_norm: perChannel('weight', 'bias'),
  group_norm: groupNorm,
  normalize: same,
  gumbel_softmax: same,
  logsigmoid: same,
  feature_dropout: same,
  clone: same,
  prelu,
  pad,
  cosine_similarity: alongAxis('x1', 'x2', 1),
  pairwise_distance: pairwise,
  grid_sample: gridSample,
  affine_grid: affineGrid,
  mse_loss: loss(both),
  l1_loss: loss(both),
  smooth_l1_loss: loss(both),
  huber_loss: loss(both),
  kl_div: loss(both),
  binary_cross_entropy: loss(both),
  binary_cross_entropy_with_logits: loss(both),
  cross_entropy: loss(perSample),
  nll_loss: loss(perSample),
  ctc_loss: loss(() => unsure('ctc_loss without reduction.')),
};
