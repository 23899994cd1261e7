/**
 * Moves the facts of an analysis along with edits of the text, so that they stay right while the newest text cannot be read yet.
 * A range that an edit touches is no longer known and becomes GONE.
 */
import type { Analysis } from '../../model/graph.ts';
import type { Range } from '../../model/range.ts';

/** One replaced piece of text, as the editor reports it: UTF-16 offsets before the edit. */
export interface Edit {
  readonly offset: number;
  readonly removed: number;
  readonly inserted: number;
}

/** Where nothing is any more. */
export const GONE = { start: -1, end: -1 } as const;

export const isGone = (range: Range): boolean => range.start < 0;

function shiftRange(range: Range, file: string, edit: Edit): Range {
  if (range.file !== file || isGone(range)) return range;
  const end = edit.offset + edit.removed;
  if (range.end < edit.offset || (range.end === edit.offset && range.start < edit.offset)) return range;
  const by = edit.inserted - edit.removed;
  if (range.start >= end) return { file, start: range.start + by, end: range.end + by };
  // The edit lies inside: the construct around it lives on, e.g. a model's class while its body is edited.
  if (range.start < edit.offset && range.end > end) return { file, start: range.start, end: range.end + by };
  return { file, ...GONE };
}

/** The analysis with every range of `file` moved by the edits, applied in the order given (each in the text the one before left). */
export function shiftAnalysis(analysis: Analysis, file: string, edits: readonly Edit[]): Analysis {
  return mapRanges(analysis, (range) => edits.reduce((moved, edit) => shiftRange(moved, file, edit), range));
}

/** The analysis with every range put through `move`. */
export function mapRanges(analysis: Analysis, move: (range: Range) => Range): Analysis {
  return {
    ...analysis,
    layers: analysis.layers.map((layer) => ({
      ...layer,
      range: move(layer.range),
      argumentRanges: Object.fromEntries(
        Object.entries(layer.argumentRanges).map(([name, range]) => [name, move(range)]),
      ),
    })),
    calls: analysis.calls.map((call) => ({ ...call, range: move(call.range) })),
    bindings: analysis.bindings.map((binding) => ({ ...binding, range: move(binding.range) })),
    uses: analysis.uses.map((use) => ({ ...use, range: move(use.range) })),
    models: analysis.models.map((model) => ({
      ...model,
      range: move(model.range),
      rows: model.rows.map((row) => ({ ...row, range: move(row.range), callRange: move(row.callRange) })),
      constraints: model.constraints.map((constraint) => ({ ...constraint, range: move(constraint.range) })),
    })),
    findings: analysis.findings.map((finding) => ({
      ...finding,
      range: move(finding.range),
      related: finding.related.map((related) => ({ ...related, range: move(related.range) })),
      fix: finding.fix && { ...finding.fix, range: move(finding.fix.range) },
      caller: finding.caller && move(finding.caller),
    })),
  };
}
