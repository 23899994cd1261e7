/** The `operator` module. */
import type { BinaryOperator, CompareOperator } from '../syntax.ts';
import type { Value } from '../values.ts';
import { bool, native, tuple } from '../values.ts';
import type { NativeRun } from '../evaluate/native.ts';
import { nativeModule } from '../evaluate/native.ts';
import { cause, machine, need, text } from '../evaluate/builtins/arguments.ts';
import { compare, inPlace, unary } from '../evaluate/operators.ts';
import { functions } from './table.ts';

const BINARY: Readonly<Record<string, BinaryOperator>> = {
  add: '+',
  sub: '-',
  mul: '*',
  truediv: '/',
  floordiv: '//',
  mod: '%',
  pow: '**',
  matmul: '@',
  and_: '&',
  or_: '|',
  xor: '^',
  lshift: '<<',
  rshift: '>>',
  concat: '+',
};
const COMPARE: Readonly<Record<string, CompareOperator>> = {
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
  is_: 'is',
  is_not: 'is not',
};

const table: Record<string, NativeRun> = {};
for (const [name, operator] of Object.entries(BINARY)) {
  table[name] = (call) => call.interpreter.binary(operator, need(call, 0), need(call, 1));
  table[`i${name.replace(/_$/, '')}`] = (call) => inPlace(machine(call), operator, need(call, 0), need(call, 1));
}
for (const [name, operator] of Object.entries(COMPARE))
  table[name] = (call) => compare(machine(call), operator, need(call, 0), need(call, 1));

/** One result, or a tuple of several. */
const several = (values: readonly Value[]): Value => (values.length === 1 && values[0] ? values[0] : tuple(values));

function dotted(call: Parameters<NativeRun>[0], object: Value, path: Value): Value {
  const names = text(call, path);
  let value = object;
  for (const name of names?.split('.') ?? [])
    value = call.interpreter.getAttribute(value, name) ?? call.interpreter.raise('AttributeError', name, call.site);
  return names === undefined ? cause(path) : value;
}

export const operator = nativeModule(
  'operator',
  functions({
    ...table,
    neg: (call) => unary(machine(call), '-', need(call, 0)),
    pos: (call) => unary(machine(call), '+', need(call, 0)),
    invert: (call) => unary(machine(call), '~', need(call, 0)),
    not_: (call) => unary(machine(call), 'not', need(call, 0)),
    truth: (call) => {
      const known = call.interpreter.truth(need(call, 0));
      return known === null ? cause(need(call, 0)) : bool(known);
    },
    contains: (call) => compare(machine(call), 'in', need(call, 1), need(call, 0)),
    getitem: (call) => call.interpreter.getItem(need(call, 0), need(call, 1)),
    index: (call) => call.interpreter.callSpecial(need(call, 0), '__index__', []) ?? need(call, 0),
    itemgetter: (outer) =>
      native('itemgetter', (call) => several(outer.args.map((key) => call.interpreter.getItem(need(call, 0), key)))),
    attrgetter: (outer) =>
      native('attrgetter', (call) => several(outer.args.map((path) => dotted(call, need(call, 0), path)))),
    methodcaller: (outer) =>
      native('methodcaller', (call) => {
        const name = text(outer, need(outer, 0));
        return name === undefined
          ? cause(need(outer, 0))
          : call.interpreter.callMethod(need(call, 0), name, outer.args.slice(1), outer.kwargs);
      }),
  }),
);
