/** `'{} {name!r:>{width}}'.format(...)`. */
import { say } from '../../message.ts';
import type { Value } from '../values.ts';
import { int, str, unknown } from '../values.ts';
import { format } from './format-spec.ts';
import type { Machine } from './machine.ts';
import { reprText, strText } from './repr.ts';

export interface TemplateArguments {
  positional(index: number): Value;
  named(name: string): Value;
}

/** Position of the `}` that closes the field opened just before `start`. */
function closing(template: string, start: number): number {
  let depth = 1;
  for (let at = start; at < template.length; at++) {
    if (template[at] === '{') depth++;
    else if (template[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function fieldValue(machine: Machine, field: string, values: TemplateArguments, auto: () => number): Value {
  const [head = ''] = /^[^.[]*/.exec(field) ?? [];
  let value =
    head === '' ? values.positional(auto()) : /^\d+$/.test(head) ? values.positional(Number(head)) : values.named(head);
  for (const part of field.slice(head.length).matchAll(/\.([^.[]+)|\[([^\]]+)\]/g)) {
    const [, attribute, key] = part;
    if (attribute !== undefined)
      value = machine.getAttribute(value, attribute) ?? machine.raise('AttributeError', attribute);
    else if (key !== undefined) value = machine.getItem(value, /^\d+$/.test(key) ? int(Number(key)) : str(key));
  }
  return value;
}

/** Unknown when a part of the text is. */
export function formatTemplate(machine: Machine, template: string, values: TemplateArguments): Value {
  let next = 0;
  const auto = (): number => next++;
  const missing: Value[] = [];
  const expand = (text: string, depth: number): string => {
    let result = '';
    let at = 0;
    while (at < text.length) {
      const brace = text.slice(at).search(/[{}]/);
      if (brace < 0) return result + text.slice(at);
      result += text.slice(at, at + brace);
      at += brace;
      if (text[at + 1] === text[at]) {
        result += text[at] ?? '';
        at += 2;
        continue;
      }
      const end = text[at] === '{' ? closing(text, at + 1) : -1;
      if (end < 0 || depth > 1) return machine.raise('ValueError', "Single '{' or '}' encountered in format string");
      result += one(text.slice(at + 1, end), depth);
      machine.meter.text(result.length);
      at = end + 1;
    }
    return result;
  };
  const one = (body: string, depth: number): string => {
    const [, field = '', conversion, spec = ''] =
      /^([^!:[]*(?:\[[^\]]*\][^!:[]*)*)(?:!([rsa]))?(?::(.*))?$/su.exec(body) ?? [];
    const value = fieldValue(machine, field, values, auto);
    const specText = spec.includes('{') ? expand(spec, depth + 1) : spec;
    const converted = conversion === undefined ? value : textValue(machine, value, conversion);
    const text = converted === null ? null : format(machine, converted, specText);
    if (text === null) missing.push(value.kind === 'unknown' ? value : unknown(say`text with an unknown part`));
    return text ?? '';
  };
  const result = expand(template, 0);
  return missing[0] ?? str(result);
}

export function textValue(machine: Machine, value: Value, conversion: string): Value | null {
  const text = conversion === 's' ? strText(machine, value) : reprText(machine, value);
  return text === null ? null : str(text);
}
