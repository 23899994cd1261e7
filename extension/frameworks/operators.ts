/**
 * The operators of tensors as double-underscore methods: arithmetic with broadcasting, comparison, `@`, indexing. A framework
 * builds its tensor class from these and may wrap each operation (Keras makes operation layers of them).
 */
import { type Message, say } from '../message.ts';
import { cannotTell, impossible, known, type Answer } from '../model/answer.ts';
import { concreteShape, concreteSize, openSize } from '../model/concrete.ts';
import type { KernelCall } from '../model/kernel.ts';
import type { Framework } from '../model/record.ts';
import { equal, multiply, product } from '../model/sizes/arithmetic.ts';
import { sizeText } from '../model/sizes/text.ts';
import type { Shape, Size } from '../model/size.ts';
import { NOT_IMPLEMENTED, type NativeRun } from '../python/evaluate/native.ts';
import { int, type CallSite, type NativeCall, type Value } from '../python/values.ts';
import { broadcast } from './broadcast.ts';
import { elementwise, isScalar, type ElementwiseOperator } from './elementwise.ts';
import { indexShape, type AxisStep, type Indexed } from './indexing.ts';
import { arrayOf } from './numpy/array-data.ts';
import { operandTensors } from './operand-tensors.ts';
import { toRange, type Session } from './session.ts';
import { makeTensor, tensorOf } from './tensor.ts';

/** An operation on tensors that can be repeated on others: what Keras needs to run a model on new inputs. */
export interface TensorOperation {
  /** `add`, `subtract`, `getitem`: keys of the operator table below. */
  readonly name: string;
  readonly operands: readonly Value[];
  readonly site: CallSite;
  compute(operands: readonly Value[], site: CallSite): Value;
}

export interface OperatorOptions {
  readonly framework: Framework;
  /** What the framework calls an operation; by default its name in the table below. */
  label?(name: string): string;
  /** Called instead of computing at once. */
  operate?(operation: TensorOperation): Value;
}

const ARITHMETIC: readonly (readonly [method: string, name: string, operator: ElementwiseOperator | null])[] = [
  ['add', 'add', '+'],
  ['sub', 'subtract', '-'],
  ['mul', 'multiply', '*'],
  ['truediv', 'divide', '/'],
  ['floordiv', 'floor_divide', '//'],
  ['mod', 'mod', '%'],
  ['pow', 'power', '**'],
  ['and', 'logical_and', 'and'],
  ['or', 'logical_or', 'or'],
  ['xor', 'logical_xor', 'xor'],
];
const COMPARISONS = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'] as const;
const COMPARISON_OPERATORS = { eq: '==', ne: '!=', lt: '<', le: '<=', gt: '>', ge: '>=' } as const;
const COMPARISON_NAMES = {
  eq: 'equal',
  ne: 'not_equal',
  lt: 'less',
  le: 'less_equal',
  gt: 'greater',
  ge: 'greater_equal',
} as const;

export function tensorOperators(session: Session, options: OperatorOptions): Record<string, NativeRun> {
  const { framework } = options;
  const label = (name: string): string => options.label?.(name) ?? name;
  const operate = (operation: TensorOperation): Value =>
    options.operate ? options.operate(operation) : operation.compute(operation.operands, operation.site);
  const binary = (
    call: NativeCall,
    name: string,
    operator: ElementwiseOperator | null,
    reversed: boolean,
    dtype?: string,
  ): Value => {
    const [own, other] = call.args;
    if (!own || !other || !isOperand(other)) return NOT_IMPLEMENTED;
    return operate({
      name,
      operands: reversed ? [other, own] : [own, other],
      site: call.site,
      compute: (operands, site) =>
        elementwise(session, {
          framework,
          label: label(name),
          operator,
          operands,
          site,
          ...(dtype === undefined ? {} : { dtype }),
        }),
    });
  };
  const arithmetic = ARITHMETIC.flatMap(([method, name, operator]): [string, NativeRun][] => [
    [`__${method}__`, (call) => binary(call, name, operator, false)],
    [`__r${method}__`, (call) => binary(call, name, operator, true)],
  ]);
  const comparisons = COMPARISONS.map((method): [string, NativeRun] => [
    `__${method}__`,
    (call) => binary(call, COMPARISON_NAMES[method], COMPARISON_OPERATORS[method], false, 'bool'),
  ]);
  const unary =
    (name: string, kernel: KernelCall | null): NativeRun =>
    (call) =>
      operate({
        name,
        operands: call.args.slice(0, 1),
        site: call.site,
        compute: (operands, site) => sameShape(session, framework, label(name), operands, site, kernel),
      });
  return {
    ...Object.fromEntries([...arithmetic, ...comparisons]),
    __neg__: unary('negative', { op: 'scalar', operator: '*', value: -1 }),
    __pos__: (call) => call.args[0] ?? call.interpreter.unknown(say`No operand.`, call.site),
    __abs__: unary('abs', { op: 'unary', name: 'abs', parameters: {} }),
    __invert__: unary('logical_not', { op: 'unary', name: 'not', parameters: {} }),
    __matmul__: (call) =>
      operate({
        name: 'matmul',
        operands: call.args,
        site: call.site,
        compute: (operands, site) => matrixProduct(session, framework, label('matmul'), operands, site),
      }),
    __getitem__: (call) =>
      operate({
        name: 'get_item',
        operands: call.args,
        site: call.site,
        compute: (operands, site) => getItem(session, framework, label('get_item'), operands, site),
      }),
    __bool__: (call) => call.interpreter.unknown(say`The value of a tensor is not known.`, call.site),
    __hash__: () => int(0),
  };
}

function isOperand(value: Value): boolean {
  return Boolean(tensorOf(value) ?? arrayOf(value)) || isScalar(value) || value.kind === 'unknown';
}

/** An operation that keeps the shape: `-x`, `relu(x)`. */
export function sameShape(
  session: Session,
  framework: Framework,
  label: string,
  operands: readonly Value[],
  site: CallSite,
  kernel: KernelCall | null,
  dtype?: string,
): Value {
  const input = tensorOf(operands[0]);
  const runnable = kernel !== null && input?.shape != null && openSize([input.shape]) === undefined;
  const result = addResult(session, framework, label, operands, site, {
    shape: input?.shape ?? null,
    reason: input?.shape ? null : (input?.reason ?? say`The input is not a tensor.`),
    kernel: runnable ? kernel : null,
    macs: 0,
    ...(dtype === undefined ? {} : { dtype }),
  });
  if (kernel !== null && !runnable) session.openKernels.set(session.calls.length - 1, kernel);
  return result;
}

export interface Result {
  readonly shape: Shape | null;
  readonly reason: Message | null;
  readonly kernel: KernelCall | null;
  /** Null where they cannot be told. */
  readonly macs: Size | null;
  readonly dtype?: string;
}

/** A tensor and the call that makes it. */
export function addResult(
  session: Session,
  framework: Framework,
  label: string,
  operands: readonly Value[],
  site: CallSite,
  result: Result,
): Value {
  const dtype = result.dtype ?? tensorOf(operands[0])?.dtype ?? null;
  const inputs = result.kernel ? operandTensors(session, framework, operands, site) : null;
  const kernel = inputs === null ? null : result.kernel;
  const output = makeTensor(session, framework, result.shape, result.reason, dtype);
  session.addCall({
    layer: null,
    label,
    place: site,
    inputs: inputs ?? operands.flatMap((operand) => tensorOf(operand)?.id ?? []),
    outputs: [tensorOf(output)?.id ?? 0],
    macs: result.shape ? result.macs : null,
    kernel,
    notRunnable: kernel ? null : (result.reason ?? say`${label} is not among the operations that can be run.`),
  });
  return output;
}

function getItem(
  session: Session,
  framework: Framework,
  label: string,
  operands: readonly Value[],
  site: CallSite,
): Value {
  const [own, index] = operands;
  const input = tensorOf(own);
  const unknown = (reason: Message): Value =>
    addResult(session, framework, label, operands, site, { shape: null, reason, kernel: null, macs: 0 });
  if (!input?.shape || !index) return unknown(input?.reason ?? say`The input is not a tensor.`);
  const answer = indexShape(input.shape, index);
  if (answer.kind === 'impossible') {
    session.finding(answer.clash.code, toRange(site), answer.clash.message);
    return unknown(answer.clash.message);
  }
  if (answer.kind === 'unknown') return unknown(answer.reason);
  return addResult(session, framework, label, operands.slice(0, 1), site, {
    shape: answer.value.shape,
    reason: null,
    kernel: indexKernel(input.shape, answer.value),
    macs: 0,
  });
}

/** Slices that only cut are a crop; whatever takes an axis away, adds one or has steps is a slice. */
export function indexKernel(input: Shape, { shape, steps }: Indexed): KernelCall | null {
  const [sizes, result] = [concreteShape(input), concreteShape(shape)];
  if (!sizes || !result) return null;
  const own = steps.filter((step) => step.kind !== 'new');
  if (own.length === steps.length && own.every((step) => step.kind === 'keep' || step.kind === 'slice')) {
    const amounts = own.map((step) =>
      step.kind === 'slice' ? ([step.before, step.after] as const) : ([0, 0] as const),
    );
    if (!result.includes(0)) return { op: 'crop', amounts };
  }
  const slices = own.map((step, axis) => sliceOf(step, sizes[axis] ?? 1));
  if (!slices.every((slice) => slice !== null)) return null;
  return {
    op: 'slice',
    starts: slices.map(({ start }) => start),
    steps: slices.map(({ step }) => step),
    sizes: slices.map(({ size }) => size),
    shape: result,
  };
}

/** What a step reads of an axis with `size` entries. */
export function sliceOf(step: AxisStep, size: number): { start: number; step: number; size: number } | null {
  switch (step.kind) {
    case 'keep':
      return { start: 0, step: 1, size };
    case 'slice':
      return { start: step.before, step: 1, size: Math.max(0, size - step.before - step.after) };
    case 'pick': {
      const position = concreteSize(step.position);
      return position === null ? null : { start: position < 0 ? position + size : position, step: 1, size: 1 };
    }
    case 'strided': {
      const [start, count] = [concreteSize(step.start), concreteSize(step.count)];
      return start === null || count === null ? null : { start, step: step.step, size: count };
    }
    case 'new':
      return null;
    default:
      return step satisfies never;
  }
}

export function matrixProduct(
  session: Session,
  framework: Framework,
  label: string,
  operands: readonly Value[],
  site: CallSite,
): Value {
  const [left, right] = operands.map((operand) => tensorOf(operand) ?? arrayOf(operand));
  const unknown = (reason: Message): Value =>
    addResult(session, framework, label, operands, site, { shape: null, reason, kernel: null, macs: 0 });
  if (!left?.shape || !right?.shape) return unknown(left?.reason ?? right?.reason ?? say`An operand is not a tensor.`);
  const answer = matrixShape(session, left.shape, right.shape, site);
  if (answer.kind === 'impossible') {
    session.finding(answer.clash.code, toRange(site), answer.clash.message);
    return unknown(answer.clash.message);
  }
  if (answer.kind === 'unknown') return unknown(answer.reason);
  const inner = left.shape.at(-1) ?? 1;
  // For one sample: the first axis of a batched product is the batch.
  const positions = answer.value.length > 2 ? answer.value.slice(1) : answer.value;
  const runs = openSize([left.shape, right.shape]) === undefined;
  return addResult(session, framework, label, operands, site, {
    shape: answer.value,
    reason: null,
    kernel: runs ? { op: 'matmul', transposeLeft: false, transposeRight: false } : null,
    macs: multiply(product(positions), inner),
  });
}

/** NumPy's matmul on shapes. */
export function matrixShape(session: Session, left: Shape, right: Shape, site: CallSite): Answer<Shape> {
  if (left.length === 0 || right.length === 0) return cannotTell(say`A matrix product with a scalar.`);
  const inner = left.at(-1) ?? 1;
  const other = (right.length === 1 ? right[0] : right.at(-2)) ?? 1;
  const same = equal(inner, other);
  if (same === false) {
    return impossible({
      code: 'shape-mismatch',
      message: say`The matrix product joins ${sizeText(inner)} with ${sizeText(other)}.`,
      argument: 1,
    });
  }
  if (same === null) session.requireEqual(inner, other, site);
  const batch = broadcast(session, [left.slice(0, -2), right.slice(0, -2)], site);
  if (batch.kind !== 'known') return batch;
  const rows = left.length > 1 ? left.slice(-2, -1) : [];
  const columns = right.length > 1 ? right.slice(-1) : [];
  return known([...batch.value, ...rows, ...columns]);
}
