/** What an upsampling layer does, as far as another way of writing it must do the same. */
import { type Message, say } from '../../message.ts';
import type { Answer } from '../answer.ts';
import type { KernelCall, Layout } from '../kernel.ts';
import type { LayerFact } from '../graph.ts';
import type { Framework, LayerRecord, PlainArguments, UpsamplingTrait } from '../record.ts';
import { recordById } from '../records/registry.ts';
import type { Shape } from '../size.ts';
import { symbol } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';

export interface Target {
  readonly framework: Framework;
  /** Class name of the layer as written. */
  readonly type: string;
  readonly record: LayerRecord;
  readonly arguments: PlainArguments;
  /** Its activation is not one the engine computes: all ways are compared without it. */
  readonly withoutActivation: boolean;
  readonly trait: UpsamplingTrait;
  readonly layout: Layout;
  readonly rank: number;
  readonly input: Shape;
  readonly output: Shape;
  readonly inChannels: number;
  readonly outChannels: number;
  /** Sizes of the spatial axes. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** `to / from` where that is whole on every axis; null otherwise. */
  readonly factors: readonly number[] | null;
}

/** null: no upsampling layer, or one whose output is not known. A message: why nothing can be compared. */
export function targetOf(layer: LayerFact, inputShape: Shape): Target | Message | null {
  const record = layer.record === null ? undefined : recordById(layer.record);
  const spelling = record?.[layer.framework];
  const written = spelling?.configure(layer.arguments);
  if (record === undefined || spelling === undefined || written?.kind !== 'known') return null;
  const plainArguments: PlainArguments = { ...layer.arguments, activation: null };
  const declared = record.upsampling?.(written.value) ?? null;
  const input = batched(declared, inputShape);
  const rank = input.length - 2;
  const output = single(record.output(written.value, [input]));
  if (output === null || rank < 1) return null;
  const open = [...input.slice(1), ...output.slice(1)].find((size) => typeof size !== 'number');
  if (open !== undefined) {
    if (declared === null) return null;
    return say`The size ${sizeText(open)} is left open; give the model an input size to compare.`;
  }
  const layout = record.layout?.(written.value) ?? 'channels_last';
  const [first, channel] = layout === 'channels_last' ? [1, rank + 1] : [2, 1];
  const from = numbersOf(input.slice(first, first + rank));
  const to = numbersOf(output.slice(first, first + rank));
  const whole = record.kernel(written.value, [input], [output]);
  const withoutActivation = whole.kind !== 'known' && (layer.arguments['activation'] ?? null) !== null;
  const config = withoutActivation ? spelling.configure(plainArguments) : written;
  const kernel = config.kind === 'known' ? record.kernel(config.value, [input], [output]) : config;
  const trait = kernel.kind === 'known' ? withKernel(declared, kernel.value, from, to) : declared;
  if (trait === null) return null;
  const factors = to.map((size, axis) => size / (from[axis] ?? 1));
  const [inChannels = 1, outChannels = 1] = numbersOf([input[channel] ?? 1, output[channel] ?? 1]);
  return {
    framework: layer.framework,
    type: layer.type,
    record,
    arguments: withoutActivation ? plainArguments : layer.arguments,
    withoutActivation,
    trait,
    layout,
    rank,
    input,
    output,
    inChannels,
    outChannels,
    from,
    to,
    factors: factors.every((factor) => Number.isInteger(factor)) ? factors : null,
  };
}

/** PyTorch takes a single picture too; the engine computes with a batch, and everything else is the same. */
function batched(trait: UpsamplingTrait | null, shape: Shape): Shape {
  const rank = trait?.kind === 'transposed' ? trait.strides.length : trait?.kind === 'sub-pixel' ? 2 : null;
  return rank !== null && shape.length === rank + 1 ? [symbol('N', 'batch'), ...shape] : shape;
}

function single(answer: Answer<readonly Shape[]>): Shape | null {
  return answer.kind === 'known' ? (answer.value[0] ?? null) : null;
}

const numbersOf = (sizes: Shape): number[] => sizes.flatMap((size) => (typeof size === 'number' ? [size] : []));

/**
 * The crop decides which phase comes first, and the record's kernel has it. A resize to given sizes is an upsampling layer where
 * its output is larger than this input.
 */
export function withKernel(
  declared: UpsamplingTrait | null,
  kernel: KernelCall,
  from: readonly number[],
  to: readonly number[],
): UpsamplingTrait | null {
  if (declared?.kind === 'transposed' && kernel.op === 'transposed-convolution') {
    return { ...declared, crop: kernel.crop.map(([before]) => before) };
  }
  if (kernel.op === 'resize' && to.some((size, axis) => size > (from[axis] ?? size))) {
    return { kind: 'resize', factors: to.map((size, axis) => size / (from[axis] ?? 1)), method: kernel.method };
  }
  return declared;
}
