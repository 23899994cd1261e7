/**
 * The symbolic tensor: an instance of a native class whose data is a shape and its number in the session.
 * Frameworks define the class (their own methods on top of the operators of `operators.ts`) and set it once per session.
 */
import type { Message } from '../message.ts';
import type { TensorId } from '../model/graph.ts';
import type { Framework } from '../model/record.ts';
import type { Shape } from '../model/size.ts';
import { Slot, type PyClass, type PyInstance, type Value } from '../python/values.ts';
import type { Session } from './session.ts';

export interface TensorData {
  readonly id: TensorId;
  readonly framework: Framework;
  /** null: not inferred, `reason` says why. */
  readonly shape: Shape | null;
  readonly reason: Message | null;
  /** `float32`, `int64`, `bool`; null where it could not be told. */
  readonly dtype: string | null;
}

const tensorSlot = new Slot<TensorData>();
const classes = new Slot<Map<Framework, PyClass>, Session>();

/** The class that `makeTensor` instantiates for a framework. */
export function setTensorClass(session: Session, framework: Framework, cls: PyClass): void {
  const known = classes.get(session) ?? new Map<Framework, PyClass>();
  classes.set(session, known.set(framework, cls));
}

export function tensorClass(session: Session, framework: Framework): PyClass {
  const cls = classes.get(session)?.get(framework);
  if (!cls) throw new Error(`No tensor class was set for ${framework}.`);
  return cls;
}

/** A new tensor. `reason` says why the shape is null. Its producer is set when the call that makes it is added. */
export function makeTensor(
  session: Session,
  framework: Framework,
  shape: Shape | null,
  reason: Message | null = null,
  dtype: string | null = 'float32',
): PyInstance {
  const id = session.newTensor(framework, shape, reason, dtype);
  const value: PyInstance = { kind: 'instance', cls: tensorClass(session, framework), attributes: new Map() };
  tensorSlot.set(value, { id, framework, shape, reason: shape ? null : reason, dtype });
  return value;
}

export function tensorOf(value: Value | undefined): TensorData | undefined {
  return tensorSlot.get(value);
}

/** Gives an instance that exists already (an nn.Parameter, a subclass's object) the data of a tensor. */
export function attachTensor(value: PyInstance, data: TensorData): void {
  tensorSlot.set(value, data);
}
