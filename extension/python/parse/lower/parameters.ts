/** Parameters of functions and lambdas, with the kinds that `/` and `*` give to their neighbours. */
import type { Parameter } from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import { elements } from './collections.ts';
import type { Lowering } from './lowering.ts';
import { identifier } from './names.ts';

export function lowerParameters(lowering: Lowering, list: number): Parameter[] {
  const { tree } = lowering;
  const parameters: Parameter[] = [];
  let kind: Parameter['kind'] = 'positional';
  if (list === NONE) return parameters;
  for (const node of elements(lowering, list)) {
    switch (tree.kind(node)) {
      case 'positional_separator':
        parameters.forEach((before, at) => (parameters[at] = { ...before, kind: 'positional-only' }));
        break;
      case 'keyword_separator':
        kind = 'keyword-only';
        break;
      default: {
        const parameter = lowerParameter(lowering, node, kind);
        if (!parameter) continue;
        if (parameter.kind === 'star') kind = 'keyword-only';
        parameters.push(parameter);
      }
    }
  }
  return parameters;
}

function lowerParameter(lowering: Lowering, node: number, plain: Parameter['kind']): Parameter | null {
  const { tree } = lowering;
  const kind = tree.kind(node);
  const parts = tree.children(node);
  const span = lowering.span(node);
  const named = (name: number, which: Parameter['kind']): Parameter => ({
    kind: which,
    ...span,
    name: identifier(lowering, name),
    nameSpan: lowering.span(name),
    annotation: null,
    defaultValue: null,
  });
  switch (kind) {
    case 'identifier':
      return named(node, plain);
    case 'list_splat_pattern':
      return named(parts[1] ?? NONE, 'star');
    case 'dictionary_splat_pattern':
      return named(parts[1] ?? NONE, 'double-star');
    case 'default_parameter':
    case 'typed_parameter':
    case 'typed_default_parameter': {
      const inner = lowerParameter(lowering, parts[0] ?? NONE, plain);
      if (!inner) return null;
      const equals = parts.findIndex((part) => tree.kind(part) === '=');
      return {
        ...inner,
        ...span,
        annotation: lowering.optional(tree.child(node, 'type')),
        defaultValue: equals < 0 ? null : lowering.expression(parts[equals + 1] ?? NONE),
      };
    }
    default:
      // A tuple parameter is Python 2; an error among parameters is reported where the error is.
      return null;
  }
}
