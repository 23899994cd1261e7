/** What is read from the parser's memory is what its own cursor tells, node by node. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Language, Parser, type TreeCursor } from 'web-tree-sitter';
import { NONE, type FlatTree } from '../../../extension/python/parse/flat-tree.ts';
import { startNative, type NativeRead } from '../../../extension/python/parse/native.ts';
import { randomDamage } from './random-damage.ts';

const wasm = {
  core: readFileSync('node_modules/web-tree-sitter/web-tree-sitter.wasm'),
  python: readFileSync('node_modules/tree-sitter-python/tree-sitter-python.wasm'),
};

/** Every node that a tree of ours has: how deep it is, kind, start, length, and whether it is an error. */
function ofFlat(tree: FlatTree): string[] {
  const lines: string[] = [];
  const faults = new Set(tree.faults);
  const open: [node: number, depth: number][] = [[0, 0]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, depth] = next;
    const fault = faults.has(node) && (tree.isError(node) || tree.start(node) === tree.end(node));
    lines.push(`${depth} ${tree.kind(node)} ${tree.start(node)} ${tree.source(node).length} ${fault}`);
    const sibling = tree.nextSibling[node] ?? NONE;
    if (sibling !== NONE) open.push([sibling, depth]);
    const child = tree.firstChild[node] ?? NONE;
    if (child !== NONE) open.push([child, depth + 1]);
  }
  return lines;
}

/** The same by web-tree-sitter's cursor. The parts of tokens and names are nobody's business; blocks end with their last statement. */
function ofCursor(cursor: TreeCursor, flat: FlatTree): string[] {
  const lines: string[] = [];
  let depth = 0;
  for (let node = 0; ; node++) {
    const end = flat.end(node) < cursor.endIndex ? flat.end(node) : cursor.endIndex;
    const fault = cursor.nodeType === 'ERROR' || (cursor.nodeIsMissing && cursor.startIndex === cursor.endIndex);
    lines.push(`${depth} ${cursor.nodeType} ${cursor.startIndex} ${end - cursor.startIndex} ${fault}`);
    if ((flat.firstChild[node] ?? NONE) !== NONE && cursor.gotoFirstChild()) {
      depth++;
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (!cursor.gotoParent()) return lines;
      depth--;
    }
  }
}

describe('the tree read from memory', function () {
  this.timeout(20_000);
  let read: NativeRead;
  let parser: Parser;
  before(async () => {
    read = await startNative(wasm);
    parser = new Parser();
    parser.setLanguage(await Language.load(wasm.python));
  });

  function check(text: string): void {
    const tree = parser.parse(text);
    assert.ok(tree);
    const flat = read(text);
    const cursor = tree.walk();
    assert.deepEqual(ofFlat(flat), ofCursor(cursor, flat));
    cursor.delete();
    tree.delete();
  }

  const samples = ['test/models/keras', 'test/models/torch', 'media/samples'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.py'))
      .map((name) => readFileSync(path.join(folder, name), 'utf8')),
  );

  it('of every sample', () => {
    for (const text of samples) check(text);
  });

  it('of broken, empty and foreign text', () => {
    for (const text of [
      '',
      ' ',
      '\n\n',
      '(',
      'x',
      'def',
      'é = "𝒙"\nfoo(',
      'print "a"',
      'class :\n\tx',
      '\u0000',
      '"""',
    ])
      check(text);
    for (const [seed, text] of samples.entries()) check(randomDamage(text, seed));
  });

  it('of a text that makes the memory grow', () => {
    check(samples.join('\n').repeat(4));
  });
});
