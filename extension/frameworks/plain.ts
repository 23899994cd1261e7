/**
 * Python values as plain data, so that records can read them and facts can cross worker boundaries.
 */
import { type Message, say } from '../message.ts';
import type { Plain, PlainArguments } from '../model/record.ts';
import { Slot, type PyClass, type PyFunction, type PyInstance, type Value } from '../python/values.ts';
import type { Session } from './session.ts';
import { sizeOf } from './symint.ts';
import { tensorOf } from './tensor.ts';

/** Deeper nesting than any argument of a layer has. */
const MAX_DEPTH = 8;
/** Longer lists are data (class weights, pictures), no layer arguments. */
const MAX_ITEMS = 4096;

/** How objects of a native class (an initialiser, an optimiser, an array) want to be seen as arguments. */
const plainSlot = new Slot<Plain>();

export function setPlain(value: PyInstance | PyClass | PyFunction, plain: Plain): void {
  plainSlot.set(value, plain);
}

export function toPlain(session: Session, value: Value, depth = 0): Plain {
  const own = plainSlot.get(value);
  if (own !== undefined) return own;
  switch (value.kind) {
    case 'none':
      return null;
    case 'bool':
    case 'float':
    case 'str':
      return value.value;
    case 'int':
      return Number(value.value);
    case 'tuple':
    case 'list':
      return toPlainList(session, value.items, depth);
    case 'range':
    case 'set': {
      const items = session.interpreter.iterate(value);
      return items ? toPlainList(session, items, depth) : { kind: 'unknown', reason: say`The items cannot be told.` };
    }
    case 'dict': {
      if (depth >= MAX_DEPTH || value.open)
        return { kind: 'unknown', reason: say`Some keys of the dict cannot be told.` };
      const config: Record<string, Plain> = {};
      for (const entry of value.entries.values()) {
        if (entry.key.kind === 'str') config[entry.key.value] = toPlain(session, entry.value, depth + 1);
      }
      return { kind: 'object', type: 'dict', config };
    }
    case 'instance': {
      const size = sizeOf(value);
      if (size !== undefined) return typeof size === 'number' ? size : { kind: 'size', size };
      if (tensorOf(value)) return { kind: 'object', type: 'tensor', config: {} };
      return { kind: 'object', type: value.cls.name, config: attributesOf(session, value, depth) };
    }
    case 'class':
    case 'function':
    case 'native':
      return { kind: 'object', type: value.name, config: {} };
    case 'method':
      return { kind: 'object', type: value.callable.name, config: {} };
    case 'unknown':
      return { kind: 'unknown', reason: value.cause.reason };
    case 'bytes':
    case 'ellipsis':
    case 'slice':
    case 'iterator':
    case 'property':
    case 'staticmethod':
    case 'classmethod':
    case 'super':
    case 'module':
      return { kind: 'object', type: value.kind, config: {} };
  }
}

function toPlainList(session: Session, items: readonly Value[], depth: number): Plain {
  if (depth >= MAX_DEPTH || items.length > MAX_ITEMS) return { kind: 'unknown', reason: say`The list is too large.` };
  return items.map((item) => toPlain(session, item, depth + 1));
}

/** The simple attributes of an object: what a configuration would hold. */
function attributesOf(session: Session, value: PyInstance, depth: number): PlainArguments {
  const config: Record<string, Plain> = {};
  if (depth >= MAX_DEPTH) return config;
  for (const [name, attribute] of value.attributes) {
    if (['none', 'bool', 'int', 'float', 'str'].includes(attribute.kind)) config[name] = toPlain(session, attribute);
  }
  return config;
}

export const isUnknown = (plain: Plain | undefined): plain is { readonly kind: 'unknown'; readonly reason: Message } =>
  typeof plain === 'object' && plain !== null && 'kind' in plain && plain.kind === 'unknown';
