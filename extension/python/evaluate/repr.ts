/** `repr` and `str`. Text with an unknown part is not known: both give null then. */
import { say } from '../../message.ts';
import type { Value } from '../values.ts';
import { lookup } from './classes.ts';
import { identity } from './hash.ts';
import { LimitReached } from './limits.ts';
import type { Machine } from './machine.ts';
import { floatText } from './numbers.ts';
import { plainValue } from './payload.ts';
import { typeName } from './types.ts';

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

export function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = mark;
  for (const unit of text) {
    const code = unit.codePointAt(0) ?? 0;
    if (unit === mark) result += `\\${unit}`;
    else if (ESCAPES[unit]) result += ESCAPES[unit];
    else if (code < 32 || (code >= 127 && code < 161) || code === 173)
      result += `\\x${code.toString(16).padStart(2, '0')}`;
    else result += unit;
  }
  return result + mark;
}

/** Bytes are kept one per UTF-16 unit. */
function quoteBytes(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  let result = `b${mark}`;
  for (const unit of text) {
    const code = unit.charCodeAt(0);
    if (unit === mark) result += `\\${unit}`;
    else if (ESCAPES[unit]) result += ESCAPES[unit];
    else if (code < 32 || code >= 127) result += `\\x${code.toString(16).padStart(2, '0')}`;
    else result += unit;
  }
  return result + mark;
}

const address = (value: object): string => `0x${(0x7f0000000000 + identity(value) * 16).toString(16)}`;

function all(machine: Machine, values: Iterable<Value>): string[] | null {
  const texts: string[] = [];
  for (const value of values) {
    machine.meter.step();
    const text = reprText(machine, value);
    if (text === null) return null;
    texts.push(text);
  }
  return texts;
}

function containerText(machine: Machine, value: Value): string | null {
  switch (value.kind) {
    case 'list': {
      const items = value.uncertain ? null : all(machine, value.items);
      return items && `[${items.join(', ')}]`;
    }
    case 'tuple': {
      const items = all(machine, value.items);
      return items && (items.length === 1 ? `(${items.join('')},)` : `(${items.join(', ')})`);
    }
    case 'dict': {
      if (value.open) return null;
      const parts: string[] = [];
      for (const { key, value: item } of value.entries.values()) {
        const texts = all(machine, [key, item]);
        if (!texts) return null;
        parts.push(texts.join(': '));
      }
      return `{${parts.join(', ')}}`;
    }
    case 'set': {
      const items = value.uncertain ? null : all(machine, value.entries.values());
      if (!items) return null;
      const text = items.length > 0 ? `{${items.join(', ')}}` : '';
      return value.frozen ? `frozenset(${text})` : text || 'set()';
    }
    default:
      return null;
  }
}

/** Containers inside containers: `a = []; a.append(a)` is printed `[[...]]`. */
const open = new Set<Value>();

function nested(machine: Machine, value: Value): string | null {
  if (open.has(value)) return value.kind === 'dict' ? '{...}' : '[...]';
  if (open.size > machine.meter.limits.nesting / 2) throw new LimitReached('nesting', say`too deeply nested a value`);
  open.add(value);
  try {
    return containerText(machine, value);
  } finally {
    open.delete(value);
  }
}

function special(machine: Machine, value: Value, name: '__repr__' | '__str__'): string | null | undefined {
  const result = machine.callSpecial(value, name, []);
  if (result === undefined) return undefined;
  const plain = plainValue(result);
  return plain.kind === 'str' ? plain.value : null;
}

export function reprText(machine: Machine, value: Value): string | null {
  switch (value.kind) {
    case 'none':
      return 'None';
    case 'ellipsis':
      return 'Ellipsis';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return value.value.toString();
    case 'float':
      return floatText(value.value);
    case 'str':
      return quote(value.value);
    case 'bytes':
      return quoteBytes(value.value);
    case 'tuple':
    case 'dict':
      if (value.cls) {
        const text = special(machine, value, '__repr__');
        if (text !== undefined) return text;
      }
      return nested(machine, value);
    case 'list':
    case 'set':
      return nested(machine, value);
    case 'range':
      return value.step === 1
        ? `range(${value.start}, ${value.stop})`
        : `range(${value.start}, ${value.stop}, ${value.step})`;
    case 'slice': {
      const parts = all(machine, [value.start, value.stop, value.step]);
      return parts && `slice(${parts.join(', ')})`;
    }
    case 'class':
      return `<class '${value.qualifiedName.replace(/^builtins\./, '')}'>`;
    case 'function':
      return `<function ${value.qualifiedName} at ${address(value)}>`;
    case 'native':
      return `<built-in function ${value.name}>`;
    case 'method':
      return `<bound method ${value.callable.name}>`;
    case 'module':
      return `<module '${value.name}'>`;
    case 'iterator':
      return `<${value.typeName} object at ${address(value)}>`;
    case 'unknown':
      return null;
    case 'instance':
      return instanceText(machine, value);
    case 'property':
    case 'staticmethod':
    case 'classmethod':
    case 'super':
      return `<${typeName(value)} object at ${address(value)}>`;
  }
}

function instanceText(machine: Machine, value: Value & { kind: 'instance' }): string | null {
  const text = special(machine, value, '__repr__');
  if (text !== undefined) return text;
  const plain = plainValue(value);
  if (plain !== value) return reprText(machine, plain);
  if (value.cls.incomplete) return null;
  const name = value.cls.qualifiedName;
  return `<${name} object at ${address(value)}>`;
}

export function strText(machine: Machine, value: Value): string | null {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'instance') {
    const own = lookup(value.cls, '__str__');
    const text = own ? special(machine, value, '__str__') : undefined;
    if (text !== undefined) return text;
    const plain = plainValue(value);
    if (plain.kind === 'str') return plain.value;
  }
  return reprText(machine, value);
}
