/**
 * Puts several layers where one stood: two statements where it was called on a tensor or added to a model, two entries in a
 * Sequential, and a Sequential of its own everywhere else.
 */
import type { CallExpression } from '../python/syntax.ts';
import type { CodeStyle } from './code-style.ts';
import { dottedName, lastName, sameSpan, type PathNode } from './syntax-path.ts';
import type { TextEdit } from './text-edit.ts';

/** A step as the file says it: `layers.Conv2D` with `32, 3, padding="same"`. */
export interface WrittenStep {
  readonly callee: string;
  readonly arguments: string;
  /** Called on a tensor itself; elsewhere it needs a layer around it. */
  readonly isFunction: boolean;
  /** `name="up"`, which only a layer can have. */
  readonly name: string | null;
}

export interface Surroundings {
  readonly style: CodeStyle;
  /** `layers.Lambda`, `nn.Sequential`: asked for only where they are needed, since they may have to be imported. */
  readonly lambda: () => string;
  readonly sequential: () => string;
  /** A Sequential takes its layers as a list. */
  readonly listed: boolean;
}

export function placed(
  path: readonly PathNode[],
  call: CallExpression,
  steps: readonly WrittenStep[],
  around: Surroundings,
): readonly TextEdit[] {
  const at = path.findLastIndex((node) => node.kind === 'Call' && sameSpan(node, call));
  const outside = path.slice(0, at).filter(({ kind }) => kind !== 'positional' && kind !== 'keyword');
  const parent = outside.at(-1);
  const statement = outside.findLast(isStatement);
  if (parent?.kind === 'Call' && sameSpan(parent.callee, call)) {
    const called = steps.map((step) => (step.name === null ? step : inLambda(step, around)));
    return onTensor(parent, statement, called, around);
  }
  const layers = steps.map((step) => asLayer(step, around));
  if (isEntryOfSequential(outside)) return [{ start: call.start, end: call.end, text: joined(call, layers, around) }];
  const added = addedToModel(parent, statement, layers, around);
  if (added) return [added];
  return [{ start: call.start, end: call.end, text: wrapped(call, layers, around) }];
}

const isStatement = ({ kind }: PathNode): boolean =>
  ['ExpressionStatement', 'Assign', 'AnnotatedAssign', 'AugmentedAssign', 'Return'].includes(kind);

/** `x = Layer(...)(x)`: a line for each step where the statement is nothing else, one inside the other where it is more. */
function onTensor(
  outer: CallExpression,
  statement: PathNode | undefined,
  steps: readonly WrittenStep[],
  { style }: Surroundings,
): readonly TextEdit[] {
  const [argument] = outer.args;
  const input = outer.args.length === 0 ? '' : style.text.slice(argument?.start, outer.args.at(-1)?.end);
  if (statement?.kind === 'Assign' && sameSpan(statement.value, outer) && style.standsAlone(statement)) {
    const [target, second] = statement.targets;
    if (target?.kind === 'Name' && !second) {
      const indent = style.indentAt(statement.start);
      const lines = steps.map((step, index) => {
        const given = index === 0 ? input : target.id;
        return fitted(`${target.id} = `, step, given, indent, style);
      });
      return [{ start: statement.start, end: statement.end, text: lines.join(style.newline + indent) }];
    }
  }
  const nested = steps.reduce((inner, step) => applied(step, inner), input);
  return [{ start: outer.start, end: outer.end, text: nested }];
}

function applied({ callee, arguments: args, isFunction }: WrittenStep, input: string): string {
  return isFunction
    ? `${callee}(${[input, args].filter((part) => part !== '').join(', ')})`
    : `${callee}(${args})(${input})`;
}

/** On one line if it fits, else with the arguments on a line of their own. */
function fitted(target: string, step: WrittenStep, input: string, indent: string, style: CodeStyle): string {
  const line = target + applied(step, input);
  if (indent.length + line.length <= style.width || step.isFunction) return line;
  const inner = style.newline + indent + style.indent;
  return `${target}${step.callee}(${inner}${step.arguments}${style.newline}${indent})(${input})`;
}

function asLayer(step: WrittenStep, around: Surroundings): string {
  const layer = step.isFunction ? inLambda(step, around) : step;
  return `${layer.callee}(${layer.arguments})`;
}

function inLambda(step: WrittenStep, { lambda }: Surroundings): WrittenStep {
  const args = [`lambda x: ${applied(step, 'x')}`, ...(step.name === null ? [] : [step.name])];
  return { callee: lambda(), arguments: args.join(', '), isFunction: false, name: null };
}

/** The call is an argument of `nn.Sequential(...)`, or an item of the list that a Sequential takes. */
function isEntryOfSequential(outside: readonly PathNode[]): boolean {
  const [parent, before] = [outside.at(-1), outside.at(-2)];
  const taker = parent?.kind === 'List' || parent?.kind === 'Tuple' ? before : parent;
  return taker?.kind === 'Call' && lastName(dottedName(taker.callee) ?? '') === 'Sequential';
}

/** `model.add(Layer(...))` on its own. */
function addedToModel(
  parent: PathNode | undefined,
  statement: PathNode | undefined,
  layers: readonly string[],
  { style }: Surroundings,
): TextEdit | null {
  if (parent?.kind !== 'Call' || parent.args.length !== 1) return null;
  if (parent.callee.kind !== 'Attribute' || parent.callee.name !== 'add') return null;
  if (statement?.kind !== 'ExpressionStatement' || !sameSpan(statement.value, parent)) return null;
  if (!style.standsAlone(statement)) return null;
  const callee = style.slice(parent.callee);
  const separator = style.newline + style.indentAt(statement.start);
  const text = layers.map((layer) => `${callee}(${layer})`).join(separator);
  return { start: statement.start, end: statement.end, text };
}

function joined(call: CallExpression, layers: readonly string[], { style }: Surroundings): string {
  const alone = /^\s*$/.test(style.text.slice(style.lineStart(call.start), call.start));
  return layers.join(alone ? `,${style.newline}${style.indentAt(call.start)}` : ', ');
}

function wrapped(call: CallExpression, layers: readonly string[], { style, sequential, listed }: Surroundings): string {
  const callee = sequential();
  const [open, close] = listed ? ['([', '])'] : ['(', ')'];
  const line = `${callee}${open}${layers.join(', ')}${close}`;
  const before = call.start - style.lineStart(call.start);
  const after = style.lineEnd(call.end) - call.end;
  if (before + line.length + after <= style.width) return line;
  const indent = style.newline + style.indentAt(call.start);
  return `${callee}${open}${layers.map((layer) => `${indent}${style.indent}${layer},`).join('')}${indent}${close}`;
}
