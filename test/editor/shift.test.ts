/** Facts move along with edits: checked against where the same piece of text is found after the edit. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isGone, shiftAnalysis, type Edit } from '../../extension/editor/analysis/shift.ts';
import { say } from '../../extension/message.ts';
import type { Analysis } from '../../extension/model/graph.ts';

const FILE = 'model.py';

function analysisOf(start: number, end: number): Analysis {
  const finding = {
    code: 'bad-reshape',
    severity: 'error',
    message: say``,
    related: [],
    fix: null,
    caller: null,
    range: { file: FILE, start, end },
  } as const;
  return {
    file: FILE,
    sources: [],
    layers: [],
    calls: [],
    tensors: [],
    bindings: [],
    uses: [],
    models: [],
    findings: [finding],
    milliseconds: 0,
  };
}

function shifted(start: number, end: number, edits: readonly Edit[]): { start: number; end: number } | 'gone' {
  const range = shiftAnalysis(analysisOf(start, end), FILE, edits).findings[0]?.range;
  assert.ok(range);
  return isGone(range) ? 'gone' : { start: range.start, end: range.end };
}

describe('shifting facts', () => {
  it('moves what stands after an edit and leaves what stands before', () => {
    assert.deepEqual(shifted(10, 20, [{ offset: 0, removed: 0, inserted: 5 }]), { start: 15, end: 25 });
    assert.deepEqual(shifted(10, 20, [{ offset: 30, removed: 2, inserted: 0 }]), { start: 10, end: 20 });
  });

  it('stretches what an edit lies inside of', () => {
    assert.deepEqual(shifted(10, 20, [{ offset: 12, removed: 3, inserted: 1 }]), { start: 10, end: 18 });
  });

  it('gives up what an edit cuts', () => {
    assert.equal(shifted(10, 20, [{ offset: 15, removed: 10, inserted: 0 }]), 'gone');
    assert.equal(shifted(10, 20, [{ offset: 5, removed: 8, inserted: 0 }]), 'gone');
    assert.equal(shifted(10, 20, [{ offset: 10, removed: 10, inserted: 3 }]), 'gone');
  });

  it('leaves other files alone', () => {
    const analysis = analysisOf(10, 20);
    assert.deepEqual(shiftAnalysis(analysis, 'other.py', [{ offset: 0, removed: 0, inserted: 5 }]), analysis);
  });

  it('ends where the untouched text is, for any edits', () => {
    const edit = fc.record({ offset: fc.nat(60), removed: fc.nat(10), inserted: fc.nat(10) });
    fc.assert(
      fc.property(
        fc.nat(40),
        fc.integer({ min: 1, max: 10 }),
        fc.array(edit, { maxLength: 5 }),
        (start, length, wished) => {
          // A marked word in a text of dots: what the edits leave whole must be where the range says.
          const word = 'abcdefghij'.slice(0, length);
          let text = '.'.repeat(start) + word + '.'.repeat(50 - start);
          const edits: Edit[] = [];
          for (const { offset, removed, inserted } of wished) {
            const at = Math.min(offset, text.length);
            const cut = Math.min(removed, text.length - at);
            text = text.slice(0, at) + '#'.repeat(inserted) + text.slice(at + cut);
            edits.push({ offset: at, removed: cut, inserted });
          }
          const now = shifted(start, start + length, edits);
          if (now === 'gone') return;
          const found = text.indexOf(word);
          if (found >= 0) assert.deepEqual(now, { start: found, end: found + length });
        },
      ),
    );
  });
});
