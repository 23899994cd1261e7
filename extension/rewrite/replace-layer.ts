/**
 * Replaces the layer that one piece of code constructs by another way to write it, given as lines of code: in place where it stays the
 * same class and only arguments change.
 */
import type { LayerFact } from '../model/graph.ts';
import type { Range } from '../model/range.ts';
import type { Shape } from '../model/size.ts';
import type { CallArguments } from './call-arguments.ts';
import { FrameworkNames } from './framework-names.ts';
import { icnrFor } from './icnr.ts';
import { LayerWriter, stepOf, type Step } from './layer-code.ts';
import { placed, type WrittenStep } from './placement.ts';
import type { RewriteSource } from './source.ts';
import { lastName } from './syntax-path.ts';
import type { TextEdit } from './text-edit.ts';
import type { Toolbox } from './toolbox.ts';

/** Layers of one piece of code that are so different need different texts. */
const MAX_TEXTS = 3;

export interface Way {
  /** The lines for one layer on one input; null: not there. */
  code(layer: LayerFact, input: Shape): readonly string[] | null;
  /** The first convolution starts out with ICNR. */
  readonly icnr: boolean;
}

/** What an argument is when nobody gives it, as far as an alternative leaves it out. */
const DEFAULTS: Readonly<Record<string, string>> = { padding: '0', output_padding: '0', dilation: '1' };

/** Each text that one of the layers asks for; whether it serves the others too is seen when it is analysed. */
export function replaceLayer(
  source: RewriteSource,
  range: Range,
  way: Way,
  tools: Toolbox,
): readonly (readonly TextEdit[])[] {
  const found = new Map<string, readonly TextEdit[]>();
  for (const layer of source.layersAt(range)) {
    for (const call of source.callsOf(layer)) {
      const input = source.concreteInput(call);
      const lines = input && way.code(layer, input);
      const edits = lines && replacement(source, layer, lines, way, tools);
      if (edits) found.set(JSON.stringify(edits), edits);
      if (found.size === MAX_TEXTS) return [...found.values()];
    }
  }
  return [...found.values()];
}

function replacement(
  source: RewriteSource,
  layer: LayerFact,
  lines: readonly string[],
  way: Way,
  tools: Toolbox,
): readonly TextEdit[] | null {
  const construction = source.construction(layer);
  const steps = stepsOf(layer, lines, tools);
  if (!construction || !steps) return null;
  const { call, path, callee } = construction;
  const args = source.written(layer, call);
  const [only, second] = steps;
  if (only && !second && only.name === layer.type) return changedInPlace(source, layer, args, only);
  const writer = new LayerWriter(layer, args, source.style);
  const texts = writer.write(steps);
  if (!texts) return null;
  const imports = source.imports();
  const names = new FrameworkNames(layer.framework, callee, imports);
  const plain = steps.map(({ name, isFunction }, index): WrittenStep => ({
    callee: isFunction ? names.inKeras(name) : name === lastName(callee) ? callee : names.layer(name),
    arguments: texts[index] ?? '',
    isFunction,
    name: isFunction && index === steps.length - 1 ? writer.name : null,
  }));
  const block = way.icnr ? blockOf(steps) : null;
  if (way.icnr && block === null) return null;
  const icnr = block === null ? null : icnrFor(source, layer.framework, names, imports);
  const finished = icnr && block !== null ? withIcnr(plain, layer, args, icnr.name, block) : plain;
  const edits = placed(path, call, finished, {
    style: source.style,
    lambda: () => names.layer('Lambda'),
    sequential: () => names.sequential(),
    listed: layer.framework === 'keras',
  });
  return [...imports.edits(), ...(icnr?.edits ?? []), ...edits];
}

function stepsOf(layer: LayerFact, lines: readonly string[], tools: Toolbox): readonly Step[] | null {
  const steps = lines.map((line) => {
    const [statement] = tools.parse(line).body;
    if (statement?.kind !== 'ExpressionStatement' || statement.value.kind !== 'Call') return null;
    return stepOf(statement.value, line, (name) => tools.positional(layer.framework, name));
  });
  // An argument that could not be told stands as `...` in the code.
  const complete = steps.filter(
    (step) => step !== null && step.arguments.every(({ text }) => !/(^|\W)\.\.\./.test(text)),
  );
  return complete.length === lines.length ? complete.filter((step) => step !== null) : null;
}

/** `ConvTranspose2d(64, 32, 3, 2, 1, 1)` -> `ConvTranspose2d(64, 32, 4, 2, 1)`: only what is different is written anew. */
function changedInPlace(
  source: RewriteSource,
  layer: LayerFact,
  args: CallArguments,
  step: Step,
): readonly TextEdit[] | null {
  const writer = new LayerWriter(layer, args, source.style);
  const given = new Map(step.arguments.map((argument) => [argument.name, argument]));
  const changes: Record<string, { text: string; otherwise: string }> = {};
  for (const name of ['kernel_size', 'padding', 'output_padding', 'dilation', 'dilation_rate']) {
    const argument = given.get(name);
    const otherwise =
      layer.framework === 'keras' && name === 'padding' ? source.style.quoted('valid') : (DEFAULTS[name] ?? '');
    if (argument) {
      changes[name] = { text: writer.textOf(argument), otherwise };
    } else if (args.get(name)) changes[name] = { text: otherwise, otherwise };
  }
  // What the call gives through `**kwargs` cannot be changed in the text.
  const hidden = args.isOpen && Object.keys(changes).some((name) => !args.get(name) && name in layer.argumentRanges);
  return hidden ? null : args.changed(changes);
}

function blockOf(steps: readonly Step[]): string | null {
  const rearrangement = steps.find(({ name }) => /PixelShuffle|depth_to_space/.test(name));
  return rearrangement?.arguments.at(rearrangement.isFunction ? 1 : 0)?.text ?? null;
}

function withIcnr(
  steps: readonly WrittenStep[],
  layer: LayerFact,
  args: CallArguments,
  icnr: string,
  block: string,
): readonly WrittenStep[] {
  const [convolution, ...rest] = steps;
  if (!convolution) return steps;
  if (layer.framework === 'torch') {
    const inner = `${convolution.callee}(${convolution.arguments})`;
    return [{ ...convolution, callee: icnr, arguments: `${inner}, ${block}` }, ...rest];
  }
  const own = args.get('kernel_initializer');
  const initialiser = `kernel_initializer${args.equals}${icnr}(${block}${own ? `, ${own.text}` : ''})`;
  const kept = own ? convolution.arguments.replace(`kernel_initializer${args.equals}${own.text}`, initialiser) : null;
  const text = kept ?? `${convolution.arguments}, ${initialiser}`;
  return [{ ...convolution, arguments: text }, ...rest];
}
