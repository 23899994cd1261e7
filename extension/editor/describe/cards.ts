/** The hover cards as Markdown: what Layerscope knows of a layer, a call, a tensor or a model. No editor types, so they are tested as text. */
import type { CallFact, LayerFact, ModelGraph, TensorFact } from '../../model/graph.ts';
import { concreteSize } from '../../model/concrete.ts';
import { shapeText } from '../../model/sizes/text.ts';
import type { ReceptiveFields } from '../../model/receptive/field.ts';
import type { FactsIndex } from './facts-index.ts';
import { artifactText, besideTable, flowRows, isWeight, memoryOf, pathText, receptiveRow } from './call-text.ts';
import { code, escaped, link, table } from './markdown.ts';
import { activationBytes, bytesText, compactText, countText } from './numbers.ts';
import { parametersText } from './parameters.ts';
import type { Size } from '../../model/size.ts';
import { said, t } from './words.ts';

/** Distinct shapes of a variable in code that runs many times; more would make a wall of text. */
const MAX_SHAPES = 6;
/** A longer expression is no figure any more. */
const MAX_EXPRESSION = 24;

export interface CardOptions {
  /** The problem at this place is shown above the card and says why there are artifacts. */
  readonly reported: boolean;
  readonly receptive: ReceptiveFields;
}

/** Cost and memory in one row: `55,296 multiply-accumulates, 32 KB of activations`. None where the calls differ in them. */
function costRow(index: FactsIndex, calls: readonly CallFact[]): readonly [string, string] | null {
  const texts = calls.map((call) => {
    const macs =
      call.macs === null || call.macs === 0 ? null : t('{0} multiply-accumulates', figure(call.macs, countText));
    const bytes = memoryOf(index, call);
    const memory = bytes === null ? null : t('{0} of activations', bytesText(bytes));
    return [macs, memory].filter((part) => part !== null).join(', ');
  });
  const [text] = texts;
  return text === undefined || text === '' || texts.some((other) => other !== text) ? null : [t('Per sample'), text];
}

/** Of one sample: what multiplies with an open batch counts once. */
function figure(given: Size, form: (size: Size) => string): string {
  const size = concreteSize(given) ?? given;
  const text = form(size);
  return typeof size === 'number' || text.length <= MAX_EXPRESSION
    ? escaped(text)
    : t('the input size decides how many');
}

/**
 * The layers that one piece of code constructs (several in a loop): type and name, shapes of their calls, parameters with their sum,
 * cost, artifact.
 */
export function layerCard(
  index: FactsIndex,
  layers: readonly LayerFact[],
  calls: readonly CallFact[],
  options: CardOptions,
  /** What calls of layers without facts of their own give: a container, a user's module. */
  results: readonly TensorFact[] = [],
): string | null {
  const [layer] = layers;
  if (!layer) return null;
  const [first] = calls;
  const names = layers.filter(({ name }) => name !== '').map(({ name }) => name);
  const name =
    names.length > 1 ? t('{0} and {1} more', code(names[0] ?? ''), names.length - 1) : names.map(code).join('');
  const title = layer.documentation ? link(layer.type, layer.documentation) : escaped(layer.type);
  const parameters = [...new Set(layers.map((one) => parametersText(one)))].filter((text) => text !== null);
  const facts = table([
    ...flowRows(index, calls),
    ...resultRows(results),
    parameters.length === 0 ? null : [t('Parameters'), parameters.slice(0, MAX_SHAPES).join('<br>')],
    receptiveRow(calls, options.receptive),
    costRow(index, calls),
  ]);
  return `**${title}** ${name}\n\n${first ? besideTable(facts, first, options.reported) : facts}`;
}

function resultRows(results: readonly TensorFact[]): readonly (readonly [string, string])[] {
  const texts = new Set(
    results.map(({ shape, reason }) =>
      shape
        ? `**→ ${escaped(shapeText(shape))}**`
        : t('not inferred: {0}', escaped(reason ? said(reason) : t('the reason is not known'))),
    ),
  );
  return [...texts].slice(0, MAX_SHAPES).map((text, row) => [row === 0 ? t('Shape') : '', text] as const);
}

/** Calls at one place: of a layer, or of what is no layer: `torch.cat`, `x + y`, `F.interpolate`. */
export function callCard(index: FactsIndex, calls: readonly CallFact[], options: CardOptions): string | null {
  const [call] = calls;
  if (!call) return null;
  const layers = [...new Set(calls.map(({ layer }) => layer))].map((id) => index.layer(id));
  const known = layers.filter((layer) => layer !== undefined);
  if (known.length > 0) return layerCard(index, known, calls, options);
  const facts = table([...flowRows(index, calls), receptiveRow(calls, options.receptive), costRow(index, calls)]);
  return `**${escaped(call.label)}**\n\n${besideTable(facts, call, options.reported)}`;
}

/** A tensor variable: every distinct shape it had, and the layer it came from. */
export function tensorCard(
  index: FactsIndex,
  name: string,
  tensors: readonly TensorFact[],
  options: CardOptions,
): string {
  const lines = new Map<string, { readonly line: string; readonly path: string }>();
  for (const tensor of tensors) {
    const producer = index.call(tensor.producer);
    const made = index.layer(producer?.layer ?? null);
    const text = tensor.shape
      ? shapeText(tensor.shape)
      : t('not inferred: {0}', tensor.reason ? said(tensor.reason) : t('the reason is not known'));
    const bytes = tensor.shape ? activationBytes(tensor.shape, tensor.dtype) : null;
    const source = made
      ? `${escaped(made.type)}${made.name ? ` ${code(made.name)}` : ''}`
      : escaped(producer?.label ?? '');
    const from = source === '' ? '' : ` ${t('from {0}', source)}`;
    const size = bytes === null || (producer && isWeight(producer)) ? '' : `, ${t('{0} per sample', bytesText(bytes))}`;
    const path = producer ? pathText(producer) : '';
    if (!lines.has(text)) lines.set(text, { line: `**${escaped(text)}**${from}${size}`, path });
  }
  const told = lines.size > 1;
  // Which way led there, where that tells the shapes apart.
  const paths = new Set([...lines.values()].map(({ path }) => path));
  const shown = [...lines.values()].slice(0, MAX_SHAPES).map(({ line, path }) => (paths.size > 1 ? line + path : line));
  const more = lines.size > MAX_SHAPES ? [t('and {0} more', lines.size - MAX_SHAPES)] : [];
  const producer = lines.size === 1 ? index.call(tensors[0]?.producer ?? null) : undefined;
  const body = [...shown, ...more].map((line) => (told ? `- ${line}` : line)).join('\n');
  const receptive = producer ? receptiveRow([producer], options.receptive) : null;
  const sees = receptive ? `\n\n${receptive[0]}: ${receptive[1]}` : '';
  return `${t('{0} tensor', code(name))}\n\n${body}${sees}${producer ? artifactText(producer, options.reported) : ''}`;
}

/** A model: input and output, totals, legal input sizes. */
export function modelCard(index: FactsIndex, model: ModelGraph): string {
  const { total, trainable, nonTrainable } = model.params;
  const inputs = index.shapesText(model.inputs);
  const outputs = index.shapesText(model.outputs);
  const count = (size: Size | null): string => (size === null ? t('not inferred') : escaped(countText(size)));
  const facts = table([
    inputs && outputs ? [t('Shape'), `**${escaped(`${inputs} → ${outputs}`)}**`] : null,
    [t('Parameters'), t('{0} ({1} trainable, {2} not)', count(total), count(trainable), count(nonTrainable))],
    model.macs === null ? null : [t('Per sample'), t('{0} multiply-accumulates', figure(model.macs, compactText))],
    model.constraints.length === 0
      ? null
      : [t('Input sizes'), model.constraints.map(({ text }) => code(text)).join(', ')],
  ]);
  const { length } = model.rows;
  const kind = model.framework === 'keras' ? ['Keras', escaped(model.type)].join(' ') : 'PyTorch';
  const what = t(length === 1 ? '{0} model, {1} layer' : '{0} model, {1} layers', kind, length);
  return `**${escaped(model.name)}** ${what}\n\n${facts}`;
}
