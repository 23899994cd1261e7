/**
 * What nobody calls is called by us, so that a lone snippet still gets its shapes: functions are evaluated with their defaults, model
 * classes are constructed with theirs. What turns out to have nothing to do with models leaves no trace.
 */
import { lookup } from '../python/evaluate/classes.ts';
import type { Evaluator } from '../python/evaluate/evaluator.ts';
import type { Parameter, Span } from '../python/syntax.ts';
import type { CallSite, PyClass, PyFunction, PyModule, Value } from '../python/values.ts';
import type { FrameworkRun } from './framework.ts';
import type { Session } from './session.ts';

/** More than any file of models has; a file of a thousand helpers is not run a thousand times. */
const MAX_CALLS = 60;

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
  for (const value of values) {
    if (value.kind !== 'class' || value.place?.file !== session.file || called.has(value)) continue;
    const framework = frameworks.find((each) => each.isModelClass(value));
    if (!framework || framework.wasConstructed(value) || !canConstruct(value) || left-- <= 0) continue;
    attempt(session, () =>
      evaluator.callFromOutside(value, [], new Map(), siteOf(session.file, value.place ?? { start: 0, end: 0 })),
    );
  }
  for (const value of values) {
    if (value.kind !== 'function' || value.file !== session.file || called.has(value)) continue;
    if (entered.has(value.name) || !canCall(value) || left-- <= 0) continue;
    const { node } = value;
    attempt(session, () =>
      evaluator.callFromOutside(
        value,
        [],
        new Map(),
        siteOf(session.file, node.kind === 'FunctionDef' ? node.nameSpan : node),
      ),
    );
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
  return init?.kind !== 'function' || hasDefaults(init.node.parameters.slice(1));
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
