/** Numbers as people read them. The language is the page's: the host writes the editor's into <html lang>. */
import { t } from './l10n.ts';

const locale = (): string => document.documentElement.lang || 'en';

const cache = new Map<string, Intl.NumberFormat>();
function formatter(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale() + JSON.stringify(options);
  const cached = cache.get(key);
  if (cached) return cached;
  const made = new Intl.NumberFormat(locale(), options);
  cache.set(key, made);
  return made;
}
const format = (options: Intl.NumberFormatOptions, value: number): string => formatter(options).format(value);

export const integer = (value: number): string => format({ maximumFractionDigits: 0 }, value);

/** `55.3K`: for columns and bars; the full number belongs in the title. */
/** From here on a full number is harder to read than `12.3M`. */
const COMPACT_FROM = 1e6;

/** `884,736`, `55.3M`: for columns and bars; the full number belongs in the title. */
export const compact = (value: number): string =>
  Math.abs(value) < COMPACT_FROM ? integer(value) : format({ notation: 'compact', maximumSignificantDigits: 3 }, value);

export const percent = (share: number): string =>
  format({ style: 'percent', maximumFractionDigits: share < 0.1 ? 1 : 0 }, share);

/** A number of a feature map, or another measured figure: four significant digits. */
export function measured(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6))
    return format({ notation: 'scientific', maximumSignificantDigits: 3 }, value);
  return Number.isNaN(value) ? 'NaN' : format({ maximumSignificantDigits: 4 }, value);
}

const DURATION: Intl.NumberFormatOptions = { style: 'unit', unit: 'millisecond', maximumSignificantDigits: 3 };

export const milliseconds = (value: number): string =>
  value >= 1000 ? format({ ...DURATION, unit: 'second' }, value / 1000) : format(DURATION, value);

/** What is shorter than a millisecond, in microseconds: `12.6 μs`, not `0.0126 ms`. */
const inUnit = (value: number): readonly [number, Intl.NumberFormatOptions] =>
  Math.abs(value) < 1 ? [1000, { ...DURATION, unit: 'microsecond' }] : [1, DURATION];

/** `1.31 ms`, `12.6 μs` */
export function shortTime(value: number): string {
  const [times, options] = inUnit(value);
  return format(options, value * times);
}

/** `1.2–1.4 ms`, in the unit that the time between them is told in. */
export function timeRange([low, high]: readonly [number, number], between: number): string {
  const [times, options] = inUnit(between);
  return formatter({ ...options, maximumSignificantDigits: 2 }).formatRange(low * times, high * times);
}

/** `3.5 KB` with 1 KB = 1024 bytes, as Keras prints it. */
export function bytes(value: number): string {
  const power = Math.min(3, value < 1 ? 0 : Math.floor(Math.log2(value) / 10));
  const digits = power === 0 ? 4 : 3;
  return `${format({ maximumSignificantDigits: digits }, value / 1024 ** power)} ${['B', 'KB', 'MB', 'GB'][power] ?? ''}`;
}

/** `+3,584`, `−896`, `same`. */
export const difference = (value: number): string =>
  value === 0 ? t('same') : format({ signDisplay: 'exceptZero', maximumFractionDigits: 0 }, value);

/** A difference as `+2.65M`, `−1.3`; what is below what `form` shows is told with all its digits. */
export const signed = (value: number, form: (value: number) => string): string =>
  withSign(value, form(Math.abs(value)));
export const signedBytes = (value: number): string => withSign(value, bytes(Math.abs(value)));
export function signedTime(value: number): string {
  const [times, options] = inUnit(value);
  return withSign(value, format({ ...options, maximumSignificantDigits: 2 }, Math.abs(value) * times));
}
/** Of shares: `−75 pp`. */
export const signedPoints = (value: number): string =>
  withSign(value, t('{0} pp', format({ maximumFractionDigits: Math.abs(value) < 0.1 ? 1 : 0 }, Math.abs(value) * 100)));

const withSign = (value: number, text: string): string => `${value < 0 ? '−' : '+'}${text}`;

/** A count that may be an expression over symbols, or unknown. */
export const count = (value: number | string | null, form: (value: number) => string = integer): string =>
  value === null ? '–' : typeof value === 'string' ? value : form(value);
