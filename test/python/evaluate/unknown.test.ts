/** Unknown is a value like any other: it goes through everything and remembers its first cause. */
import assert from 'node:assert/strict';
import { english } from '../../../extension/message.ts';
import { evaluate } from './evaluation.ts';

describe('Unknown', () => {
  it('comes from a module that nobody knows, and says so', () => {
    const { repr } = evaluate(`
import nowhere
import nowhere.sub as s
from nowhere import thing, other as o
from . import sibling
a, b, c, d = nowhere.x.y(1)[2] + 3, s.f(), thing(), -o
`);
    for (const name of ['a', 'c', 'd'])
      assert.equal(repr(name), '<unknown: module nowhere is not known to Layerscope>');
    assert.equal(repr('b'), '<unknown: module nowhere.sub is not known to Layerscope>');
    assert.match(repr('sibling'), /^<unknown: module \.+sibling/);
  });

  it('takes the place of names that a star import may have brought', () => {
    const { repr, problems } = evaluate('from nowhere import *\nx = Something(3)\ny = len([1])\n');
    assert.equal(repr('x'), '<unknown: module nowhere is not known to Layerscope>');
    assert.equal(repr('y'), '1');
    assert.deepEqual(problems, []);
  });

  it('goes through operators, methods, formats and containers', () => {
    const { value, repr } = evaluate(`
import nowhere as u
x = u.x
a = [x + 1, 1 - x, x * x, -x, not x, x == 1, x < 1, x in [1], 1 in x, x is None, x[0], x.y, x(), x and 1, x % 2]
b = [f'{x}', '%s' % x, '{}'.format(x), str(x), 'a' + x, ','.join([x]), len(x), int(x), list(x), max(x, 1), sum([x]), sorted(x), abs(x), round(x), [1][x], 'a' * x, isinstance(x, int), hasattr(x, 'y'), getattr(x, 'y'), type(x), x ** 2, range(x), dict(x), math.sqrt(x)] if not (math := __import__('math')) is None else 0
c, (d, *e) = x, x
n = len([x, x])
{1: 2}[x] if False else 0
`);
    for (const name of ['a', 'b']) {
      const list = value(name);
      assert.ok(list.kind === 'list');
      for (const [index, item] of list.items.entries()) {
        // dict(x) is a dict of which no key is known.
        const isOpen = item.kind === 'dict' && item.open === true;
        assert.ok(item.kind === 'unknown' || isOpen, `${name}[${index}] is a ${item.kind}`);
        if (item.kind === 'unknown') assert.match(english(item.cause.reason), /nowhere|text|not known|cannot be told/);
      }
    }
    for (const name of ['c', 'd', 'e']) assert.equal(value(name).kind, 'unknown');
    assert.equal(repr('n'), '2');
  });

  it('as a base class leaves a class incomplete: its own names are known, others are not', () => {
    const { repr, problems } = evaluate(`
from nowhere import Base
class A(Base):
    size = 3
    def __init__(self, n):
        super().__init__(n)
        self.n = n
    def double(self):
        return self.n * 2
a = A(4)
r = a.size, a.n, a.double()
x, y, z = a.other, a(1), len(a)
h = hasattr(a, 'nope')
i = isinstance(a, A)
`);
    assert.equal(repr('r'), '(3, 4, 8)');
    for (const name of ['x', 'y', 'z', 'h']) assert.match(repr(name), /unknown: module nowhere/);
    assert.equal(repr('i'), 'True');
    assert.deepEqual(problems, []);
  });

  it('as a decorator leaves what it decorates', () => {
    const { repr } = evaluate(`
import nowhere
@nowhere.register('x')
def f(): return 5
@nowhere.register
class A:
    v = 6
r = f(), A().v
x, y = f.registered, A().extra
`);
    assert.equal(repr('r'), '(5, 6)');
    assert.match(repr('x'), /module nowhere/);
    assert.match(repr('y'), /module nowhere/);
  });

  it('as *args or **kwargs makes the result unknown', () => {
    const { repr } = evaluate('import u\ndef f(*a, **k): return len(a)\na, b, c = f(*u.x), f(**u.x), f(1, 2)\n');
    assert.match(repr('a'), /unknown/);
    assert.match(repr('b'), /unknown/);
    assert.equal(repr('c'), '2');
  });

  it('as a dict key opens the dict', () => {
    const { repr } = evaluate("import u\nd = {'a': 1}\nd[u.k] = 2\na, b = d.get('a'), d.get('zz')\n");
    assert.equal(repr('a'), '1');
    assert.match(repr('b'), /unknown/);
  });

  it('keeps the place of its cause', () => {
    const { value } = evaluate('x = 1\ny = missing + 1\nz = y * 2\n');
    const z = value('z');
    assert.ok(z.kind === 'unknown');
    assert.equal(english(z.cause.reason), "NameError: name 'missing' is not defined");
    assert.deepEqual(z.cause.place, { file: 'main.py', start: 10, end: 17 });
  });
});
