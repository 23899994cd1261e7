/** What an exception that nobody catches costs: the innermost statement. Its targets become Unknown, and the rest goes on. */
import { verbatim } from '../../message.ts';
import type { Expression, Statement } from '../syntax.ts';
import type { Place, PyUnknown, Value } from '../values.ts';
import { unknown } from '../values.ts';
import { assignLost } from './assign.ts';
import { PyRaise } from './errors.ts';
import { messageOf } from './exceptions.ts';
import { innerBlocks } from './layout.ts';
import type { Activation, Completion, Machine } from './machine.ts';
import { bindName } from './scope.ts';
import { backTo, markOf } from './trial.ts';

/** Names a statement would have bound, with those of the blocks inside it. */
function targetsOf(statement: Statement): {
  readonly targets: readonly Expression[];
  readonly names: readonly string[];
} {
  switch (statement.kind) {
    case 'Assign':
      return { targets: statement.targets, names: [] };
    case 'AnnotatedAssign':
    case 'AugmentedAssign':
      return { targets: [statement.target], names: [] };
    case 'For':
      return { targets: [statement.target], names: [] };
    case 'With':
      return { targets: statement.items.flatMap((item) => (item.target ? [item.target] : [])), names: [] };
    case 'FunctionDef':
    case 'ClassDef':
    case 'TypeAlias':
      return { targets: [], names: [statement.name] };
    case 'Import':
      return {
        targets: [],
        names: statement.names.map((each) => each.alias ?? each.name.split('.')[0] ?? each.name),
      };
    case 'ImportFrom':
      return { targets: [], names: (statement.names ?? []).map((each) => each.alias ?? each.name) };
    case 'ErrorStatement':
      return { targets: [], names: statement.names };
    default:
      return { targets: [], names: [] };
  }
}

/** Binds what the statement would have bound to Unknown, so that nobody reads what was there before. */
export function loseTargets(machine: Machine, statement: Statement, frame: Activation, cause: PyUnknown): void {
  const { targets, names } = targetsOf(statement);
  for (const target of targets) assignLost(machine, frame, target, cause);
  for (const name of names) bindName(machine, frame, name, cause, null);
  for (const block of innerBlocks(statement)) for (const inner of block) loseTargets(machine, inner, frame, cause);
}

const isBlock = (statement: Statement): boolean => innerBlocks(statement).length > 0;

/** Tells of an exception that no `try` is waiting for; gives what stands for the value that there is not. */
function tellOf(machine: Machine, thrown: PyRaise, otherwise: Place): PyUnknown {
  const type = thrown.value.cls.name;
  const message = messageOf(machine, thrown.value);
  const place = thrown.place ?? otherwise;
  machine.report({ kind: 'exception', type, message: verbatim(message), place, maybe: machine.trials > 0 });
  return unknown(verbatim(message ? `${type}: ${message}` : type), place);
}

/** Handles an exception that no `try` is waiting for: how execution goes on, and the cause of what is not known then. */
export function lose(
  machine: Machine,
  statement: Statement,
  frame: Activation,
  thrown: PyRaise,
): { readonly completion: Completion; readonly cause: PyUnknown } {
  // On a path that may not be taken, `raise` means that it is not.
  if (thrown.explicit && machine.trials > 0) throw thrown;
  const cause = tellOf(machine, thrown, { file: frame.file, start: statement.start, end: statement.end });
  if (!isBlock(statement)) loseTargets(machine, statement, frame, cause);
  // The function was not meant to go on: what it gives is not known.
  if (!frame.function || (!thrown.explicit && statement.kind !== 'Return')) return { completion: 'normal', cause };
  frame.state.result = cause;
  return { completion: 'return', cause };
}

/**
 * An argument of a call. One that raises is not known, and the call is made all the same: what it would have changed (the list
 * it appends to, the model it adds a layer to) must not be taken for what it was before.
 */
export function argument(machine: Machine, node: Expression, frame: Activation): Value {
  if (machine.tries > 0) return machine.evaluate(node, frame);
  const mark = markOf(machine, frame);
  try {
    return machine.evaluate(node, frame);
  } catch (thrown) {
    if (!(thrown instanceof PyRaise) || thrown.explicit) throw thrown;
    backTo(machine, frame, mark);
    return tellOf(machine, thrown, { file: frame.file, start: node.start, end: node.end });
  }
}
