/** Conditions that are not known: both branches are tried, what they agree on stays. */
import assert from 'node:assert/strict';
import { evaluate } from './evaluation.ts';

/** A module nobody knows: `u.x` is Unknown. */
const UNKNOWN = 'import somewhere as u\n';

function results(code: string, ...names: string[]): string[] {
  const { value, evaluator, problems } = evaluate(UNKNOWN + code);
  assert.deepEqual(
    problems.map((problem) => problem.message),
    [],
  );
  return names.map((name) => (value(name).kind === 'unknown' ? 'unknown' : evaluator.repr(value(name))));
}

describe('branches that may or may not be taken', () => {
  it('keep what both write alike, and lose what differs', () => {
    const code = 'a = b = c = 1\nif u.x:\n  a = 2\n  b = 2\nelse:\n  a = 2\n  b = 3\n';
    assert.deepEqual(results(code, 'a', 'b', 'c'), ['2', 'unknown', '1']);
  });

  it('lose what only one of them changes', () => {
    assert.deepEqual(results('a = 1\nif u.x:\n  a = 2\n', 'a'), ['unknown']);
  });

  it('keep a name that only one of them binds: code that reads it came through there', () => {
    assert.deepEqual(results('if u.x:\n  a = 2\nb = a + 1\n', 'a', 'b'), ['2', '3']);
  });

  it('join attributes, list items and dict entries', () => {
    const code = `
class A: pass
a = A()
a.same, a.other = 1, 1
l, d, s = [1, 2, 3], {'k': 1, 'm': 1}, {1}
if u.x:
    a.same, a.other, a.new = 5, 5, 5
    l[0], l[1] = 7, 8
    d['k'], d['m'] = 2, 2
else:
    a.same, a.other = 5, 6
    l[0], l[1] = 7, 9
    d['k'], d['m'] = 2, 3
r = [a.same, l[0], l[2], d['k'], len(l), len(d)]
o, n, l1, dm = a.other, a.new, l[1], d['m']
`;
    assert.deepEqual(results(code, 'r', 'o', 'n', 'l1', 'dm'), [
      '[5, 7, 3, 2, 3, 2]',
      ...Array.from({ length: 4 }, () => 'unknown'),
    ]);
  });

  it('make the length of a list unknown when only one of them appends', () => {
    const code = 'l = [1]\nif u.x: l.append(2)\nn = len(l)\nf = l[0]\ni = [x for x in l]\nt = 5 if l else 5\n';
    assert.deepEqual(results(code, 'n', 'f', 'i', 't'), ['unknown', 'unknown', 'unknown', '5']);
  });

  it('open a dict when only one of them adds a key', () => {
    const code = "d = {'a': 1}\nif u.x: d['b'] = 2\na, b, c, n = d['a'], d['b'], d.get('c'), len(d)\n";
    assert.deepEqual(results(code, 'a', 'b', 'c', 'n'), ['1', 'unknown', 'unknown', 'unknown']);
  });

  it('leave what a branch made itself as it made it', () => {
    const code = `
class A:
    def __init__(self):
        self.items = []
        self.items.append(1)
        self.n = 4
if u.x:
    a = A()
    a.items.append(2)
    d = {}
    d['k'] = 1
r = a.n, a.items, d
`;
    assert.deepEqual(results(code, 'r'), ["(4, [1, 2], {'k': 1})"]);
  });

  it('undo what functions called in a branch do to objects from outside', () => {
    const code = `
log = []
def f(): log.append(1)
if u.x: f()
else: log.append(1)
n = len(log)
if u.x: f()
m = len(log)
`;
    assert.deepEqual(results(code, 'n', 'm'), ['1', 'unknown']);
  });

  it('drop a branch that raises', () => {
    const code = 'def f(x):\n  if u.x:\n    raise ValueError("no")\n  return x\na = f(3)\n';
    assert.deepEqual(results(code, 'a'), ['3']);
  });

  it('drop a branch whose callee raises on purpose', () => {
    const code = `
def fail(): raise ValueError('no')
k = 1
if u.x:
    k = 2
    fail()
`;
    assert.deepEqual(results(code, 'k'), ['1']);
  });

  it('join values that may be returned', () => {
    const code = `
def same():
    if u.x: return 5
    return 5
def differ():
    if u.x: return 5
    return 6
def nothing():
    if u.x: return
    x = 1
def three(n):
    if u.x: return n
    if u.y: return n
    return n
a, b, c, d = same(), differ(), nothing(), three(7)
`;
    assert.deepEqual(results(code, 'a', 'b', 'c', 'd'), ['5', 'unknown', 'None', '7']);
  });

  it('hold what runs after a return that may have happened for uncertain', () => {
    const code = `
class A: pass
a = A()
def setup(o):
    o.before = 1
    if u.x:
        o.kept = 2
        return
    o.kept = 2
    o.late = 3
setup(a)
before, kept, late = a.before, a.kept, a.late
`;
    assert.deepEqual(results(code, 'before', 'kept', 'late'), ['1', '2', 'unknown']);
  });

  it('come to the same end of nested branches', () => {
    const code = `
def f():
    x = 1
    if u.a:
        if u.b:
            return x
        x = 2
    else:
        x = 2
    return x - 1
r = f()
`;
    assert.deepEqual(results(code, 'r'), ['1']);
  });

  it('survive a break, a continue and a return in loops that may happen', () => {
    const code = `
def f(kind):
    n = 0
    for i in range(3):
        if u.x:
            if kind == 'break': break
            if kind == 'continue': continue
            if kind == 'return': return 3
        n += 1
    return 3
r = [f('break'), f('continue'), f('return'), f('none')]
last = 0
for i in range(3):
    if u.x: break
    last = 1
after = 'reached'
`;
    assert.deepEqual(results(code, 'r', 'last', 'after'), ['[3, 3, 3, 3]', 'unknown', "'reached'"]);
  });

  it('count a loop round that may have been left early as uncertain', () => {
    const code = 'n = 0\nfor i in range(100):\n  if u.x: continue\n  n += 1\nm = 0\nfor i in range(100):\n  m += 1\n';
    assert.deepEqual(results(code, 'n', 'm'), ['unknown', '100']);
  });

  it('run a loop over an unknown once, for what it calls', () => {
    const code = `
calls = []
seen = 0
for x in u.items:
    calls.append(x)
    seen = 1
k = 5
while u.x:
    k = 6
j = [c for c in u.items]
`;
    assert.deepEqual(results(code, 'seen', 'k', 'j'), ['unknown', 'unknown', 'unknown']);
  });

  it('join both sides of a conditional expression', () => {
    assert.deepEqual(results('a = 5 if u.x else 5\nb = 1 if u.x else 2\n', 'a', 'b'), ['5', 'unknown']);
  });

  it('decide and/or where a later operand can', () => {
    const code = `
a = 1 if (u.x and False) else 2
b = 1 if (u.x or True) else 2
c = 1 if (u.x and True) else 2
d = u.x or 5
e = 1 if not (u.x and 0) else 2
`;
    assert.deepEqual(results(code, 'a', 'b', 'c', 'd', 'e'), ['2', '1', 'unknown', 'unknown', '1']);
  });

  it('match what cannot be told by trying every case that may fit', () => {
    const code = `
match u.kind:
    case 'a': r, s = 1, 1
    case 'b': r, s = 1, 2
    case _: r, s = 1, 3
`;
    assert.deepEqual(results(code, 'r', 's'), ['1', 'unknown']);
  });

  it('do not enter a handler for an unknown call', () => {
    const code = 'try:\n  x = u.f()\n  y = 1\nexcept Exception:\n  y = 2\n';
    assert.deepEqual(results(code, 'y'), ['1']);
  });

  it('cut a generator that may yield', () => {
    const code = `
def g():
    yield 1
    if u.x: yield 2
    yield 3
first = next(g())
all = list(g())
def early():
    yield 1
    if u.x: return
    yield 2
every = [v for v in early()]
`;
    assert.deepEqual(results(code, 'first', 'all', 'every'), ['1', 'unknown', 'unknown']);
  });

  it('keep global state apart as well', () => {
    const code = `
import os
total = 0
def add():
    global total
    total += 1
if u.x: add()
if u.y: os.environ['A'] = '1'
n, e = total, os.environ['A']
`;
    assert.deepEqual(results(code, 'n', 'e'), ['unknown', 'unknown']);
  });
});
