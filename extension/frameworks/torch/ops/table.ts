/** All functions of tensors by name, however they are reached. */
import { ARRANGE } from './arrange.ts';
import { CHOOSE } from './choose.ts';
import { CREATE } from './create.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { FUNCTIONAL } from './functional.ts';
import { JOIN } from './join.ts';
import { FOURIER } from './fourier.ts';
import { LINEAR_ALGEBRA } from './linear-algebra.ts';
import { LOSSES } from './losses.ts';
import type { Rule } from './op.ts';
import { PRODUCTS } from './products.ts';
import { REDUCE } from './reduce.ts';
import { SAMPLING } from './sampling.ts';
import { SHAPED } from './shaped.ts';
import { SIGNAL_WINDOWS } from './signal-windows.ts';
import { SPECIAL } from './special.ts';
import { SPECTRAL } from './spectral.ts';

const PARTS = [
  ARRANGE, CHOOSE, CREATE, ELEMENTWISE, FOURIER, FUNCTIONAL, JOIN, LINEAR_ALGEBRA, LOSSES, PRODUCTS, REDUCE, SAMPLING, SHAPED,
  SIGNAL_WINDOWS, SPECIAL, SPECTRAL,
]; // prettier-ignore

/** Functions that are others under another name: copies instead of views, checks left out. */
const SAME_AS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['permute', 'select', 'squeeze', 'unsqueeze', 'split', 'split_with_sizes', 'unbind', 'unfold', 'view', 'transpose', 't', 'expand',
      'diagonal', 'narrow', 'view_as_real', 'view_as_complex'].map((name) => [`${name}_copy`, name]),
  ), // prettier-ignore
  unsafe_chunk: 'chunk',
  unsafe_split: 'split',
  unsafe_split_with_sizes: 'split_with_sizes',
  constant_pad_nd: 'pad',
};

const TABLE: ReadonlyMap<string, Rule> = new Map(PARTS.flatMap((part) => Object.entries(part)));

/** By the key where the spaces disagree (`linalg.svd`), else by the name alone. */
export const ruleFor = (name: string, key = name): Rule | undefined =>
  TABLE.get(key) ?? TABLE.get(SAME_AS[name] ?? name);
export const ruleNames = (): Iterable<string> => TABLE.keys();
