/** `import a.b as c` and `from ..a import b as c`. */
import type { ImportAlias, Statement } from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import type { Lowering } from './lowering.ts';
import { identifier } from './names.ts';

export function lowerImport(lowering: Lowering, node: number): Statement {
  return { kind: 'Import', ...lowering.span(node), names: aliases(lowering, lowering.tree.children(node)) };
}

export function lowerImportFrom(lowering: Lowering, node: number): Statement {
  const { tree } = lowering;
  const [, source = NONE, ...rest] = tree.children(node);
  const span = lowering.span(node);
  const imported = rest.slice(rest.findIndex((child) => tree.kind(child) === 'import') + 1);
  const isStar = imported.some((child) => tree.kind(child) === 'wildcard_import');
  const names = isStar ? null : aliases(lowering, imported);
  if (tree.kind(source) === '__future__') return { kind: 'ImportFrom', ...span, level: 0, module: '__future__', names };
  if (tree.kind(source) !== 'relative_import') {
    return { kind: 'ImportFrom', ...span, level: 0, module: dottedText(lowering, source), names };
  }
  const prefix = tree.child(source, 'import_prefix');
  const name = tree.child(source, 'dotted_name');
  return {
    kind: 'ImportFrom',
    ...span,
    level: tree.source(prefix).replace(/[^.]/g, '').length,
    module: name === NONE ? '' : dottedText(lowering, name),
    names,
  };
}

function aliases(lowering: Lowering, nodes: readonly number[]): ImportAlias[] {
  const { tree } = lowering;
  const found: ImportAlias[] = [];
  for (const node of nodes) {
    const span = lowering.span(node);
    if (tree.kind(node) === 'dotted_name') {
      found.push({ ...span, name: dottedText(lowering, node), alias: null });
    } else if (tree.kind(node) === 'aliased_import') {
      const [name = NONE, , alias = NONE] = tree.children(node);
      found.push({ ...span, name: dottedText(lowering, name), alias: identifier(lowering, alias) });
    }
  }
  return found.filter(({ name }) => name !== '');
}

function dottedText(lowering: Lowering, node: number): string {
  const { tree } = lowering;
  const names = tree.children(node).filter((child) => tree.kind(child) === 'identifier');
  return names.map((name) => identifier(lowering, name)).join('.');
}
