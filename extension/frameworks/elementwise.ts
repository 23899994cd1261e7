/**
 * Functions that work on every element by itself: `x + y`, `2 * x`, `x > 0`, `-x`. Shapes broadcast; what the engine can run gets
 * a kernel. Operands are tensors, arrays, numbers or symbolic integers.
 */
import type { KernelCall } from '../model/kernel.ts';
import type { Framework } from '../model/record.ts';
import type { Shape } from '../model/size.ts';
import { asNumber, type CallSite, type Value } from '../python/values.ts';
import { broadcast } from './broadcast.ts';
import { arrayOf } from './numpy/array-data.ts';
import { toRange, type Session } from './session.ts';
import { valueToSize } from './symint.ts';
import { makeTensor, tensorOf } from './tensor.ts';

export type ElementwiseOperator = '+' | '-' | '*' | '/' | 'max' | 'min' | '**';

export interface Elementwise {
  readonly framework: Framework;
  /** What the framework calls it: `add`, `multiply`. */
  readonly label: string;
  /** What it computes, where the engine can run it. */
  readonly operator: ElementwiseOperator | null;
  readonly operands: readonly Value[];
  readonly site: CallSite;
  /** `bool` for comparisons; by default that of the first tensor. */
  readonly dtype?: string;
}

export function elementwise(
  session: Session,
  { framework, label, operator, operands, site, dtype }: Elementwise,
): Value {
  const shapes: Shape[] = [];
  let reason: string | null = null;
  for (const operand of operands) {
    const tensor = tensorOf(operand) ?? arrayOf(operand);
    if (tensor) {
      if (tensor.shape) shapes.push(tensor.shape);
      else reason ??= tensor.reason ?? 'The shape of an operand is not known.';
    } else if (operand.kind === 'unknown') reason ??= operand.cause.reason;
    else if (!isScalar(operand)) reason ??= `A ${operand.kind} takes part.`;
  }
  const inputs = operands.flatMap((operand) => tensorOf(operand)?.id ?? []);
  const type = dtype ?? operands.map((operand) => tensorOf(operand)?.dtype).find((each) => each != null) ?? 'float32';
  const add = (shape: Shape | null, why: string | null, kernel: KernelCall | null): Value => {
    const output = makeTensor(session, framework, shape, why, type);
    session.addCall({
      layer: null,
      label,
      place: site,
      inputs,
      outputs: [session.tensors.length - 1],
      macs: shape ? 0 : null,
      kernel,
      notRunnable: kernel ? null : (why ?? `${label} is not among the operations that can be run.`),
    });
    return output;
  };

  if (reason !== null) return add(null, reason, null);
  const answer = broadcast(session, shapes, site);
  if (answer.kind === 'impossible') {
    session.finding(answer.clash.code, toRange(site), answer.clash.message);
    return add(null, answer.clash.message, null);
  }
  if (answer.kind === 'unknown') return add(null, answer.reason, null);
  return add(answer.value, null, operator === null ? null : kernelFor(operator, operands, shapes));
}

function kernelFor(
  operator: ElementwiseOperator,
  operands: readonly Value[],
  shapes: readonly Shape[],
): KernelCall | null {
  if (shapes.some((shape) => shape.slice(1).some((size) => typeof size !== 'number'))) return null;
  const [left, right] = operands;
  if (!left || !right || operands.length !== 2) return null;
  if (tensorOf(left) && tensorOf(right)) return operator === '**' ? null : { op: 'binary', operator };
  const value = asNumber(tensorOf(left) ? right : left);
  if (value === undefined || !Number.isFinite(value) || operator === 'max' || operator === 'min') return null;
  if (tensorOf(left)) return { op: 'scalar', operator, value };
  if (operator === '-') return { op: 'scalar', operator: 'rsub', value };
  if (operator === '/') return { op: 'scalar', operator: 'rdiv', value };
  return operator === '**' ? null : { op: 'scalar', operator, value };
}

/** Numbers broadcast with everything; None, strings and objects do not. */
export function isScalar(value: Value): boolean {
  return ['int', 'float', 'bool'].includes(value.kind) || valueToSize(value) !== undefined;
}
