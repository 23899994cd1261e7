/**
 * Binds calls of torch functions and tensor methods against their generated signatures. PyTorch overloads many of them:
 * the first overload that takes the arguments wins, judged by names and by the kinds of values.
 */
import type { Range } from '../../model/range.ts';
import { asInt, tuple, type NativeCall, type Value } from '../../python/values.ts';
import type { Signature } from '../signature.ts';
import { arrayOf } from '../numpy/array-data.ts';
import { valueToSize } from '../symint.ts';
import { tensorOf } from '../tensor.ts';
import { signatureOf, signatures } from './context.ts';

export interface BoundCall {
  readonly values: ReadonlyMap<string, Value>;
  readonly ranges: Readonly<Record<string, Range>>;
}

/** NumPy's spellings, which PyTorch takes too. */
const ALIASES: Readonly<Record<string, string>> = {
  axis: 'dim',
  axes: 'dims',
  keepdims: 'keepdim',
  x: 'input',
  a: 'input',
};
/** One name for what different overloads call differently. */
const NORMAL: Readonly<Record<string, string>> = {
  tensor: 'input',
  self: 'input',
  split_size_or_sections: 'split_size',
  shape: 'size',
  dims: 'dim',
  axis: 'dim',
  A: 'input',
};

/** The tensor is the second operand where there is an input already: `dot(input, tensor)`, `triangular_solve(input, A)`. */
const normalName = (signature: Signature, name: string): string =>
  (name === 'tensor' || name === 'A') && signature.some(([each]) => each === 'input') ? name : (NORMAL[name] ?? name);

const overloads = new Map<string, readonly Signature[]>();

function signaturesOf(key: string): readonly Signature[] {
  const existing = overloads.get(key);
  if (existing) return existing;
  const found: Signature[] = [];
  for (let index = 0; ; index++) {
    const signature = signatureOf(index === 0 ? key : `${key}#${index}`);
    if (!signature) break;
    found.push(signature);
  }
  overloads.set(key, found);
  return found;
}

export const hasSignature = (key: string): boolean => signatures.has(key);

/** Every keyword that some overload takes. */
export const keywordsOf = (key: string): readonly string[] => [
  ...new Set([
    ...signaturesOf(key).flatMap((signature) =>
      signature.filter(([, kind]) => kind === 'pk' || kind === 'k' || kind === '*').map(([name]) => name),
    ),
    ...Object.keys(ALIASES),
  ]),
];

/** `receiver` is the tensor a method was called on; it becomes `input`. Null when no overload takes the call. */
export function bindCall(key: string, call: NativeCall, receiver: Value | null): BoundCall | null {
  const given = receiver ? call.args.slice(1) : call.args;
  const candidates = signaturesOf(key);
  for (const signature of candidates) {
    const bound = bindOverload(signature, call, given, receiver, candidates.length > 1 ? key : null);
    if (bound) return bound;
  }
  return null;
}

function bindOverload(
  signature: Signature,
  call: NativeCall,
  given: readonly Value[],
  receiver: Value | null,
  /** Set where there is a choice between overloads. */
  choose: string | null,
): BoundCall | null {
  const values = new Map<string, Value>();
  const ranges: Record<string, Range> = {};
  if (receiver) values.set('input', receiver);
  // After `*sequence` in the call, spans and values no longer pair up.
  const spans = call.site.positional.length === given.length ? call.site.positional : [];
  const put = (name: string, value: Value, span: { start: number; end: number } | undefined): void => {
    const normal = normalName(signature, name);
    values.set(normal, value);
    if (span) ranges[normal] = { file: call.site.file, start: span.start, end: span.end };
  };
  const positional = signature.filter(([, kind]) => kind === 'p' || kind === 'pk');
  const star = signature.find(([, kind]) => kind === '*');
  let position = 0;
  for (const [name] of positional) {
    const value = given[position];
    if (value === undefined) break;
    if (choose !== null && !plausible(choose, name, value)) return null;
    put(name, value, spans[position]);
    position++;
  }
  if (position < given.length) {
    if (!star) return null;
    const rest = given.slice(position);
    // view(*shape) and view(shape) are one function to Python.
    const [only] = rest;
    const sequence =
      rest.length === 1 && only && (only.kind === 'tuple' || only.kind === 'list' || only.kind === 'unknown');
    if (choose !== null && !sequence && !rest.every((value) => isInteger(value) || value.kind === 'unknown'))
      return null;
    const [from, to] = [spans[position], spans[spans.length - 1]];
    put(star[0], sequence ? only : tuple(rest), from && to && { start: from.start, end: to.end });
  } else if (star && !values.has(normalName(signature, star[0]))) values.set(normalName(signature, star[0]), tuple([]));
  for (const [keyword, value] of call.kwargs) {
    const named = (name: string): boolean =>
      signature.some(([each, kind]) => each === name && (kind === 'pk' || kind === 'k' || kind === '*'));
    const alias = ALIASES[keyword];
    const name = named(keyword) ? keyword : alias !== undefined && named(alias) ? alias : null;
    if (name === null) {
      if (signature.some(([, kind]) => kind === '**')) continue;
      return null;
    }
    const kind = signature.find(([each]) => each === name)?.[1];
    if (kind !== '*' && values.has(normalName(signature, name))) return null;
    if (choose !== null && !plausible(choose, name, value)) return null;
    put(name, value, call.site.keywords.get(keyword));
  }
  // Stubs give `generator` no default; keyword-only parameters are never required in truth.
  const missing = positional.some(
    (parameter) => parameter.length < 3 && !values.has(normalName(signature, parameter[0])),
  );
  return missing ? null : { values, ranges };
}

const isInteger = (value: Value): boolean => asInt(value) !== undefined || valueToSize(value) !== undefined;
const isTensor = (value: Value): boolean => tensorOf(value) !== undefined || arrayOf(value) !== undefined;
const isSequence = (value: Value): boolean => ['tuple', 'list', 'range', 'iterator'].includes(value.kind);

/** Whether a value can be meant for a parameter, by the name that PyTorch gives it. */
function plausible(key: string, name: string, value: Value): boolean {
  if (value.kind === 'unknown') return true;
  switch (name) {
    case 'dtype':
      return (
        value.kind === 'none' || value.kind === 'class' || (value.kind === 'instance' && value.cls.name === 'dtype')
      );
    case 'size':
    case 'dims':
    case 'shape':
      return isSequence(value) || isTensor(value);
    case 'repeats':
      // The same number of copies of each, or a number for each.
      return isSequence(value) || isTensor(value) || (isInteger(value) && /repeat_interleave$/.test(key));
    case 'tensor_indices_or_sections':
      return isTensor(value);
    case 'indices':
      return isSequence(value) || isTensor(value) || !/split$/.test(key);
    case 'dim':
      return isInteger(value) || isSequence(value) || value.kind === 'none' || value.kind === 'str';
    case 'other':
      // max(x, 1) means an axis, add(x, 1) a number.
      return isTensor(value) || !/\b(max|min)$/.test(key);
    case 'mask':
    case 'index':
    case 'input':
      return isTensor(value) || value.kind === 'int' || value.kind === 'float' || value.kind === 'bool';
    case 'start_dim':
    case 'end_dim':
    case 'sections':
    case 'chunks':
      return isInteger(value);
    default:
      return true;
  }
}
