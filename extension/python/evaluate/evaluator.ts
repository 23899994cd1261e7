/** The abstract interpreter as everybody else sees it. */
export type { EvaluatorOptions, ModuleProvider, Observer, Problem, SourceProvider } from './options.ts';
