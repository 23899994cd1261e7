/**
 * Reads a tree of tree-sitter straight from the memory of its WebAssembly module into flat arrays. Its cursor does the same with
 * four calls a node, each of which copies the cursor in and out: ten times slower, and most of the time of an analysis.
 *
 * The structures are those of tree-sitter's lib/src/subtree.h, tree.h and parser.h (TSLanguage) on a 32-bit little-endian machine.
 * They may change with the version of web-tree-sitter, which package.json pins; test/python/parse/native-tree.test.ts compares
 * with the cursor. Lengths are bytes of UTF-16, two for each unit of the text.
 */
import { FlatTree, NONE, type KindTable } from './flat-tree.ts';

/** TSTree: the root, 8 bytes, then the language. */
const TREE_LANGUAGE = 8;
/** TSLanguage */
const LANGUAGE_ALIAS_LENGTH = 36;
const LANGUAGE_PUBLIC_SYMBOLS = 76;
const LANGUAGE_ALIASES = 84;

/** SubtreeInlineData: 8 bytes, told from a pointer by the lowest bit. */
const INLINE = 1;
const INLINE_VISIBLE = 1 << 1;
const INLINE_EXTRA = 1 << 3;
const INLINE_MISSING = 1 << 5;
const INLINE_SYMBOL = 1;
const INLINE_PADDING = 6;
const INLINE_SIZE = 7;
const SUBTREE_BYTES = 8;

/** SubtreeHeapData; the children, 8 bytes each, end where it begins. */
const HEAP_PADDING = 4;
const HEAP_SIZE = 16;
const HEAP_ERROR_COST = 32;
const HEAP_CHILD_COUNT = 36;
const HEAP_SYMBOL = 40;
const HEAP_FLAGS = 44;
const HEAP_VISIBLE = 1;
const HEAP_EXTRA = 1 << 2;
const HEAP_MISSING = 1 << 9;
const HEAP_VISIBLE_CHILDREN = 48;
const HEAP_DESCENDANTS = 56;
const HEAP_PRODUCTION = 66;

/** tree-sitter's symbol of ERROR nodes, which no grammar lists. */
const ERROR_SYMBOL = 65535;

/** The children of a subtree that are still to be read, and the flat node that they hang below. */
interface Level {
  next: number;
  readonly end: number;
  /** The symbols that the grammar gives the children in this place, or 0. */
  readonly aliases: number;
  /** Children so far, without comments and their like. */
  structural: number;
  /** Where the last child ended; the first begins where its parent does. */
  at: number;
  isFirst: boolean;
  readonly owner: number;
}

export function readTree(buffer: ArrayBufferLike, tree: number, text: string, kinds: KindTable): FlatTree {
  const bytes = new Uint8Array(buffer);
  const halves = new Uint16Array(buffer);
  const words = new Uint32Array(buffer);
  const byte = (address: number): number => bytes[address] ?? 0;
  const half = (address: number): number => halves[address >> 1] ?? 0;
  const word = (address: number): number => words[address >> 2] ?? 0;

  const language = word(tree + TREE_LANGUAGE);
  const publicSymbols = word(language + LANGUAGE_PUBLIC_SYMBOLS);
  const aliasTable = word(language + LANGUAGE_ALIASES);
  const aliasBytes = 2 * half(language + LANGUAGE_ALIAS_LENGTH);
  const idOf = (symbol: number): number =>
    symbol === ERROR_SYMBOL ? FlatTree.ERROR : half(publicSymbols + 2 * symbol);

  const isInline = (byte(tree) & INLINE) !== 0;
  const root = word(tree);
  const broken = isInline ? (byte(tree) & INLINE_MISSING) !== 0 : word(root + HEAP_ERROR_COST) > 0;
  const flat = new FlatTree(text, kinds, isInline ? 1 : word(root + HEAP_DESCENDANTS) + 1);
  const lastChild = new Int32Array(flat.capacity).fill(NONE);

  const levels: Level[] = [];
  const descend = (heap: number, count: number, at: number, owner: number): void => {
    const production = half(heap + HEAP_PRODUCTION);
    levels.push({
      next: heap - count * SUBTREE_BYTES,
      end: heap,
      aliases: production === 0 ? 0 : aliasTable + production * aliasBytes,
      structural: 0,
      at,
      isFirst: true,
      owner,
    });
  };
  const addNode = (id: number, start: number, end: number, missing: boolean): number => {
    const node = flat.add(id, start >> 1, end >> 1);
    if (broken && (id === FlatTree.ERROR || (missing && start === end))) flat.faults.push(node);
    return node;
  };

  if (isInline) {
    const start = byte(tree + INLINE_PADDING);
    addNode(idOf(byte(tree + INLINE_SYMBOL)), start, start + byte(tree + INLINE_SIZE), broken);
    return flat;
  }
  const rootStart = word(root + HEAP_PADDING);
  const rootMissing = (half(root + HEAP_FLAGS) & HEAP_MISSING) !== 0;
  addNode(idOf(half(root + HEAP_SYMBOL)), rootStart, rootStart + word(root + HEAP_SIZE), rootMissing);
  descend(root, word(root + HEAP_CHILD_COUNT), rootStart, 0);

  for (let level = levels.at(-1); level; level = levels.at(-1)) {
    if (level.next === level.end) {
      levels.pop();
      continue;
    }
    const child = level.next;
    level.next += SUBTREE_BYTES;
    const flags = byte(child);
    let heap = 0;
    let [symbol, padding, size, count] = [0, 0, 0, 0];
    let [visible, extra, missing] = [false, false, false];
    if ((flags & INLINE) !== 0) {
      symbol = byte(child + INLINE_SYMBOL);
      padding = byte(child + INLINE_PADDING);
      size = byte(child + INLINE_SIZE);
      visible = (flags & INLINE_VISIBLE) !== 0;
      extra = (flags & INLINE_EXTRA) !== 0;
      missing = (flags & INLINE_MISSING) !== 0;
    } else {
      heap = word(child);
      symbol = half(heap + HEAP_SYMBOL);
      padding = word(heap + HEAP_PADDING);
      size = word(heap + HEAP_SIZE);
      count = word(heap + HEAP_CHILD_COUNT);
      const heapFlags = half(heap + HEAP_FLAGS);
      visible = (heapFlags & HEAP_VISIBLE) !== 0;
      extra = (heapFlags & HEAP_EXTRA) !== 0;
      missing = (heapFlags & HEAP_MISSING) !== 0;
    }
    const start = level.isFirst ? level.at : level.at + padding;
    level.isFirst = false;
    level.at = start + size;
    const alias = extra || level.aliases === 0 ? 0 : half(level.aliases + 2 * level.structural);
    if (!extra) level.structural++;
    if (!visible && alias === 0) {
      if (count > 0 && word(heap + HEAP_VISIBLE_CHILDREN) > 0) descend(heap, count, start, level.owner);
      continue;
    }
    const id = idOf(alias === 0 ? symbol : alias);
    const node = addNode(id, start, start + size, missing);
    const before = lastChild[level.owner] ?? NONE;
    if (before === NONE) flat.firstChild[level.owner] = node;
    else flat.nextSibling[before] = node;
    lastChild[level.owner] = node;
    if (count > 0 && kinds.leaves[id] !== 1) descend(heap, count, start, node);
  }
  return flat;
}
