/**
 * What `from somewhere import *` may have brought when the names of the module are not all known: they are asked for one by one,
 * and a name that none of them has may still have come from one that is unknown.
 */
import { say } from '../../message.ts';
import { tuple, unknown, type PyModule, type PyUnknown, type Value } from '../values.ts';

/** Under which the open imports stand among the names of a module; no name of Python's. */
const OPEN = '*';

interface Names {
  get(name: string): Value | undefined;
  set(name: string, value: Value): unknown;
}

type Open = PyModule | PyUnknown;

const openOf = (names: Pick<Names, 'get'>): readonly Open[] => {
  const open = names.get(OPEN);
  const items = open?.kind === 'tuple' ? open.items : [];
  return items.filter((each) => each.kind === 'module' || each.kind === 'unknown');
};

/** A module whose table is asked name by name, or the reason why a module is not known. */
export function addOpenImport(names: Names, open: Open): void {
  const known = openOf(names).filter((each) => each !== open);
  names.set(OPEN, tuple([...known, open]));
}

/** What another module had imported so is imported with it. */
export function passOpenImports(from: Pick<Names, 'get'>, to: Names): void {
  for (const open of openOf(from)) addOpenImport(to, open);
}

/** The later import wins; undefined without any that could have brought the name. */
export function fromOpenImports(names: Pick<Names, 'get'>, name: string): Value | undefined {
  const imports = openOf(names).toReversed();
  for (const each of imports) {
    const value = each.kind === 'module' ? each.lookup?.(name) : undefined;
    if (value && value.kind !== 'unknown') return value;
  }
  const lost = imports.find((each) => each.kind === 'unknown');
  const [last] = imports;
  return lost ?? (last?.kind === 'module' ? unknown(say`The names of ${last.name} are not listed.`) : undefined);
}
