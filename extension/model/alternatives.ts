/**
 * Other ways to write an upsampling layer: all give the same output shape from the same input, so that pictures, parameters
 * and cost can be compared. Where a way cannot, it says why.
 */
import { isMessage, listed, type Message, say, verbatim } from '../message.ts';
import type { Alternative } from './alternative.ts';
import type { ArtifactFacts } from './artifact.ts';
import { artifactFacts } from './artifacts/facts.ts';
import type { Dialect } from './alternatives/dialect.ts';
import { controlsOf, withFactor, type Interpolation, type RowSetting } from './alternatives/controls.ts';
import { KERAS } from './alternatives/keras.ts';
import { buildStages, type BuiltStage, type Piece } from './alternatives/piece.ts';
import { ICNR_NAMES, kerasIcnr, torchIcnr } from './alternatives/icnr-text.ts';
import { collapsed } from './alternatives/python-text.ts';
import { activationBytes, receptiveFieldOf } from './alternatives/stage-facts.ts';
import { writtenCode } from './alternatives/written.ts';
import { targetOf, type Target } from './alternatives/target.ts';
import { TORCH } from './alternatives/torch.ts';
import type { LayerFact } from './graph.ts';
import type { Framework, Plain, PlainArguments } from './record.ts';
import { greatestCommonDivisor } from './sizes/polynomial.ts';
import type { Shape } from './size.ts';
import { equal, product, sum } from './sizes/arithmetic.ts';
import { shapeText } from './sizes/text.ts';

const DIALECTS: Readonly<Record<Framework, Dialect>> = { keras: KERAS, torch: TORCH };
/** The kernel of a new convolution where the layer as written has none to go by. */
const USUAL_KERNEL = 3;
/** In this view the layer stands alone: what comes after it in the model is told elsewhere. */
const ALONE = { lastLayer: false, smoothedBy: null };

interface Way {
  readonly id: string;
  readonly title: Message;
  pieces(target: Target, dialect: Dialect, setting: RowSetting): readonly Piece[] | Message;
}

const RESIZED: Readonly<Record<Interpolation, Message>> = {
  nearest: say`Nearest neighbour, then convolution`,
  bilinear: say`Bilinear, then convolution`,
  bicubic: say`Bicubic, then convolution`,
};

const TRANSPOSED = {
  plain: say`Transposed convolution`,
  stride: say`Transposed convolution, kernel as large as the stride`,
  multiple: say`Transposed convolution, kernel a multiple of the stride`,
};

const WAYS: readonly Way[] = [
  {
    id: 'nearest-conv',
    title: RESIZED.nearest,
    pieces: (target, dialect, setting) => resizeThenConvolve(target, dialect, { method: 'nearest', ...setting }),
  },
  {
    id: 'bilinear-conv',
    title: RESIZED.bilinear,
    pieces: (target, dialect, setting) => resizeThenConvolve(target, dialect, { method: 'bilinear', ...setting }),
  },
  {
    id: 'bicubic-conv',
    title: RESIZED.bicubic,
    pieces: (target, dialect, setting) => resizeThenConvolve(target, dialect, { method: 'bicubic', ...setting }),
  },
  { id: 'transposed-stride', title: TRANSPOSED.stride, pieces: transposedStride },
  { id: 'transposed-multiple', title: TRANSPOSED.multiple, pieces: transposedMultiple },
  { id: 'sub-pixel', title: say`Sub-pixel convolution`, pieces: subPixel },
  {
    id: 'sub-pixel-icnr',
    title: say`Sub-pixel convolution, starting with ICNR`,
    pieces: (target, dialect, setting) => {
      const pieces = subPixel(target, dialect, setting);
      return isMessage(pieces) ? pieces : dialect.withIcnr(pieces, target.factors?.[0] ?? 1);
    },
  },
];

/** What the rows' own code calls ICNR. */
const DEFINITIONS: Readonly<Record<Framework, readonly string[]>> = {
  keras: kerasIcnr(ICNR_NAMES.keras, { initializers: 'keras.initializers', ops: 'keras.ops' }),
  torch: torchIcnr(ICNR_NAMES.torch),
};

/** By the id of a row. */
export type RowSettings = Readonly<Record<string, RowSetting>>;

/** Empty for a layer that does not upsample, or whose output is not known. `as-written` comes first. With `only`, that row alone. */
export function alternativesFor(
  layer: LayerFact,
  inputShape: Shape,
  settings: RowSettings = {},
  only: string | null = null,
): readonly Alternative[] {
  const target = targetOf(layer, inputShape);
  if (target === null) return [];
  const written = { id: 'as-written', title: verbatim(layer.type) };
  const code = [writtenCode(layer)];
  if (isMessage(target)) {
    return [
      { ...impossibleRow(written, inputShape, target), code },
      ...WAYS.map((way) => impossibleRow(way, inputShape, target)),
    ];
  }
  const name = target.record[target.framework]?.names[0] ?? layer.type;
  const title = target.withoutActivation ? say`${layer.type}, without its activation` : written.title;
  const wanted = (id: string): boolean => only === null || only === id;
  const changedWritten = settings[written.id];
  const first = (): Alternative =>
    changedWritten === undefined
      ? row({ ...written, title }, target, [{ name, arguments: target.arguments, code: code[0] ?? '' }])
      : writtenOtherwise({ ...written, title }, layer, target, name, changedWritten);
  return [
    ...(wanted(written.id) ? [first()] : []),
    ...WAYS.filter(({ id }) => wanted(id)).map((way) => {
      const setting = settings[way.id] ?? {};
      const changed = withFactor(target, setting.factor);
      return named(row(way, changed, way.pieces(changed, DIALECTS[target.framework], setting)), setting);
    }),
  ];
}

/** The layer as written with another kernel, stride or interpolation; its output may have another size. */
function writtenOtherwise(
  head: Pick<Way, 'id' | 'title'>,
  layer: LayerFact,
  target: Target,
  name: string,
  { kernel, factor, method }: RowSetting,
): Alternative {
  const { trait, framework, arguments: args } = target;
  const changed = withFactor(target, factor);
  const window = trait.kind === 'transposed' ? trait.kernel.map((size) => kernel ?? size) : [];
  // PyTorch counts its padding: it is counted anew, so that the output stays a multiple of the input.
  if (trait.kind === 'transposed' && framework === 'torch' && target.factors !== null)
    return row(head, changed, DIALECTS.torch.transposed(changed, window, trait.dilation));
  const linear = ['linear', 'bilinear', 'trilinear'][target.rank - 1] ?? 'bilinear';
  const spelled = method === 'bilinear' && framework === 'torch' ? linear : method;
  const given: PlainArguments = {
    ...(kernel === undefined || !('kernel_size' in args) ? {} : { kernel_size: window }),
    ...(factor === undefined ? {} : factorArguments(args, factor, target.rank)),
    ...(spelled === undefined ? {} : 'interpolation' in args ? { interpolation: spelled } : { mode: spelled }),
  };
  const all = { ...args, ...given };
  const ranges = Object.fromEntries(Object.keys(given).map((one) => [one, { ...layer.range, start: Infinity }]));
  const shown = Object.fromEntries(Object.entries(given).map(([one, value]) => [one, flat(value)]));
  const code = writtenCode({
    ...layer,
    arguments: { ...args, ...shown },
    argumentRanges: { ...ranges, ...layer.argumentRanges },
  });
  return row(head, changed, [{ name, arguments: all, code }], false);
}

const FACTOR_ARGUMENTS = ['strides', 'stride', 'size', 'scale_factor', 'upscale_factor', 'block_size'];

/** A factor in place of what the layer says; PyTorch's Upsample has a size or a factor. */
function factorArguments(args: PlainArguments, factor: number, rank: number): PlainArguments {
  const scaled = 'scale_factor' in args;
  const name = scaled ? 'scale_factor' : FACTOR_ARGUMENTS.find((one) => one in args);
  if (name === undefined) return {};
  const single = /upscale|block/.test(name);
  return { [name]: single ? factor : new Array<number>(rank).fill(factor), ...(scaled ? { size: null } : {}) };
}

function flat(value: Plain): Plain {
  return Array.isArray(value) ? collapsed(value.map(Number)) : value;
}

/** A row whose title says what is no longer so gets the title of what it has become. */
function named(alternative: Alternative, setting: RowSetting): Alternative {
  const method = setting.method === undefined ? undefined : RESIZED[setting.method];
  if (method !== undefined) return { ...alternative, title: method };
  if (alternative.notPossible !== null || !alternative.id.startsWith('transposed')) return alternative;
  if (alternative.artifact.unevenness > 0) return { ...alternative, title: TRANSPOSED.plain };
  // A factor moves the kernel that is as large as it; only a kernel of its own makes another row of it.
  return setting.kernel === undefined ? alternative : { ...alternative, title: TRANSPOSED.multiple };
}

/** `same`: it must give the output of the target. */
function row(
  { id, title }: Pick<Way, 'id' | 'title'>,
  target: Target,
  pieces: readonly Piece[] | Message,
  same = true,
): Alternative {
  if (isMessage(pieces)) return impossibleRow({ id, title }, target.output, pieces);
  const built = buildStages(target.framework, pieces, target.input, target.layout);
  if (built.kind !== 'known') {
    const reason = built.kind === 'impossible' ? built.clash.message : built.reason;
    return { ...impossibleRow({ id, title }, target.output, reason), code: pieces.map(({ code }) => code) };
  }
  const stages = built.value.map(({ stage }) => stage);
  const outputShape = stages.at(-1)?.outputShape ?? target.input;
  if (same && !sameShape(outputShape, target.output)) {
    const reason = say`It would give ${shapeText(outputShape)} instead of ${shapeText(target.output)}.`;
    return impossibleRow({ id, title }, target.output, reason);
  }
  const params = sum(
    stages.flatMap(({ weights }) => weights.filter(({ counted }) => counted).map(({ shape }) => product(shape))),
  );
  const macs = sum(stages.map((stage) => stage.macs));
  if (typeof params !== 'number' || typeof macs !== 'number') {
    return impossibleRow({ id, title }, target.output, say`Its cost depends on a size that is left open.`);
  }
  return {
    id,
    title,
    code: pieces.map(({ code }) => code),
    definition: pieces.some(({ icnr }) => icnr !== undefined) ? DEFINITIONS[target.framework] : [],
    stages,
    outputShape,
    params,
    macs,
    bytes: activationBytes(stages),
    receptive: receptiveFieldOf(target.framework, stages),
    artifact: factsOf(built.value, target),
    controls: controlsOf(stages, target),
    notPossible: null,
  };
}

/** Of the stage that upsamples; the weights of a rearrangement are those of the convolution before it. */
function factsOf(built: readonly BuiltStage[], target: Target): ArtifactFacts {
  const index = built.findIndex(({ trait }) => trait !== null);
  const trait = built[index]?.trait ?? target.trait;
  const source = trait.kind === 'sub-pixel' ? built[index - 1] : built[index];
  return artifactFacts(trait, source?.stage.weights ?? [], ALONE);
}

function impossibleRow(
  { id, title }: Pick<Way, 'id' | 'title'>,
  outputShape: Shape,
  notPossible: Message,
): Alternative {
  return {
    id,
    title,
    code: [],
    definition: [],
    stages: [],
    outputShape,
    params: 0,
    macs: 0,
    bytes: 0,
    receptive: null,
    // There is no layer that could leave a pattern; the panel shows the reason in its place.
    artifact: {
      grade: 'none',
      overlap: [[1]],
      unevenness: 0,
      periodicEnergy: null,
      lastLayer: false,
      reason: notPossible,
    },
    controls: null,
    notPossible,
  };
}

function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => equal(size, b[axis] ?? 0) === true);
}

function resizeThenConvolve(
  target: Target,
  dialect: Dialect,
  { method = 'nearest', kernel }: RowSetting,
): readonly Piece[] | Message {
  const resize = dialect.resize(target, method);
  if (isMessage(resize)) return resize;
  return [resize, ...dialect.convolution(target, target.outChannels, convolutionKernel(target, kernel))];
}

function subPixel(target: Target, dialect: Dialect, { kernel }: RowSetting): readonly Piece[] | Message {
  const { rank, factors, from, to } = target;
  if (rank !== 2) return say`Pixels are rearranged in two dimensions only, and this layer has ${rank}.`;
  const [block, other] = factors ?? [];
  if (block === undefined)
    return say`It multiplies sizes by a whole number, which does not take ${from.join('×')} to ${to.join('×')}.`;
  if (block !== other) return say`The block of pixels must be square, but the factors are ${listed(factors ?? [])}.`;
  return dialect.subPixel(target, block, convolutionKernel(target, kernel));
}

/** Every output pixel is fed by one pixel of the input: nothing overlaps. */
function transposedStride(target: Target, dialect: Dialect, setting: RowSetting): readonly Piece[] | Message {
  const { trait, factors, from, to } = target;
  if (factors === null)
    return say`A kernel as large as the stride multiplies sizes by it, which does not take ${from.join('×')} to ${to.join('×')}.`;
  const pieces = dialect.transposed(
    target,
    factors.map((factor) => setting.kernel ?? factor),
    factors.map(() => 1),
  );
  if (setting.kernel !== undefined || setting.factor !== undefined || trait.kind !== 'transposed') return pieces;
  if (trait.kernel.every((size, axis) => size === factors[axis]))
    return say`The layer as written already has a kernel as large as its stride.`;
  const multiple = transposedMultiple(target, dialect, setting);
  return sameCode(pieces, multiple) ? say`It is the row whose kernel is a multiple of the stride.` : pieces;
}

const sameCode = (a: readonly Piece[] | Message, b: readonly Piece[] | Message): boolean =>
  !isMessage(a) && !isMessage(b) && a.map(({ code }) => code).join() === b.map(({ code }) => code).join();

function transposedMultiple(target: Target, dialect: Dialect, setting: RowSetting): readonly Piece[] | Message {
  const { trait, factors, from, to } = target;
  if (trait.kind !== 'transposed') {
    if (factors === null)
      return say`Its stride is a whole number, which does not take ${from.join('×')} to ${to.join('×')}.`;
    // Two pixels of the input per pixel of the output and axis: the support of linear interpolation.
    const kernel = factors.map((factor) => (factor === 1 ? USUAL_KERNEL : 2 * factor));
    return dialect.transposed(
      target,
      kernel.map((size) => setting.kernel ?? size),
      factors.map(() => 1),
    );
  }
  const { strides, kernel, dilation } = trait;
  const even = strides.every((stride, axis) => isEven(kernel[axis] ?? 1, stride, dilation[axis] ?? 1));
  if (even && setting.kernel === undefined && setting.factor === undefined)
    return say`The layer as written already has a kernel that is a multiple of the stride.`;
  const kept = strides.map((stride, axis) => {
    const rate = dilation[axis] ?? 1;
    return greatestCommonDivisor(rate, stride) === 1 ? rate : 1;
  });
  const rounded = strides.map((stride, axis) => {
    // What one pixel must cover; PyTorch's output padding may stand in for less than a stride of it.
    const full = (to[axis] ?? 1) - ((from[axis] ?? 1) - 1) * stride;
    const reach = target.framework === 'keras' ? full : Math.ceil((full - stride) / (kept[axis] ?? 1)) + 1;
    const least = Math.max(kernel[axis] ?? 1, reach);
    return Math.ceil(least / stride) * stride;
  });
  return dialect.transposed(
    target,
    rounded.map((size) => setting.kernel ?? size),
    kept,
  );
}

const isEven = (kernel: number, stride: number, dilation: number): boolean =>
  kernel % stride === 0 && greatestCommonDivisor(dilation, stride) === 1;

/** Odd, so that it is centred on its pixel, and large enough to mix neighbours. */
function convolutionKernel({ trait, rank }: Target, chosen?: number): readonly number[] {
  if (chosen !== undefined) return new Array<number>(rank).fill(chosen);
  const written = trait.kind === 'transposed' ? trait.kernel : new Array<number>(rank).fill(USUAL_KERNEL);
  return written.map((size) => Math.max(USUAL_KERNEL, size % 2 === 0 ? size - 1 : size));
}
