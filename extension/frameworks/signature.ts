/**
 * Binds a call against a signature generated from the real framework: every argument by name, defaults filled in, where each
 * stands in the text. A keyword that the framework does not have is a finding with the nearest right name.
 */
import { type Message, say } from '../message.ts';
import type { Fix } from '../model/findings.ts';
import { nearestName } from '../model/nearest-name.ts';
import type { Range } from '../model/range.ts';
import type { Plain, PlainArguments } from '../model/record.ts';
import type { CallSite, NativeCall, Value } from '../python/values.ts';
import { toPlain } from './plain.ts';
import { toRange, type Session } from './session.ts';

/** [name, kind, default]: kind is p (positional only), pk, k (keyword only), * or **. Without a default it is required. */
export type SignatureParameter =
  | readonly [name: string, kind: ParameterKind]
  | readonly [name: string, kind: ParameterKind, defaultValue: RecordedDefault];
type ParameterKind = 'p' | 'pk' | 'k' | '*' | '**';
/** What JSON cannot hold is written as its repr. */
export type RecordedDefault =
  null | boolean | number | string | readonly RecordedDefault[] | { readonly object: string };
/** Without `self`. */
export type Signature = readonly SignatureParameter[];
/** signatures.json: by public name (`layers.Conv2D`, `nn.functional.relu`). */
export type Signatures = Readonly<Record<string, Signature>>;

export interface Bound {
  /** Arguments the caller gave, by name, as values. */
  readonly values: ReadonlyMap<string, Value>;
  /** Complete: defaults filled in. */
  readonly args: PlainArguments;
  /** Where the arguments the user wrote stand, by name. */
  readonly ranges: Readonly<Record<string, Range>>;
  /** What `*args` took. */
  readonly rest: readonly Value[];
  /** What `**kwargs` took. */
  readonly extra: ReadonlyMap<string, Value>;
  /** Why the framework would have raised TypeError; it is reported already. */
  readonly refusal: Message | null;
}

export interface BindOptions {
  /** Arguments before the first parameter: 1 for the receiver of a method. */
  readonly skip?: number;
  /** Names that `**kwargs` takes; without it, whatever it is given. */
  readonly extraNames?: ReadonlySet<string>;
  /** Old spellings of parameters, by the name they have now. */
  readonly renamed?: Readonly<Record<string, string>>;
}

/** What binding asks of a signature, worked out once: a network has hundreds of calls of a dozen signatures. */
interface Layout {
  readonly positional: readonly string[];
  readonly byKeyword: ReadonlySet<string>;
  readonly takesRest: boolean;
  readonly takesExtra: boolean;
  /** All but `*args` and `**kwargs`; undefined where the argument is required. */
  readonly defaults: readonly (readonly [name: string, defaultValue: Plain | undefined])[];
}
const layouts = new WeakMap<Signature, Layout>();

function layoutOf(signature: Signature): Layout {
  const known = layouts.get(signature);
  if (known) return known;
  const named = signature.filter(([, kind]) => kind !== '*' && kind !== '**');
  const layout = {
    positional: named.filter(([, kind]) => kind !== 'k').map(([name]) => name),
    byKeyword: new Set(named.filter(([, kind]) => kind !== 'p').map(([name]) => name)),
    takesRest: signature.some(([, kind]) => kind === '*'),
    takesExtra: signature.some(([, kind]) => kind === '**'),
    defaults: named.map(([name, , value]) => [name, value === undefined ? undefined : defaultPlain(value)] as const),
  };
  layouts.set(signature, layout);
  return layout;
}

export function bindSignature(
  session: Session,
  name: string,
  signature: Signature,
  call: NativeCall,
  options: BindOptions = {},
): Bound {
  const skip = options.skip ?? 0;
  const given = call.args.slice(skip);
  const { positional, byKeyword, takesRest, takesExtra, defaults } = layoutOf(signature);
  const values = new Map<string, Value>();
  const extra = new Map<string, Value>();
  const rest: Value[] = [];
  const ranges: Record<string, Range> = {};
  const places = positionalPlaces(session, call.site, given.length);
  let refusal: Message | null = null;
  const refuse = (code: 'unknown-argument' | 'bad-argument', place: Range, message: Message): void => {
    refusal ??= message;
    session.finding(code, place, message);
  };

  given.forEach((value, index) => {
    const parameter = positional[index];
    const place = places[index];
    if (parameter) {
      values.set(parameter, value);
      if (place) ranges[parameter] = place;
    } else if (takesRest) rest.push(value);
    else {
      refuse(
        'bad-argument',
        place ?? toRange(call.site),
        say`${name}() takes ${positional.length} positional arguments, but ${given.length} are given.`,
      );
    }
  });
  for (const [keyword, value] of call.kwargs) {
    const parameter = byKeyword.has(keyword) ? keyword : (options.renamed?.[keyword] ?? keyword);
    const span = call.site.keywords.get(keyword);
    const place = span ? session.range({ file: call.site.file, start: span.start, end: span.end }) : toRange(call.site);
    if (byKeyword.has(parameter)) {
      if (values.has(parameter)) {
        refuse('bad-argument', place, say`${name}() got several values for the argument '${parameter}'.`);
      }
      values.set(parameter, value);
      if (span) ranges[parameter] = place;
    } else if (takesExtra && (options.extraNames?.has(parameter) ?? true)) {
      extra.set(parameter, value);
      if (span) ranges[parameter] = place;
    } else {
      refusal ??= reportUnknownKeyword(
        session,
        name,
        keyword,
        [...byKeyword, ...(options.extraNames ?? [])],
        call.site,
      );
    }
  }

  const args: Record<string, Plain> = {};
  for (const [parameter, defaultValue] of defaults) {
    const value = values.get(parameter);
    if (value !== undefined) args[parameter] = toPlain(session, value);
    else if (defaultValue !== undefined) args[parameter] = defaultValue;
    else {
      args[parameter] = { kind: 'unknown', reason: say`The argument '${parameter}' is missing.` };
      // A keyword that does not exist was meant for it, as a rule; and Python complains of that first.
      if (refusal === null) {
        const message = say`${name}() needs the argument '${parameter}'.`;
        // A layer class that is an argument's default (`which_conv=nn.Conv2d`) need not be what the code passes.
        if (session.guessing && !isNamedAt(session, name, call.site)) refusal = message;
        else refuse('bad-argument', toRange(call.site), message);
      }
    }
  }
  return { values, args, ranges, rest, extra, refusal };
}

/** Whether the call is written with the name of what it calls. */
function isNamedAt(session: Session, name: string, site: CallSite): boolean {
  const callee = /^[\w.\s]+/.exec(session.textOf(site.file)?.slice(site.start, site.end) ?? '')?.[0] ?? '';
  return callee.trim().split('.').at(-1) === name;
}

/** `known`: the keywords that there are. Gives what was said. */
export function reportUnknownKeyword(
  session: Session,
  name: string,
  keyword: string,
  known: readonly string[],
  site: CallSite,
): Message {
  // Convolutions of two steps have no kernel: `kernel_initializer` is meant for the first, as in Keras 2.
  const depthwise = keyword.replace(/^kernel_/, 'depthwise_');
  const nearest = known.includes(depthwise) ? depthwise : nearestName(keyword, known);
  const message =
    nearest === null
      ? say`${name}() has no argument '${keyword}'.`
      : say`${name}() has no argument '${keyword}'. Did you mean '${nearest}'?`;
  const span = site.keywords.get(keyword);
  if (!span) {
    session.finding('unknown-argument', site, message);
    return message;
  }
  const value = { file: site.file, start: span.start, end: span.end };
  const place = session.keywordRange(value, keyword);
  const written = place.start < value.start;
  const fix = written && nearest !== null ? renaming(place, keyword, nearest) : null;
  session.finding('unknown-argument', place, message, [], fix);
  return message;
}

const renaming = (place: Range, keyword: string, nearest: string): Fix => ({
  title: say`Change '${keyword}' to '${nearest}'`,
  range: { ...place, end: place.start + keyword.length },
  text: nearest,
});

function defaultPlain(value: RecordedDefault): Plain {
  if (Array.isArray(value)) return (value as readonly RecordedDefault[]).map(defaultPlain);
  if (typeof value === 'object' && value !== null && 'object' in value) {
    return { kind: 'object', type: value.object, config: {} };
  }
  return value as Plain;
}

/**
 * Where the positional arguments stand. After a `*sequence` in the call, spans and values no longer pair up: none is better
 * than a wrong one.
 */
function positionalPlaces(session: Session, site: CallSite, count: number): readonly (Range | undefined)[] {
  if (site.positional.length !== count) return [];
  return site.positional.map(({ start, end }) => session.range({ file: site.file, start, end }));
}
