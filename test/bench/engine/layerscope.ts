/** A workload as the engine runs it: a layer alone by the public call, several as a graph. */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { NDArray } from '../../../extension/engine/array.ts';
import { openRun, release } from '../../../extension/engine/executor.ts';
import type { Tools } from '../../../extension/engine/open-run.ts';
import { FastKernels } from '../../../extension/engine/fast/kernels.ts';
import { loadFastModule, type ThreadedBuilds } from '../../../extension/engine/fast/module.ts';
import { ThreadTeam } from '../../../extension/engine/fast/threads.ts';
import { finish } from '../../../extension/engine/reference/steps.ts';
import { planRun } from '../../../extension/engine/plan.ts';
import { Results } from '../../../extension/engine/results.ts';
import { runKernel } from '../../../extension/engine/run-kernel.ts';
import { runTasks } from '../../../extension/engine/run-tasks.ts';
import { warmUp } from '../../../extension/engine/warm-up.ts';
import { english } from '../../../extension/message.ts';
import type { RunGraph } from '../../../extension/protocol.ts';
import { inputFor, SOURCE, weightCache } from './inputs.ts';
import type { Runner } from './peer.ts';

const bytesOf = (name: string): Uint8Array<ArrayBuffer> => Uint8Array.from(readFileSync(`dist/${name}.wasm`));
const PATIENT = { cancelled: () => false, progress: () => undefined };

function threadedBuilds(threads: number): ThreadedBuilds {
  return {
    plain: bytesOf('kernels-threads'),
    relaxed: bytesOf('kernels-relaxed-threads'),
    start: (compiled, memory, kernels) =>
      new ThreadTeam(threads, compiled, memory, kernels, (workerData) => {
        new Worker('./dist/bench/engine-thread.js', { workerData }).unref();
      }),
  };
}

/** Below this many numbers the input and output are copied in no time, and the call alone is measured. */
const SMALL = 10_000;

export function layerscopeRunner(graph: RunGraph, threads: number): Runner {
  const module = loadFastModule(
    { plain: bytesOf('kernels'), relaxed: bytesOf('kernels-relaxed') },
    threads > 1 ? threadedBuilds(threads) : null,
  );
  if (module === null) throw new Error('This Node has no WebAssembly SIMD.');
  const fast = new FastKernels(module);
  const input = inputFor(graph);
  const [, only] = graph.calls;
  if (graph.calls.length === 2 && only !== undefined && only.kernel !== null && input.data.length < SMALL) {
    const { kernel } = only;
    const weights = finish(weightCache.weights(graph, graph.calls, only, SOURCE));
    const run = (): NDArray => runKernel(kernel, [input], weights, fast)[0] as NDArray;
    return { run, warmUp: () => warmUp(fast, PATIENT), output: () => Promise.resolve(run().data) };
  }
  // As after a layer of a network.
  const placed = fast.place(input, 'channels_last');
  const tools: Tools = { fast, weights: weightCache, results: new Results() };
  const plan = planRun(graph, threads);
  const open = openRun(graph, SOURCE, plan, new Map(), new Map([[0, placed]]), tools);
  const last = graph.calls.length - 1;
  let firstMapMs: number | null = null;
  let heldBefore = 0;
  const value = async (): Promise<NDArray> => {
    const start = performance.now();
    const output = await runTasks(open, graph.calls, last, tools, PATIENT, (outcome) => {
      if (outcome.kind === 'not-run') throw new Error(english(outcome.reason));
      // Call 0 is the input.
      if (outcome.call > 0) firstMapMs ??= performance.now() - start;
    });
    return output as NDArray;
  };
  return {
    run: async () => release(await value()),
    warmUp: async () => {
      await warmUp(fast, PATIENT);
      // What the warm-up held is not the workload's, nor the packed weights that it leaves until there is need of their room.
      fast.memory.peak(true);
      heldBefore = fast.memory.used - input.data.byteLength;
    },
    firstMapMs: () => firstMapMs,
    // The input and the weights as the framework has them lie outside of the kernels' memory.
    memory: () => ({
      planned: plan.peakBytes,
      measured: fast.memory.peak(false) - heldBefore + plan.weightBytes + input.data.byteLength,
    }),
    output: async () => {
      const output = await value();
      const data = output.data.slice();
      release(output);
      return data;
    },
  };
}
