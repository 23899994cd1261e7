/**
 * What Keras 1 called otherwise, and what Keras 3 no longer has a default for. Such calls are read as they were meant, and what Keras
 * says of them today is reported. keras 2.2, legacy/interfaces.py
 */
import { say } from '../../message.ts';
import { int, NONE, str, tuple, type NativeCall, type Value, Slot } from '../../python/values.ts';
import { toRange, type Session } from '../session.ts';
import type { Signature } from '../signature.ts';

/** Argument of Keras 1: what it is today, in the first of these that the layer has. */
const PRESENT: Readonly<Record<string, readonly string[]>> = {
  nb_filter: ['filters'],
  filter_length: ['kernel_size'],
  border_mode: ['padding'],
  subsample: ['strides'],
  subsample_length: ['strides'],
  stride: ['strides'],
  atrous_rate: ['dilation_rate'],
  pool_length: ['pool_size'],
  length: ['size'],
  dim_ordering: ['data_format'],
  output_dim: ['units'],
  p: ['rate'],
  sigma: ['stddev'],
  bias: ['use_bias'],
  init: ['kernel_initializer', 'embeddings_initializer', 'alpha_initializer'],
  inner_init: ['recurrent_initializer'],
  inner_activation: ['recurrent_activation'],
  beta_init: ['beta_initializer'],
  gamma_init: ['gamma_initializer'],
  W_regularizer: ['kernel_regularizer', 'embeddings_regularizer'],
  U_regularizer: ['recurrent_regularizer'],
  b_regularizer: ['bias_regularizer'],
  beta_regularizer: ['beta_regularizer'],
  gamma_regularizer: ['gamma_regularizer'],
  W_constraint: ['kernel_constraint', 'embeddings_constraint'],
  U_constraint: ['recurrent_constraint'],
  b_constraint: ['bias_constraint'],
  dropout_W: ['dropout'],
  dropout_U: ['recurrent_dropout'],
};

/** They said how to compute, not what. */
const GONE: ReadonlySet<string> = new Set(['consume_less', 'mode', 'input_dtype']);

/** One argument for each axis of the kernel. */
const KERNEL_SIDES: readonly (readonly string[])[] = [
  ['nb_row', 'nb_col'],
  ['kernel_dim1', 'kernel_dim2', 'kernel_dim3'],
];

const FORMATS: Readonly<Record<string, Value>> = {
  tf: str('channels_last'),
  th: str('channels_first'),
  default: NONE,
};

/** What only Keras 1 has: a file with any of these was written for it. */
const CALL = String.raw`\([^()]{0,300}(?:\([^()]{0,100}\)[^()]{0,300})*\b`;
const KERAS_1 = new RegExp(
  [
    String.raw`\b(?:Convolution|Conv|Pooling|Padding|UpSampling|Dense|LSTM|GRU)\w*${CALL}(?:border_mode|subsample|nb_filter|nb_row|dim_ordering|output_dim|init|W_regularizer|atrous_rate)\s*=`,
    String.raw`\bfit(?:_generator)?${CALL}nb_epoch\s*=`,
    String.raw`\bModel\(\s*input\s*=`,
    String.raw`\bmerge\([^\n]*\bmode\s*=`,
    String.raw`\b(?:Spatial)?Dropout\w*\(p\s*=`,
    String.raw`\bimage_dim_ordering\(`,
  ].join('|'),
);
const writtenForKeras1 = new Slot<Map<string, boolean>, Session>();

function isKeras1(session: Session, file: string): boolean {
  const known = writtenForKeras1.get(session) ?? new Map<string, boolean>();
  writtenForKeras1.set(session, known);
  const answer = known.get(file) ?? KERAS_1.test(session.textOf(file) ?? '');
  known.set(file, answer);
  return answer;
}

/** The call of a layer's constructor as it is written today. */
export function presentCall(session: Session, name: string, signature: Signature, call: NativeCall): NativeCall {
  const parameters = new Set(signature.map(([parameter]) => parameter));
  const present = renamed(session, name, parameters, call);
  return withDefaults(session, name, withKernel(session, name, present, present !== call));
}

function renamed(session: Session, name: string, parameters: ReadonlySet<string>, call: NativeCall): NativeCall {
  const old = [...call.kwargs.keys()].filter((keyword) => !parameters.has(keyword));
  if (!old.some((keyword) => keyword in PRESENT || GONE.has(keyword) || KERNEL_SIDES.flat().includes(keyword)))
    return call;
  const kwargs = new Map(call.kwargs);
  const keywords = new Map(call.site.keywords);
  for (const keyword of old) {
    const present = PRESENT[keyword]?.find((each) => parameters.has(each) && !kwargs.has(each));
    const value = kwargs.get(keyword);
    if (!value) continue;
    if (present !== undefined) {
      tellFormer(session, name, call, keyword, present);
      kwargs.delete(keyword);
      kwargs.set(present, keyword === 'dim_ordering' && value.kind === 'str' ? (FORMATS[value.value] ?? value) : value);
      const span = keywords.get(keyword);
      if (span) keywords.set(present, span);
    } else if (GONE.has(keyword)) {
      tellFormer(session, name, call, keyword);
      kwargs.delete(keyword);
    }
  }
  for (const sides of KERNEL_SIDES) {
    const sizes = sides.flatMap((side) => kwargs.get(side) ?? []);
    if (sizes.length !== sides.length || !parameters.has('kernel_size')) continue;
    for (const side of sides) {
      tellFormer(session, name, call, side, 'kernel_size', false);
      kwargs.delete(side);
    }
    kwargs.set('kernel_size', tuple(sizes));
  }
  return { ...call, kwargs, site: { ...call.site, keywords } };
}

/** `Convolution2D(64, 3, 3)`: a kernel of 3 by 3 in Keras 1, a kernel of 3 and strides of 3 since. */
function withKernel(session: Session, name: string, call: NativeCall, isOld: boolean): NativeCall {
  const rank = Number(/^(?:Separable)?Conv([23])D$/.exec(name)?.[1] ?? 0);
  const [self, filters, ...sides] = call.args;
  if (rank === 0 || sides.length !== rank || !self || !filters || !sides.every(({ kind }) => kind === 'int'))
    return call;
  if (!isOld && !isKeras1(session, call.site.file)) return call;
  const [first, ...rest] = call.site.positional;
  const [from, to] = [rest[0], rest.at(-1)];
  const known = from && to && rest.length === rank;
  const place = known ? { file: call.site.file, start: from.start, end: to.end } : toRange(call.site);
  const written = session.textOf(place.file)?.slice(place.start, place.end) ?? '';
  session.finding(
    'bad-argument',
    place,
    say`The sides of the kernel were arguments of their own in Keras 1; since Keras 2 they are one, and the next one is the strides.`,
    [],
    known ? { title: say`Write (${written})`, range: place, text: `(${written})` } : null,
  );
  const positional = first && known ? [first, { start: place.start, end: place.end }] : [];
  return { ...call, args: [self, filters, tuple(sides)], site: { ...call.site, positional } };
}

/** Keras 3 wants a size where there was one of 2 before. */
function withDefaults(session: Session, name: string, call: NativeCall): NativeCall {
  if (!/^AveragePooling\dD$/.test(name) || call.args.length > 1 || call.kwargs.has('pool_size')) return call;
  const message = say`${name}() needs the argument 'pool_size': it was 2 until Keras 3.`;
  session.finding('bad-argument', toRange(call.site), message);
  return { ...call, kwargs: new Map([...call.kwargs, ['pool_size', int(2)]]) };
}

/** Reports a keyword of Keras 1; `same`: its value can stand with the present name. */
export function tellFormer(
  session: Session,
  name: string,
  { site }: NativeCall,
  keyword: string,
  present?: string,
  same = true,
): void {
  const message =
    present === undefined
      ? say`${name}() has no argument '${keyword}' since Keras 2.`
      : say`${name}() has no argument '${keyword}' since Keras 2: it is '${present}'.`;
  const span = site.keywords.get(keyword);
  if (!span) {
    session.finding('unknown-argument', toRange(site), message);
    return;
  }
  const value = { file: site.file, start: span.start, end: span.end };
  const place = session.keywordRange(value, keyword);
  const written = present !== undefined && same && place.start < value.start;
  const fix = written
    ? {
        title: say`Change '${keyword}' to '${present}'`,
        range: { ...place, end: place.start + keyword.length },
        text: present,
      }
    : null;
  session.finding('unknown-argument', place, message, [], fix);
}
