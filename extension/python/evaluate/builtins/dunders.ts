/**
 * The double-underscore methods of built-in types, for classes derived from them and for explicit calls
 * (`super().__getitem__(i)`): each does what the operator does with the built-in value behind the instance.
 */
import type { BinaryOperator, CompareOperator } from '../../syntax.ts';
import type { NativeCall, Value } from '../../values.ts';
import { NONE, bool, float, int, str } from '../../values.ts';
import { lookup } from '../classes.ts';
import { contains } from '../compare.ts';
import { iterator } from '../iterate.ts';
import type { NativeRun } from '../native.ts';
import { NOT_IMPLEMENTED } from '../native.ts';
import { binary, compare, inPlace, unary } from '../operators.ts';
import { plainValue } from '../payload.ts';
import { reprText } from '../repr.ts';
import { lengthOf, truth } from '../sizes.ts';
import { deleteItem, getItem, setDictItem, setItem } from '../subscript.ts';
import { cause, machine, need } from './arguments.ts';
import { wholeNumber } from './numeric.ts';
import { roundHalfEven, roundToPlaces } from '../numbers.ts';

/** The plain value of the receiver; a tuple or dict with a class of its own loses it. */
function bare(call: NativeCall): Value {
  const value = plainValue(need(call, 0));
  if (value.kind === 'tuple' && value.cls) return { kind: 'tuple', items: value.items };
  return value;
}

/** True when the receiver has no built-in value to work on. */
const isBare = (value: Value): boolean => value.kind !== 'instance';

const binaryMethod =
  (operator: BinaryOperator, swapped: boolean): NativeRun =>
  (call) => {
    const [self, other] = [bare(call), plainValue(need(call, 1))];
    if (!isBare(self) || other.kind === 'instance') return NOT_IMPLEMENTED;
    const result = machine(call).attempt(
      () => (swapped ? binary(machine(call), operator, other, self) : binary(machine(call), operator, self, other)),
      'TypeError',
    );
    return result ?? NOT_IMPLEMENTED;
  };

const compareMethod =
  (operator: CompareOperator): NativeRun =>
  (call) => {
    const [self, other] = [bare(call), plainValue(need(call, 1))];
    if (!isBare(self) || other.kind === 'instance') return NOT_IMPLEMENTED;
    return machine(call).attempt(() => compare(machine(call), operator, self, other), 'TypeError') ?? NOT_IMPLEMENTED;
  };

const BINARY: readonly (readonly [string, BinaryOperator])[] = [
  ['add', '+'],
  ['sub', '-'],
  ['mul', '*'],
  ['truediv', '/'],
  ['floordiv', '//'],
  ['mod', '%'],
  ['pow', '**'],
  ['and', '&'],
  ['or', '|'],
  ['xor', '^'],
  ['lshift', '<<'],
  ['rshift', '>>'],
];
const COMPARE: readonly (readonly [string, CompareOperator])[] = [
  ['eq', '=='],
  ['ne', '!='],
  ['lt', '<'],
  ['le', '<='],
  ['gt', '>'],
  ['ge', '>='],
];

function methodsFor(operators: readonly BinaryOperator[], reflected: boolean): Record<string, NativeRun> {
  const methods: Record<string, NativeRun> = {};
  for (const [name, operator] of BINARY) {
    if (!operators.includes(operator)) continue;
    methods[`__${name}__`] = binaryMethod(operator, false);
    if (reflected) methods[`__r${name}__`] = binaryMethod(operator, true);
  }
  for (const [name, operator] of COMPARE) methods[`__${name}__`] = compareMethod(operator);
  methods['__repr__'] = (call) => {
    const written = isBare(bare(call)) ? reprText(machine(call), bare(call)) : null;
    return written === null ? cause(need(call, 0)) : str(written);
  };
  return methods;
}

/** Instances of native classes derived from a built-in type need not carry a value: then nothing is known. */
const guarded =
  (run: (call: NativeCall, self: Value) => Value): NativeRun =>
  (call) => {
    const self = bare(call);
    return isBare(self) ? run(call, self) : cause(self);
  };

const sized: Readonly<Record<string, NativeRun>> = {
  __len__: guarded((call, self) => lengthOf(machine(call), self)),
  __iter__: guarded((call, self) => iterator(machine(call), self) ?? cause(self)),
  __contains__: guarded((call, self) => {
    const known = contains(machine(call), self, need(call, 1));
    return known === null ? cause(need(call, 1)) : bool(known);
  }),
};

const indexed: Readonly<Record<string, NativeRun>> = {
  ...sized,
  __getitem__: guarded((call, self) => getItem(machine(call), self, need(call, 1))),
};

/** `dict[key]` of a derived class asks its `__missing__`. */
const dictItem = guarded((call, self) => {
  const [whole, key] = [need(call, 0), need(call, 1)];
  const missing = whole.kind === 'instance' ? lookup(whole.cls, '__missing__') : undefined;
  const id = missing && self.kind === 'dict' ? call.interpreter.hashKey(key) : null;
  if (missing && id !== null && self.kind === 'dict' && !self.open && !self.entries.has(id))
    return call.interpreter.call(missing, [whole, key], undefined, call.site);
  return getItem(machine(call), self, key);
});

const inPlaceMethod = (operator: BinaryOperator): NativeRun =>
  guarded((call, self) => {
    inPlace(machine(call), operator, self, need(call, 1));
    return need(call, 0);
  });

const mutable: Readonly<Record<string, NativeRun>> = {
  ...indexed,
  __setitem__: guarded((call, self) => {
    if (self.kind === 'dict') setDictItem(machine(call), self, need(call, 1), need(call, 2));
    else setItem(machine(call), self, need(call, 1), need(call, 2));
    return NONE;
  }),
  __delitem__: guarded((call, self) => {
    deleteItem(machine(call), self, need(call, 1));
    return NONE;
  }),
};

const numeric: Readonly<Record<string, NativeRun>> = {
  __neg__: guarded((call, self) => unary(machine(call), '-', self)),
  __pos__: guarded((call, self) => unary(machine(call), '+', self)),
  __abs__: guarded((_call, self) =>
    self.kind === 'int'
      ? int(self.value < 0 ? -self.value : self.value)
      : self.kind === 'float'
        ? float(Math.abs(self.value))
        : self,
  ),
  __bool__: guarded((call, self) => {
    const known = truth(machine(call), self);
    return known === null ? cause(self) : bool(known);
  }),
  __int__: guarded((_call, self) => (self.kind === 'float' ? int(wholeNumber(Math.trunc(self.value))) : self)),
  __float__: guarded((_call, self) => (self.kind === 'int' ? float(Number(self.value)) : self)),
  __round__: guarded((call, self) => {
    const [, digits] = call.args;
    if (self.kind !== 'float') return self;
    return digits?.kind === 'int'
      ? float(roundToPlaces(self.value, Number(digits.value)))
      : int(wholeNumber(roundHalfEven(self.value)));
  }),
};

const ARITHMETIC: readonly BinaryOperator[] = ['+', '-', '*', '/', '//', '%', '**'];
const BITS: readonly BinaryOperator[] = ['&', '|', '^', '<<', '>>'];

export const dunders: Readonly<Record<string, Readonly<Record<string, NativeRun>>>> = {
  int: {
    ...methodsFor([...ARITHMETIC, ...BITS], true),
    ...numeric,
    __invert__: guarded((call, self) => unary(machine(call), '~', self)),
    __index__: guarded((_call, self) => self),
  },
  float: { ...methodsFor(ARITHMETIC, true), ...numeric },
  str: { ...methodsFor(['+', '*', '%'], true), ...indexed, __str__: guarded((_call, self) => self) },
  bytes: { ...methodsFor(['+', '*'], true), ...indexed },
  list: {
    ...methodsFor(['+', '*'], true),
    ...mutable,
    __iadd__: inPlaceMethod('+'),
    __imul__: inPlaceMethod('*'),
  },
  tuple: { ...methodsFor(['+', '*'], true), ...indexed },
  dict: { ...methodsFor(['|'], true), ...mutable, __getitem__: dictItem, __ior__: inPlaceMethod('|') },
  set: { ...methodsFor(['-', '&', '|', '^'], true), ...sized, __ior__: inPlaceMethod('|') },
  frozenset: { ...methodsFor(['-', '&', '|', '^'], true), ...sized },
  range: indexed,
};
