/** Losses of an input and a target, of every element or sample, or summed up. torch/nn/functional.py, keras/src/losses/losses.py */
import { at, sizeOf, type NDArray } from '../array.ts';
import { broadcast } from './arithmetic.ts';
import { softmax } from './softmax.ts';
import type { ElementLoss, LossCall } from '../../model/loss-kernel.ts';

/** PyTorch bounds the logarithms of binary_cross_entropy. */
const LEAST_LOG = -100;

type Elementwise = (input: number, target: number) => number;

function elementwise(method: ElementLoss, p: number): Elementwise {
  switch (method) {
    case 'squared':
      return (a, b) => (a - b) ** 2;
    case 'absolute':
      return (a, b) => Math.abs(a - b);
    case 'smooth-absolute':
      return (a, b) => {
        const d = Math.abs(a - b);
        return d < p ? (0.5 * d * d) / p : d - 0.5 * p;
      };
    case 'huber':
      return (a, b) => {
        const d = Math.abs(a - b);
        return d <= p ? 0.5 * d * d : p * (d - 0.5 * p);
      };
    case 'binary':
      return (a, b) => -(b * Math.max(Math.log(a), LEAST_LOG) + (1 - b) * Math.max(Math.log1p(-a), LEAST_LOG));
    case 'binary-clipped':
      return (a, b) => {
        const x = Math.min(1 - p, Math.max(p, a));
        return -(b * Math.log(x) + (1 - b) * Math.log(1 - x));
      };
    case 'binary-logits':
      return (a, b) => Math.max(a, 0) - a * b + Math.log1p(Math.exp(-Math.abs(a)));
    case 'divergence':
      return (a, b) => (b === 0 ? 0 : b * (Math.log(b) - a));
    case 'log-divergence':
      return (a, b) => Math.exp(b) * (b - a);
    case 'soft-margin':
      return (a, b) => Math.log1p(Math.exp(-b * a));
    case 'poisson':
      return (a, b) => Math.exp(a) - b * a;
    default:
      return method satisfies never;
  }
}

export function loss(call: LossCall, inputs: readonly NDArray[]): NDArray {
  const [input, target] = inputs;
  if (input === undefined || target === undefined) throw new Error('A loss needs an input and a target.');
  const each =
    call.method === 'class'
      ? classLoss(call, input, target)
      : broadcast(elementwise(call.method, call.parameter), input, target);
  if (call.reduction === 'none') return each;
  const total = each.data.reduce((sum, value) => sum + value, 0);
  const count = call.reduction === 'mean' ? each.data.length : call.reduction === 'batch-mean' ? at(input.shape, 0) : 1;
  return { shape: [], data: Float32Array.of(total / count) };
}

/** Of each sample: the negative logarithm of the class's share, or of all classes by the target's shares. */
function classLoss({ axis, logits, positions }: LossCall, input: NDArray, target: NDArray): NDArray {
  const logs = logits ? softmax(input, axis, true) : input;
  const [before, classes] = [sizeOf(logs.shape.slice(0, axis)), at(logs.shape, axis)];
  const inner = sizeOf(logs.shape.slice(axis + 1));
  const data = new Float32Array(before * inner);
  for (let i = 0; i < before; i++) {
    for (let j = 0; j < inner; j++) {
      const log = (c: number): number => at(logs.data, (i * classes + c) * inner + j);
      let sum = 0;
      if (positions) sum = -log(at(target.data, i * inner + j));
      else for (let c = 0; c < classes; c++) sum -= at(target.data, (i * classes + c) * inner + j) * log(c);
      data[i * inner + j] = sum;
    }
  }
  return { shape: logs.shape.filter((_, index) => index !== axis), data };
}
