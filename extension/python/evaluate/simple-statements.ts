/** Statements without blocks of their own that run in this frame. */
import { say } from '../../message.ts';
import type { AugmentedAssignment, Expression, Statement } from '../syntax.ts';
import type { Value } from '../values.ts';
import { NONE, str, unknown } from '../values.ts';
import { assign, remove } from './assign.ts';
import { classDefinition } from './class-definitions.ts';
import { functionDefinition } from './function-definitions.ts';
import { missingAttribute } from './expressions.ts';
import { importFromStatement, importStatement } from './import-statements.ts';
import type { Activation, Completion, Machine } from './machine.ts';
import { inPlace } from './operators.ts';
import { toRaise } from './exceptions.ts';
import { strText } from './repr.ts';
import { privateName } from './private-names.ts';
import { bindName } from './scope.ts';
import { emptyDict } from './displays.ts';
import { getItem, setDictItem, setItem } from './subscript.ts';

export function simple(machine: Machine, node: Statement, frame: Activation): Completion {
  switch (node.kind) {
    case 'ExpressionStatement':
      machine.evaluate(node.value, frame);
      return 'normal';
    case 'Assign': {
      const value = machine.evaluate(node.value, frame);
      for (const target of node.targets) assign(machine, frame, target, value);
      return 'normal';
    }
    case 'AugmentedAssign':
      augmented(machine, node, frame);
      return 'normal';
    case 'Return':
      frame.state.result = node.value ? machine.evaluate(node.value, frame) : NONE;
      return 'return';
    case 'Break':
      return 'break';
    case 'Continue':
      return 'continue';
    case 'FunctionDef':
      functionDefinition(machine, node, frame);
      return 'normal';
    case 'ClassDef':
      classDefinition(machine, node, frame);
      return 'normal';
    case 'Import':
      importStatement(machine, node, frame);
      return 'normal';
    case 'ImportFrom':
      importFromStatement(machine, node, frame);
      return 'normal';
    case 'AnnotatedAssign':
      if (node.value) assign(machine, frame, node.target, machine.evaluate(node.value, frame));
      if (frame.scope.kind === 'class' && node.target.kind === 'Name')
        annotate(machine, frame, node.target.id, node.annotation);
      return 'normal';
    case 'Assert': {
      const holds = machine.truth(machine.evaluate(node.test, frame));
      if (holds === false) {
        const message = node.message ? strText(machine, machine.evaluate(node.message, frame)) : '';
        machine.raise(
          'AssertionError',
          message ?? '',
          { file: frame.file, start: node.start, end: node.end },
          message ? undefined : [],
        );
      }
      return 'normal';
    }
    case 'Raise': {
      const place = { file: frame.file, start: node.start, end: node.end };
      if (node.value) throw toRaise(machine, machine.evaluate(node.value, frame), place);
      throw frame.state.handling.at(-1) ?? toRaise(machine, machine.builtins.names.get('RuntimeError') ?? NONE, place);
    }
    case 'Delete':
      for (const target of node.targets) remove(machine, frame, target);
      return 'normal';
    case 'TypeAlias':
      bindName(machine, frame, node.name, unknown(say`a type alias`), null);
      return 'normal';
    case 'ErrorStatement': {
      const cause = unknown(say`not valid Python`, { file: frame.file, start: node.start, end: node.end });
      for (const name of node.names) bindName(machine, frame, name, cause, null);
      return 'normal';
    }
    default:
      return 'normal';
  }
}

function augmented(machine: Machine, node: AugmentedAssignment, frame: Activation): void {
  const { target, operator } = node;
  const update = (old: Value): Value => {
    const right = machine.evaluate(node.value, frame);
    frame.state.at = node;
    return inPlace(machine, operator, old, right);
  };
  if (target.kind === 'Attribute') {
    const object = machine.evaluate(target.object, frame);
    const name = privateName(frame, target.name);
    const old =
      machine.getAttribute(object, name) ?? missingAttribute(machine, object, target.name, frame, target.nameSpan);
    const value = update(old);
    machine.setAttribute(object, name, value);
    const { nameSpan } = target;
    machine.observer.bound?.({ file: frame.file, start: nameSpan.start, end: nameSpan.end }, target.name, value);
  } else if (target.kind === 'Subscript') {
    const object = machine.evaluate(target.object, frame);
    const index = machine.evaluate(target.index, frame);
    setItem(machine, object, index, update(getItem(machine, object, index)));
  } else assign(machine, frame, target, update(machine.evaluate(target, frame)));
}

/** Annotations of a class body are data: dataclasses and NamedTuples are made of them. */
function annotate(machine: Machine, frame: Activation, name: string, annotation: Expression): void {
  const { names } = frame.scope;
  const known = names.get('__annotations__');
  const annotations = known?.kind === 'dict' ? known : emptyDict();
  const value =
    machine.attempt(() => machine.evaluate(annotation, frame), 'BaseException') ??
    unknown(say`an annotation that cannot be evaluated`);
  setDictItem(machine, annotations, str(name), value);
  names.set('__annotations__', annotations);
}
