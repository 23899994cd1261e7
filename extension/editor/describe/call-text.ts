/** Parts of a hover card that speak of calls: the shapes into and out of them, their memory, their artifacts. */
import type { ArtifactFacts } from '../../model/artifact.ts';
import type { CallFact, TensorId } from '../../model/graph.ts';
import type { ReceptiveField, ReceptiveFields } from '../../model/receptive/field.ts';
import type { FactsIndex } from './facts-index.ts';
import { escaped, image } from './markdown.ts';
import { activationBytes } from './numbers.ts';
import { gradeLabel, overlapSvg } from './overlap-picture.ts';
import { said, t } from './words.ts';

/** Distinct shapes of code that runs many times; more would make a wall of text. */
const MAX_SHAPES = 6;

/** Shapes into and out of a call: `8×8×3 → 16×16×32`. */
function flow(index: FactsIndex, call: CallFact): string {
  const inputs = index.shapesText(call.inputs);
  const outputs = index.shapesText(call.outputs);
  if (outputs === null) {
    return `${inputs ?? t('unknown')} → ${t('not inferred: {0}', reasonOf(index, call.outputs))}`;
  }
  return inputs === null ? `→ ${outputs}` : `${inputs} → ${outputs}`;
}

function reasonOf(index: FactsIndex, tensors: readonly TensorId[]): string {
  const reason = tensors.map((id) => index.tensor(id)?.reason).find((one) => one != null);
  return reason ? said(reason) : t('the reason is not known');
}

/** The way to a call in small print: functions, and attributes in place of the methods that they call. */
export function pathText({ path }: CallFact): string {
  const steps = path.filter((_, step) => !path[step - 1]?.startsWith('self.'));
  return steps.length === 0 ? '' : ` <small>${escaped(steps.join(' › '))}</small>`;
}

/** One row per distinct flow of shapes, with how often it happens and what led there where that tells them apart. */
export function flowRows(index: FactsIndex, calls: readonly CallFact[]): readonly (readonly [string, string])[] {
  const distinct = new Map<string, { call: CallFact; times: number }>();
  for (const call of calls) {
    const text = flow(index, call);
    const known = distinct.get(text);
    if (known) known.times += 1;
    else distinct.set(text, { call, times: 1 });
  }
  const paths = new Set([...distinct.values()].map(({ call }) => pathText(call)));
  const rows = [...distinct].slice(0, MAX_SHAPES).map(([text, { call, times }], row) => {
    const path = paths.size > 1 ? pathText(call) : '';
    return [row === 0 ? t('Shape') : '', `**${escaped(text)}**${times > 1 ? ` ×${times}` : ''}${path}`] as const;
  });
  return distinct.size > MAX_SHAPES ? [...rows, ['', t('and {0} more', distinct.size - MAX_SHAPES)]] : rows;
}

/** What one element of the output sees of the model's input, in words. */
function receptiveText(field: ReceptiveField): string {
  switch (field.kind) {
    case 'extent':
      return t('{0} of the input', field.sizes.map((size) => (size === 'all' ? t('all') : size)).join('×'));
    case 'whole':
      return t('the whole input');
    case 'unknown':
      return t('cannot tell: {0}', escaped(said(field.reason)));
    default:
      return field satisfies never;
  }
}

/** Made of nothing that a sample has. */
export const isWeight = ({ inputs, label }: CallFact): boolean =>
  label === 'parameter' || (inputs.length === 0 && label !== 'InputLayer');

/** Every distinct receptive field of the calls in one row. */
export function receptiveRow(calls: readonly CallFact[], fields: ReceptiveFields): readonly [string, string] | null {
  const texts = [...new Set(calls.flatMap(({ id }) => fields.get(id) ?? []).map(receptiveText))];
  if (texts.length === 0) return null;
  const more = texts.length > MAX_SHAPES ? `<br>${t('and {0} more', texts.length - MAX_SHAPES)}` : '';
  return [t('Receptive field'), texts.slice(0, MAX_SHAPES).join('<br>') + more];
}

/** Bytes of a call's outputs for one sample; null where a size is open, and for weights, of which there is one for all samples. */
export function memoryOf(index: FactsIndex, call: CallFact): number | null {
  if (isWeight(call)) return null;
  return call.outputs.reduce<number | null>((sum, id) => {
    const { shape, dtype } = index.tensor(id) ?? {};
    const bytes = shape ? activationBytes(shape, dtype) : null;
    return sum === null || bytes === null ? null : sum + bytes;
  }, 0);
}

/** The reason for the grade, unless the problem shown above the card says it, and the overlap as a picture. */
export function artifactText(call: CallFact, reported: boolean): string {
  if (!call.artifact) return '';
  return `${reasonText(call.artifact, reported)}\n\n${overlapImage(call.artifact)}`;
}

/** As above for a card with a table: the picture stands beside it, so that all of the card is in sight in the small popup. */
export function besideTable(facts: string, call: CallFact, reported: boolean): string {
  if (!call.artifact) return facts;
  const { artifact } = call;
  // Blank lines: between them Markdown is read as such again.
  const both = `<table><tr><td>\n\n${facts}\n\n</td><td>\n\n${overlapImage(artifact)}\n\n</td></tr></table>`;
  return both + reasonText(artifact, reported);
}

const reasonText = ({ reason }: ArtifactFacts, reported: boolean): string =>
  reported ? '' : `\n\n${escaped(said(reason))}`;

const overlapImage = (artifact: ArtifactFacts): string =>
  image(overlapSvg(artifact), t('taps per output pixel, {0}', gradeLabel(artifact.grade)));
