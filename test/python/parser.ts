/** A parser for the tests, started once from the .wasm files in node_modules. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createParser, type PythonParser } from '../../extension/python/parse/parser.ts';

const resolve = createRequire(import.meta.url).resolve;

let shared: Promise<PythonParser> | null = null;

export function testParser(): Promise<PythonParser> {
  shared ??= start();
  return shared;
}

async function start(): Promise<PythonParser> {
  const [core, python] = await Promise.all([
    readFile(resolve('web-tree-sitter/web-tree-sitter.wasm')),
    readFile(resolve('tree-sitter-python/tree-sitter-python.wasm')),
  ]);
  return createParser({ core, python });
}
