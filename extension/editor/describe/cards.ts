/** The hover cards as Markdown: what Layerscope knows of a layer, a call, a tensor or a model. No editor types, so they are tested as text. */
import type { CallFact, LayerFact, ModelGraph, TensorFact, TensorId } from '../../model/graph.ts';
import type { LayerRecord, PlainArguments } from '../../model/record.ts';
import { recordById } from '../../model/records/registry.ts';
import { shapeText } from '../../model/sizes/text.ts';
import type { FactsIndex } from './facts-index.ts';
import { activationBytes, bytesText, compactText, countText } from './numbers.ts';
import { GRADE_LABEL, overlapSvg } from './overlap-picture.ts';
import { add, product } from '../../model/sizes/arithmetic.ts';

/** Distinct shapes of code that runs many times; more would make a wall of text. */
const MAX_SHAPES = 6;

export interface Card {
  readonly markdown: string;
}

const table = (rows: readonly (readonly [string, string] | null)[]): string =>
  ['| | |', '|---|---|', ...rows.flatMap((row) => (row ? [`| ${row[0]} | ${row[1]} |`] : []))].join('\n');

const image = (svg: string, alt: string): string => `![${alt}](data:image/svg+xml;base64,${btoa(svg)})`;

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

/** `3·3·3·32 + 32 = 896`. */
function parametersText(layer: LayerFact, index: FactsIndex): string | null {
  if (!layer.weights) return layer.reason ? `not inferred: ${layer.reason}` : null;
  const counted = layer.weights.filter((weight) => weight.counted);
  if (counted.length === 0) return '0';
  const total = counted.reduce((sum, weight) => add(sum, product(weight.shape)), 0 as Parameters<typeof add>[0]);
  const sum = parameterSum(layer, index) ?? counted.map((weight) => weight.shape.map(countText).join('·')).join(' + ');
  return counted.length === 1 && !/[·+]/.test(sum) ? countText(total) : `${sum} = **${countText(total)}**`;
}

function parameterSum(layer: LayerFact, index: FactsIndex): string | null {
  const record = layer.record === null ? undefined : recordById(layer.record);
  const call = index.callsOf(layer.id)[0];
  if (!record?.parameterSum || !call) return null;
  const config = configure(record, layer.framework, layer.arguments);
  const shapes = call.inputs.map((id) => index.tensor(id)?.shape);
  if (config === null || !shapes.every((shape) => shape !== null && shape !== undefined)) return null;
  return record.parameterSum(config, shapes);
}

function configure(record: LayerRecord, framework: LayerFact['framework'], args: PlainArguments): unknown {
  const answer = record[framework]?.configure(args);
  return answer?.kind === 'known' ? answer.value : null;
}

/** The calls whose shapes differ, each with the path that led there. */
function distinctCalls(
  index: FactsIndex,
  calls: readonly CallFact[],
): { text: string; call: CallFact; times: number }[] {
  const seen = new Map<string, { text: string; call: CallFact; times: number }>();
  for (const call of calls) {
    const text = flow(index, call);
    const known = seen.get(text);
    if (known) known.times += 1;
    else seen.set(text, { text, call, times: 1 });
  }
  return [...seen.values()];
}

function callRows(index: FactsIndex, calls: readonly CallFact[]): (readonly [string, string])[] {
  const distinct = distinctCalls(index, calls);
  const rows: (readonly [string, string])[] = distinct.slice(0, MAX_SHAPES).map(({ text, call, times }) => {
    const path = distinct.length > 1 && call.path.length > 0 ? ` <small>${call.path.join(' › ')}</small>` : '';
    return ['Shape', `**${text}**${times > 1 ? ` ×${times}` : ''}${path}`];
  });
  if (distinct.length > MAX_SHAPES) rows.push(['', `and ${distinct.length - MAX_SHAPES} more`]);
  return rows;
}

function memoryText(index: FactsIndex, call: CallFact): string | null {
  const bytes = call.outputs.map((id) => {
    const shape = index.tensor(id)?.shape;
    return shape ? activationBytes(shape) : null;
  });
  const total = bytes.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
  return total === null ? null : `${bytesText(total)} of activations per sample`;
}

function artifactText(call: CallFact): string {
  if (!call.artifact) return '';
  const { grade, reason } = call.artifact;
  return `\n\n${reason}\n\n${image(overlapSvg(call.artifact), `overlap per output phase, ${GRADE_LABEL[grade]}`)}`;
}

/** A layer: its type and name, shapes of its calls, parameters with their sum, cost, artifact. */
export function layerCard(index: FactsIndex, layer: LayerFact, calls = index.callsOf(layer.id)): Card {
  const [first] = calls;
  const record = layer.record === null ? undefined : recordById(layer.record);
  const parameters = parametersText(layer, index);
  const memory = first ? memoryText(index, first) : null;
  const rows = table([
    ...callRows(index, calls),
    parameters === null ? null : ['Parameters', parameters],
    first?.macs === undefined || first.macs === null ? null : ['Multiply-accumulates', countText(first.macs)],
    memory === null ? null : ['Memory', memory],
  ]);
  const documentation = record?.[layer.framework]?.documentation;
  const heading = `**${layer.type}**${layer.name ? ` \`${layer.name}\`` : ''}`;
  const link = documentation ? `\n\n[${layer.type} documentation](${documentation})` : '';
  return { markdown: `${heading}\n\n${rows}${first ? artifactText(first) : ''}${link}` };
}

/** A call that is no layer: `torch.cat`, `x + y`, `F.interpolate`. */
export function callCard(index: FactsIndex, calls: readonly CallFact[]): Card | null {
  const [call] = calls;
  if (!call) return null;
  const layer = index.layer(call.layer);
  if (layer) return layerCard(index, layer, calls);
  const memory = memoryText(index, call);
  const rows = table([
    ...callRows(index, calls),
    call.macs === null || call.macs === 0 ? null : ['Multiply-accumulates', countText(call.macs)],
    memory === null ? null : ['Memory', memory],
  ]);
  return { markdown: `**${call.label}**\n\n${rows}${artifactText(call)}` };
}

/** A tensor variable: every distinct shape it had, and the layer it came from. */
export function tensorCard(index: FactsIndex, name: string, tensors: readonly TensorFact[]): Card {
  const lines = new Map<string, string>();
  for (const tensor of tensors) {
    const producer = index.call(tensor.producer);
    const made = index.layer(producer?.layer ?? null);
    const text = tensor.shape ? shapeText(tensor.shape) : `not inferred: ${tensor.reason ?? 'the reason is not known'}`;
    const bytes = tensor.shape ? activationBytes(tensor.shape) : null;
    const from = made
      ? ` from ${made.type}${made.name ? ` \`${made.name}\`` : ''}`
      : producer
        ? ` from ${producer.label}`
        : '';
    const size = bytes === null ? '' : `, ${bytesText(bytes)} per sample`;
    lines.set(text, `**${text}**${from}${size}`);
  }
  const shown = [...lines.values()].slice(0, MAX_SHAPES);
  const more = lines.size > MAX_SHAPES ? [`and ${lines.size - MAX_SHAPES} more`] : [];
  const producer = lines.size === 1 ? index.call(tensors[0]?.producer ?? null) : undefined;
  const body = [...shown, ...more].map((line) => (lines.size > 1 ? `- ${line}` : line)).join('\n');
  return { markdown: `\`${name}\` tensor\n\n${body}${producer ? artifactText(producer) : ''}` };
}

/** A model: input and output, totals, legal input sizes. */
export function modelCard(index: FactsIndex, model: ModelGraph): Card {
  const { total, trainable, nonTrainable } = model.params;
  const inputs = index.shapesText(model.inputs);
  const outputs = index.shapesText(model.outputs);
  const count = (size: typeof total): string => (size === null ? 'not inferred' : countText(size));
  const rows = table([
    inputs && outputs ? ['Shape', `**${inputs} → ${outputs}**`] : null,
    ['Parameters', `${count(total)} (${count(trainable)} trainable, ${count(nonTrainable)} not)`],
    model.macs === null ? null : ['Multiply-accumulates', `${compactText(model.macs)} per sample`],
    model.constraints.length === 0
      ? null
      : ['Input sizes', model.constraints.map(({ text }) => `\`${text}\``).join(', ')],
  ]);
  return { markdown: `**${model.name}** ${model.type} model, ${model.rows.length} layers\n\n${rows}` };
}
