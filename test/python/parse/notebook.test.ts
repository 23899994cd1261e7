/** Notebooks as one text: cells, their places, and what is not Python in them. */
import assert from 'node:assert/strict';
import { blankMagics, notebookText } from '../../../extension/python/parse/notebook.ts';
import { testParser } from '../parser.ts';
import { dumpModule } from './dump.ts';

const code = (source: string | string[]) => ({ cell_type: 'code', source });
const notebook = (...cells: object[]) => JSON.stringify({ cells, nbformat: 4 });

describe('Notebooks', () => {
  it('joins the code cells and says where each begins and which it was', () => {
    const { text, cells } = notebookText(
      notebook({ cell_type: 'markdown', source: '# Title' }, code(['a = 1\n', 'b = 2']), code('c = 3\n')),
    );
    assert.equal(text, 'a = 1\nb = 2\nc = 3\n\n');
    assert.deepEqual(cells, [
      { start: 0, end: 11, index: 1 },
      { start: 12, end: 18, index: 2 },
    ]);
  });

  it('overwrites magics, shell commands and help requests without moving anything', () => {
    const source = '%matplotlib inline\nif x:\n    !pip install "a\ny?\nz = (1\n% 2)\n';
    const blanked = blankMagics(source);
    assert.equal(blanked.length, source.length);
    const parser = testParser();
    assert.equal(dumpModule(parser.parse(blanked)), 'Pass\nIf(x [Pass] else [])\nAssign(z = Binary(1 % 2))');
  });

  it('overwrites cells in other languages and keeps the Python below magics of Python', () => {
    assert.equal(blankMagics('%%bash\nls (\n'), '      \n    \n');
    assert.equal(blankMagics('%%time\nx = 1\n'), 'pass  \nx = 1\n');
  });

  it('keeps percent signs and exclamation marks that are Python', () => {
    const source = 'a = b \\\n% c\nd = """\n!not a command\n%nor this\n"""\ne = [1\n!= 2]\n';
    assert.equal(blankMagics(source), source);
  });

  it('keeps line ends of two characters', () => {
    assert.equal(blankMagics('!ls -la\r\nx = 1\r\n'), 'pass   \r\nx = 1\r\n');
  });

  it('has no cells where there is no notebook', () => {
    for (const json of ['', '{', 'null', '[]', '{"cells": 1}', '{"cells": [null, 1, {"cell_type": "code"}]}']) {
      assert.deepEqual(notebookText(json), { text: '', cells: [] });
    }
  });
});
