/** Layer calls as Python code. */
import type { Plain, PlainArguments } from '../record.ts';
import { sizeText } from '../sizes/text.ts';

/** Values left out where they are the framework's default. */
export interface Keyword {
  readonly name: string;
  readonly value: Plain;
  readonly otherwise?: Plain;
}

export function callText(callee: string, positional: readonly Plain[], keywords: readonly Keyword[] = []): string {
  const given = keywords
    .filter(({ value, otherwise }) => otherwise === undefined || valueText(value) !== valueText(otherwise))
    .map(({ name, value }) => `${name}=${valueText(value)}`);
  return `${callee}(${[...positional.map(valueText), ...given].join(', ')})`;
}

export function valueText(value: Plain): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (!('kind' in value)) return listText(value);
  switch (value.kind) {
    case 'size':
      return sizeText(value.size);
    case 'object':
      return objectText(value.type, value.config);
    case 'unknown':
      // What cannot be told is left for the reader to fill in.
      return '...';
    default:
      return value satisfies never;
  }
}

function listText(items: readonly Plain[]): string {
  return `(${items.map(valueText).join(', ')}${items.length === 1 ? ',' : ''})`;
}

/** A function goes by its name, an object by the call that makes it. */
function objectText(type: string, config: PlainArguments): string {
  if (!/^[A-Z]/.test(type)) return type;
  return callText(
    type,
    [],
    Object.entries(config)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => ({ name, value })),
  );
}

/** One number where all axes agree. */
export function collapsed(values: readonly number[]): Plain {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : values;
}
