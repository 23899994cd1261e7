/** Hints at line ends: never longer than the editor shows, whatever the code is. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { hintText, USUAL_LIMIT } from '../../extension/editor/describe/hint-text.ts';
import { lineHints } from '../../extension/editor/describe/line-shapes.ts';
import { analyzeFile } from '../frameworks/analyzer.ts';

const shapes = (...all: string[]): string | null => hintText(all, null, USUAL_LIMIT).shapes;

describe('the text of hints', () => {
  it('says shapes in full where they fit, else fewer of them, else dots for expressions', () => {
    assert.equal(shapes('16×16×32'), '→ 16×16×32');
    assert.equal(shapes('8×8×3', '16×16×3'), '→ 8×8×3 · 16×16×3');
    assert.equal(shapes('H×W×3', 'H//2×W//2×3', 'H//4×W//4×3', 'H//8×W//8×3'), '→ H×W×3 (4 shapes)');
    assert.equal(shapes('8*((H + 7)//16)×8*((W + 7)//16)×512', '1×1×512'), '→ …×…×512 (2 shapes)');
    assert.equal(
      shapes('1×2×3×4×5×6×7×8×9×10×11×12×13×14×15×16×17×18×19×20'),
      '→ 1×2×3×4×5×6×7×8×9×10×11×12×13×14×15×16×…',
    );
  });

  it('adds parameters where there is room for them', () => {
    assert.deepEqual(hintText(['16×16×32'], '896 parameters', 43), {
      shapes: '→ 16×16×32',
      parameters: '  896 parameters',
    });
    assert.equal(hintText(['H//2×W//2×32', 'H//4×W//4×64'], '896 parameters', 43).parameters, null);
    assert.deepEqual(hintText(null, '896 parameters', 43), { shapes: null, parameters: '896 parameters' });
  });

  it('takes the length that the editor is set to, and none for 0', () => {
    assert.equal(hintText(['64×64×512', '32×32×512'], null, 20).shapes, '→ 64×64×512');
    const long = Array.from({ length: 3 }, (_, step) => `${'123456789×'.repeat(step + 1)}3`);
    assert.equal(hintText(long, null, 0).shapes, `→ ${long.join(' · ')}`);
  });

  it('is never too long, at every line of every sample', () => {
    let seen = 0;
    for (const folder of ['media/samples', 'test/models/keras', 'test/models/torch']) {
      const names = readdirSync(folder).filter((each) => each.endsWith('.py'));
      for (const name of names) {
        const file = `${folder}/${name}`;
        const analysis = analyzeFile(file);
        for (const hint of lineHints(analysis, file, readFileSync(file, 'utf8'))) {
          const { shapes: text, parameters } = hintText(hint.shapes, '1.23M parameters', USUAL_LIMIT);
          assert.ok(text !== null && text.startsWith('→ '), `${file}:${hint.line + 1} has a hint`);
          const length = text.length + (parameters?.length ?? 0);
          assert.ok(length <= USUAL_LIMIT, `${file}:${hint.line + 1}: ${text}${parameters ?? ''} (${length})`);
          seen++;
        }
      }
    }
    assert.ok(seen > 1000, String(seen));
  });
});
