/** `def`, and what decorators make of it. */
import type { Expression, FunctionDefinition, Statement } from '../syntax.ts';
import type { PyFunction, Value } from '../values.ts';
import { str } from '../values.ts';
import { closureScope, defaultsOf, qualifiedPrefix } from './expressions.ts';
import type { Activation, Machine } from './machine.ts';
import { Names } from './names.ts';
import { privateName } from './private-names.ts';
import { bindName } from './scope.ts';
import { markUndecorated } from './undecorated.ts';

/** The string a body starts with. */
export function docstring(body: readonly Statement[]): Value | undefined {
  const [first] = body;
  return first?.kind === 'ExpressionStatement' && first.value.kind === 'Str' ? str(first.value.value) : undefined;
}

/** Decorators from the innermost out. One that is not known is taken to leave what it decorates as it is. */
export function decorate(machine: Machine, decorators: readonly Expression[], made: Value, frame: Activation): Value {
  // They are evaluated from the top and applied from the bottom.
  const callables = decorators.map((each) => [machine.evaluate(each, frame), each] as const);
  let value = made;
  for (const [callable, node] of callables.reverse()) {
    if (callable.kind === 'unknown') {
      if (value.kind === 'function' || value.kind === 'class') markUndecorated(value, callable.cause);
      continue;
    }
    const span = { start: node.start, end: node.end };
    const result = machine.call(callable, [value], undefined, {
      file: frame.file,
      ...span,
      positional: [span],
      keywords: new Map(),
    });
    if (result.kind !== 'unknown') value = result;
    else if (value.kind === 'function' || value.kind === 'class') markUndecorated(value, result.cause);
  }
  return value;
}

export function functionDefinition(machine: Machine, node: FunctionDefinition, frame: Activation): void {
  const made: PyFunction = {
    kind: 'function',
    name: node.name,
    qualifiedName: qualifiedPrefix(frame) + node.name,
    node,
    file: frame.file,
    closure: closureScope(frame),
    defaults: defaultsOf(machine, node, frame),
    attributes: new Names(),
    definedIn: frame.function?.definedIn ?? null,
  };
  const text = docstring(node.body);
  if (text) made.attributes.set('__doc__', text);
  if (frame.scope.kind === 'class') frame.state.defined.push(made);
  const value = node.decorators.length === 0 ? made : decorate(machine, node.decorators, made, frame);
  bindName(machine, frame, privateName(frame, node.name), value, node.nameSpan);
}
