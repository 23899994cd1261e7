/** Functions, lambdas, classes and their decorators. */
import type { ClassDefinition, Expression, FunctionDefinition, LambdaExpression, Statement } from '../../syntax.ts';
import { NONE } from '../flat-tree.ts';
import { lowerArguments } from './calls.ts';
import { body } from './compound-statements.ts';
import type { Lowering } from './lowering.ts';
import { identifier } from './names.ts';
import { lowerParameters } from './parameters.ts';

export function lowerFunction(lowering: Lowering, node: number): FunctionDefinition | Statement {
  return functionDefinition(lowering, node, []);
}

export function lowerClass(lowering: Lowering, node: number): ClassDefinition | Statement {
  return classDefinition(lowering, node, []);
}

/** As in CPython, the definition begins at `def` or `class`; its decorators stand before it. */
export function lowerDecorated(lowering: Lowering, node: number): Statement {
  const { tree } = lowering;
  const children = tree.children(node);
  const decorators = children
    .filter((child) => tree.kind(child) === 'decorator')
    .map((child) =>
      lowering.isDamaged(child) ? lowering.error(child) : lowering.expression(tree.children(child)[1] ?? NONE),
    );
  const definition = children.at(-1) ?? NONE;
  if (tree.kind(definition) === 'function_definition') return functionDefinition(lowering, definition, decorators);
  if (tree.kind(definition) === 'class_definition') return classDefinition(lowering, definition, decorators);
  return lowering.errorStatement(lowering.span(node));
}

function functionDefinition(lowering: Lowering, node: number, decorators: Expression[]): Statement {
  const { tree } = lowering;
  const name = tree.child(node, 'identifier');
  if (name === NONE) return lowering.errorStatement(lowering.span(node));
  const parameters = lowerParameters(lowering, tree.child(node, 'parameters'));
  const returns = lowering.optional(tree.child(node, 'type'));
  const outer = lowering.sawYield;
  lowering.sawYield = false;
  const statements = body(lowering, node);
  const isGenerator = lowering.sawYield;
  lowering.sawYield = outer;
  return {
    kind: 'FunctionDef',
    ...lowering.span(node),
    name: identifier(lowering, name),
    nameSpan: lowering.span(name),
    parameters,
    returns,
    decorators,
    body: statements,
    isAsync: tree.has(node, 'async'),
    isGenerator,
  };
}

function classDefinition(lowering: Lowering, node: number, decorators: Expression[]): Statement {
  const { tree } = lowering;
  const name = tree.child(node, 'identifier');
  if (name === NONE) return lowering.errorStatement(lowering.span(node));
  const bases = tree.child(node, 'argument_list');
  return {
    kind: 'ClassDef',
    ...lowering.span(node),
    name: identifier(lowering, name),
    nameSpan: lowering.span(name),
    bases: bases === NONE ? [] : lowerArguments(lowering, bases),
    decorators,
    body: body(lowering, node),
  };
}

export function lowerLambda(lowering: Lowering, node: number): LambdaExpression {
  const { tree } = lowering;
  const outer = lowering.sawYield;
  const lambda: LambdaExpression = {
    kind: 'Lambda',
    ...lowering.span(node),
    parameters: lowerParameters(lowering, tree.child(node, 'lambda_parameters')),
    body: lowering.expression(tree.children(node).at(-1) ?? NONE),
  };
  lowering.sawYield = outer;
  return lambda;
}
