/**
 * Analyses every Python file below the folders and prints what threw, what took long, and how much memory the process held at most.
 *
 * Run from the repository root: npx tsx test/corpus/robustness.ts FOLDER...
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { theAnalyzer } from '../frameworks/analyzer.ts';

/** No file may take longer, however strange it is. */
const MAX_MILLISECONDS = 2000;

const analyzer = theAnalyzer();
const times: { file: string; milliseconds: number }[] = [];
let [thrown, memory] = [0, 0];
for (const folder of process.argv.slice(2)) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.py')) continue;
    const file = path.join(folder, name);
    const source = { file, text: readFileSync(file, 'utf8'), version: 1 };
    const started = performance.now();
    try {
      analyzer.analyze({ source, workspace: [], call: null, inputs: [] });
    } catch (error) {
      thrown++;
      console.log(`THROWN ${file}\n${error instanceof Error ? (error.stack ?? '') : String(error)}`);
    }
    times.push({ file, milliseconds: performance.now() - started });
    memory = Math.max(memory, process.memoryUsage().rss);
  }
}
times.sort((one, other) => other.milliseconds - one.milliseconds);
const slow = times.filter(({ milliseconds }) => milliseconds > MAX_MILLISECONDS);
console.log(
  `${String(times.length)} files, ${String(thrown)} thrown, ${String(slow.length)} over ${String(MAX_MILLISECONDS)} ms, ${(memory / 2 ** 20).toFixed(0)} MB`,
);
for (const { file, milliseconds } of times.slice(0, 10)) console.log(`  ${milliseconds.toFixed(0)} ms ${file}`);
