/** Hostile code costs milliseconds: a limit ends one statement, is told, and the rest is evaluated. */
import assert from 'node:assert/strict';
import { evaluate } from './evaluation.ts';

/** Steps that a slow machine does in milliseconds, and a clock that stands still: what is tested is counted, not timed. */
const limits = { steps: 90_000, totalSteps: 300_000, loopSteps: 36_000, clock: () => 0 };

const HOSTILE: Readonly<Record<string, readonly [code: string, limit: string]>> = {
  'an endless loop': ['while True: pass', 'loopSteps'],
  'an endless loop that counts': ['x = 0\nwhile True:\n  x += 1', 'loopSteps'],
  'a loop that feeds itself': ['l = [1]\nfor x in l: l.append(x)', 'loopSteps'],
  'a very long loop': ['for i in range(10**12): pass', 'loopSteps'],
  'exponential recursion': ['def f(n): return f(n - 1) + f(n - 2) if n > 1 else 1\nf(90)', 'steps'],
  'endless recursion': ['def f(n): return f(n + 1)\nf(0)', 'callDepth'],
  'recursion through __getattr__': ['class A:\n  def __getattr__(self, n): return self.zz\nA().x', 'callDepth'],
  'recursion through operators': ['class A:\n  def __add__(self, o): return self + o\nA() + 1', 'callDepth'],
  'recursion through repr': ['class A:\n  def __repr__(self): return repr([self])\nrepr(A())', 'callDepth'],
  'recursion through generators': ['def g():\n  yield from g()\nlist(g())', 'callDepth'],
  'recursion through comprehensions': ['def f(n): return [f(n) for _ in range(1)]\nf(0)', 'callDepth'],
  'recursion through sorting': ['def f(x): return sorted([2, 1], key=f)\nf(1)', 'callDepth'],
  'a huge power': ['10 ** 10 ** 10', 'integerBits'],
  'a growing power': ['x = 2\nfor i in range(99): x = x ** 2', 'integerBits'],
  'a huge shift': ['1 << 10 ** 12', 'integerBits'],
  'a huge factorial': ['import math\nmath.factorial(10 ** 7)', 'integerBits'],
  'a huge literal of digits': ['int("9" * 100000)', 'integerBits'],
  'a huge string': ['"a" * 10 ** 12', 'stringLength'],
  'a doubling string': ['s = "a"\nwhile True: s += s', 'stringLength'],
  'a huge width': ['f"{5:1000000000}"', 'stringLength'],
  'a huge list': ['[0] * 10 ** 12', 'collectionSize'],
  'a doubling list': ['l = [1]\nwhile True: l += l', 'collectionSize'],
  'a huge range as a list': ['list(range(10 ** 12))', 'collectionSize'],
  'an endless generator as a list': ['import itertools\nlist(itertools.count())', 'steps'],
  'an endless generator in a call': ['print(*iter(int, 1))', 'steps'],
  'an endless search': ['next(x for x in iter(int, 1) if x)', 'steps'],
  'a deep value': ['a = ()\nfor i in range(4000): a = (a,)\nhash(a)', 'nesting'],
  'a value that is wider than it looks': ['a = (1,)\nfor i in range(90): a = (a, a)\nhash(a)', 'steps'],
  'a list printed that is wider than it looks': ['a = [1]\nfor i in range(90): a = [a, a]\nrepr(a)', 'steps'],
};

describe('limits', () => {
  for (const [title, [code, limit]] of Object.entries(HOSTILE))
    it(`end ${title}`, () => {
      const { repr, problems } = evaluate(`${code}\nafter = [1, 2]\n`, { limits });
      assert.deepEqual(
        problems.filter((problem) => problem.kind === 'limit').map((problem) => problem.type),
        [limit],
      );
      assert.equal(repr('after'), '[1, 2]');
    });

  it('print and compare values that contain themselves', () => {
    const { repr, problems } = evaluate('a = []\na.append(a)\nd = {}\nd["k"] = d\nx = repr(a), repr(d)\n', {
      limits,
    });
    assert.equal(repr('x'), "('[[...]]', \"{'k': {...}}\")");
    assert.deepEqual(problems, []);
  });

  it('evaluate long sums without depth', () => {
    const { repr } = evaluate(`x = ${Array.from({ length: 240 }, () => '1').join(' + ')}\n`);
    assert.equal(repr('x'), '240');
  });

  it('make what the statement binds unknown', () => {
    const { repr } = evaluate('x = 1\nx = 10 ** 10 ** 10\ny = x + 1\n', { limits });
    assert.match(repr('y'), /the analysis stopped here: too large an integer/);
  });

  it('leave a loop that trains for ever, and evaluate what follows in the same function', () => {
    const code = `
def main():
    model, loss = [1, 2], 5.0
    while True:
        loss *= 0.5
        done = True
    return model, done
model, done = main()
for epoch in range(10 ** 9): last = epoch
`;
    const { repr, value, problems } = evaluate(code, { limits });
    assert.equal(repr('model'), '[1, 2]');
    assert.equal(repr('done'), 'True');
    assert.equal(value('last').kind, 'unknown');
    assert.deepEqual(
      problems.map((problem) => problem.type),
      ['loopSteps', 'loopSteps'],
    );
  });

  it('bound all statements together', () => {
    let now = 0;
    const clock = (): number => (now += 0.001);
    const loops = Array.from({ length: 40 }, () => 'while True: pass').join('\n');
    const { problems } = evaluate(`${loops}\n`, { limits: { clock } });
    assert.ok(problems.length > 0);
    // Work shrinks by half with each limit that is hit.
    assert.ok(now < 100, `the clock was read ${Math.round(now * 1000)} times`);
  });

  it('end what takes too long by the clock', () => {
    let now = 0;
    const { problems } = evaluate('for i in range(10000): pass\nx = 1\n', {
      limits: { clock: () => (now += 700) },
    });
    assert.ok(problems.some((problem) => problem.type === 'milliseconds'));
  });

  it('do not follow a recursion on what is not known behind conditions that are not known', () => {
    const code = [
      'import nothing',
      'def walk(obj):',
      '  if isinstance(obj, (list, tuple, set)): return [walk(x) for x in obj]',
      '  if isinstance(obj, dict): return [[walk(x), walk(y)] for x, y in obj.items()]',
      '  if isinstance(obj, (str, int)): return None',
      '  if obj in seen: return None',
      '  return obj',
      'seen = set()',
      'for i in range(200): walk(nothing.read())',
      'after = walk([1, "a", [2.5]])',
    ].join('\n');
    const { repr, problems } = evaluate(code, { limits });
    assert.deepEqual(
      problems.filter(({ kind }) => kind === 'limit'),
      [],
    );
    assert.equal(repr('after'), '[None, None, [2.5]]');
  });

  it('leave trial runs tidy', () => {
    const code = 'import u\na = [1]\nif u.x:\n  a.append(2)\n  while True: pass\nb = 3\nif u.y: b = 4\nc = 5\n';
    const { value, repr } = evaluate(code, { limits });
    assert.equal(value('b').kind, 'unknown');
    assert.equal(repr('c'), '5');
  });

  it('never let the JavaScript stack run over, however calls are nested', () => {
    // Each round is as many JavaScript frames deep as we know how to make it.
    const code = `
class A:
    def __init__(self, n): self.n = n
    def __getattr__(self, name): return self
    def __call__(self, *args, **kw):
        for a in [b for b in (c for c in [0])]:
            with self:
                try:
                    if True:
                        return max(map(lambda v: (self if self else 0)(v, *args, **kw) + 1, [1]), key=lambda v: v)
                finally:
                    pass
    def __enter__(self): return self
    def __exit__(self, *a): pass
A(1)(2)
`;
    const { problems } = evaluate(code, { limits: { clock: () => 0 } });
    assert.deepEqual(
      problems.map((problem) => problem.type),
      ['callDepth'],
    );
  });
});
