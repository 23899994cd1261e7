/** `'%d of %s' % (1, x)`. https://docs.python.org/3/library/stdtypes.html#old-string-formatting */
import { say } from '../../message.ts';
import type { Value } from '../values.ts';
import { str, unknown } from '../values.ts';
import { format } from './format-spec.ts';
import type { Machine } from './machine.ts';
import { plainValue } from './payload.ts';
import { quote, reprText, strText } from './repr.ts';
import { typeName } from './types.ts';

const CONVERSION =
  /%(?:\((?<name>[^)]*)\))?(?<flags>[-#0 +]*)(?<width>\*|\d+)?(?:\.(?<precision>\*|\d+))?[hlL]?(?<type>.)/gsu;

interface Source {
  next(name: string | undefined): Value;
}

function sourceOf(machine: Machine, values: Value): Source & { done(): boolean } {
  const items = values.kind === 'tuple' ? values.items : [values];
  let index = 0;
  return {
    next: (name) => {
      if (name !== undefined) return machine.getItem(values, str(name));
      return items[index++] ?? machine.raise('TypeError', 'not enough arguments for format string');
    },
    done: () => index >= items.length || (index === 0 && values.kind !== 'tuple' && typeof values === 'object'),
  };
}

function convert(
  machine: Machine,
  type: string,
  value: Value,
  flags: string,
  width: string,
  precision: string | null,
): string | null {
  const left = flags.includes('-');
  const aligned = (text: string): string | null =>
    width === '' ? text : format(machine, str(text), `${left ? '<' : '>'}${width}`);
  if (type === 's' || type === 'r' || type === 'a') {
    const text = type === 's' ? strText(machine, value) : reprText(machine, value);
    return text === null ? null : aligned(precision === null ? text : text.slice(0, Number(precision)));
  }
  const plain = plainValue(value);
  if (plain.kind === 'unknown' || plain.kind === 'instance') return null;
  if (type === 'c')
    return aligned(plain.kind === 'str' ? plain.value : String.fromCodePoint(numberOf(machine, plain, type)));
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const zero = flags.includes('0') && !left ? '0' : '';
  const alignment = left ? '<' : zero ? '' : '>';
  const alternate = flags.includes('#') ? '#' : '';
  const number = numberOf(machine, plain, type);
  if ('diouxX'.includes(type)) {
    const whole: Value = { kind: 'int', value: plain.kind === 'int' ? plain.value : Math.trunc(number) };
    return format(machine, whole, `${alignment}${sign}${alternate}${zero}${width}${'diu'.includes(type) ? 'd' : type}`);
  }
  const places = precision === null ? '' : `.${precision}`;
  return format(
    machine,
    { kind: 'float', value: number },
    `${alignment}${sign}${alternate}${zero}${width}${places}${type}`,
  );
}

function numberOf(machine: Machine, value: Value, type: string): number {
  if (value.kind === 'int' || value.kind === 'float') return Number(value.value);
  if (value.kind === 'bool') return value.value ? 1 : 0;
  return machine.raise('TypeError', `%${type} format: a real number is required, not ${typeName(value)}`);
}

export function formatPercent(machine: Machine, template: string, values: Value): Value {
  if (values.kind === 'unknown') return values;
  const source = sourceOf(machine, values);
  let result = '';
  let end = 0;
  let used = 0;
  for (const match of template.matchAll(CONVERSION)) {
    result += template.slice(end, match.index);
    end = match.index + match[0].length;
    const { name, flags = '', width, precision, type = '' } = match.groups ?? {};
    if (type === '%') {
      result += '%';
      continue;
    }
    if (!'diouxXeEfFgGcrsa'.includes(type))
      return machine.raise('ValueError', `unsupported format character ${quote(type)}`);
    const size = width === '*' ? (strText(machine, source.next(undefined)) ?? '') : (width ?? '');
    const places = precision === '*' ? strText(machine, source.next(undefined)) : (precision ?? null);
    machine.meter.text(Number(size));
    const value = source.next(name);
    used++;
    const text = convert(machine, type, value, flags, size, places);
    if (text === null) return value.kind === 'unknown' ? value : unknown(say`text with an unknown part`);
    result += text;
    machine.meter.text(result.length);
  }
  if (
    used === 0 &&
    (values.kind !== 'tuple' || values.items.length > 0) &&
    !['dict', 'list', 'instance'].includes(values.kind)
  )
    return machine.raise('TypeError', 'not all arguments converted during string formatting');
  if (values.kind === 'tuple' && used > 0 && !source.done())
    return machine.raise('TypeError', 'not all arguments converted during string formatting');
  return str(result + template.slice(end));
}
