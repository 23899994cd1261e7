/**
 * The engine's part of `npm run bench`: installs the peers that the engine is measured against, beside their bench, and runs it on
 * this Node and, where it has been fetched already, the Node of the VS Code Server. Arguments are the bench's own.
 */
import fs from 'node:fs';
import path from 'node:path';
import { buildAssembly } from './assembly.mjs';
import { root, serverNode } from './paths.mjs';
import { run } from './prerequisites.mjs';

/** Installs the peers, measures, and prints the tables. */
export async function benchEngine(args = []) {
  const folder = path.join(root, 'test/bench/engine');
  if (!fs.existsSync(path.join(folder, 'node_modules'))) {
    console.log('Installing what the engine is measured against ...');
    const windows = process.platform === 'win32';
    const npm = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    run(windows ? 'npm.cmd' : 'npm', npm, { cwd: folder, shell: windows });
  }
  await buildAssembly();
  const nodes = fs.existsSync(serverNode) && serverNode !== process.execPath ? ['--nodes', serverNode] : [];
  run(process.execPath, [path.join(folder, 'run.mjs'), '--growth', ...nodes, ...args]);
}

if (process.argv[1]?.endsWith('bench-engine.mjs')) await benchEngine(process.argv.slice(2));
