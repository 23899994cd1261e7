/** What the evaluator is given: where modules come from, how much it may do, and who is told what happens. */
import type { Message } from '../../message.ts';
import type { Module } from '../syntax.ts';
import type { Place, PyModule, Value } from '../values.ts';
import type { Limits } from './limits.ts';

export interface Problem {
  readonly kind: 'exception' | 'limit';
  /** The exception's class, or the limit's name. */
  readonly type: string;
  readonly message: Message;
  readonly place: Place | null;
  /** It happened in a branch of which it is not known whether it is taken: no reason to alarm anybody. */
  readonly maybe: boolean;
}

export interface Observer {
  /** A name or attribute in the text got a value (targets of assignments, `for`, `with`; parameters; walrus). `place` is the name's span. */
  bound?(place: Place, name: string, value: Value): void;
  /** A name or attribute was read; `place` is the name's span. Told of objects only, which is what the frameworks' values are. */
  read?(place: Place, name: string, value: Value): void;
  /** A call expression was evaluated; `place` is the whole expression. */
  called?(place: Place, callee: Value, result: Value): void;
  /** An exception nobody caught, or a limit that was hit: it cost one statement. */
  problem?(problem: Problem): void;
}

/** Native modules: `torch.nn`, `math` ... */
export interface ModuleProvider {
  find(name: string): PyModule | undefined;
}

/** Python text: files of the workspace, `__init__.py` of packages. `from` is the file that imports. */
export interface SourceProvider {
  find(name: string, level: number, from: string): { readonly file: string; readonly text: string } | undefined;
}

export interface EvaluatorOptions {
  parse(text: string): Module;
  /** Asked in order, before the sources. */
  readonly modules: readonly ModuleProvider[];
  readonly sources?: SourceProvider;
  readonly limits?: Partial<Limits>;
  readonly observer?: Observer;
}
