/** Offsets are UTF-16 units of the user's own text, whatever happened to it before it was parsed. */
import assert from 'node:assert/strict';
import { english } from '../../../extension/message.ts';
import { EditedText } from '../../../extension/python/parse/edits.ts';
import type { PythonParser } from '../../../extension/python/parse/parser.ts';
import { testParser } from '../parser.ts';

describe('Offsets', () => {
  let parser: PythonParser;
  before(() => {
    parser = testParser();
  });

  const texts = (source: string) => {
    const module = parser.parse(source);
    return module.body.map(({ start, end }) => source.slice(start, end));
  };

  it('count UTF-16 units, also in repaired text', () => {
    assert.deepEqual(texts('a = "😀"; b = f("é", \r\nc = 日本\r\n'), ['a = "😀"', 'b = f("é",', 'c = 日本']);
    assert.deepEqual(texts('\ufeffa = "😀"\n\f\nb = (1,\nc = 2\n'), ['a = "😀"', 'b = (1,', 'c = 2']);
    assert.deepEqual(texts('if x:\n\ta = f(\n\tb = 1\nc = 2\n'), ['if x:\n\ta = f(\n\tb = 1', 'c = 2']);
  });

  it('of comments and problems are those of the text, too', () => {
    const source = 'x = "😀"  # one\ny = f(1,\n# layerscope: UNet(3) on (1, 3)\nz = 2\n';
    const { comments, problems } = parser.parse(source);
    assert.deepEqual(
      comments.map(({ start, end, text }) => [source.slice(start, end), text]),
      [
        ['# one', 'one'],
        ['# layerscope: UNet(3) on (1, 3)', 'layerscope: UNet(3) on (1, 3)'],
      ],
    );
    assert.deepEqual(
      problems.map(({ start, end, message }) => [source.slice(start, end), english(message)]),
      [['(', 'This bracket is never closed.']],
    );
  });

  it('go back through insertions, removals and replacements', () => {
    const edited = new EditedText('abcdef', [
      { at: 1, removed: 0, inserted: 'XY' },
      { at: 3, removed: 2, inserted: '-' },
      { at: 6, removed: 0, inserted: '!!' },
    ]);
    assert.equal(edited.text, 'aXYbc-f!!');
    assert.deepEqual(edited.span(0, 1), { start: 0, end: 1 });
    assert.deepEqual(edited.span(1, 3), { start: 1, end: 1 });
    assert.deepEqual(edited.span(3, 5), { start: 1, end: 3 });
    assert.deepEqual(edited.span(5, 6), { start: 3, end: 5 });
    assert.deepEqual(edited.span(0, 9), { start: 0, end: 6 });
    assert.deepEqual(edited.span(7, 9), { start: 6, end: 6 });
  });
});
