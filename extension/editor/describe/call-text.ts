/** Parts of a hover card that speak of calls: the shapes into and out of them, their memory, their artifacts. */
import type { CallFact, TensorId } from '../../model/graph.ts';
import type { FactsIndex } from './facts-index.ts';
import { escaped, image } from './markdown.ts';
import { activationBytes } from './numbers.ts';
import { GRADE_LABEL, overlapSvg } from './overlap-picture.ts';

/** Distinct shapes of code that runs many times; more would make a wall of text. */
const MAX_SHAPES = 6;

/** Shapes into and out of a call: `8×8×3 → 16×16×32`. */
function flow(index: FactsIndex, call: CallFact): string {
  const inputs = index.shapesText(call.inputs);
  const outputs = index.shapesText(call.outputs);
  if (outputs === null) return `${inputs ?? 'unknown'} → not inferred: ${reasonOf(index, call.outputs)}`;
  return inputs === null ? `→ ${outputs}` : `${inputs} → ${outputs}`;
}

function reasonOf(index: FactsIndex, tensors: readonly TensorId[]): string {
  return tensors.map((id) => index.tensor(id)?.reason).find((reason) => reason) ?? 'the reason is not known';
}

/** One row per distinct flow of shapes, with how often it happens and the functions that led there. */
export function flowRows(index: FactsIndex, calls: readonly CallFact[]): readonly (readonly [string, string])[] {
  const distinct = new Map<string, { call: CallFact; times: number }>();
  for (const call of calls) {
    const text = flow(index, call);
    const known = distinct.get(text);
    if (known) known.times += 1;
    else distinct.set(text, { call, times: 1 });
  }
  const paths = new Set([...distinct.values()].map(({ call }) => call.path.join()));
  const rows = [...distinct].slice(0, MAX_SHAPES).map(([text, { call, times }], row) => {
    // The path only helps where it tells the shapes apart.
    const path = paths.size > 1 && call.path.length > 0 ? ` <small>${escaped(call.path.join(' › '))}</small>` : '';
    return [row === 0 ? 'Shape' : '', `**${escaped(text)}**${times > 1 ? ` ×${times}` : ''}${path}`] as const;
  });
  return distinct.size > MAX_SHAPES ? [...rows, ['', `and ${distinct.size - MAX_SHAPES} more`]] : rows;
}

/** Bytes of a call's outputs for one sample; null where a size is open. */
export function memoryOf(index: FactsIndex, call: CallFact): number | null {
  return call.outputs.reduce<number | null>((sum, id) => {
    const shape = index.tensor(id)?.shape;
    const bytes = shape ? activationBytes(shape) : null;
    return sum === null || bytes === null ? null : sum + bytes;
  }, 0);
}

/** The overlap as a picture, and the reason for the grade unless the problem shown above the card says it. */
export function artifactText(call: CallFact, reported: boolean): string {
  if (!call.artifact) return '';
  const { grade, reason } = call.artifact;
  const words = reported ? '' : `\n\n${escaped(reason)}`;
  return `${words}\n\n${image(overlapSvg(call.artifact), `taps per output pixel, ${GRADE_LABEL[grade]}`)}`;
}
