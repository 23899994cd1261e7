/** All functions of tensors by name, however they are reached. */
import { ARRANGE } from './arrange.ts';
import { CHOOSE } from './choose.ts';
import { CREATE } from './create.ts';
import { ELEMENTWISE } from './elementwise.ts';
import { FUNCTIONAL } from './functional.ts';
import { JOIN } from './join.ts';
import type { Rule } from './op.ts';
import { PRODUCTS } from './products.ts';
import { REDUCE } from './reduce.ts';
import { SPECTRAL } from './spectral.ts';

const TABLE: ReadonlyMap<string, Rule> = new Map(
  [ARRANGE, CHOOSE, CREATE, ELEMENTWISE, FUNCTIONAL, JOIN, PRODUCTS, REDUCE, SPECTRAL].flatMap((part) =>
    Object.entries(part),
  ),
);

export const ruleFor = (name: string): Rule | undefined => TABLE.get(name);
export const ruleNames = (): Iterable<string> => TABLE.keys();
