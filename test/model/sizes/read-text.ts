/** The value of a printed size over H and W, by the rules of Python. */
import assert from 'node:assert/strict';

const floor = (a: number, b: number): number => Math.floor(a / b) + 0;

/** Python's own reading of the printed text: // floors and binds like *. */
export function readText(text: string, h: number, w: number): number {
  const tokens = text.match(/\d+|[HW]|\/\/|[-+*()]/g) ?? [];
  assert.equal(tokens.join(''), text);
  let position = 0;
  const primary = (): number => {
    const token = tokens[position++];
    if (token === '(') {
      const value = additive();
      assert.equal(tokens[position++], ')');
      return value;
    }
    return token === '-' ? 0 - primary() : token === 'H' ? h : token === 'W' ? w : Number(token);
  };
  const factor = (): number => {
    let value = primary();
    for (;;) {
      if (tokens[position] === '*') {
        position++;
        value = value * primary() + 0;
      } else if (tokens[position] === '//') {
        position++;
        value = floor(value, primary());
      } else return value;
    }
  };
  const additive = (): number => {
    let value = factor();
    for (;;) {
      const token = tokens[position];
      if (token !== '+' && token !== '-') return value;
      position++;
      value += token === '+' ? factor() : -factor();
    }
  };
  const value = additive();
  assert.equal(position, tokens.length);
  return value;
}
