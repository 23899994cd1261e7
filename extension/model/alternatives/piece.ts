/** One layer call of an alternative, in a framework's own words, and the stage that its record makes of it. */
import { say } from '../../message.ts';
import type { Answer } from '../answer.ts';
import { cannotTell, known } from '../answer.ts';
import type { AlternativeStage } from '../alternative.ts';
import type { Framework, PlainArguments, UpsamplingTrait } from '../record.ts';
import { recordFor } from '../records/registry.ts';
import type { Shape } from '../size.ts';
import { withKernel } from './target.ts';

export interface Piece {
  /** Class or function, as the registry of records knows it. */
  readonly name: string;
  /** Complete: defaults included. */
  readonly arguments: PlainArguments;
  readonly code: string;
  /** Its kernel starts out with ICNR for a rearrangement of this block, which takes its pixels from channels in this order. */
  readonly icnr?: { readonly block: number; readonly order: 'DCR' | 'CRD' };
}

export interface BuiltStage {
  readonly stage: AlternativeStage;
  readonly trait: UpsamplingTrait | null;
}

/** All stages in a row, or why one of them cannot be. */
export function buildStages(
  framework: Framework,
  pieces: readonly Piece[],
  input: Shape,
  layout: 'channels_last' | 'channels_first',
): Answer<readonly BuiltStage[]> {
  const stages: BuiltStage[] = [];
  let shape = input;
  for (const piece of pieces) {
    const built = buildStage(framework, piece.name, piece.arguments, shape, layout);
    if (built.kind !== 'known') return built;
    const { stage, trait } = built.value;
    stages.push({ stage: piece.icnr ? startingAlike(stage, piece.icnr) : stage, trait });
    shape = stage.outputShape;
  }
  return known(stages);
}

function startingAlike(stage: AlternativeStage, icnr: NonNullable<Piece['icnr']>): AlternativeStage {
  const weights = stage.weights.map((weight) =>
    weight.shape.length > 2
      ? { ...weight, initialiser: { kind: 'icnr' as const, ...icnr, base: weight.initialiser } }
      : weight,
  );
  return { ...stage, weights };
}

export function buildStage(
  framework: Framework,
  name: string,
  args: PlainArguments,
  input: Shape,
  layout: 'channels_last' | 'channels_first',
): Answer<BuiltStage> {
  const record = recordFor(framework, name);
  const spelling = record?.[framework];
  if (record === undefined || spelling === undefined) return cannotTell(say`Layerscope does not know ${name}.`);
  const config = spelling.configure(args);
  if (config.kind !== 'known') return config;
  const outputs = record.output(config.value, [input]);
  if (outputs.kind !== 'known') return outputs;
  const [outputShape = []] = outputs.value;
  const weights = record.weights(config.value, [input]);
  if (weights.kind !== 'known') return weights;
  const kernel = record.kernel(config.value, [input], outputs.value);
  if (kernel.kind !== 'known') return kernel;
  const macs = record.macs?.(config.value, [input], outputs.value) ?? 0;
  if (typeof macs !== 'number') return cannotTell(say`The cost of ${name} depends on a size that is left open.`);
  const trait = withKernel(
    record.upsampling?.(config.value) ?? null,
    kernel.value,
    spatialSizes(input, layout),
    spatialSizes(outputShape, layout),
  );
  return known({
    stage: {
      type: name,
      record: record.id,
      inputShape: input,
      outputShape,
      weights: weights.value,
      kernel: kernel.value,
      macs,
    },
    trait,
  });
}

function spatialSizes(shape: Shape, layout: 'channels_last' | 'channels_first'): number[] {
  const spatial = layout === 'channels_last' ? shape.slice(1, -1) : shape.slice(2);
  return spatial.flatMap((size) => (typeof size === 'number' ? [size] : []));
}
