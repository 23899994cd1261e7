import assert from 'node:assert/strict';
import { keptRun } from '../../extension/editor/panels/kept-state.ts';

const NOTHING = { row: null, size: null, picture: null, weights: null };

describe('what the preview keeps across a restart', () => {
  it('comes back as it was written', () => {
    const kept = {
      row: { name: 'decoder.up1', nth: 1 },
      size: [64, 96],
      picture: 'zone-plate',
      weights: { kind: 'initial', seed: 7 },
    };
    assert.deepEqual(keptRun(JSON.stringify(kept)), kept);
    assert.deepEqual(keptRun(JSON.stringify({ weights: { kind: 'ones' } })), { ...NOTHING, weights: { kind: 'ones' } });
  });

  it('is nothing where it cannot be read, part by part', () => {
    for (const text of [undefined, null, 7, '', '{', '[]', '"x"', 'null']) assert.deepEqual(keptRun(text), NOTHING);
    const odd = {
      row: { name: 3, nth: 0 },
      size: [64, 'x'],
      picture: '/etc/passwd',
      weights: { kind: 'initial', seed: -1 },
    };
    assert.deepEqual(keptRun(JSON.stringify(odd)), NOTHING);
    assert.deepEqual(keptRun(JSON.stringify({ size: [0, 64] })), NOTHING);
  });
});
