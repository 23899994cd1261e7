/** What the rewriting needs of the analysis, handed in by who has it: no second parser, no second analyzer. */
import type { Analysis } from '../model/graph.ts';
import type { Framework } from '../model/record.ts';
import type { Module } from '../python/syntax.ts';

export interface Toolbox {
  parse(text: string): Module;
  /** The file with another text, everything else as it is. */
  analyze(text: string): Analysis;
  /** The names that positional arguments of a class fill, in order. */
  positional(framework: Framework, name: string): readonly string[];
}
