/** One model of ours beside the framework's: what is exact, what is missing, and what is wrong. */
import { english } from '../../extension/message.ts';
import type { Analysis, LayerRow, ModelGraph } from '../../extension/model/graph.ts';
import type { Shape } from '../../extension/model/size.ts';
import { isKnown } from '../../extension/model/sizes/arithmetic.ts';

export interface RecordedRow {
  readonly name: string;
  readonly type: string;
  readonly outputs: readonly (readonly (number | null)[] | null)[] | null;
  readonly params: number | null;
}

export interface RecordedModel {
  readonly call: string | null;
  readonly line?: number | null;
  readonly name?: string;
  readonly type: string;
  readonly total?: number | null;
  /** One of several alike inside another model: it is a row there. */
  readonly block?: boolean;
  readonly inputs?: readonly (readonly (number | null)[])[] | null;
  /** Nothing in the file calls it: what it was called with for the recording. */
  readonly given?: readonly (readonly (number | null)[])[];
  readonly layers?: readonly RecordedRow[] | null;
}

export interface Judgement {
  readonly exactTotal: boolean;
  readonly exactTable: boolean;
  readonly wrong: readonly string[];
  /** The first difference, in words. */
  readonly difference: string | null;
}

/** 'open' where Keras says None; '?' where we do not say. */
type Told = number | 'open' | '?';

function told(shape: Shape | null): readonly Told[] | null {
  return shape?.map((size) => (typeof size === 'number' ? size : isKnown(size) ? 'open' : '?')) ?? null;
}

export function judge(truth: RecordedModel, ours: ModelGraph | null, analysis: Analysis): Judgement {
  if (!ours) {
    const reason = analysis.findings.find(({ code }) => code === 'not-inferred' || code === 'limit-reached');
    return {
      exactTotal: false,
      exactTable: false,
      wrong: [],
      difference: `no such model found (${reason ? english(reason.message) : 'no reason given'})`,
    };
  }
  const wrong: string[] = [];
  const total = ours.params.total;
  const exactTotal = total === (truth.total ?? null);
  if (typeof total === 'number' && typeof truth.total === 'number' && total !== truth.total)
    wrong.push(`total ${String(total)}, is ${String(truth.total)}`);
  let difference = exactTotal
    ? null
    : `total ${typeof total === 'number' ? String(total) : '?'} of ${String(truth.total)}`;
  const rows = truth.layers ?? [];
  let exactTable = ours.rows.length === rows.length || !truth.layers;
  if (!exactTable)
    difference ??= `${String(ours.rows.length)} rows of ${String(rows.length)}: ${firstOther(rows, ours.rows)}`;
  if (!exactTable && typeof total === 'number')
    wrong.push(`${String(ours.rows.length)} rows, are ${String(rows.length)}: ${firstOther(rows, ours.rows)}`);
  for (const [index, row] of rows.entries()) {
    const our = ours.rows[index];
    if (!our) break;
    const { exact, claim } = judgeRow(row, our);
    if (!exact) {
      if (exactTable || difference === null)
        difference = `${difference ?? ''} row ${String(index)}: ${rowText(row)}, ours ${ourText(our)}`;
      exactTable = false;
      if (row.type !== our.type) break;
    }
    if (claim) wrong.push(`${rowText(row)}, ours ${ourText(our)}`);
  }
  return { exactTotal, exactTable, wrong, difference };
}

function judgeRow(truth: RecordedRow, ours: LayerRow): { exact: boolean; claim: boolean } {
  if (truth.type !== ours.type) return { exact: false, claim: ours.params !== null };
  const params = typeof ours.params === 'number' ? ours.params : null;
  const sameParams = params === truth.params || (truth.params === null && ours.unbuilt === true);
  let claim = params !== null && truth.params !== null && params !== truth.params;
  let same = true;
  if (truth.outputs && !truth.outputs.includes(null)) {
    same = truth.outputs.length === ours.outputShapes.length;
    for (const [index, shape] of truth.outputs.entries()) {
      const our = told(ours.outputShapes[index] ?? null);
      if (!our) same = false;
      else if (shape?.length !== our.length) same = !(claim = true);
      else
        for (const [axis, size] of shape.entries()) {
          const fits = size === null ? our[axis] === 'open' : our[axis] === size;
          if (!fits) same = false;
          if (!fits && our[axis] !== '?') claim = true;
        }
    }
  }
  return { exact: sameParams && same, claim };
}

const rowText = ({ name, type, outputs, params }: RecordedRow): string =>
  `${name} (${type}) ${JSON.stringify(outputs)} ${String(params)}`;
const ourText = ({ name, type, outputShapes, params }: LayerRow): string =>
  `${name} (${type}) ${JSON.stringify(outputShapes.map(told))} ${typeof params === 'number' ? String(params) : '?'}`;

function firstOther(truth: readonly RecordedRow[], ours: readonly LayerRow[]): string {
  const at = truth.findIndex((row, index) => row.type !== ours[index]?.type);
  const row = truth[at];
  const our = ours[at < 0 ? truth.length : at];
  return `${row ? rowText(row) : 'nothing'} / ours ${our ? ourText(our) : 'nothing'}`;
}
