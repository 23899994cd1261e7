/**
 * Runs the workloads on the engine and its peers, interleaved, and prints a table of processor times and ratios; also writes
 * dist/bench-engine.json. `node test/bench/engine/run.mjs [--threads 1,2] [--workloads A,H,J] [--rounds 7] [--peers ...]
 * [--growth]`
 * Every peer is a process of its own; before anything is timed, its output is held against the native runtime's.
 */
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';

const root = path.resolve(import.meta.dirname, '../../..');
const { values: options } = parseArgs({
  options: {
    threads: { type: 'string', default: '1,2' },
    workloads: { type: 'string', default: 'A,B,C,D,E,F,G,H,I,J' },
    peers: { type: 'string', default: 'layerscope,onnxruntime-node,onnxruntime-web,tfjs-wasm' },
    rounds: { type: 'string', default: '7' },
    nodes: { type: 'string', default: '' },
    growth: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
/** A round's runs of one workload: this long, and at least one. */
const ROUND_MILLISECONDS = 120;
const MOST_RUNS = 200;
/** Processor time is told in whole microseconds: shorter calls are measured several at once. */
const SAMPLE_MILLISECONDS = 0.5;
/** Processes that a first call is measured in. */
const FIRST_CALLS = 5;
/** Against the native runtime, relative to the largest number. Winograd's transforms cost a digit. */
const TOLERANCE = 1e-4;
/** The reference of the outputs and of the ratios. */
const NATIVE = 'onnxruntime-node';

const bundle = path.join(root, 'dist/bench/peer.js');
await esbuild.build({
  absWorkingDir: root,
  entryPoints: { peer: 'test/bench/engine/peer.ts', 'engine-thread': 'extension/worker/engine-thread.ts' },
  outdir: path.dirname(bundle),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'es2022',
  loader: { '.wasm': 'binary' },
});

class Peer {
  constructor(node, name, threads) {
    Object.assign(this, { node, name, threads });
    this.process = spawn(node.path, [bundle, name, String(threads)], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.complaints = '';
    this.process.stderr.on('data', (text) => (this.complaints += text));
    createInterface({ input: this.process.stdout }).on('line', (line) => {
      if (line.startsWith('@@')) this.settle(JSON.parse(line.slice(2)));
    });
    this.process.on('exit', (code) => this.settle?.({ error: `ended with ${code}: ${this.complaints.slice(-300)}` }));
  }
  ask(message) {
    return new Promise((resolve) => {
      this.settle = resolve;
      this.process.stdin.write(`${JSON.stringify(message)}\n`);
    });
  }
  end() {
    this.settle = () => undefined;
    this.process.stdin.write('{"command":"end"}\n');
  }
}

/** The Node that runs this, and those given as PATH,PATH. */
const nodes = [process.execPath, ...options.nodes.split(',').filter(Boolean)].map((file) => ({
  path: file,
  version: spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout.trim(),
}));

function difference(file, reference) {
  const [a, b] = [file, reference].map((name) => new Float32Array(Uint8Array.from(fs.readFileSync(name)).buffer));
  if (a.length !== b.length) return Infinity;
  let [largest, error] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    largest = Math.max(largest, Math.abs(b[i]));
    const distance = Math.abs(a[i] - b[i]);
    if (!(distance <= error)) error = distance;
  }
  return error / largest;
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const minimum = (values) => Math.min(...values);

async function measure(workload, node, threads, names = options.peers.split(',')) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-bench-'));
  const peers = [];
  for (const name of names) {
    const peer = new Peer(node, name, threads);
    const output = path.join(folder, name);
    const loaded = await peer.ask({ command: 'load', workload, output });
    if (loaded.error) throw new Error(`${name}, ${workload}: ${loaded.error}`);
    if (loaded.missing) peer.end();
    else peers.push({ name, peer, output, loaded, wall: [], cpu: [], times: 1, calls: 1, error: null });
  }
  const reference = peers.find(({ name }) => name === NATIVE);
  for (const one of peers) {
    if (reference) one.error = difference(one.output, reference.output);
    if (one.error > TOLERANCE) throw new Error(`${one.name}, ${workload}: the output differs by ${one.error}`);
  }
  // The first round warms up and tells how often to run.
  for (let round = -1; round < rounds; round++) {
    for (const one of peers) {
      const times = round < 0 ? 3 : one.times;
      const { wall, cpu, rss, error } = await one.peer.ask({ command: 'run', times, calls: one.calls });
      if (error) throw new Error(`${one.name}, ${workload}: ${error}`);
      one.rss = rss;
      if (round < 0) {
        one.calls = Math.max(1, Math.round(SAMPLE_MILLISECONDS / minimum(wall)));
        one.times = Math.min(MOST_RUNS, Math.max(1, Math.floor(ROUND_MILLISECONDS / (minimum(wall) * one.calls))));
      } else {
        one.wall.push(...wall);
        one.cpu.push(...cpu);
      }
    }
  }
  for (const { peer } of peers) peer.end();
  fs.rmSync(folder, { recursive: true });
  return peers.map(({ name, loaded, wall, cpu, calls, rss, error }) => ({
    node: node.version,
    threads,
    workload,
    peer: name,
    cpuMin: minimum(cpu),
    cpuMedian: median(cpu),
    wallMin: minimum(wall),
    wallMedian: median(wall),
    firstMs: loaded.firstMs,
    firstMapMs: loaded.firstMapMs,
    memory: loaded.memory,
    loadMs: loaded.loadMs,
    rss,
    error,
    runs: wall.length * calls,
  }));
}

const digits = (value) => (value === undefined ? '–' : value < 0.1 ? value.toFixed(4) : value.toPrecision(3));

/** A row for each workload, a column for each peer, and what the engine's figure is of each other's. */
function table(results, figure) {
  const names = [...new Set(results.map(({ peer }) => peer))];
  const others = names.filter((name) => name !== 'layerscope');
  const head = ['', ...names, ...others.map((name) => `x of ${name}`)];
  const rows = [...new Set(results.map(({ workload }) => workload))].map((workload) => {
    const of = (name) => results.find((one) => one.workload === workload && one.peer === name)?.[figure];
    const ratio = (name) => (of(name) === undefined ? undefined : of('layerscope') / of(name));
    return [workload, ...names.map((name) => digits(of(name))), ...others.map((name) => digits(ratio(name)))];
  });
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
  return [head, ...rows].map((row) => row.map((cell, i) => cell.padStart(widths[i])).join('  ')).join('\n');
}

/** How long the modules take to compile and start, in this process. */
function start() {
  const files = fs.readdirSync(path.join(root, 'dist')).filter((name) => /^kernels.*\.wasm$/.test(name));
  const bytes = files.reduce((sum, name) => sum + fs.statSync(path.join(root, 'dist', name)).size, 0);
  const module = fs.readFileSync(path.join(root, 'dist/kernels.wasm'));
  const times = Array.from({ length: 9 }, () => {
    const before = performance.now();
    const memory = new WebAssembly.Memory({ initial: 16 });
    new WebAssembly.Instance(new WebAssembly.Module(module), { env: { memory } });
    return performance.now() - before;
  });
  return { files: files.length, bytes, loadMs: minimum(times) };
}

/** Medians over processes of their own, each warmed up as a panel does when it opens. */
async function firstCalls(workload, node) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-bench-'));
  const all = [];
  for (let i = 0; i < FIRST_CALLS; i++) {
    const peer = new Peer(node, 'layerscope', 1);
    all.push(await peer.ask({ command: 'load', workload, output: path.join(folder, 'output') }));
    peer.end();
  }
  fs.rmSync(folder, { recursive: true });
  return { firstMs: median(all.map((one) => one.firstMs)), firstMapMs: median(all.map((one) => one.firstMapMs)) };
}

/** The cost of J's first level must grow with its multiply-accumulates alone. */
async function growth(node) {
  const sizes = [64, 128, 256, 512, 1024];
  const costs = [];
  for (const size of sizes) {
    const [{ cpuMin, memory }] = await measure(`J1@${size}`, node, 1, ['layerscope']);
    costs.push({ size, cpuMin, nsPerPixel: (cpuMin * 1e6) / size ** 2, memory });
  }
  return costs;
}

const results = [];
const growths = [];
for (const node of nodes) {
  for (const threads of options.threads.split(',').map(Number)) {
    const own = [];
    for (const workload of options.workloads.split(',')) {
      own.push(...(await measure(workload, node, threads)));
      process.stderr.write(`${workload} `);
    }
    results.push(...own);
    const figure = threads === 1 ? 'cpu' : 'wall';
    console.log(`\nNode ${node.version}, ${threads} thread${threads > 1 ? 's' : ''}, ${figure} ms, minimum`);
    console.log(table(own, `${figure}Min`));
    console.log(`\nthe same, median`);
    console.log(table(own, `${figure}Median`));
  }
}
for (const node of nodes) {
  if (!options.growth) break;
  const costs = await growth(node);
  growths.push({ node: node.version, costs });
  const text = costs.map(({ size, nsPerPixel }) => `${size}: ${digits(nsPerPixel)}`).join(', ');
  const perPixel = costs.map(({ nsPerPixel }) => nsPerPixel);
  const spread = digits(Math.max(...perPixel) / Math.min(...perPixel));
  console.log(
    `\nNode ${node.version}, first level of J, cpu ns per pixel: ${text}; the dearest ${spread} times the cheapest`,
  );
  const shares = costs.map(({ size, memory }) => `${size}: ${digits(memory.measured / memory.planned)}`);
  console.log(`Node ${node.version}, memory held, of what was said beforehand: ${shares.join(', ')}`);
}
for (const node of nodes) {
  for (const workload of ['H', 'J']) {
    const wall = (threads) =>
      results.find(
        (one) =>
          one.peer === 'layerscope' &&
          one.threads === threads &&
          one.workload === workload &&
          one.node === node.version,
      )?.wallMin;
    if (wall(1) === undefined || wall(2) === undefined) continue;
    console.log(`Node ${node.version}: two threads run ${workload} ${digits(wall(1) / wall(2))} times as fast as one`);
  }
}
for (const node of nodes) {
  const steady = (workload) =>
    results.find(
      (one) => one.peer === 'layerscope' && one.threads === 1 && one.workload === workload && one.node === node.version,
    );
  if (steady('H')) {
    const { firstMs } = await firstCalls('H', node);
    const ratio = digits(firstMs / steady('H').wallMin);
    console.log(`Node ${node.version}: first call of H ${digits(firstMs)} ms, ${ratio} times its steady time`);
  }
  if (steady('J')) {
    const { firstMapMs } = await firstCalls('J', node);
    console.log(`Node ${node.version}: first map of J after ${digits(firstMapMs)} ms`);
  }
}
const started = start();
console.log(`${started.files} WebAssembly files, ${started.bytes} bytes; one loads in ${digits(started.loadMs)} ms`);
const machine = {
  processor: os.cpus()[0]?.model,
  processors: os.cpus().length,
  system: `${os.type()} ${os.release()}`,
};
fs.writeFileSync(
  path.join(root, 'dist/bench-engine.json'),
  `${JSON.stringify({ machine, started, results, growths }, null, 1)}\n`,
);
console.log('\ndist/bench-engine.json has every figure.');
