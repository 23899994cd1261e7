/** Receptive fields of every call of a model. Where sizes are open, they are followed for two sizes, and told where both give the same. */
import { say } from '../message.ts';
import type { CallFact, CallId, TensorId } from '../model/graph.ts';
import type { KernelCall } from '../model/kernel.ts';
import { receptiveFields, type ReceptiveInput } from '../model/receptive-field.ts';
import type { ReceptiveField, ReceptiveFields } from '../model/receptive/field.ts';
import { concreteSize } from '../model/concrete.ts';
import type { Shape } from '../model/size.ts';
import { evaluate, isKnown, symbolsOf } from '../model/sizes/arithmetic.ts';
import type { Session } from './session.ts';

/** Models of this many calls have no receptive field that anybody reads. */
const MAX_CALLS = 20_000;
/** Open sizes, halved seven times. Two, so that what depends on them shows. */
const OPEN_SIZES = [384, 640] as const;

/** What is kept of an analysis to answer later: without the session's interpreter, and with it every value of the program. */
export type ReceptiveFacts = Pick<Session, 'calls' | 'tensors' | 'models' | 'behaviours' | 'openKernels'>;

export const receptiveFacts = (session: Session): ReceptiveFacts => {
  const { calls, tensors, models, behaviours, openKernels } = session;
  return { calls, tensors, models, behaviours, openKernels };
};

/** Of every call of which there is something to tell. */
export function receptiveFieldsOf(facts: ReceptiveFacts): ReceptiveFields {
  const fields = new Map<CallId, ReceptiveField>();
  const inside = new Set(facts.models.flatMap(({ calls }) => calls));
  const inputs = [...new Set(facts.models.flatMap((model) => model.inputs))];
  if (inside.size === 0 || inside.size > MAX_CALLS) return fields;
  const calls = facts.calls.filter(({ id }) => inside.has(id));
  const shapeIn = (tensor: TensorId): Shape | null => facts.tensors[tensor]?.shape ?? null;
  const isOpen = calls.some(({ outputs }) => outputs.some((tensor) => hasOpenSize(shapeIn(tensor))));
  const [first, second] = OPEN_SIZES.slice(0, isOpen ? 2 : 1).map((open) => fieldsFor(facts, calls, inputs, open));
  for (const { id } of calls) {
    const receptive = second ? same(first?.get(id), second.get(id)) : (first?.get(id) ?? null);
    if (receptive) fields.set(id, receptive);
  }
  return fields;
}

const hasOpenSize = (shape: Shape | null): boolean =>
  shape?.some((size) => isKnown(size) && concreteSize(size) === null) ?? false;

function same(a: ReceptiveField | undefined, b: ReceptiveField | undefined): ReceptiveField | null {
  if (!a || !b) return a ?? b ?? null;
  return JSON.stringify(a) === JSON.stringify(b) ? a : { kind: 'unknown', reason: say`it depends on the input size` };
}

function fieldsFor(
  facts: ReceptiveFacts,
  calls: readonly CallFact[],
  inputs: readonly TensorId[],
  open: number,
): ReadonlyMap<CallId, ReceptiveField> {
  const shapes = new Map<TensorId, readonly number[] | null>();
  const shapeOf = (tensor: TensorId): readonly number[] | null => {
    const known = shapes.get(tensor);
    if (known !== undefined) return known;
    const shape = facts.tensors[tensor]?.shape ?? null;
    const numbers = shape && numbersFor(shape, open);
    shapes.set(tensor, numbers);
    return numbers;
  };
  const sources = inputs.flatMap((tensor): ReceptiveInput[] => {
    const fact = facts.tensors[tensor];
    const shape = shapeOf(tensor);
    if (!fact || !shape) return [];
    const isMade = fact.producer !== null && (facts.calls[fact.producer]?.inputs.length ?? 0) > 0;
    return isMade ? [] : [{ tensor, framework: fact.framework, shape }];
  });
  const followed = calls.map((call) => ({ ...call, kernel: call.kernel ?? openKernel(facts, call, shapeOf) }));
  return receptiveFields(followed, sources, shapeOf);
}

function numbersFor(shape: Shape, open: number): readonly number[] | null {
  const numbers = shape.map((size) => {
    if (!isKnown(size)) return null;
    return (
      concreteSize(size) ??
      evaluate(
        size,
        new Map(symbolsOf(size).map(({ name, role, sample }) => [name, sample ?? (role === 'batch' ? 1 : open)])),
      )
    );
  });
  return numbers.every((size) => size !== null && size > 0) ? numbers.map((size) => size ?? 0) : null;
}

/** What a call with open sizes would compute. */
function openKernel(
  facts: ReceptiveFacts,
  { id, inputs, outputs }: CallFact,
  shapeOf: (tensor: TensorId) => readonly number[] | null,
): KernelCall | null {
  const behaviour = facts.behaviours.get(id);
  if (!behaviour) return facts.openKernels.get(id) ?? null;
  const [from, to] = [inputs.map(shapeOf), outputs.map(shapeOf)];
  if (![...from, ...to].every((shape) => shape !== null)) return null;
  const answer = behaviour.record.kernel(
    behaviour.config,
    from.map((shape) => shape ?? []),
    to.map((shape) => shape ?? []),
  );
  return answer.kind === 'known' ? answer.value : null;
}
