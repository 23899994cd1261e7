/** Imports: native modules, files, packages, relative and star imports, cycles. */
import assert from 'node:assert/strict';
import type { SourceProvider } from '../../../extension/python/evaluate/evaluator.ts';
import { evaluate } from './evaluation.ts';

/** Files by path; a dotted name is looked for from the root, a relative one from the importing file. */
function workspace(files: Readonly<Record<string, string>>): SourceProvider {
  return {
    find(name, level, from) {
      const up = level === 0 ? [] : from.split('/').slice(0, -level);
      const path = [...up, ...name.split('.').filter(Boolean)].join('/');
      for (const file of [`${path}.py`, path === '' ? '__init__.py' : `${path}/__init__.py`]) {
        const text = files[file];
        if (text !== undefined) return { file, text };
      }
      return undefined;
    },
  };
}

describe('imports', () => {
  it('run a file once and share it', () => {
    const sources = workspace({
      'a.py': 'n = [0]\ndef inc():\n  n[0] += 1\n  return n[0]\n',
      'b.py': 'import a\na.inc()\n',
    });
    const { repr } = evaluate('import a\nimport b\nfrom a import inc, n as m\nx = inc(), a.n is m\n', {
      sources,
    });
    assert.equal(repr('x'), '(2, True)');
  });

  it('know __name__ and run the main part of the main module only', () => {
    const sources = workspace({ 'lib.py': 'ran = False\nif __name__ == "__main__":\n  ran = True\n' });
    const { repr } = evaluate('import lib\nx = lib.ran, lib.__name__, __name__\n', { sources });
    assert.equal(repr('x'), "(False, 'lib', '__main__')");
  });

  it('follow packages, relative imports and submodules', () => {
    const sources = workspace({
      'pkg/__init__.py': 'from .blocks import Conv\nfrom . import blocks as b\nversion = 1\n',
      'pkg/blocks.py': 'from .utils.math import twice\nfrom ..top import TOP\nclass Conv:\n  k = twice(3) + TOP\n',
      'pkg/utils/__init__.py': '',
      'pkg/utils/math.py': 'def twice(x): return x * 2\n',
      'top.py': 'TOP = 100\n',
    });
    const code = `
import pkg, pkg.utils.math
import pkg.utils.math as pm
from pkg import Conv, blocks
from pkg.utils import math as again
r = pkg.version, Conv.k, pkg.b is blocks, pkg.utils.math.twice(4), pm is again, pkg.Conv is Conv
`;
    const { repr, problems } = evaluate(code, { sources });
    assert.deepEqual(problems, []);
    assert.equal(repr('r'), '(1, 106, True, 8, True, True)');
  });

  it('follow folders without __init__.py', () => {
    const sources = workspace({ 'nets/unet.py': 'depth = 4\n' });
    const { repr } = evaluate('import nets.unet\nfrom nets.unet import depth\nr = nets.unet.depth, depth\n', {
      sources,
    });
    assert.equal(repr('r'), '(4, 4)');
  });

  it('bring all public names, or those of __all__', () => {
    const sources = workspace({
      'a.py': 'x, _y, z = 1, 2, 3\n',
      'b.py': "__all__ = ['p', '_q']\np, _q, r = 1, 2, 3\n",
    });
    const { repr } = evaluate("from a import *\nfrom b import *\nr = x, z, p, _q, '_y' in globals(), 'r' in dir()\n", {
      sources,
    });
    assert.equal(repr('r'), '(1, 3, 1, 2, False, False)');
  });

  it('survive cycles', () => {
    const sources = workspace({
      'a.py': 'first = 1\nimport b\nsecond = b.seen + 1\n',
      'b.py': 'import a\nseen = a.first\n',
    });
    const { repr, problems } = evaluate('import a\nr = a.first, a.second\n', { sources });
    assert.deepEqual(problems, []);
    assert.equal(repr('r'), '(1, 2)');
  });

  it('tell a name that a file does not have', () => {
    const sources = workspace({ 'a.py': 'x = 1\n' });
    const { repr, problems } = evaluate('from a import y, x\nimport a\nz = 1\n', { sources });
    assert.match(repr('y'), /ImportError/);
    assert.equal(repr('z'), '1');
    assert.equal(problems.length, 1);
  });

  it('take the import that works where a program tries two', () => {
    const sources = workspace({ 'mine.py': 'x = 5\n' });
    const code = 'try:\n  from mine import y\nexcept ImportError:\n  from mine import x as y\n';
    const { repr } = evaluate(code, { sources });
    assert.equal(repr('y'), '5');
  });

  it('keep what a program changes in a native module to that evaluation', () => {
    const change =
      'import math, os, sys\nmath.pi = 3\nos.environ["A"] = "b"\nsys.path.append("x")\nr = math.pi, os.environ["A"], len(sys.path)\n';
    const first = evaluate(change);
    assert.equal(first.repr('r'), "(3, 'b', 1)");
    const second = evaluate('import math, os, sys\nr = math.pi, len(sys.path)\ne = os.environ["A"]\n');
    assert.equal(second.repr('r'), '(3.141592653589793, 0)');
    assert.equal(second.value('e').kind, 'unknown');
  });

  it('place what goes wrong in the file where it stands', () => {
    const sources = workspace({ 'a.py': 'x = 1\ny = zz\n' });
    const { problems } = evaluate('import a\n', { sources });
    assert.deepEqual(
      problems.map((problem) => problem.place),
      [{ file: 'a.py', start: 10, end: 12 }],
    );
  });
});
