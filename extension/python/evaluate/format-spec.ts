/** The format mini-language: `{x:>8.3f}`. https://docs.python.org/3/library/string.html#formatspec */
import type { Value } from '../values.ts';
import type { Machine } from './machine.ts';
import { floatText, fixedDigits, significantDigits } from './numbers.ts';
import { plainValue } from './payload.ts';
import { strText } from './repr.ts';
import { characters, textLength } from './characters.ts';
import { typeName } from './types.ts';

export interface Spec {
  readonly fill: string;
  readonly align: '<' | '>' | '=' | '^' | '';
  readonly sign: '+' | '-' | ' ';
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: '' | ',' | '_';
  readonly precision: number | null;
  readonly type: string;
}

const SPEC = /^(?:(.)?([<>=^]))?([-+ ])?z?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

export function parseSpec(text: string): Spec | null {
  const match = SPEC.exec(text);
  if (!match) return null;
  const [, fill, align, sign, alternate, zero, width, grouping, precision, type] = match;
  return {
    fill: fill ?? (zero ? '0' : ' '),
    align: (align ?? (zero ? '=' : '')) as Spec['align'],
    sign: (sign ?? '-') as Spec['sign'],
    alternate: alternate !== undefined,
    width: width === undefined ? 0 : Number(width),
    grouping: (grouping ?? '') as Spec['grouping'],
    precision: precision === undefined ? null : Number(precision),
    type: type ?? '',
  };
}

function group(digits: string, separator: string, size = 3): string {
  if (!separator) return digits;
  const [whole = '', ...rest] = digits.split(/(?=[.e])/);
  let grouped = '';
  for (let end = whole.length; end > 0; end -= size)
    grouped = whole.slice(Math.max(0, end - size), end) + (grouped ? separator + grouped : '');
  return grouped + rest.join('');
}

function pad(text: string, spec: Spec, byDefault: '<' | '>', prefixLength = 0): string {
  const missing = spec.width - textLength(text);
  if (missing <= 0) return text;
  const align = spec.align || byDefault;
  if (align === '<') return text + spec.fill.repeat(missing);
  if (align === '>') return spec.fill.repeat(missing) + text;
  if (align === '=') return text.slice(0, prefixLength) + spec.fill.repeat(missing) + text.slice(prefixLength);
  const left = Math.floor(missing / 2);
  return spec.fill.repeat(left) + text + spec.fill.repeat(missing - left);
}

const exponentText = (exponent: number): string =>
  `e${exponent < 0 ? '-' : '+'}${Math.abs(exponent).toString().padStart(2, '0')}`;

function scientific(value: number, precision: number): string {
  const { digits, exponent } = significantDigits(value, precision + 1);
  return `${digits.slice(0, 1)}${precision > 0 ? `.${digits.slice(1)}` : ''}${exponentText(exponent)}`;
}

function shortScientific(digits: string, exponent: number): string {
  const rest = digits.slice(1).replace(/0+$/, '');
  return digits.slice(0, 1) + (rest && `.${rest}`) + exponentText(exponent);
}

function general(value: number, precision: number, alternate: boolean): string {
  const count = Math.max(precision, 1);
  const { digits, exponent } = significantDigits(value, count);
  const trim = (text: string): string => (alternate || !text.includes('.') ? text : text.replace(/\.?0+$/, ''));
  if (exponent < -4 || exponent >= count)
    return trim(`${digits.slice(0, 1)}${count > 1 ? `.${digits.slice(1)}` : ''}`) + exponentText(exponent);
  return trim(fixedDigits(value, Math.max(0, count - 1 - exponent)));
}

/** Digits of |value| for a float's presentation type. */
export function floatDigits(value: number, type: string, precision: number | null, alternate: boolean): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return 'inf';
  const size = Math.abs(value);
  switch (type.toLowerCase()) {
    case 'f':
      return fixedDigits(size, precision ?? 6);
    case 'e':
      return scientific(size, precision ?? 6);
    case '%':
      return `${fixedDigits(size * 100, precision ?? 6)}%`;
    case 'g':
    case 'n':
      return general(size, precision ?? 6, alternate);
    default: {
      if (precision === null) return floatText(size);
      // Like `g`, but with a digit after the point, for which the places must suffice.
      const count = Math.max(precision, 1);
      const { digits, exponent } = significantDigits(size, count);
      if (exponent >= count - 1 && exponent >= 0) return shortScientific(digits, exponent);
      const text = general(size, precision, alternate);
      return /[.e]/.test(text) ? text : `${text}.0`;
    }
  }
}

const signOf = (negative: boolean, spec: Spec): string => (negative ? '-' : spec.sign === '-' ? '' : spec.sign);

function formatFloat(value: number, spec: Spec): string {
  let digits = floatDigits(value, spec.type, spec.precision, spec.alternate);
  if (spec.type === 'F' || spec.type === 'E' || spec.type === 'G') digits = digits.toUpperCase();
  const sign = signOf(value < 0 || Object.is(value, -0), spec);
  return padGrouped(sign, digits, spec, 3);
}

/** Zero padding counts the separators: `{1234:08,}` is `0,001,234`. */
function padGrouped(prefix: string, digits: string, spec: Spec, size: number): string {
  let grouped = group(digits, spec.grouping, size);
  if (spec.grouping && spec.fill === '0' && spec.align === '=') {
    while (prefix.length + grouped.length < spec.width) {
      digits = `0${digits}`;
      grouped = group(digits, spec.grouping, size);
    }
  }
  return pad(prefix + grouped, spec, '>', prefix.length);
}

function formatInteger(value: number | bigint, spec: Spec): string | null {
  const negative = value < 0;
  const size = negative ? -value : value;
  const bases: Readonly<Record<string, readonly [number, string]>> = {
    '': [10, ''],
    d: [10, ''],
    n: [10, ''],
    b: [2, '0b'],
    o: [8, '0o'],
    x: [16, '0x'],
    X: [16, '0X'],
  };
  const base = bases[spec.type];
  if (!base || spec.precision !== null) return null;
  let digits = size.toString(base[0]);
  if (spec.type === 'X') digits = digits.toUpperCase();
  return padGrouped(signOf(negative, spec) + (spec.alternate ? base[1] : ''), digits, spec, base[0] === 10 ? 3 : 4);
}

/** `format(value, spec)`; null when the text is not known. */
export function format(machine: Machine, value: Value, specText: string): string | null {
  if (value.kind === 'unknown') return null;
  if (value.kind === 'instance') {
    const special = machine.callSpecial(value, '__format__', [{ kind: 'str', value: specText }]);
    if (special !== undefined) return special.kind === 'str' ? special.value : null;
  }
  if (specText === '') return strText(machine, value);
  const plain = plainValue(value);
  const spec = parseSpec(specText);
  if (spec && spec.width > 0) machine.meter.text(spec.width);
  // More places than a double has: the digits cost as much as the limit on integers allows.
  if (spec?.precision) machine.meter.bits(spec.precision * 4);
  const invalid = (): never =>
    machine.raise('ValueError', `Invalid format specifier '${specText}' for object of type '${typeName(value)}'`);
  if (!spec) return invalid();
  switch (plain.kind) {
    case 'bool':
      return formatNumber(plain.value ? 1 : 0, spec) ?? invalid();
    case 'int':
      return formatNumber(plain.value, spec) ?? invalid();
    case 'float':
      return 'eEfFgGn%'.includes(spec.type) ? formatFloat(plain.value, spec) : invalid();
    case 'str': {
      if (spec.type !== '' && spec.type !== 's') return invalid();
      const text = spec.precision === null ? plain.value : characters(plain.value).slice(0, spec.precision).join('');
      return pad(text, spec, '<');
    }
    case 'instance':
    case 'unknown':
      return null;
    default:
      return machine.raise('TypeError', `unsupported format string passed to ${typeName(value)}.__format__`);
  }
}

function formatNumber(value: number | bigint, spec: Spec): string | null {
  if (spec.type === 'c') return pad(String.fromCodePoint(Number(value)), spec, '<');
  if (spec.type !== '' && 'eEfFgG%'.includes(spec.type)) return formatFloat(Number(value), spec);
  return formatInteger(value, spec);
}
