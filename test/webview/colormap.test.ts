import assert from 'node:assert/strict';
import { rangeFor, TABLES, TABLE_SIZE, tableIndex } from '../../webview/shared/colormap.ts';

const color = (name: keyof typeof TABLES, index: number): number[] => [
  ...TABLES[name].subarray(index * 3, index * 3 + 3),
];

describe('colormaps', () => {
  it('viridis has the ends and the middle that matplotlib has', () => {
    assert.deepEqual(color('viridis', 0), [0x44, 0x01, 0x54]);
    assert.deepEqual(color('viridis', 128), [0x21, 0x91, 0x8c]);
    assert.deepEqual(color('viridis', 255), [0xfd, 0xe7, 0x25]);
  });

  it('gray is the identity', () => {
    for (let index = 0; index < TABLE_SIZE; index++) assert.deepEqual(color('gray', index), [index, index, index]);
  });

  it('the signed map is blue below zero, nearly white at zero, red above', () => {
    const [lowRed = 0, , lowBlue = 0] = color('signed', 0);
    const [highRed = 0, , highBlue = 0] = color('signed', 255);
    assert.ok(lowBlue > lowRed && highRed > highBlue);
    assert.ok(color('signed', 128).every((part) => part > 230));
    assert.deepEqual(rangeFor('signed', { low: -1, high: 3 }), { low: -3, high: 3 });
  });

  it('finds the place in the table as matplotlib does, and stays inside it', () => {
    const range = { low: 0, high: 1 };
    assert.equal(tableIndex(0.5, range), 128);
    assert.equal(tableIndex(1, range), 255);
    assert.equal(tableIndex(-5, range), 0);
    assert.equal(tableIndex(7, range), 255);
    assert.equal(tableIndex(2, { low: 2, high: 2 }), 0);
  });
});
