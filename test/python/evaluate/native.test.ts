/** Native classes and modules take part in the language like a user's own. */
import assert from 'node:assert/strict';
import { english, say } from '../../../extension/message.ts';
import {
  NOT_IMPLEMENTED,
  bindArguments,
  builtinClasses,
  instance,
  nativeClass,
  nativeModule,
  signature,
} from '../../../extension/python/evaluate/native.ts';
import type { BoundArguments } from '../../../extension/python/evaluate/native.ts';
import type { Journaled, NativeCall, PyClass, PyModule, Value } from '../../../extension/python/values.ts';
import { NONE, Slot, asInt, bool, int, native, str, tuple, unknown } from '../../../extension/python/values.ts';
import { evaluate } from './evaluation.ts';

const only = (module: PyModule) => ({ find: (name: string) => (name === module.name ? module : undefined) });
const provide = (entries: Record<string, Value>) => ({ modules: [only(nativeModule('lab', entries))] });

/** A size that is `n` times a symbol. */
const factor = new Slot<number>();
const sized = (n: number): Value => {
  const made = instance(Size);
  factor.set(made, n);
  return made;
};
const arithmetic =
  (run: (a: number, b: number) => number) =>
  ({ args: [a, b] }: NativeCall): Value => {
    const [x, y] = [factor.get(a), asInt(b)];
    return x === undefined || y === undefined ? NOT_IMPLEMENTED : sized(run(x, y));
  };
const Size: PyClass = nativeClass({
  name: 'Size',
  qualifiedName: 'lab.Size',
  bases: [builtinClasses.int],
  methods: {
    __mul__: arithmetic((a, b) => a * b),
    __rmul__: arithmetic((a, b) => a * b),
    __floordiv__: arithmetic((a, b) => a / b),
    __eq__: ({ args: [a, b] }) => {
      const [x, y] = [factor.get(a), factor.get(b)];
      return x !== undefined && y !== undefined ? bool(x === y) : unknown(say`a size that is not known`);
    },
    __bool__: () => unknown(say`a size that is not known`),
    __index__: () => unknown(say`a size that is not known`),
    __repr__: ({ args: [a] }) => str(`${factor.get(a) ?? 0}*H`),
    __min__: ({ args: [a, b] }) => ((factor.get(a) ?? 0) < (factor.get(b) ?? 0) ? (a ?? NONE) : (b ?? NONE)),
  },
});

describe('native classes', () => {
  it('derive from int and keep their own arithmetic', () => {
    const { repr, value, problems } = evaluate(
      `
from lab import h
a = h * 2, 3 * h, h // 1, isinstance(h, int), h * 2 == 2 * h, f'{h}', [h, 1][0], min(h, h * 2)
b, c, d, e, f = h + 1, range(h), [0] * h, [1, 2][h], 'big' if h else 'small'
g = 1 if h == 5 else 1
`,
      provide({ h: sized(1) }),
    );
    assert.equal(repr('a'), "(2*H, 3*H, 1*H, True, True, '1*H', 1*H, 1*H)");
    for (const name of ['b', 'c', 'd', 'e', 'f']) assert.equal(value(name).kind, 'unknown', name);
    assert.equal(repr('g'), '1');
    assert.deepEqual(problems, []);
  });

  it('can be derived from, with super() and the hooks of a framework', () => {
    const registered: string[] = [];
    const Module = nativeClass({
      name: 'Module',
      qualifiedName: 'lab.Module',
      methods: {
        __init__: () => NONE,
        __setattr__: ({ args: [self, name, value], interpreter }) => {
          if (name?.kind === 'str' && value?.kind === 'instance' && interpreter.isInstance(value, Module))
            registered.push(name.value);
          if (self?.kind === 'instance' && name?.kind === 'str' && value) {
            interpreter.touch(self.attributes);
            self.attributes.set(name.value, value);
          }
          return NONE;
        },
        __call__: ({ args: [self = NONE, ...rest], kwargs, interpreter, site }) =>
          interpreter.call(interpreter.getAttribute(self, 'forward') ?? NONE, rest, kwargs, site),
      },
      properties: { kind: ({ args: [self], interpreter }) => str(interpreter.typeOf(self ?? NONE)?.name ?? '') },
    });
    const { repr, problems } = evaluate(
      `
from lab import Module
class Inner(Module):
    def forward(self, x, k=1): return x + k
class Net(Module):
    def __init__(self):
        super().__init__()
        self.inner = Inner()
        self.size = 3
    def forward(self, x): return self.inner(x, k=self.size) * 2
n = Net()
r = n(4), n.kind, n.inner.kind, n.size, callable(n), isinstance(n, Module)
`,
      provide({ Module }),
    );
    assert.deepEqual(problems, []);
    assert.equal(repr('r'), "(14, 'Net', 'Inner', 3, True, True)");
    assert.deepEqual(registered, ['inner']);
  });

  it('have state that takes part in trial runs', () => {
    class Layers implements Journaled {
      readonly kind = 'journaled';
      count = 0;
      capture(): unknown {
        return this.count;
      }
      restore(state: unknown): void {
        this.count = state as number;
      }
      join(states: readonly unknown[]): void {
        this.count = states.every((each) => each === states[0]) ? (states[0] as number) : -1;
      }
    }
    const layers = new Layers();
    const add = native('add', ({ interpreter }) => {
      interpreter.touch(layers);
      layers.count++;
      return NONE;
    });
    evaluate('import u\nfrom lab import add\nadd()\nif u.x: add()\nelse: add()\n', provide({ add }));
    assert.equal(layers.count, 2);
    evaluate('import u\nfrom lab import add\nif u.x: add()\n', provide({ add }));
    assert.equal(layers.count, -1);
  });

  it('may join two objects of theirs that come from different branches', () => {
    const Tensor = nativeClass({
      name: 'Tensor',
      qualifiedName: 'lab.Tensor',
      methods: { __join__: ({ args: [a] }) => a ?? NONE, __repr__: () => str('tensor') },
    });
    const make = native('make', () => instance(Tensor));
    const code = 'import u\nfrom lab import make\nif u.x: t = make()\nelse: t = make()\n';
    const { repr } = evaluate(code, provide({ make }));
    assert.equal(repr('t'), 'tensor');
  });

  it('give lazy attributes, and Unknown for those that are not in a table', () => {
    const lab = nativeModule('lab', { a: int(1) }, (name) => (name === 'b' ? int(2) : undefined));
    const { repr } = evaluate('import lab\nfrom lab import b, c\nx = lab.a, lab.b, b\ny = lab.d\n', {
      modules: [only(lab)],
    });
    assert.equal(repr('x'), '(1, 2, 2)');
    assert.equal(repr('y'), '<unknown: lab.d is not known to Layerscope>');
    assert.match(repr('c'), /lab\.c is not known/);
  });
});

describe('binding arguments', () => {
  const conv = signature('conv', 'x', 'kernel', ['stride', int(1)], '*', ['bias', bool(true)], '**options');
  const variadic = signature('sum', 'first', '/', '*rest', ['axis', NONE]);

  function bound(call: string): { problems: string[]; show: string; spans: string[] } {
    let show = '';
    const spans: string[] = [];
    const text = `from lab import conv, total\n${call}\n`;
    const list = (inner: NativeCall, args: BoundArguments): Value => {
      const parts = [...args.entries()].map(([name, value]) => `${name}=${inner.interpreter.repr(value)}`);
      show = [...parts, `rest=${args.rest.length}`, `extra=${[...args.extra.keys()].join()}`].join(' ');
      for (const [name] of args.entries()) {
        const span = args.span(name);
        if (span) spans.push(`${name}:${text.slice(span.start, span.end)}`);
      }
      return tuple([]);
    };
    const { problems } = evaluate(
      text,
      provide({
        conv: native('conv', (inner) => list(inner, bindArguments(inner, conv))),
        total: native('total', (inner) => list(inner, bindArguments(inner, variadic))),
      }),
    );
    return { problems: problems.map((problem) => `${problem.type}: ${english(problem.message)}`), show, spans };
  }

  it('follows the rules of Python', () => {
    assert.equal(bound('conv(1, 2)').show, 'x=1 kernel=2 stride=1 bias=True rest=0 extra=');
    assert.equal(bound('conv(kernel=2, x=1, bias=0, name="a")').show, 'x=1 kernel=2 stride=1 bias=0 rest=0 extra=name');
    assert.equal(bound('total(1, 2, 3, axis=0)').show, 'first=1 axis=0 rest=2 extra=');
  });

  it('knows where each argument stands', () => {
    const { spans } = bound('conv(10 + 1, *[3], bias=False)');
    assert.deepEqual(spans, ['x:10 + 1', 'kernel:[3]', 'bias:False']);
  });

  it('raises the errors of Python', () => {
    assert.deepEqual(bound('conv(1)').problems, ["TypeError: conv() missing 1 required argument: 'kernel'"]);
    assert.deepEqual(bound('conv(1, 2, x=3)').problems, ["TypeError: conv() got multiple values for argument 'x'"]);
    assert.deepEqual(bound('conv(1, 2, 3, 4)').problems, [
      'TypeError: conv() takes 3 positional arguments but 4 were given',
    ]);
    assert.deepEqual(bound('total(first=1)').problems, ["TypeError: sum() got an unexpected keyword argument 'first'"]);
  });
});
