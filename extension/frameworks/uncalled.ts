/**
 * What nobody calls is called by us, so that a lone snippet still gets its shapes: functions are evaluated with their defaults, model
 * classes are constructed with theirs. A class that must be given channels or features is constructed with symbols of those names,
 * and its shapes and parameters come out as expressions. What turns out to have nothing to do with models leaves no trace.
 */
import { symbol } from '../model/sizes/arithmetic.ts';
import { lookup } from '../python/evaluate/classes.ts';
import type { Evaluator } from '../python/evaluate/evaluator.ts';
import type { Parameter, Span } from '../python/syntax.ts';
import type { CallSite, PyClass, PyFunction, PyModule, Value } from '../python/values.ts';
import type { FrameworkRun } from './framework.ts';
import type { Session } from './session.ts';
import { sizeToValue } from './symint.ts';

/** More than any file of models has; a file of a thousand helpers is not run a thousand times. */
const MAX_CALLS = 60;
const NOWHERE: Span = { start: 0, end: 0 };

export interface CalledBefore {
  has(callee: Value): boolean;
}

export function callTheUncalled(
  session: Session,
  evaluator: Evaluator,
  module: PyModule,
  frameworks: readonly FrameworkRun[],
  called: CalledBefore,
): void {
  let left = MAX_CALLS;
  // A function that a limit ended was called all the same.
  const entered = new Set(session.calls.flatMap((call) => call.path));
  const values = [...module.namespace.values()];
  const call = (callee: PyClass | PyFunction, span: Span, args: readonly Value[]): void => {
    if (left-- <= 0) return;
    attempt(session, () => evaluator.callFromOutside(callee, args, new Map(), siteOf(session.file, span)));
  };
  const classes = values.flatMap((value) => {
    const own = value.kind === 'class' && value.place?.file === session.file && !called.has(value);
    const framework = own ? frameworks.find((each) => each.isModelClass(value)) : undefined;
    return own && framework ? [{ cls: value, framework }] : [];
  });
  for (const { cls, framework } of classes) {
    if (!framework.wasConstructed(cls) && canConstruct(cls)) call(cls, cls.place ?? NOWHERE, []);
  }
  for (const value of values) {
    if (value.kind !== 'function' || value.file !== session.file || called.has(value)) continue;
    if (entered.has(value.name) || !canCall(value)) continue;
    const mark = session.findings.length;
    call(value, value.node.kind === 'FunctionDef' ? value.node.nameSpan : value.node, []);
    // Nobody calls `f(*args)` with nothing: what is missing then is our doing.
    if (value.node.parameters.some(({ kind }) => kind === 'star')) session.forgetFindings(mark);
  }
  // The last class is the whole network as a rule: what it is made of is then constructed by it.
  for (const { cls, framework } of classes.toReversed()) {
    if (framework.framework !== 'torch' || framework.wasConstructed(cls)) continue;
    const args = symbolicArguments(session, cls);
    if (!args) continue;
    session.guessing = true;
    call(cls, cls.place ?? NOWHERE, args);
    session.guessing = false;
  }
}

/** Findings of a call that makes no layer are about data or training: they are taken back. */
function attempt(session: Session, run: () => unknown): void {
  const { layers, findings } = session;
  const before = layers.length;
  const mark = findings.length;
  run();
  if (layers.length === before) session.forgetFindings(mark);
}

function canConstruct(cls: PyClass): boolean {
  const init = lookup(cls, '__init__');
  if (init?.kind === 'function') return hasDefaults(init.node.parameters.slice(1)) && !handsOn(cls, init);
  // The constructor of a layer wants the layer's arguments.
  const owner = cls.mro.find((each) => each.namespace.has('__init__'));
  return owner === undefined || PLAIN_BASES.has(owner.name);
}

/** `def __init__(self, *args, **kwargs)` of a subclass of a layer: the layer's arguments, which are not known. */
function handsOn(cls: PyClass, init: PyFunction): boolean {
  const takesRest = init.node.parameters.some(({ kind }) => kind === 'star');
  const base = cls.mro.find((each) => each.place === null && each.namespace.has('__init__'));
  return takesRest && base !== undefined && !PLAIN_BASES.has(base.name);
}

/** Classes of the frameworks that are constructed without arguments. */
const PLAIN_BASES = new Set([
  'object',
  'Module',
  'Sequential',
  'ModuleList',
  'ModuleDict',
  'LightningModule',
  'Model',
  'Layer',
]);

/** Names of arguments that are numbers of channels or features. Counts of blocks, kernels and the like decide about the structure. */
const CHANNELS =
  /(^|_)(channels?|chans?|ch|in_?c|out_?c|nc|features?|filters?|planes|dims?|classes|labels|units|hidden|hidden_size|ngf|ndf|nf|nz)\d*$/i;

/** A symbol for each argument that must be given, when all of them are numbers of channels or features; else null. */
function symbolicArguments(session: Session, cls: PyClass): readonly Value[] | null {
  const init = lookup(cls, '__init__');
  if (init?.kind !== 'function') return null;
  const needed = init.node.parameters
    .slice(1)
    .filter(({ defaultValue, kind }) => defaultValue === null && kind !== 'star' && kind !== 'double-star');
  const plain = needed.every(({ name, kind }) => kind !== 'keyword-only' && CHANNELS.test(name));
  return plain && needed.length > 0 ? needed.map(({ name }) => sizeToValue(session, symbol(name, 'open'))) : null;
}

function canCall({ node }: PyFunction): boolean {
  if (node.kind !== 'FunctionDef' || node.isAsync || node.isGenerator) return false;
  return hasDefaults(node.parameters);
}

function hasDefaults(parameters: readonly Parameter[]): boolean {
  return parameters.every(
    ({ kind, defaultValue }) => kind === 'star' || kind === 'double-star' || defaultValue !== null,
  );
}

const siteOf = (file: string, { start, end }: Span): CallSite => ({
  file,
  start,
  end,
  positional: [],
  keywords: new Map(),
});
