/** Expressions to values. */
import { say } from '../../message.ts';
import type { BinaryExpression, BoolExpression, CompareExpression, Expression, Span } from '../syntax.ts';
import type { PyFunction, Value } from '../values.ts';
import { ELLIPSIS, FALSE, NONE, TRUE, float, int, str, unknown } from '../values.ts';
import { evaluateCall } from './call-expressions.ts';
import { comprehension } from './comprehensions.ts';
import { dictDisplay, fString, listDisplay, setDisplay, tupleDisplay } from './displays.ts';
import { layoutOf } from './layout.ts';
import { LimitReached } from './limits.ts';
import type { Activation, Completion, Machine } from './machine.ts';
import { fromOpenImports } from './open-imports.ts';
import { binary, compare, unary } from './operators.ts';
import { privateName } from './private-names.ts';
import { bindName, findName, outerFrame } from './scope.ts';
import { getItem } from './subscript.ts';
import { joinValues, runBranches } from './trial.ts';
import { unknownThatIs } from './sizes.ts';
import { typeName } from './types.ts';

export function evaluate(machine: Machine, node: Expression, frame: Activation): Value {
  // The leaves first: they need no care.
  switch (node.kind) {
    case 'Name': {
      const value = findName(frame, node.id) ?? missingName(machine, node.id, frame, node);
      if (value.kind === 'instance') machine.observer.read?.(placeOf(frame, node), node.id, value);
      return value;
    }
    case 'Int':
      return int(node.value);
    case 'Str':
      return str(node.value);
    case 'Constant':
      return node.value === 'None' ? NONE : node.value === 'True' ? TRUE : node.value === 'False' ? FALSE : ELLIPSIS;
    case 'Float':
      return float(node.value);
    default:
  }
  if (++machine.nesting > machine.meter.limits.nesting)
    throw new LimitReached('nesting', say`too deeply nested an expression`, placeOf(frame, node));
  const value = compound(machine, node, frame);
  machine.nesting--;
  return value;
}

const placeOf = (frame: Activation, span: Span): { file: string; start: number; end: number } => ({
  file: frame.file,
  start: span.start,
  end: span.end,
});

function compound(machine: Machine, node: Expression, frame: Activation): Value {
  switch (node.kind) {
    case 'Call':
      return evaluateCall(machine, node, frame);
    case 'Attribute': {
      const object = evaluate(machine, node.object, frame);
      frame.state.at = node;
      const value =
        machine.getAttribute(object, privateName(frame, node.name)) ??
        missingAttribute(machine, object, node.name, frame, node.nameSpan);
      if (value.kind === 'instance') machine.observer.read?.(placeOf(frame, node.nameSpan), node.name, value);
      return value;
    }
    case 'Binary':
      return binaryChain(machine, node, frame);
    case 'Subscript': {
      const object = evaluate(machine, node.object, frame);
      const index = evaluate(machine, node.index, frame);
      frame.state.at = node;
      return getItem(machine, object, index);
    }
    case 'Tuple':
      return tupleDisplay(machine, node.items, frame);
    case 'List':
      return listDisplay(machine, node.items, frame);
    case 'Dict':
      return dictDisplay(machine, node, frame);
    case 'Set':
      return setDisplay(machine, node.items, frame);
    case 'Compare':
      return compareChain(machine, node, frame);
    case 'Bool':
      return logical(machine, node, frame);
    case 'Unary': {
      const operand = evaluate(machine, node.operand, frame);
      frame.state.at = node;
      return unary(machine, node.operator, operand);
    }
    case 'Conditional':
      return conditional(machine, node.test, node.then, node.otherwise, frame);
    case 'FString':
      return fString(machine, node, frame);
    case 'Comprehension':
      return comprehension(machine, node, frame);
    case 'Lambda': {
      const made: PyFunction = {
        kind: 'function',
        name: '<lambda>',
        qualifiedName: `${qualifiedPrefix(frame)}<lambda>`,
        node,
        file: frame.file,
        closure: closureScope(frame),
        defaults: defaultsOf(machine, node, frame),
        attributes: new Map(),
        definedIn: frame.function?.definedIn ?? null,
      };
      return made;
    }
    case 'Slice': {
      const part = (each: Expression | null): Value => (each ? evaluate(machine, each, frame) : NONE);
      return { kind: 'slice', start: part(node.lower), stop: part(node.upper), step: part(node.step) };
    }
    case 'Named': {
      const value = evaluate(machine, node.value, frame);
      bindName(machine, outerFrame(frame), node.target.id, value, node.target);
      return value;
    }
    case 'Starred':
      return evaluate(machine, node.value, frame);
    case 'Await':
      // Coroutines are run where they are called: nothing here waits for anything.
      return evaluate(machine, node.value, frame);
    case 'Yield':
      return frame.state.sent.get(node) ?? NONE;
    case 'Bytes':
      return { kind: 'bytes', value: node.value };
    case 'Imaginary':
      return unknown(say`a complex number`, placeOf(frame, node));
    case 'Error':
      return unknown(say`not valid Python: ${node.text}`, placeOf(frame, node));
    default:
      return evaluate(machine, node, frame);
  }
}

/** What stands before the name of a function or class defined in this frame. */
export const qualifiedPrefix = (frame: Activation): string =>
  frame.scope.kind === 'class' ? `${frame.name}.` : frame.function ? `${frame.function.qualifiedName}.<locals>.` : '';

/** Functions see the names around them, but not those of a class body. */
export function closureScope(frame: Activation): PyFunction['closure'] {
  let { scope } = frame;
  while (scope.kind === 'class' && scope.parent) scope = scope.parent;
  return scope;
}

export function defaultsOf(machine: Machine, node: PyFunction['node'], frame: Activation): Map<string, Value> {
  const defaults = new Map<string, Value>();
  for (const parameter of layoutOf(node).parameters)
    if (parameter.defaultValue) defaults.set(parameter.name, evaluate(machine, parameter.defaultValue, frame));
  return defaults;
}

function missingName(machine: Machine, name: string, frame: Activation, span: Span): Value {
  const builtin = machine.builtins.names.get(name);
  if (builtin !== undefined) return builtin;
  if (name === '__class__' && frame.function?.definedIn) return frame.function.definedIn;
  const hidden = frame.scope.kind === 'class' ? findName(frame, privateName(frame, name)) : undefined;
  if (hidden !== undefined) return hidden;
  // `from somewhere import *`, and we do not know what that brought.
  const open = fromOpenImports(frame.globals.names, name);
  if (open) return open;
  return machine.raise('NameError', `name '${name}' is not defined`, placeOf(frame, span));
}

export function missingAttribute(machine: Machine, object: Value, name: string, frame: Activation, span: Span): never {
  const place = placeOf(frame, span);
  if (object.kind === 'module')
    return machine.raise('AttributeError', `module '${object.name}' has no attribute '${name}'`, place);
  if (object.kind === 'class')
    return machine.raise('AttributeError', `type object '${object.name}' has no attribute '${name}'`, place);
  return machine.raise('AttributeError', `'${typeName(object)}' object has no attribute '${name}'`, place);
}

/** `a + b + c + ...` leans to the left: done in a loop, so that its length needs no depth. */
function binaryChain(machine: Machine, node: BinaryExpression, frame: Activation): Value {
  const compute = (each: BinaryExpression, left: Value): Value => {
    const right = evaluate(machine, each.right, frame);
    frame.state.at = each;
    return binary(machine, each.operator, left, right);
  };
  if (node.left.kind !== 'Binary') return compute(node, evaluate(machine, node.left, frame));
  const chain: BinaryExpression[] = [];
  let left: Expression = node;
  while (left.kind === 'Binary') {
    chain.push(left);
    left = left.left;
  }
  let value = evaluate(machine, left, frame);
  for (let each = chain.pop(); each; each = chain.pop()) value = compute(each, value);
  return value;
}

function compareChain(machine: Machine, node: CompareExpression, frame: Activation): Value {
  let left = evaluate(machine, node.left, frame);
  let result: Value = TRUE;
  for (const { operator, right: rightNode } of node.rest) {
    const right = evaluate(machine, rightNode, frame);
    frame.state.at = node;
    const next = compare(machine, operator, left, right);
    if (node.rest.length === 1) return next;
    const known = machine.truth(next);
    if (known === false) return next;
    if (known === null || machine.truth(result) !== null) result = next;
    left = right;
  }
  return result;
}

function logical(machine: Machine, node: BoolExpression, frame: Activation): Value {
  const decisive = node.operator === 'or';
  let value: Value = NONE;
  for (const [index, each] of node.values.entries()) {
    value = evaluate(machine, each, frame);
    if (index === node.values.length - 1) break;
    const known = machine.truth(value);
    if (known === decisive) return value;
    if (known === null) return undecided(machine, node, index, value, frame);
  }
  return value;
}

/**
 * `unknown and x`. A later operand that decides on its own still says whether the whole is true, which is all that a
 * condition needs; otherwise the result is one of the values, so it is not known.
 */
function undecided(machine: Machine, node: BoolExpression, index: number, value: Value, frame: Activation): Value {
  const decisive = node.operator === 'or';
  const result =
    value.kind === 'unknown' ? value : machine.unknown(say`a condition that cannot be told`, placeOf(frame, node));
  for (const each of node.values.slice(index + 1)) {
    const later: { value: Value | null } = { value: null };
    const look = (): Completion => {
      later.value = evaluate(machine, each, frame);
      return 'normal';
    };
    attemptBranches(machine, frame, [look, () => 'normal'], result);
    if (later.value && machine.truth(later.value) === decisive) return unknownThatIs(result.cause, decisive);
  }
  return result;
}

/** Evaluates expressions that may or may not be evaluated. */
function attemptBranches(machine: Machine, frame: Activation, runs: readonly (() => Completion)[], cause: Value): void {
  runBranches(
    machine,
    frame,
    runs,
    cause.kind === 'unknown' ? cause : machine.unknown(say`a condition that cannot be told`),
  );
}

/** `then if test else otherwise`, both tried when the test is not known. */
function conditional(
  machine: Machine,
  test: Expression,
  then: Expression,
  otherwise: Expression,
  frame: Activation,
): Value {
  const condition = evaluate(machine, test, frame);
  const known = machine.truth(condition);
  if (known !== null) return evaluate(machine, known ? then : otherwise, frame);
  const results: Value[] = [];
  const run = (node: Expression) => (): Completion => {
    results.push(evaluate(machine, node, frame));
    return 'normal';
  };
  const cause =
    condition.kind === 'unknown'
      ? condition
      : machine.unknown(say`a condition that cannot be told`, placeOf(frame, test));
  attemptBranches(machine, frame, [run(then), run(otherwise)], cause);
  const [first, second] = results;
  if (!first) return cause;
  return second ? (joinValues(machine, first, second) ?? cause) : first;
}
