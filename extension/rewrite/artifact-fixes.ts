/** Fixes for a layer that leaves a checkerboard: other ways to write it that give the same output. */
import { alternativesFor } from '../model/alternatives.ts';
import type { Finding } from '../model/findings.ts';
import type { CallFact, LayerFact } from '../model/graph.ts';
import type { Range } from '../model/range.ts';
import type { Shape } from '../model/size.ts';
import type { FixId } from './fix.ts';
import { FrameworkNames } from './framework-names.ts';
import { icnrFor } from './icnr.ts';
import { replaceLayer } from './replace-layer.ts';
import type { RewriteSource } from './source.ts';
import type { TextEdit } from './text-edit.ts';
import type { Toolbox } from './toolbox.ts';

interface Candidate {
  readonly id: FixId;
  /** The layer whose output must stay as it is. */
  readonly layer: Range;
  readonly edits: readonly TextEdit[];
}

const WAYS: readonly { readonly id: FixId; readonly alternative: string; readonly icnr: boolean }[] = [
  { id: 'kernel-multiple', alternative: 'transposed-multiple', icnr: false },
  { id: 'nearest-convolution', alternative: 'nearest-conv', icnr: false },
  { id: 'bilinear-convolution', alternative: 'bilinear-conv', icnr: false },
  { id: 'sub-pixel-icnr', alternative: 'sub-pixel', icnr: true },
];

/** How far back the convolution before a rearrangement is looked for. */
const MAX_BACK = 4;

export function artifactFixes(source: RewriteSource, { range }: Finding, tools: Toolbox): readonly Candidate[] {
  const layers = new Set(source.layersAt(range).map(({ id }) => id));
  const call = source.analysis.calls.find(
    ({ artifact, layer, range: place }) =>
      artifact !== null && (layer !== null && layers.size > 0 ? layers.has(layer) : sameRange(place, range)),
  );
  if (!call) return [];
  if (call.label === 'PixelShuffle' || /depth_to_space|pixel_shuffle|Lambda/.test(call.label))
    return icnrBefore(source, call);
  return WAYS.flatMap(({ id, alternative, icnr }) => {
    const code = (one: LayerFact, input: Shape): readonly string[] | null => alternativeCode(one, input, alternative);
    const texts = replaceLayer(source, range, { code, icnr }, tools);
    return texts.map((edits) => ({ id, layer: range, edits }));
  });
}

const sameRange = (a: Range, b: Range): boolean => a.file === b.file && a.start === b.start && a.end === b.end;

function alternativeCode(layer: LayerFact, input: Shape, id: string): readonly string[] | null {
  const found = alternativesFor(layer, input).find((one) => one.id === id);
  return found?.notPossible === null ? found.code : null;
}

/** A sub-pixel layer starts out even when the convolution that feeds it does. */
function icnrBefore(source: RewriteSource, call: CallFact): readonly Candidate[] {
  const block = call.kernel?.op === 'depth-to-space' ? call.kernel.block : blockOf(source, call);
  const convolution = convolutionBefore(source, call);
  const construction = convolution && source.construction(convolution);
  if (!convolution || !construction || block === null) return [];
  const imports = source.imports();
  const names = new FrameworkNames(convolution.framework, construction.callee, imports);
  const icnr = icnrFor(source, convolution.framework, names, imports);
  const { start, end } = construction.call;
  const written = source.written(convolution, construction.call);
  const own = written.get('kernel_initializer');
  if (convolution.framework === 'keras' && written.isOpen && !own) return [];
  const changes: readonly TextEdit[] =
    convolution.framework === 'torch'
      ? [{ start, end, text: `${icnr.name}(${source.style.slice({ start, end })}, ${block})` }]
      : written.changed({
          kernel_initializer: { text: `${icnr.name}(${block}${own ? `, ${own.text}` : ''})`, otherwise: '' },
        });
  return [{ id: 'icnr', layer: convolution.range, edits: [...imports.edits(), ...icnr.edits, ...changes] }];
}

function blockOf(source: RewriteSource, { layer }: CallFact): number | null {
  const factor = source.analysis.layers.find(({ id }) => id === layer)?.arguments['upscale_factor'];
  return typeof factor === 'number' ? factor : null;
}

function convolutionBefore(source: RewriteSource, call: CallFact): LayerFact | null {
  let current: CallFact = call;
  for (let step = 0; step < MAX_BACK; step++) {
    const [input, second] = current.inputs;
    const producer = source.analysis.tensors.find(({ id }) => id === input)?.producer ?? null;
    const before = source.analysis.calls.find(({ id }) => id === producer);
    if (second !== undefined || !before) return null;
    const layer = source.analysis.layers.find(({ id }) => id === before.layer);
    if (layer?.weights?.some(({ shape }) => shape.length > 2)) return /^Conv\d/.test(layer.type) ? layer : null;
    current = before;
  }
  return null;
}
