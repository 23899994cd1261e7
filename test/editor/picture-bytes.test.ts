/** The user's own picture as the file that outlives a reload. */
import assert from 'node:assert/strict';
import { pictureBytes, pictureFrom } from '../../extension/editor/panels/picture-bytes.ts';
import { keptRun } from '../../extension/editor/panels/kept-state.ts';

const data = Float32Array.from({ length: 4 * 5 * 3 }, (_, at) => (at % 256) / 255);
const picture = { kind: 'pixels', name: 'holiday\n“x”.png', height: 4, width: 5, data } as const;

describe("the user's own picture", () => {
  it('comes back pixel by pixel, as it was decoded', () => {
    assert.deepEqual(pictureFrom(pictureBytes(picture)), picture);
  });

  it('is nothing where the file is cut, or of another kind', () => {
    const bytes = pictureBytes(picture);
    assert.equal(pictureFrom(bytes.subarray(0, bytes.length - 1)), null);
    for (const text of ['', '\n', '{}\n', 'no json\nabc', '{"name":"x","height":-1,"width":1}\nabc'])
      assert.equal(pictureFrom(new TextEncoder().encode(text)), null, text);
  });

  it('is remembered by name across a restart, and so are bilinear weights', () => {
    assert.equal(keptRun(JSON.stringify({ picture: 'own' })).picture, 'own');
    const weights = { kind: 'bilinear', seed: 3 };
    assert.deepEqual(keptRun(JSON.stringify({ weights })).weights, weights);
  });
});
