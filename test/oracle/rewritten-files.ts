/**
 * Writes every file that our quick fixes and "Use this" make of the cases in test/rewrite/, for test/oracle/rewrites.py to run:
 *   npx tsx test/oracle/rewritten-files.ts | python test/oracle/rewrites.py
 */
import { allRewrites, keyOf } from '../rewrite/rewriting.ts';

const files = allRewrites().map(({ framework, text }) => [keyOf(text), { framework, text }] as const);
process.stdout.write(JSON.stringify(Object.fromEntries(files)));
