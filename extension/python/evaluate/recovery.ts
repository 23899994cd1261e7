/** What an exception that nobody catches costs: the innermost statement. Its targets become Unknown, and the rest goes on. */
import { verbatim } from '../../message.ts';
import type { Expression, Statement } from '../syntax.ts';
import type { PyUnknown, Value } from '../values.ts';
import { unknown } from '../values.ts';
import { assignLost } from './assign.ts';
import type { PyRaise } from './errors.ts';
import { messageOf } from './exceptions.ts';
import { innerBlocks } from './layout.ts';
import type { Activation, Completion, Machine } from './machine.ts';
import { bindName } from './scope.ts';

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

/** Handles an exception that no `try` is waiting for; says how execution goes on. */
export function lose(machine: Machine, statement: Statement, frame: Activation, thrown: PyRaise): Completion {
  // On a path that may not be taken, `raise` means that it is not.
  if (thrown.explicit && machine.trials > 0) throw thrown;
  const type = thrown.value.cls.name;
  const message = messageOf(machine, thrown.value);
  const place = thrown.place ?? { file: frame.file, start: statement.start, end: statement.end };
  machine.report({ kind: 'exception', type, message: verbatim(message), place, maybe: machine.trials > 0 });
  const cause: Value & { kind: 'unknown' } = unknown(verbatim(message ? `${type}: ${message}` : type), place);
  if (!isBlock(statement)) loseTargets(machine, statement, frame, cause);
  if (!thrown.explicit && statement.kind !== 'Return') return 'normal';
  // The function was not meant to go on: what it gives is not known.
  if (!frame.function) return 'normal';
  frame.state.result = cause;
  return 'return';
}
