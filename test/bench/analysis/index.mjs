/**
 * How long the analysis worker takes, and how much memory: `npm run bench`. Times are those of whoever asks, messages included; the
 * first answer of a new worker counts from the start of its thread, with what V8 compiled at an earlier start. Measured are the two
 * samples of 500 lines that are written as people write such files; and, for what it tells, the densest text there is: the longest
 * samples one after the other, 300 layers without a line of data or training. LAYERSCOPE_CORPUS names a folder of other people's
 * Python, of which all files of that length with a model are measured, and the largest.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { root } from '../../../build/paths.mjs';

const LIMITS = { cold: 150, warm: 30, edit: 20, largest: 300, megabytes: 150 };
const LINES = 500;
/** Other people's files that are as long, give or take. */
const ALIKE = [450, 550];
/** Fewer layers are no model. */
const LEAST_LAYERS = 6;
/** So many analyses make V8 compile what is used and settle, as some minutes of typing do: after a hundred, times still fall. */
const WARMING = 400;
const ROUNDS = 30;
const STARTS = 7;
const MEMORY_FILES = 200;
/** As extension/main.ts starts it. */
const WORKER = path.join(root, 'dist/node-worker.cjs');
const BUNDLE = path.join(root, 'dist/analysis-worker.js');
const HEAP_MEBIBYTES = 400;
/** For what V8 compiled, in place of the extension's storage. */
const cache = fs.mkdtempSync(path.join(os.tmpdir(), 'layerscope-bench-'));

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** A worker as the editor starts it, asked one thing after the other. */
function start() {
  const worker = new Worker(WORKER, {
    workerData: { bundle: BUNDLE, cache, keepAfterMilliseconds: 4_000 },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES },
  });
  let id = 0;
  let version = 0;
  const analyze = async (file, text) => {
    const source = { file, text, version: ++version };
    const started = performance.now();
    const answer = new Promise((resolve, reject) => {
      const listener = (message) => {
        if (message.kind === 'error') reject(new Error(message.message));
        if (message.kind === 'result') resolve(message.result);
        if (message.kind !== 'ready') worker.off('message', listener);
      };
      worker.on('message', listener);
    });
    const params = { source, workspace: [], call: null, inputs: [], imageSize: null };
    worker.postMessage({ kind: 'request', id: ++id, method: 'analyze', params });
    const analysis = await answer;
    return { milliseconds: performance.now() - started, analysis };
  };
  return { analyze, stop: () => worker.terminate() };
}

const pythonFiles = (folder) =>
  fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => path.join(folder, name));

const sample = (framework) => fs.readFileSync(path.join(root, `test/models/${framework}/long_file.py`), 'utf8');

/** Samples one after the other, the longest first, until there are enough lines. */
function denseFile(folder) {
  const files = pythonFiles(path.join(root, folder)).filter((file) => !file.endsWith('long_file.py'));
  const texts = files.map((file) => fs.readFileSync(file, 'utf8'));
  let text = '';
  for (const next of texts.sort((a, b) => b.length - a.length)) {
    if (text.split('\n').length < LINES) text += next;
  }
  return text;
}

/** The text with a comment at the end of a line in its middle: what a keystroke leaves. */
function edited(text, index) {
  const lines = text.split('\n');
  const middle = lines.length >> 1;
  lines[middle] += `  # ${index}`;
  return lines.join('\n');
}

console.log(`Analysis in its worker, Node ${process.versions.node}`);
let failed = false;
/** Without a limit it is only told. */
function report(title, value, limit, unit, note = '') {
  const late = limit !== null && value > limit;
  failed ||= late;
  const asked = limit === null ? '' : ` (limit ${limit})`;
  console.log(`${title.padEnd(44)} ${value.toFixed(1).padStart(7)} ${unit}${asked}${late ? '  TOO MUCH' : ''}${note}`);
}

/** From the start of a worker to its first answer. */
async function firstAnswer(text) {
  const started = performance.now();
  const worker = start();
  await worker.analyze('model.py', text);
  return { worker, milliseconds: performance.now() - started };
}

/** What the very first start of the extension leaves in its storage, a few seconds after the first analysis. */
async function compileOnce(text) {
  const { worker, milliseconds } = await firstAnswer(text);
  while (!fs.readdirSync(cache).some((name) => name.endsWith('.bin'))) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await worker.stop();
  report('The very first start, nothing compiled', milliseconds, null, 'ms');
}

async function measure(title, text, limits) {
  const cold = [];
  for (let i = 0; i < STARTS; i++) {
    const { worker, milliseconds } = await firstAnswer(text);
    cold.push(milliseconds);
    await worker.stop();
  }
  const worker = start();
  for (let i = 0; i < WARMING; i++) await worker.analyze('model.py', `${text}\n# ${i}`);
  const [warm, edit] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    // Another text each time, and for `warm` another file: nothing that was made of it before can be used again.
    warm.push((await worker.analyze(`other${i}.py`, `# ${i}\n${text}`)).milliseconds);
    edit.push((await worker.analyze('model.py', edited(text, i))).milliseconds);
  }
  await worker.stop();
  const lines = `${title}, ${text.split('\n').length} lines`;
  const best = (values) => `, best ${Math.min(...values).toFixed(1)}`;
  report(`${lines}: first, in a new worker`, median(cold), limits.cold, 'ms', best(cold));
  report(`${lines}: warm`, median(warm), limits.warm, 'ms', best(warm));
  report(`${lines}: after an edit`, median(edit), limits.edit, 'ms', best(edit));
}

const [keras, torch] = [sample('keras'), sample('torch')];
await compileOnce(keras);
await measure('Keras', keras, LIMITS);
await measure('PyTorch', torch, LIMITS);
const NO_LIMITS = { cold: null, warm: null, edit: null };
await measure('Keras, dense', denseFile('test/models/keras'), NO_LIMITS);
await measure('PyTorch, dense', denseFile('test/models/torch'), NO_LIMITS);

const corpus = process.env.LAYERSCOPE_CORPUS;
const files = corpus ? pythonFiles(corpus).map((file) => ({ file, text: fs.readFileSync(file, 'utf8') })) : [];
if (files.length > 0) {
  const largest = files.filter(({ text }) => /^(from|import) .*(keras|tensorflow|torch)/m.test(text));
  largest.sort((a, b) => b.text.length - a.text.length);
  const worker = start();
  for (let i = 0; i < WARMING; i++) await worker.analyze('model.py', i % 2 ? keras : torch);
  for (const { file, text } of largest.slice(0, 1)) {
    const times = [];
    for (let i = 0; i < STARTS; i++) times.push((await worker.analyze(file, `${text}\n# ${i}`)).milliseconds);
    const lines = `${path.basename(file)}, ${text.split('\n').length} lines`;
    report(`largest file: ${lines}`, median(times), LIMITS.largest, 'ms', `, best ${Math.min(...times).toFixed(1)}`);
  }
  const [warm, edit] = [[], []];
  for (const { file, text } of largest) {
    const length = text.split('\n').length;
    if (length < ALIKE[0] || length > ALIKE[1]) continue;
    const times = { warm: [], edit: [] };
    let layers = 0;
    for (let i = 0; i < STARTS; i++) {
      times.warm.push((await worker.analyze(`other${i}.py`, `# ${i}\n${text}`)).milliseconds);
      const { milliseconds, analysis } = await worker.analyze(file, edited(text, i));
      times.edit.push(milliseconds);
      layers = analysis.layers.length;
    }
    if (layers < LEAST_LAYERS) continue;
    warm.push(median(times.warm));
    edit.push(median(times.edit));
  }
  const many = `${edit.length} files of ${ALIKE.join('-')} lines with a model`;
  const share = (times, limit) => `, ${times.filter((time) => time <= limit).length} within ${limit} ms`;
  report(`${many}: warm, their median`, median(warm), LIMITS.warm, 'ms', share(warm, LIMITS.warm));
  report(`${many}: after an edit`, median(edit), LIMITS.edit, 'ms', share(edit, LIMITS.edit));
  await worker.stop();
}

// What the process takes more than before there was a worker.
const before = process.memoryUsage().rss;
const worker = start();
const material = files.length > 0 ? files.map(({ text }) => text) : [keras, torch];
for (let i = 0; i < MEMORY_FILES; i++) {
  await worker.analyze(`file${i}.py`, `${material[i % material.length]}\n# ${i}`);
}
report(`memory after ${MEMORY_FILES} files`, (process.memoryUsage().rss - before) / 2 ** 20, LIMITS.megabytes, 'MB');
await worker.stop();
fs.rmSync(cache, { recursive: true });
process.exitCode = failed ? 1 : 0;
