/** `six` and `six.moves`: what code for two Pythons imports, as Python 3 has it. */
import { say } from '../../message.ts';
import type { Value } from '../values.ts';
import { FALSE, TRUE, native, tuple, unknown } from '../values.ts';
import { builtinClasses as builtin } from '../evaluate/classes.ts';
import { builtinNames } from '../evaluate/builtins/install.ts';
import type { NativeRun } from '../evaluate/native.ts';
import { nativeModule } from '../evaluate/native.ts';
import { need } from '../evaluate/builtins/arguments.ts';
import { functools } from './functools.ts';
import { itertools } from './itertools.ts';
import { functions } from './table.ts';

const anyOther =
  (module: string) =>
  (name: string): Value | undefined =>
    name.startsWith('_') ? undefined : unknown(say`${module}.${name} is not known to Layerscope`);

const builtins = new Map(builtinNames());
const named = (names: Readonly<Record<string, string>>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(names).map(([name, python3]) => [
      name,
      builtins.get(python3) ?? unknown(say`${python3} is not known`),
    ]),
  );

export const sixMoves = nativeModule(
  'six.moves',
  {
    ...named({ range: 'range', xrange: 'range', zip: 'zip', map: 'map', filter: 'filter', input: 'input' }),
    reduce: functools.namespace.get('reduce') ?? unknown(say`functools.reduce`),
    zip_longest: itertools.namespace.get('zip_longest') ?? unknown(say`itertools.zip_longest`),
    filterfalse: itertools.namespace.get('filterfalse') ?? unknown(say`itertools.filterfalse`),
  },
  anyOther('six.moves'),
);

const method =
  (name: string): NativeRun =>
  (call) =>
    call.interpreter.callMethod(need(call, 0), name, []);

/** Metaclasses that leave a class as it is, for what is followed here. */
const isPlain = (value: Value): boolean => value.kind === 'class' && ['ABCMeta', 'type'].includes(value.name);

export const six = nativeModule(
  'six',
  {
    moves: sixMoves,
    PY2: FALSE,
    PY3: TRUE,
    PY34: TRUE,
    string_types: tuple([builtin.str]),
    integer_types: tuple([builtin.int]),
    class_types: tuple([builtin.type]),
    text_type: builtin.str,
    binary_type: builtin.bytes,
    ...functions({
      iteritems: method('items'),
      iterkeys: method('keys'),
      itervalues: method('values'),
      viewitems: method('items'),
      viewkeys: method('keys'),
      viewvalues: method('values'),
      with_metaclass: (call) => {
        const [meta, base = builtin.object, ...more] = call.args;
        return meta && isPlain(meta) && more.length === 0
          ? base
          : unknown(say`a class of another metaclass is not followed`, call.site);
      },
      add_metaclass: (call) =>
        isPlain(need(call, 0))
          ? native('wrapper', (decorated) => need(decorated, 0))
          : unknown(say`a class of another metaclass is not followed`, call.site),
    }),
  },
  anyOther('six'),
);
