/** Call expressions: the callee, the arguments, where they stand, and who is told of it. */
import { say } from '../../message.ts';
import type { CallExpression, Span } from '../syntax.ts';
import type { CallSite, Value } from '../values.ts';
import { Slot } from '../values.ts';
import { unknown } from '../values.ts';
import { NO_KEYWORDS, call } from './calls.ts';
import type { Activation, Machine } from './machine.ts';
import { plainValue } from './payload.ts';
import { argument } from './recovery.ts';
import { typeName } from './types.ts';

/** Sites of calls without `*args` and `**kwargs` are always the same. */
const sites = new Slot<CallSite, CallExpression>();

function fixedSite(node: CallExpression, file: string): CallSite {
  const known = sites.get(node);
  // The same tree may stand for two files with the same text.
  if (known?.file === file) return known;
  const positional: Span[] = [];
  const keywords = new Map<string, Span>();
  for (const { kind, name, value } of node.args) {
    if (kind === 'positional') positional.push({ start: value.start, end: value.end });
    else if (name !== null) keywords.set(name, { start: value.start, end: value.end });
  }
  const site: CallSite = { file, start: node.start, end: node.end, positional, keywords };
  sites.set(node, site);
  return site;
}

interface Arguments {
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly site: CallSite;
  /** What is not known about them: `*unknown`. */
  readonly missing: Value | null;
}

const isSpread = (node: CallExpression): boolean =>
  node.args.some((each) => each.kind === 'star' || each.kind === 'double-star');

function plainArguments(machine: Machine, node: CallExpression, frame: Activation): Arguments {
  const args: Value[] = [];
  let kwargs: Map<string, Value> | null = null;
  for (const { kind, name, value } of node.args) {
    const result = argument(machine, value, frame);
    if (kind === 'positional') args.push(result);
    else if (name !== null) (kwargs ??= new Map()).set(name, result);
  }
  return { args, kwargs: kwargs ?? NO_KEYWORDS, site: fixedSite(node, frame.file), missing: null };
}

function spreadArguments(machine: Machine, node: CallExpression, frame: Activation): Arguments {
  const args: Value[] = [];
  const kwargs = new Map<string, Value>();
  const positional: Span[] = [];
  const keywords = new Map<string, Span>();
  let missing: Value | null = null;
  for (const given of node.args) {
    const { kind, name } = given;
    const span = { start: given.value.start, end: given.value.end };
    const value = argument(machine, given.value, frame);
    if (kind === 'positional') {
      args.push(value);
      positional.push(span);
    } else if (kind === 'keyword' && name !== null) {
      kwargs.set(name, value);
      keywords.set(name, span);
    } else if (kind === 'star') {
      const items = machine.iterate(value);
      if (!items) missing ??= value.kind === 'unknown' ? value : unknown(say`arguments that are not known`);
      for (const item of items ?? []) {
        args.push(item);
        positional.push(span);
      }
    } else missing = spreadMapping(machine, value, span, kwargs, keywords) ?? missing;
  }
  return { args, kwargs, site: { file: frame.file, start: node.start, end: node.end, positional, keywords }, missing };
}

/** `**mapping`; gives what is not known about it. */
function spreadMapping(
  machine: Machine,
  value: Value,
  span: Span,
  kwargs: Map<string, Value>,
  keywords: Map<string, Span>,
): Value | null {
  const mapping = plainValue(value);
  if (mapping.kind === 'unknown') return mapping;
  if (mapping.kind !== 'dict')
    return mapping.kind === 'instance'
      ? unknown(say`arguments that are not known`)
      : machine.raise('TypeError', `argument after ** must be a mapping, not ${typeName(value)}`);
  for (const entry of mapping.entries.values()) {
    if (entry.key.kind !== 'str') return machine.raise('TypeError', 'keywords must be strings');
    kwargs.set(entry.key.value, entry.value);
    keywords.set(entry.key.value, span);
  }
  return mapping.open ? unknown(say`arguments that are not known`) : null;
}

/** `f(*unknown)`: what the call would do is not known, but calling is tried where the rest may be enough. */
export function evaluateCall(machine: Machine, node: CallExpression, frame: Activation): Value {
  const callee = machine.evaluate(node.callee, frame);
  const { args, kwargs, site, missing } = isSpread(node)
    ? spreadArguments(machine, node, frame)
    : plainArguments(machine, node, frame);
  frame.state.at = site;
  const result = missing ?? call(machine, callee, args, kwargs, site);
  machine.observer.called?.(site, callee, result);
  return result;
}
