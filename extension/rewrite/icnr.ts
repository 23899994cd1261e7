/**
 * ICNR (Aitken et al. 2017, arXiv:1707.02937): the channels that a sub-pixel rearrangement interleaves start out equal, so that no
 * checkerboard stands in the first output. No framework has it: the file gets a definition of its own, unless it has one.
 */
import { ICNR_NAMES, kerasIcnr, torchIcnr } from '../model/alternatives/icnr-text.ts';
import type { Framework } from '../model/record.ts';
import type { FrameworkNames } from './framework-names.ts';
import type { Imports } from './imports.ts';
import type { RewriteSource } from './source.ts';
import type { TextEdit } from './text-edit.ts';

export interface Icnr {
  /** Wraps a convolution's call, or gives its initialiser. */
  readonly name: string;
  /** The definition, where the file lacks it. */
  readonly edits: readonly TextEdit[];
}

export function icnrFor(source: RewriteSource, framework: Framework, names: FrameworkNames, imports: Imports): Icnr {
  const wanted = ICNR_NAMES[framework];
  const definitions = source.module.body.filter((one) => one.kind === 'ClassDef' || one.kind === 'FunctionDef');
  const write = (name: string): readonly string[] =>
    framework === 'torch'
      ? torchIcnr(name)
      : kerasIcnr(name, { initializers: names.inKeras('initializers'), ops: names.inKeras('ops') });
  const { newline, quote, indent } = source.style;
  const inStyle = (lines: readonly string[]): string =>
    lines
      .map((line) => line.replace(/^( {4})+/, (spaces) => indent.repeat(spaces.length / 4)))
      .map((line) => (line.includes('"""') ? line : line.replaceAll('"', quote)))
      .join(newline);
  const own = definitions.find((one) => one.name === wanted);
  if (own && source.style.slice(own) === inStyle(write(wanted))) return { name: wanted, edits: [] };
  const name = own ? `${wanted}_start` : wanted;
  const at = imports.definitionPlace(source.module);
  const after = /^(?:\r?\n)*/.exec(source.text.slice(at))?.[0].split('\n').length ?? 1;
  // Two blank lines around a definition, those that stand there already included.
  const text = newline.repeat(3) + inStyle(write(name)) + newline.repeat(Math.max(0, 4 - after));
  return { name, edits: [{ start: at, end: at, text }] };
}
