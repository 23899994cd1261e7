import assert from 'node:assert/strict';
import { DRAW_ALL, scrollToRow, stretchInSight } from '../../webview/preview/rows.ts';

describe('rows in sight', () => {
  it('draws all rows of a short list', () => {
    assert.deepEqual(stretchInSight(DRAW_ALL, 26, 1000, 400), { first: 0, end: DRAW_ALL });
  });

  it('draws only what can be seen of a long one, at every scroll position', () => {
    for (let top = 0; top <= 1000 * 26 - 400; top += 391) {
      const { first, end } = stretchInSight(1000, 26, top, 400);
      assert.ok(first * 26 <= top && end * 26 >= top + 400, `a gap at ${top}`);
      assert.ok(end - first < 60);
    }
  });

  it('scrolls no further than needed', () => {
    assert.equal(scrollToRow(3, 26, 0, 400), 0);
    assert.equal(scrollToRow(0, 26, 500, 400), 0);
    assert.equal(scrollToRow(20, 26, 0, 400), 21 * 26 - 400);
  });
});
