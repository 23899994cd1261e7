/**
 * Quick fixes and "Use this": every rewritten file was run in the real framework (test/oracle/rewrites.py), and has the shape that the old one had,
 * and the parameters that our analysis of it says.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Analysis } from '../../extension/model/graph.ts';
import { analyzeText } from '../frameworks/analyzer.ts';
import { allRewrites, keyOf, type Rewrite } from './rewriting.ts';

type Recorded =
  { readonly outputs: readonly (readonly (number | null)[])[]; readonly params: number } | { readonly raises: string };

const recorded = JSON.parse(readFileSync(new URL('../recorded/rewrites.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, Recorded>
>;

/** The model of the file: the one that is not inside another. */
function promised({ models, tensors }: Analysis): { outputs: unknown; params: unknown } {
  const model =
    models.find(({ name }) => name === 'model') ?? models.find(({ type }) => type !== 'Sequential') ?? models[0];
  const outputs = model?.outputs.map((id) => tensors.find((tensor) => tensor.id === id)?.shape);
  return {
    outputs: outputs?.map((shape) => shape?.map((size) => (typeof size === 'number' ? size : null))),
    params: model?.params.total,
  };
}

const CASES_AT_LEAST = 20;

describe('rewritten files', function () {
  this.timeout(120_000);
  let rewrites: readonly Rewrite[] = [];

  before(() => {
    rewrites = allRewrites();
  });

  it('are enough of each kind, in both frameworks', () => {
    const kinds = [...new Set(rewrites.map(({ way }) => way))];
    assert.deepEqual(kinds.toSorted(), [
      'bilinear-convolution',
      'icnr',
      'kernel-multiple',
      'nearest-convolution',
      'pad-skip',
      'right-name',
      'right-value',
      'sub-pixel-icnr',
      'use bicubic-conv',
      'use bilinear-conv',
      'use nearest-conv',
      'use sub-pixel',
      'use sub-pixel-icnr',
      'use transposed-multiple',
      'use transposed-stride',
    ]);
    for (const kind of kinds) {
      const own = rewrites.filter(({ way }) => way === kind);
      assert.ok(own.length >= CASES_AT_LEAST, `${kind}: ${own.length}`);
      assert.equal(new Set(own.map(({ framework }) => framework)).size, 2, kind);
    }
  });

  it('run, with the shape and the parameters that were promised', () => {
    for (const { name, way, text } of rewrites) {
      const real = recorded[keyOf(text)];
      assert.ok(real, `${name}, ${way}: not recorded. Run test/oracle/rewrites.py.\n${text}`);
      assert.ok(!('raises' in real), `${name}, ${way}: ${'raises' in real ? real.raises : ''}\n${text}`);
      assert.deepEqual(promised(analyzeText(text)), real, `${name}, ${way}\n${text}`);
    }
  });

  it('keep the output shape where the layer ran before', () => {
    for (const { name, way, text, before } of rewrites) {
      if (before.findings.some(({ severity, code }) => severity === 'error' && !code.startsWith('checkerboard')))
        continue;
      const real = recorded[keyOf(text)];
      assert.ok(real && 'outputs' in real);
      assert.deepEqual(real.outputs, promised(before).outputs, `${name}, ${way}`);
    }
  });
});
