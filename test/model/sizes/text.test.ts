/** How sizes and shapes are printed. */
import assert from 'node:assert/strict';
import {
  add,
  floorDivide,
  modulo,
  multiply,
  negate,
  subtract,
  symbol,
} from '../../../extension/model/sizes/arithmetic.ts';
import { shapeText, sizeText, tupleText } from '../../../extension/model/sizes/text.ts';

const H = symbol('H', 'open');
const W = symbol('W', 'open');
const batch = symbol('N', 'batch');
const untold = symbol('units of Dense', 'opaque');

describe('size text', () => {
  it('is Python, with parentheses only where they are needed', () => {
    const half = floorDivide(H, 2);
    assert.equal(sizeText(half), 'H//2');
    assert.equal(sizeText(negate(half)), '-(H//2)');
    assert.equal(sizeText(subtract(H, half)), 'H-H//2');
    assert.equal(sizeText(subtract(half, 3)), 'H//2-3');
    assert.equal(sizeText(multiply(half, half)), '(H//2)*(H//2)');
    assert.equal(sizeText(floorDivide(add(multiply(H, W), 1), 3)), '(H*W+1)//3');
    assert.equal(sizeText(multiply(3, multiply(H, W))), '3*H*W');
    assert.equal(sizeText(modulo(H, 16)), 'H-16*(H//16)');
    assert.equal(sizeText(-4), '-4');
  });

  it('names the batch as the framework does, and never what could not be told', () => {
    assert.equal(sizeText(batch, 'keras'), 'None');
    assert.equal(sizeText(batch, 'torch'), 'N');
    assert.equal(sizeText(multiply(4, batch), 'keras'), '4*N');
    assert.equal(sizeText(add(untold, 1)), '?');
  });

  it('of shapes', () => {
    assert.equal(shapeText([batch, 16, 16, 32]), '16×16×32');
    assert.equal(shapeText([1, 3, H, floorDivide(W, 2)]), '1×3×H×W//2');
    assert.equal(shapeText([batch]), 'scalar');
    assert.equal(tupleText([batch, 16, 16, 32], 'keras'), '(None, 16, 16, 32)');
    assert.equal(tupleText([batch, floorDivide(H, 2), untold, 3], 'keras'), '(None, None, ?, 3)');
    assert.equal(tupleText([batch, 3, H, W], 'torch'), '(N, 3, H, W)');
    assert.equal(tupleText([batch], 'keras'), '(None,)');
    assert.equal(tupleText([], 'torch'), '()');
  });
});
