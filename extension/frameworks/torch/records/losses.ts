/**
 * The losses of torch.nn and torch.nn.functional: one number, or one per element, sample or row where nothing is reduced.
 * torch/nn/modules/loss.py
 */
import { say } from '../../../message.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import type { LossCall } from '../../../model/loss-kernel.ts';
import type { PlainArguments } from '../../../model/record.ts';
import type { LayerRecord } from '../../../model/record.ts';
import { need, unsure } from '../../../model/refusal.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { torchModule } from '../../../model/records/documentation.ts';
import { broadcast } from '../../../model/shape-rules/broadcast.ts';
import type { Shape } from '../../../model/size.ts';

export interface Loss {
  readonly modules: readonly [string, ...string[]];
  readonly function: string;
  /** The tensors whose shapes decide, by the function's names of them. */
  readonly inputs: readonly string[];
  /** What is left where nothing is reduced. */
  readonly elements: (shapes: readonly Shape[]) => Shape;
  readonly method?: LossCall['method'];
  /** Argument and default of the method's parameter. */
  readonly parameter?: readonly [string, number];
}

/** Arguments that change what is computed in ways that the engine does not follow, and what they are where they do not. */
const PLAIN: PlainArguments = {
  weight: null,
  pos_weight: null,
  label_smoothing: 0,
  ignore_index: -100,
  log_input: true,
  full: false,
};

/** What the engine runs; null where it does not. `target`: of the classes' numbers, or their shares. */
export function lossKernel(loss: Loss, args: PlainArguments, inputs: readonly Shape[]): KernelCall | null {
  const [input, target] = inputs;
  const { method } = loss;
  const changed = Object.entries(PLAIN).some(([name, plain]) => (args[name] ?? plain) !== plain);
  if (method === undefined || input === undefined || target === undefined || changed) return null;
  const given = args['reduction'] ?? 'mean';
  const old = (args['size_average'] ?? null) !== null || (args['reduce'] ?? null) !== null;
  const reduction = given === 'batchmean' ? 'batch-mean' : given;
  if (old || (reduction !== 'none' && reduction !== 'mean' && reduction !== 'sum' && reduction !== 'batch-mean'))
    return null;
  const [name, otherwise] = loss.parameter ?? ['', 0];
  const parameter = args[name] ?? otherwise;
  if (typeof parameter !== 'number') return null;
  const divergence = method === 'divergence' && args['log_target'] === true;
  return {
    op: 'loss',
    method: divergence ? 'log-divergence' : method,
    parameter,
    reduction,
    axis: input.length === 1 ? 0 : 1,
    logits: loss.function === 'cross_entropy',
    positions: target.length < input.length,
  };
}

const together = (shapes: readonly Shape[]): Shape =>
  shapes.reduce<Shape>((left, right) => need(broadcast(left, right)), []);

const perRow = (shapes: readonly Shape[]): Shape => together(shapes).slice(0, -1);

/** The classes, on the second axis, are gone. */
const perSample = ([input = []]: readonly Shape[]): Shape =>
  input.length === 1 ? [] : input.filter((_, axis) => axis !== 1);

const pair = ['input', 'target'];

export const LOSSES: readonly Loss[] = [
  { modules: ['MSELoss'], function: 'mse_loss', inputs: pair, elements: together, method: 'squared' },
  { modules: ['L1Loss'], function: 'l1_loss', inputs: pair, elements: together, method: 'absolute' },
  {
    modules: ['SmoothL1Loss'],
    function: 'smooth_l1_loss',
    inputs: pair,
    elements: together,
    method: 'smooth-absolute',
    parameter: ['beta', 1],
  },
  {
    modules: ['HuberLoss'],
    function: 'huber_loss',
    inputs: pair,
    elements: together,
    method: 'huber',
    parameter: ['delta', 1],
  },
  { modules: ['KLDivLoss'], function: 'kl_div', inputs: pair, elements: together, method: 'divergence' },
  { modules: ['BCELoss'], function: 'binary_cross_entropy', inputs: pair, elements: together, method: 'binary' },
  {
    modules: ['BCEWithLogitsLoss'],
    function: 'binary_cross_entropy_with_logits',
    inputs: pair,
    elements: together,
    method: 'binary-logits',
  },
  {
    modules: ['SoftMarginLoss'],
    function: 'soft_margin_loss',
    inputs: pair,
    elements: together,
    method: 'soft-margin',
  },
  { modules: ['HingeEmbeddingLoss'], function: 'hinge_embedding_loss', inputs: pair, elements: together },
  { modules: ['PoissonNLLLoss'], function: 'poisson_nll_loss', inputs: pair, elements: together, method: 'poisson' },
  { modules: ['GaussianNLLLoss'], function: 'gaussian_nll_loss', inputs: pair, elements: together },
  { modules: ['CrossEntropyLoss'], function: 'cross_entropy', inputs: ['input'], elements: perSample, method: 'class' },
  { modules: ['NLLLoss', 'NLLLoss2d'], function: 'nll_loss', inputs: ['input'], elements: perSample, method: 'class' },
  { modules: ['MultiMarginLoss'], function: 'multi_margin_loss', inputs: ['input'], elements: perSample },
  { modules: ['MultiLabelMarginLoss'], function: 'multilabel_margin_loss', inputs: ['input'], elements: perRow },
  { modules: ['MultiLabelSoftMarginLoss'], function: 'multilabel_soft_margin_loss', inputs: pair, elements: perRow },
  {
    modules: ['MarginRankingLoss'],
    function: 'margin_ranking_loss',
    inputs: ['input1', 'input2', 'target'],
    elements: together,
  },
  {
    modules: ['CosineEmbeddingLoss'],
    function: 'cosine_embedding_loss',
    inputs: ['input1', 'input2'],
    elements: perRow,
  },
  {
    modules: ['TripletMarginLoss'],
    function: 'triplet_margin_loss',
    inputs: ['anchor', 'positive', 'negative'],
    elements: perRow,
  },
  {
    modules: ['TripletMarginWithDistanceLoss'],
    function: 'triplet_margin_with_distance_loss',
    inputs: ['anchor', 'positive', 'negative'],
    elements: () => unsure(say`The distance is a function of its own.`),
  },
  {
    modules: ['CTCLoss'],
    function: 'ctc_loss',
    inputs: ['log_probs'],
    elements: ([shape = []]) => (shape.length === 3 ? [shape[1] ?? 1] : []),
  },
];

/** The old spelling, `reduce` and `size_average`, wins over the new one. torch/nn/_reduction.py */
export function isReduced(args: PlainArguments): boolean {
  const [average, reduce] = [args['size_average'] ?? null, args['reduce'] ?? null];
  if (average !== null || reduce !== null) return reduce === null || reduce === true;
  return args['reduction'] !== 'none';
}

/** What a module is called with, by type. */
export const LOSS_INPUTS: ReadonlyMap<string, readonly string[]> = new Map(
  LOSSES.flatMap(({ modules, inputs }) => modules.map((name) => [name, inputs] as const)),
);

/** Arguments that the kernel depends on. */
export const LOSS_ARGUMENTS = [
  'size_average',
  'reduce',
  'reduction',
  'beta',
  'delta',
  'log_target',
  ...Object.keys(PLAIN),
];

export const LOSS_RECORDS: readonly LayerRecord[] = LOSSES.map((loss) => {
  const { modules, elements } = loss;
  return defineRecord<{ readonly reduced: boolean; readonly args: PlainArguments }>({
    id: `torch-${modules[0].toLowerCase()}`,
    torch: {
      names: modules,
      documentation: torchModule(modules[0]),
      configure: (given) => {
        const args = Object.fromEntries(LOSS_ARGUMENTS.map((name) => [name, given.optional(name)]));
        return { reduced: isReduced(args), args };
      },
    },
    inputs: 'any',
    output: ({ reduced }, _input, inputs) => [reduced ? [] : elements(inputs)],
    kernel: ({ args }, _input, _output, inputs) =>
      lossKernel(loss, args, inputs) ??
      unsure(say`The engine does not compute ${modules[0]} with these arguments yet.`),
  });
});
