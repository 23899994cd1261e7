/** How long a run will still take, judged by what it took so far. */
import { sizeOf } from './array.ts';
import type { Task } from './tasks.ts';
import type { RunCall, RunGraph } from '../protocol.ts';

/** What a number that is only moved costs, in multiply-accumulates of a convolution. */
const WORK_PER_NUMBER = 16;

/** About how much work a call is, in multiply-accumulates. */
function callWork({ shapes, weights }: RunGraph, { kernel, layer, inputs, outputs }: RunCall): number {
  const numbers = [...inputs, ...outputs].reduce((sum, tensor) => sum + sizeOf(shapes[tensor] ?? [0]), 0);
  if (kernel === null || kernel.op === 'input') return 0;
  const moved = numbers * WORK_PER_NUMBER;
  const parameters = (layer === null ? [] : (weights[layer] ?? [])).reduce(
    (sum, { shape }) => sum + shape.reduce<number>((n, size) => n * (typeof size === 'number' ? size : 1), 1),
    0,
  );
  const positions = (tensor: number | undefined, channels: number): number =>
    tensor === undefined ? 0 : sizeOf(shapes[tensor] ?? [0]) / Math.max(1, channels);
  if (kernel.op === 'convolution' || kernel.op === 'transposed-convolution') {
    const tensor = kernel.op === 'convolution' ? outputs[0] : inputs[0];
    const shape = tensor === undefined ? [] : (shapes[tensor] ?? []);
    const channels = shape[kernel.layout === 'channels_last' ? shape.length - 1 : 1] ?? 1;
    return moved + parameters * positions(tensor, channels);
  }
  return moved + parameters;
}

export class TimeLeft {
  /** Of the tasks before each one. */
  readonly #before: number[] = [0];
  readonly #start = performance.now();

  constructor(graph: RunGraph, tasks: readonly Task[]) {
    for (const { calls } of tasks) {
      const own = calls.reduce((sum, call) => sum + callWork(graph, call), 0);
      this.#before.push((this.#before[this.#before.length - 1] ?? 0) + own);
    }
  }

  /** Milliseconds, when `done` tasks are; null while nothing is known. */
  after(done: number): number | null {
    const all = this.#before[this.#before.length - 1] ?? 0;
    const behind = this.#before[done] ?? all;
    if (behind === 0) return null;
    return ((performance.now() - this.#start) * (all - behind)) / behind;
  }
}
