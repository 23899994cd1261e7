/** Evaluating text in tests: names to their reprs, and what went wrong. */
import { english } from '../../../extension/message.ts';
import { Evaluator, type EvaluatorOptions, type Problem } from '../../../extension/python/evaluate/evaluator.ts';
import { standardLibrary } from '../../../extension/python/library/standard-library.ts';
import type { PyModule, Value } from '../../../extension/python/values.ts';
import { testParser } from '../parser.ts';

export interface Evaluation {
  readonly evaluator: Evaluator;
  readonly module: PyModule;
  readonly problems: readonly Problem[];
  readonly value: (name: string) => Value;
  /** `repr` of a name; an Unknown as `<unknown: its reason>`. */
  readonly repr: (name: string) => string;
}

export function evaluate(text: string, options: Partial<EvaluatorOptions> = {}): Evaluation {
  const parser = testParser();
  const problems: Problem[] = [];
  const evaluator = new Evaluator({
    parse: (source) => parser.parse(source),
    modules: [standardLibrary],
    ...options,
    observer: { problem: (problem) => void problems.push(problem), ...options.observer },
  });
  const module = evaluator.runModule('main.py', text);
  const value = (name: string): Value => {
    const found = module.namespace.get(name);
    if (!found) throw new Error(`no name ${name}`);
    return found;
  };
  const repr = (name: string): string => {
    const found = value(name);
    return found.kind === 'unknown' ? `<unknown: ${english(found.cause.reason)}>` : evaluator.repr(found);
  };
  return { evaluator, module, problems, value, repr };
}
