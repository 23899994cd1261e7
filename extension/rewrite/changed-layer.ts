/** A layer's own call with other arguments, as its author would write it: what was written for the others stays as it stands. */
import { collapsed, valueText } from '../model/alternatives/python-text.ts';
import { writtenCode } from '../model/alternatives/written.ts';
import type { LayerFact } from '../model/graph.ts';
import type { Plain, PlainArguments } from '../model/record.ts';
import { inBrackets } from './layer-code.ts';
import type { RewriteSource } from './source.ts';
import { applyEdits } from './text-edit.ts';
import type { Toolbox } from './toolbox.ts';

/** What an argument is when nobody gives it. */
const DEFAULTS: Readonly<Record<LayerFact['framework'], PlainArguments>> = {
  keras: {
    strides: 1,
    padding: 'valid',
    output_padding: null,
    dilation_rate: 1,
    size: 2,
    interpolation: 'nearest',
  },
  torch: { stride: 1, padding: 0, output_padding: 0, dilation: 1, mode: 'nearest' },
};

export function changedLayer(source: RewriteSource, layer: LayerFact, changes: PlainArguments, tools: Toolbox): string {
  return inItsOwnWords(source, layer, changes, tools) ?? inOurWords(layer, changes);
}

/** Null where the call does not stand in this text, or hides arguments behind `**kwargs`. */
function inItsOwnWords(
  source: RewriteSource,
  layer: LayerFact,
  changes: PlainArguments,
  tools: Toolbox,
): string | null {
  const construction = source.construction(layer);
  if (!construction) return null;
  const { call } = construction;
  const written = source.written(layer, call);
  if (written.isOpen) return null;
  const texts: Record<string, { text: string; otherwise: string }> = {};
  for (const [name, value] of Object.entries(changes)) {
    if (same(value, layer.arguments[name])) continue;
    const before = written.get(name);
    const [statement] = tools.parse(plainText(value)).body;
    const parsed = statement?.kind === 'ExpressionStatement' ? statement.value : null;
    const styled = (plain: Plain): string =>
      typeof plain === 'string' ? source.style.quoted(plain) : plainText(plain);
    texts[name] = {
      text: parsed ? inBrackets(styled(value), parsed, before?.value ?? null, source.style) : styled(value),
      otherwise: styled(DEFAULTS[layer.framework][name] ?? null),
    };
  }
  // Edits of the call, moved to the start of its own text.
  const edits = written
    .changed(texts)
    .map(({ start, end, text }) => ({ start: start - call.start, end: end - call.start, text }));
  return applyEdits(source.style.slice(call), edits);
}

function inOurWords(layer: LayerFact, changes: PlainArguments): string {
  const added = Object.keys(changes).filter(
    (name) => !(name in layer.argumentRanges) && !same(changes[name] ?? null, DEFAULTS[layer.framework][name]),
  );
  const last = { ...layer.range, start: Number.MAX_SAFE_INTEGER };
  const ranges = Object.fromEntries(added.map((name) => [name, last]));
  const values = Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, flat(value)]));
  return writtenCode({
    ...layer,
    arguments: { ...layer.arguments, ...values },
    argumentRanges: { ...layer.argumentRanges, ...ranges },
  });
}

function flat(value: Plain): Plain {
  if (!Array.isArray(value)) return value;
  const items = value as readonly Plain[];
  return items.every((item) => typeof item === 'number') ? collapsed(items) : value;
}

const plainText = (value: Plain): string => valueText(flat(value));

/** `2`, `(2, 2)` and `[2, 2]` are one value; words are read whatever their case. */
function same(a: Plain, b: Plain | undefined): boolean {
  return b !== undefined && plainText(a).toLowerCase() === plainText(b).toLowerCase();
}
