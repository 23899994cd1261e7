/**
 * One peer in a process of its own: `node peer.mjs NAME THREADS`. Takes commands as lines of JSON, answers each with one:
 * load a workload (and leave its first output in a file), run it a number of times, end.
 */
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { permute } from '../../../extension/engine/reference/permute.ts';
import type { RunGraph } from '../../../extension/protocol.ts';
import { inputFor } from './inputs.ts';
import { layerscopeRunner } from './layerscope.ts';
import { onnxModel } from './onnx.ts';
import type { OnnxRuntime, TensorFlow, TensorFlowBackend } from './peer-types.ts';
import { tensorFlowRunner } from './tensorflow.ts';
import { firstLevel, WORKLOADS } from './workloads.ts';

/** Runs the workload once. The output in Keras's order is asked for once, before the timing. */
export interface Runner {
  readonly run: () => unknown;
  readonly output: () => Promise<Float32Array>;
  /** How long the first layer's output took when the network ran for the first time; null before. */
  readonly firstMapMs?: () => number | null;
  /** Bytes that were said beforehand, and the most that were held. */
  readonly memory?: () => { readonly planned: number; readonly measured: number };
  /** What the panels do as soon as they open. */
  readonly warmUp?: () => Promise<void>;
}

type Command =
  | { readonly command: 'load'; readonly workload: string; readonly output: string }
  /** So many samples of so many calls one after the other. */
  | { readonly command: 'run'; readonly times: number; readonly calls: number }
  | { readonly command: 'end' };

// The peers' packages are installed beside this file's source.
const require = createRequire(path.resolve('test/bench/engine/package.json'));
const [name = '', threadsText = '1'] = process.argv.slice(2);
const threads = Number(threadsText);

async function onnxRunner(graph: RunGraph): Promise<Runner> {
  const native = name === 'onnxruntime-node';
  const runtime = require(name) as OnnxRuntime;
  if (!native) runtime.env.wasm.numThreads = threads;
  const session = await runtime.InferenceSession.create(
    onnxModel(graph),
    native ? { intraOpNumThreads: threads, interOpNumThreads: 1 } : { executionProviders: ['wasm'] },
  );
  const input = permute(inputFor(graph), [0, 3, 1, 2]);
  const x = new runtime.Tensor('float32', input.data, input.shape);
  const run = async (): Promise<Float32Array> => (await session.run({ x }))['y']?.data as Float32Array;
  const output = async (): Promise<Float32Array> => {
    const [n = 1, h = 1, w = 1, c = 1] = graph.shapes[graph.calls.length - 1] ?? [];
    return permute({ shape: [n, c, h, w], data: await run() }, [0, 2, 3, 1]).data;
  };
  return { run, output };
}

async function tensorFlow(graph: RunGraph): Promise<Runner | null> {
  const tf = require('@tensorflow/tfjs-core') as TensorFlow;
  const folder = path.join(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), path.sep);
  const backend = require('@tensorflow/tfjs-backend-wasm') as TensorFlowBackend;
  backend.setWasmPaths(folder);
  if (threads > 1) backend.setThreadsCount(threads);
  tf.env().set('PROD', true);
  await tf.setBackend('wasm');
  const runner = tensorFlowRunner(tf, graph);
  if (runner === null) return null;
  return {
    run: () => runner().dispose(),
    output: async () => {
      const y = runner();
      const data = Float32Array.from(await y.data());
      y.dispose();
      return data;
    },
  };
}

async function load(id: string): Promise<Runner | null> {
  const { graph } = WORKLOADS.find((one) => one.id === id) ?? firstLevel(Number(id.replace('J1@', '')));
  if (name === 'layerscope') return layerscopeRunner(graph, threads);
  return name === 'tfjs-wasm' ? tensorFlow(graph) : onnxRunner(graph);
}

let runner: Runner | null = null;

async function answer(command: Command): Promise<unknown> {
  switch (command.command) {
    case 'load': {
      const start = performance.now();
      runner = await load(command.workload);
      if (runner === null) return { missing: true };
      await runner.warmUp?.();
      const loaded = performance.now();
      await runner.run();
      const first = performance.now() - loaded;
      const data = await runner.output();
      writeFileSync(command.output, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      return {
        loadMs: loaded - start,
        firstMs: first,
        firstMapMs: runner.firstMapMs?.() ?? null,
        memory: runner.memory?.() ?? null,
      };
    }
    case 'run': {
      const wall: number[] = [];
      const cpu: number[] = [];
      for (let i = 0; i < command.times; i++) {
        const before = process.cpuUsage();
        const start = performance.now();
        for (let call = 0; call < command.calls; call++) await runner?.run();
        wall.push((performance.now() - start) / command.calls);
        const used = process.cpuUsage(before);
        cpu.push((used.user + used.system) / 1000 / command.calls);
      }
      return { wall, cpu, rss: process.memoryUsage().rss };
    }
    case 'end':
      process.exit(0);
  }
}

// Backends speak to the console; only lines that start with this mark are answers.
const MARK = '@@';
// tfjs asks how many processors there are before it takes its threads.
if (threads > os.cpus().length) throw new Error(`There are ${os.cpus().length} processors.`);
createInterface({ input: process.stdin }).on('line', (line) => {
  answer(JSON.parse(line) as Command).then(
    (result) => console.log(MARK + JSON.stringify(result)),
    (error: unknown) =>
      console.log(MARK + JSON.stringify({ error: error instanceof Error ? error.message : String(error) })),
  );
});
