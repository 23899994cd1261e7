/** The analyzer and the files it needs, in this process: the command line has nobody to keep waiting. */
import fs from 'node:fs';
import path from 'node:path';
import { createAnalyzer, type Analyzer } from '../frameworks/analyze.ts';
import type { SourceText } from '../protocol.ts';
import { importedNames, mayDefine } from '../python/imports.ts';
import { notebookText } from '../python/parse/notebook.ts';
import { UsageError } from './usage.ts';

const SKIPPED = new Set(['node_modules', '.git', '.venv', 'venv', 'env', 'site-packages', '__pycache__']);
/** As in the editor: what a model imports lies near it. */
const MAX_FILES = 2000;

let analyzer: Analyzer | undefined;
export function theAnalyzer(): Analyzer {
  return (analyzer ??= createAnalyzer());
}

/** The Python text of a file, which has its absolute path from here on; the code cells of a notebook joined. */
export function readSource(file: string): SourceText {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { file: path.resolve(file), text: file.endsWith('.ipynb') ? notebookText(text).text : text, version: 0 };
}

/** Python files and notebooks below a folder, in order. */
export function pythonFiles(folder: string): readonly string[] {
  const found: string[] = [];
  const visit = (at: string): void => {
    const entries = fs.readdirSync(at, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (found.length >= MAX_FILES) return;
      const file = path.join(at, entry.name);
      if (entry.isDirectory() && !SKIPPED.has(entry.name) && !entry.name.startsWith('.')) visit(file);
      else if (entry.isFile() && /\.(py|ipynb)$/.test(entry.name)) found.push(file);
    }
  };
  visit(folder);
  return found;
}

/** Files beside and below the given one, and above it as far as there are packages, that its imports may mean. */
export function importable(source: SourceText): readonly SourceText[] {
  const found = new Map<string, SourceText>();
  let root = path.dirname(source.file);
  while (fs.existsSync(path.join(root, '__init__.py')) && path.dirname(root) !== root) root = path.dirname(root);
  const wanted = importedNames(source.text);
  if (wanted.size === 0) return [];
  const candidates = pythonFiles(root).filter((file) => file.endsWith('.py') && file !== source.file);
  const add = (names: ReadonlySet<string>): void => {
    for (const file of candidates) {
      if (found.has(file) || !mayDefine(file.split(path.sep).join('/'), names)) continue;
      const text = readSource(file);
      found.set(file, text);
      add(importedNames(text.text));
    }
  };
  add(wanted);
  return [...found.values()];
}
