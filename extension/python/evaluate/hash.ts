/** Identity of dict keys and set elements, as text: equal keys have equal texts. */
import { say } from '../../message.ts';
import type { PyClass, Value } from '../values.ts';
import { lookup } from './classes.ts';
import { LimitReached } from './limits.ts';
import type { Machine } from './machine.ts';
import { plainValue } from './payload.ts';
import { typeName } from './types.ts';

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

/** A number of its own for every object: `id(x)`. */
export function identity(value: object): number {
  let found = identities.get(value);
  if (found === undefined) {
    found = ++lastIdentity;
    identities.set(value, found);
  }
  return found;
}

const isPlainNative = (cls: PyClass): boolean => cls.place === null;

/** null when it cannot be told. Raises TypeError for what cannot be a key. */
export function hashKey(machine: Machine, value: Value): string | null {
  switch (value.kind) {
    case 'str':
      machine.meter.scan(value.value.length);
      return `s${value.value}`;
    case 'int':
      return `n${value.value}`;
    case 'bool':
      return value.value ? 'n1' : 'n0';
    case 'float':
      return Number.isInteger(value.value) ? `n${BigInt(value.value)}` : `n${value.value}`;
    case 'none':
      return 'N';
    case 'ellipsis':
      return 'E';
    case 'bytes':
      return `b${value.value}`;
    case 'tuple': {
      let text = 't';
      if (++machine.nesting > machine.meter.limits.nesting)
        throw new LimitReached('nesting', say`too deeply nested a value`);
      for (const item of value.items) {
        machine.meter.step();
        const key = hashKey(machine, item);
        if (key === null) {
          machine.nesting--;
          return null;
        }
        machine.meter.text(text.length + key.length);
        // Lengths keep ('a', 'b') and ('ab',) apart.
        text += `${key.length}:${key}`;
      }
      machine.nesting--;
      return text;
    }
    case 'set': {
      if (!value.frozen) return machine.raise('TypeError', "unhashable type: 'set'");
      return value.uncertain ? null : `f${[...value.entries.keys()].sort().join('\u0000')}`;
    }
    case 'range':
      return `r${value.start}:${value.stop}:${value.step}`;
    case 'list':
    case 'dict':
    case 'slice':
      return machine.raise('TypeError', `unhashable type: '${typeName(value)}'`);
    case 'unknown':
      return null;
    case 'instance': {
      const plain = plainValue(value);
      if (plain !== value) return hashKey(machine, plain);
      const method = lookup(value.cls, '__hash__');
      if (method && method.kind !== 'none' && (method.kind !== 'native' || !isPlainNative(value.cls))) {
        const hash = machine.callSpecial(value, '__hash__', []);
        return hash?.kind === 'int' ? `h${value.cls.qualifiedName}:${hash.value}` : null;
      }
      return `o${identity(value)}`;
    }
    default:
      return `o${identity(value)}`;
  }
}

/** FNV-1a of an identity text: equal values have equal numbers, which is all that can be relied on in Python, too. */
export function hashNumber(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193) >>> 0;
  return hash;
}
