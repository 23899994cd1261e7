/**
 * Checkerboard facts of every upsampling call, once it is known what follows it, and the findings that come of them: one per
 * layer, at the call that constructs it.
 */
import { artifactFacts } from '../model/artifacts/facts.ts';
import type { ArtifactFacts } from '../model/artifact.ts';
import type { FindingCode } from '../model/findings.ts';
import type { CallFact, CallId, TensorId } from '../model/graph.ts';
import type { UpsamplingTrait } from '../model/record.ts';
import type { WeightSpec } from '../model/weight.ts';
import type { Session } from './session.ts';

/** How far forward a smoothing layer is looked for; networks are a few hundred calls deep. */
const MAX_FOLLOWED = 20_000;
/** How far back the convolution before a sub-pixel rearrangement is looked for: past activations and normalisation. */
const MAX_BACK = 4;

export function fillArtifacts(session: Session): void {
  const consumers = consumersOf(session);
  const reported = new Set<string>();
  for (const [id, { record, config }] of session.behaviours) {
    const trait = record.upsampling?.(config) ?? null;
    if (!trait || !enlarges(trait)) continue;
    const call = session.call(id);
    const facts = artifactFacts(trait, weightsFor(session, call, trait), positionOf(session, id, consumers));
    session.updateCall(id, { artifact: facts });
    const code = codeOf(facts);
    const range = call.layer === null ? call.range : session.layer(call.layer).range;
    // A layer that runs again, in another model or on predicted pictures, is told about once: as it is first used.
    const key = `${range.file}|${range.start}|${range.end}`;
    if (code === null || reported.has(key)) continue;
    reported.add(key);
    session.finding(code, range, facts.reason);
  }
}

function enlarges(trait: UpsamplingTrait): boolean {
  switch (trait.kind) {
    case 'transposed':
      return trait.strides.some((stride) => stride > 1);
    case 'sub-pixel':
      return trait.block > 1;
    case 'resize':
      return trait.factors.some((factor) => factor !== 1);
    default:
      return trait satisfies never;
  }
}

function codeOf(facts: ArtifactFacts): FindingCode | null {
  if (facts.grade === 'none') return null;
  if (facts.grade === 'holes') return 'checkerboard-holes';
  return facts.unevenness > 0 ? 'checkerboard-overlap' : 'checkerboard-initial';
}

function consumersOf(session: Session): ReadonlyMap<TensorId, readonly CallId[]> {
  const consumers = new Map<TensorId, CallId[]>();
  for (const call of session.calls) {
    for (const input of call.inputs) {
      const known = consumers.get(input);
      if (known) known.push(call.id);
      else consumers.set(input, [call.id]);
    }
  }
  return consumers;
}

/** Whether a later layer mixes neighbouring pixels, and the name of the first that does. */
function positionOf(
  session: Session,
  from: CallId,
  consumers: ReadonlyMap<TensorId, readonly CallId[]>,
): { lastLayer: boolean; smoothedBy: string | null } {
  const seen = new Set<CallId>([from]);
  let level: CallId[] = [from];
  while (level.length > 0 && seen.size < MAX_FOLLOWED) {
    const next: CallId[] = [];
    for (const id of level) {
      for (const output of session.call(id).outputs) {
        for (const consumer of consumers.get(output) ?? []) {
          if (seen.has(consumer)) continue;
          seen.add(consumer);
          const behaviour = session.behaviours.get(consumer);
          if (behaviour?.record.smooths?.(behaviour.config)) {
            const call = session.call(consumer);
            const name = call.layer === null ? call.label : session.layer(call.layer).name || call.label;
            return { lastLayer: false, smoothedBy: name };
          }
          next.push(consumer);
        }
      }
    }
    level = next;
  }
  return { lastLayer: true, smoothedBy: null };
}

/** The layer's own weights; for a sub-pixel rearrangement those of the convolution that feeds it. */
function weightsFor(session: Session, call: CallFact, trait: UpsamplingTrait): readonly WeightSpec[] {
  const own = call.layer === null ? null : session.layer(call.layer).weights;
  if (trait.kind !== 'sub-pixel') return own ?? [];
  let current: CallFact | undefined = call;
  for (let step = 0; step < MAX_BACK; step++) {
    const [input, second]: readonly TensorId[] = current.inputs;
    if (input === undefined || second !== undefined) return [];
    const producer: CallId | null = session.tensor(input).producer;
    if (producer === null) return [];
    current = session.call(producer);
    const weights = current.layer === null ? null : session.layer(current.layer).weights;
    if (weights?.some(({ shape }) => shape.length > 2)) return weights;
  }
  return [];
}
