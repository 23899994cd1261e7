/** What an observer is told: names that get values, calls, where they stand. */
import assert from 'node:assert/strict';
import type { Value } from '../../../extension/python/values.ts';
import { evaluate } from './evaluation.ts';

function watch(text: string): { bound: string[]; called: string[] } {
  const bound: string[] = [];
  const called: string[] = [];
  const show = (value: Value): string => (value.kind === 'int' ? value.value.toString() : value.kind);
  evaluate(text, {
    observer: {
      bound: (place, name, value) => {
        assert.equal(text.slice(place.start, place.end), name);
        bound.push(`${name}=${show(value)}@${place.start}`);
      },
      called: (place, callee, result) => {
        called.push(`${text.slice(place.start, place.end)} -> ${callee.kind} ${show(result)}`);
      },
    },
  });
  return { bound, called };
}

describe('an observer', () => {
  it('sees every target', () => {
    const text = `a = b = 1
(c, *d), e.f = (2, 3), 4
for g in [5, 6]: pass
with open('x') as h: pass
if (i := 7): pass
j += 1
k: int = 8
`;
    const { bound } = watch(`class E: pass\ne = E()\nj = 0\n${text}`);
    const names = bound.map((each) => each.replace(/@.*/, ''));
    assert.deepEqual(names, [
      'E=class',
      'e=instance',
      'j=0',
      'a=1',
      'b=1',
      'c=2',
      'd=list',
      'f=4',
      'g=5',
      'g=6',
      'h=unknown',
      'i=7',
      'j=1',
      'k=8',
    ]);
  });

  it('sees parameters at each call, defaults and collected ones included', () => {
    const { bound } = watch('def f(x, y=2, *z, **w): return x\nf(1)\nf(3, 4, 5)\n');
    assert.deepEqual(
      bound.map((each) => each.replace(/@.*/, '')),
      ['f=function', 'x=1', 'y=2', 'z=tuple', 'w=dict', 'x=3', 'y=4', 'z=tuple', 'w=dict'],
    );
  });

  it('sees calls from the inside out, with the whole expression as their place', () => {
    const { called } = watch('class A:\n  def __call__(self, x): return x + 1\na = A()\nr = max(a(1), len([1]))\n');
    assert.deepEqual(called, [
      'A() -> class instance',
      'a(1) -> instance 2',
      'len([1]) -> native 1',
      'max(a(1), len([1])) -> native 2',
    ]);
  });
});
