/**
 * Functions that work on every element by itself: `x + y`, `2 * x`, `x > 0`, `-x`. Shapes broadcast; what the engine can run gets
 * a kernel. Operands are tensors, arrays, numbers or symbolic integers.
 */
import { type Message, say } from '../message.ts';
import { openSize } from '../model/concrete.ts';
import type { TensorId } from '../model/graph.ts';
import type { KernelCall } from '../model/kernel.ts';
import type { Framework } from '../model/record.ts';
import type { Shape } from '../model/size.ts';
import type { CallSite, Value } from '../python/values.ts';
import { broadcast } from './broadcast.ts';
import { arrayOf } from './numpy/array-data.ts';
import { numberOf, operandTensors } from './operand-tensors.ts';
import { toRange, type Session } from './session.ts';
import { valueToSize } from './symint.ts';
import { makeTensor, tensorOf } from './tensor.ts';

export type ElementwiseOperator = Extract<KernelCall, { op: 'binary' }>['operator'] | 'where';

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
  let reason: Message | null = null;
  for (const operand of operands) {
    const tensor = tensorOf(operand) ?? arrayOf(operand);
    if (tensor) {
      if (tensor.shape) shapes.push(tensor.shape);
      else reason ??= tensor.reason ?? say`The shape of an operand is not known.`;
    } else if (operand.kind === 'unknown') reason ??= operand.cause.reason;
    else if (!isScalar(operand)) reason ??= say`A ${operand.kind} takes part.`;
  }
  const inputs = operands.flatMap((operand) => tensorOf(operand)?.id ?? []);
  const type = dtype ?? operands.map((operand) => tensorOf(operand)?.dtype).find((each) => each != null) ?? 'float32';
  const add = (shape: Shape | null, why: Message | null, run: Run | null): Value => {
    const output = makeTensor(session, framework, shape, why, type);
    const call = session.addCall({
      layer: null,
      label,
      place: site,
      inputs: run?.inputs ?? inputs,
      outputs: [tensorOf(output)?.id ?? 0],
      macs: shape ? 0 : null,
      kernel: run?.kernel ?? null,
      notRunnable: run ? null : (why ?? say`${label} is not among the operations that can be run.`),
    });
    // Which operator it is makes no difference to what an element sees.
    if (shape && !run) session.openKernels.set(call, { op: 'binary', operator: '+' });
    return output;
  };

  if (reason !== null) return add(null, reason, null);
  const answer = broadcast(session, shapes, site);
  if (answer.kind === 'impossible') {
    session.finding(answer.clash.code, toRange(site), answer.clash.message);
    return add(null, answer.clash.message, null);
  }
  if (answer.kind === 'unknown') return add(null, answer.reason, null);
  if (operator === null || openSize([...shapes, answer.value]) !== undefined) return add(answer.value, null, null);
  return add(answer.value, null, runOf(session, framework, operator, operands, site));
}

interface Run {
  readonly kernel: KernelCall;
  readonly inputs: readonly TensorId[];
}

function runOf(
  session: Session,
  framework: Framework,
  operator: ElementwiseOperator,
  operands: readonly Value[],
  site: CallSite,
): Run | null {
  const [left, right] = operands;
  const single = operands.length === 2 && operator !== 'where';
  const tensors = operands.flatMap((operand) => tensorOf(operand)?.id ?? []);
  const value = single && tensors.length === 1 ? numberOf(tensorOf(left) ? right : left) : undefined;
  if (value !== undefined && operator !== 'average' && operator !== 'where') {
    return { kernel: withNumber(operator, value, tensorOf(left) === undefined), inputs: tensors };
  }
  const inputs = operandTensors(session, framework, operands, site);
  if (inputs === null) return null;
  return { kernel: operator === 'where' ? { op: 'where' } : { op: 'binary', operator }, inputs };
}

function withNumber(
  operator: Exclude<ElementwiseOperator, 'where' | 'average'>,
  value: number,
  left: boolean,
): KernelCall {
  switch (operator) {
    case '+':
    case '*':
      return { op: 'scalar', operator, value };
    case '-':
      return { op: 'scalar', operator: left ? 'rsub' : '-', value };
    case '/':
      return { op: 'scalar', operator: left ? 'rdiv' : '/', value };
    case '**':
      return left ? { op: 'with-number', operator, value, left } : { op: 'scalar', operator, value };
    default:
      return { op: 'with-number', operator, value, left };
  }
}

/** Numbers broadcast with everything; None, strings and objects do not. */
export function isScalar(value: Value): boolean {
  return ['int', 'float', 'bool'].includes(value.kind) || valueToSize(value) !== undefined;
}
