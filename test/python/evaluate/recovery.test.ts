/** An exception that nobody catches costs one statement. */
import assert from 'node:assert/strict';
import { english } from '../../../extension/message.ts';
import { evaluate } from './evaluation.ts';

describe('exceptions that nobody catches', () => {
  it('cost the statement: its targets are unknown, the rest goes on', () => {
    const { repr, problems } = evaluate(`
a = 1
a = 1 / 0
b, (c, *d) = [][3]
e = 5
class A: pass
x = A()
x.v = {}['k']
f = e + 1
`);
    assert.match(repr('a'), /unknown: ZeroDivisionError: division by zero/);
    for (const name of ['b', 'c', 'd']) assert.match(repr(name), /IndexError: list index out of range/);
    assert.equal(repr('f'), '6');
    assert.deepEqual(
      problems.map((problem) => [problem.kind, problem.type, english(problem.message)]),
      [
        ['exception', 'ZeroDivisionError', 'division by zero'],
        ['exception', 'IndexError', 'list index out of range'],
        ['exception', 'KeyError', "'k'"],
      ],
    );
  });

  it('cost the innermost statement, inside a function too', () => {
    const { repr } = evaluate(`
def f(x):
    y = x.nothing
    z = 4
    return z, y
r = f(5)
s = r[0]
`);
    assert.equal(repr('s'), '4');
  });

  it('in an argument or the head of a block leave unknown what would have been changed', () => {
    const { repr, problems } = evaluate(`
a, b, c, d, e = [1], [1], [1], [1], []
a.append(nothing)
for each in nothing: b.append(2)
while nothing: c.append(2)
if nothing: d.append(2)
with nothing as f: e.append(f)
def g(x):
    for i in nothing(3):
        x = 2
    return x
h = g(1)
i, j = len(a), len(e)
`);
    for (const name of ['b', 'c', 'd', 'h']) assert.match(repr(name), /^<unknown/, name);
    assert.deepEqual([repr('i'), repr('j')], ['2', '1']);
    assert.equal(problems.length, 6);
  });

  it('end a function when it raises on purpose, or when its return fails', () => {
    const { repr, problems } = evaluate(`
done = []
def f():
    raise ValueError('no good')
    done.append(1)
def g():
    return 1 / 0
a, b = f(), g()
`);
    assert.match(repr('a'), /ValueError: no good/);
    assert.match(repr('b'), /ZeroDivisionError/);
    assert.equal(repr('done'), '[]');
    assert.equal(problems.length, 2);
  });

  it('go to an enclosing try, wherever on the stack it is', () => {
    const { repr, problems } = evaluate(`
log = []
def inner():
    x = [][0]
    log.append('never')
def outer():
    inner()
    log.append('never')
try:
    outer()
    log.append('never')
except IndexError as e:
    log.append(str(e))
finally:
    log.append('finally')
`);
    assert.equal(repr('log'), "['list index out of range', 'finally']");
    assert.deepEqual(problems, []);
  });

  it('pass a try that does not match, and cost that statement', () => {
    const { repr, problems } = evaluate('try:\n  1 / 0\nexcept KeyError:\n  pass\nx = 1\n');
    assert.equal(repr('x'), '1');
    assert.deepEqual(
      problems.map((problem) => problem.type),
      ['ZeroDivisionError'],
    );
  });

  it('are told with their place, and with whether the branch is taken at all', () => {
    const text = 'import u\nx = [1, 2]\nif u.x:\n  y = x[5]\nz = x[6]\n';
    const { problems } = evaluate(text);
    assert.deepEqual(
      problems.map((problem) => [text.slice(problem.place?.start, problem.place?.end), problem.maybe]),
      [
        ['x[5]', true],
        ['x[6]', false],
      ],
    );
  });

  it('leave sys.exit and failing assertions to cost one statement', () => {
    const { repr, problems } = evaluate('import sys\nassert 1 == 2, "no"\nsys.exit(1)\nx = 3\n');
    assert.equal(repr('x'), '3');
    assert.deepEqual(
      problems.map((problem) => problem.type),
      ['AssertionError', 'SystemExit'],
    );
  });

  it('lose a class or an import that fails, not what follows', () => {
    const { repr } = evaluate('class A(5 / 0): pass\nfrom math import nonsense_name\nx = 1\n');
    assert.match(repr('A'), /unknown/);
    assert.match(repr('nonsense_name'), /unknown/);
    assert.equal(repr('x'), '1');
  });

  it('take statements that are no Python for lost', () => {
    const { repr } = evaluate('x = 1\ny = = 2\nz = 3\n');
    assert.equal(repr('x'), '1');
    assert.equal(repr('z'), '3');
  });
});
