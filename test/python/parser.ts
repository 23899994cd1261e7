/** One parser for all the tests. */
import { createParser, type PythonParser } from '../../extension/python/parse/parser.ts';

let shared: PythonParser | null = null;

export function testParser(): PythonParser {
  return (shared ??= createParser());
}
