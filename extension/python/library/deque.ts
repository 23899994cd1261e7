/** `collections.deque`: carries a list, and has the list's methods. */
import type { NativeCall, PyList, Value } from '../values.ts';
import { NONE, int, list, str } from '../values.ts';
import { nativeClass } from '../evaluate/native.ts';
import type { NativeRun } from '../evaluate/native.ts';
import { plainValue, setPayload } from '../evaluate/payload.ts';
import { reprText } from '../evaluate/repr.ts';
import { cause, changing, integer, machine, makeUncertain, need } from '../evaluate/builtins/arguments.ts';
import { dunders } from '../evaluate/builtins/dunders.ts';
import { listMethods } from '../evaluate/builtins/lists.ts';
import { argument } from './table.ts';

const onItems =
  (run: (items: PyList, call: NativeCall) => Value): NativeRun =>
  (call) => {
    const plain = plainValue(need(call, 0));
    return plain.kind === 'list' ? run(plain, call) : cause(plain);
  };

function capacity(call: NativeCall): number {
  const self = need(call, 0);
  const most = self.kind === 'instance' ? self.attributes.get('maxlen') : undefined;
  return most?.kind === 'int' ? Number(most.value) : Infinity;
}

/** Adds at one end; what is too many leaves at the other. */
function add(call: NativeCall, self: PyList, values: Value, left: boolean): Value {
  const added = call.interpreter.iterate(values);
  if (!added) {
    makeUncertain(call, self, values);
    return NONE;
  }
  changing(call, self);
  const most = capacity(call);
  for (const item of [...added]) {
    if (left) self.items.unshift(item);
    else self.items.push(item);
    if (self.items.length > most) {
      if (left) self.items.pop();
      else self.items.shift();
    }
  }
  machine(call).meter.collection(self.items.length);
  return NONE;
}

export const deque = nativeClass({
  name: 'deque',
  qualifiedName: 'collections.deque',
  methods: {
    ...dunders['list'],
    ...listMethods,
    __init__: (call) => {
      const self = need(call, 0);
      if (self.kind !== 'instance') return NONE;
      setPayload(self, list([]));
      self.attributes.set('maxlen', argument(call, 2, 'maxlen'));
      const source = argument(call, 1, 'iterable');
      return source.kind === 'none' ? NONE : onItems((items, inner) => add(inner, items, source, false))(call);
    },
    append: onItems((self, call) => add(call, self, list([need(call, 1)]), false)),
    appendleft: onItems((self, call) => add(call, self, list([need(call, 1)]), true)),
    extend: onItems((self, call) => add(call, self, need(call, 1), false)),
    extendleft: onItems((self, call) => add(call, self, need(call, 1), true)),
    popleft: onItems((self, call) => call.interpreter.callMethod(self, 'pop', [int(0)])),
    rotate: onItems((self, call) => {
      const by = integer(call, call.args[1] ?? int(1));
      if (by === undefined) makeUncertain(call, self, need(call, 1));
      else if (self.items.length > 0) {
        const turn = ((by % self.items.length) + self.items.length) % self.items.length;
        changing(call, self).items.unshift(...self.items.splice(self.items.length - turn, turn));
      }
      return NONE;
    }),
    __repr__: onItems((self, call) => {
      const most = capacity(call);
      const inside = reprText(machine(call), self) ?? '...';
      return str(`deque(${inside}${Number.isFinite(most) ? `, maxlen=${most}` : ''})`);
    }),
  },
});
