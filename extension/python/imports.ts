/**
 * Which files of a workspace a text may import, found by the names in its import statements, so that only those need to be read.
 * Generous on purpose: what is not imported after all costs a read, what is missing costs facts.
 */

/** Every part of every module name that an import statement mentions: `from .blocks import Down` gives blocks and Down. */
export function importedNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  const statements = text.matchAll(/^[ \t]*(?:from[ \t]+([.\w]+)[ \t]+)?import[ \t]+(\([^)]*\)|[^\n#;]*)/gm);
  for (const [, from, imported] of statements) {
    for (const [name] of `${from ?? ''} ${imported ?? ''}`.matchAll(/\w+/g)) names.add(name);
  }
  return names;
}

/** True when the file, by its path with forward slashes, could be one of the modules named. */
export function mayDefine(path: string, names: ReadonlySet<string>): boolean {
  const parts = path.split('/');
  const module = (parts.at(-1) ?? '').replace(/\.py$/, '');
  return names.has(module === '__init__' ? (parts.at(-2) ?? '') : module);
}
