/** Types, lint rules, formatting and import directions, one after another; the first failure ends it. */
import { run } from './prerequisites.mjs';

const bin = (name) => `node_modules/.bin/${name}`;

export function lint() {
  run(bin('tsc'), ['-p', '.']);
  run(bin('eslint'), ['.', '--max-warnings', '0']);
  run(bin('prettier'), ['--check', '--log-level', 'warn', '.']);
  run(bin('depcruise'), ['extension', 'webview']);
}

if (process.argv[1]?.endsWith('lint.mjs')) lint();
