/** Arithmetic of tensors with numpy's broadcasting, and of a tensor with a number. */
import { at, onlyInput, sizeOf, type NDArray } from '../array.ts';
import { extendedFunction } from './operators.ts';
import type { KernelCall } from '../../model/kernel.ts';

export type BinaryOperator = Extract<KernelCall, { op: 'binary' }>['operator'];
export type ScalarOperator = Extract<KernelCall, { op: 'scalar' }>['operator'];

/** More than two inputs are combined from left to right, as Keras's merging layers do; `average` divides by their number. */
export function binary(operator: BinaryOperator, inputs: readonly NDArray[]): NDArray {
  const combine = binaryFunction(operator);
  const [first, ...others] = inputs;
  if (first === undefined || (others.length === 0 && operator !== 'average')) {
    throw new Error(`${operator} needs at least two inputs, got ${inputs.length}.`);
  }
  const result = others.reduce((left, right) => broadcast(combine, left, right), first);
  return operator === 'average' ? scalar('/', inputs.length, [result]) : result;
}

export function scalar(operator: ScalarOperator, value: number, inputs: readonly NDArray[]): NDArray {
  const input = onlyInput(inputs);
  const apply = scalarFunction(operator, value);
  const data = new Float32Array(input.data.length);
  for (let i = 0; i < data.length; i++) data[i] = apply(input.data[i] as number);
  return { shape: input.shape, data };
}

function binaryFunction(operator: BinaryOperator): (a: number, b: number) => number {
  switch (operator) {
    case '+':
    case 'average':
      return (a, b) => a + b;
    case '-':
      return (a, b) => a - b;
    case '*':
      return (a, b) => a * b;
    case '/':
      return (a, b) => a / b;
    case 'max':
      return Math.max;
    case 'min':
      return Math.min;
    default:
      return extendedFunction(operator);
  }
}

/** A tensor and a number, with the operators of two tensors. */
export function withNumber(call: Extract<KernelCall, { op: 'with-number' }>, input: NDArray): NDArray {
  const combine = binaryFunction(call.operator);
  const { value, left } = call;
  return mapped(input, left ? (x) => combine(value, x) : (x) => combine(x, value));
}

export function mapped(input: NDArray, apply: (x: number) => number): NDArray {
  const data = new Float32Array(input.data.length);
  for (let i = 0; i < data.length; i++) data[i] = apply(input.data[i] as number);
  return { shape: input.shape, data };
}

/** The first where the condition is not zero, else the second. */
export function where(inputs: readonly NDArray[]): NDArray {
  const [condition, chosen, other] = inputs;
  if (condition === undefined || chosen === undefined || other === undefined)
    throw new Error('where needs three inputs.');
  const shape = broadcastShape(inputs.map((input) => input.shape));
  const [flags, left, right] = [expand(condition, shape), expand(chosen, shape), expand(other, shape)];
  const data = new Float32Array(sizeOf(shape));
  for (let i = 0; i < data.length; i++) data[i] = (flags.data[i] === 0 ? right.data[i] : left.data[i]) as number;
  return { shape, data };
}

/** numpy.broadcast_to. */
export function expand(input: NDArray, shape: readonly number[]): NDArray {
  if (input.shape.length === shape.length && input.shape.every((size, axis) => size === shape[axis])) return input;
  return broadcast((a) => a, input, { shape, data: EMPTY }, true);
}

const EMPTY = new Float32Array(0);

export function broadcastShape(shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[axis - rank + shape.length] ?? 1).filter((size) => size !== 1);
    const [size = 1] = sizes;
    if (sizes.some((other) => other !== size)) {
      throw new Error(`${shapes.map((shape) => `(${shape.join(', ')})`).join(' and ')} cannot be broadcast together.`);
    }
    return size;
  });
}

function scalarFunction(operator: ScalarOperator, value: number): (x: number) => number {
  switch (operator) {
    case '+':
      return (x) => x + value;
    case '-':
      return (x) => x - value;
    case '*':
      return (x) => x * value;
    case '/':
      return (x) => x / value;
    case 'rsub':
      return (x) => value - x;
    case 'rdiv':
      return (x) => value / x;
    case '**':
      return (x) => x ** value;
    default:
      return operator satisfies never;
  }
}

/** `leftOnly`: the second gives its shape alone. */
export function broadcast(
  combine: (a: number, b: number) => number,
  left: NDArray,
  right: NDArray,
  leftOnly = false,
): NDArray {
  if (
    !leftOnly &&
    left.shape.length === right.shape.length &&
    left.shape.every((size, axis) => size === right.shape[axis])
  ) {
    const data = new Float32Array(left.data.length);
    for (let i = 0; i < data.length; i++) data[i] = combine(left.data[i] as number, right.data[i] as number);
    return { shape: left.shape, data };
  }
  const shape = broadcastShape([left.shape, right.shape]);
  const rank = shape.length;
  const [stepsA, stepsB] = [left, right].map((array) => broadcastSteps(widen(array.shape, rank))) as [
    number[],
    number[],
  ];
  const data = new Float32Array(sizeOf(shape));
  const inner = rank === 0 ? 1 : at(shape, rank - 1);
  const [innerA, innerB] = rank === 0 ? [0, 0] : [at(stepsA, rank - 1), at(stepsB, rank - 1)];
  let target = 0;
  const walk = (axis: number, sourceA: number, sourceB: number): void => {
    if (axis >= rank - 1) {
      for (let i = 0; i < inner; i++) {
        const b = leftOnly ? 0 : (right.data[sourceB + i * innerB] as number);
        data[target++] = combine(left.data[sourceA + i * innerA] as number, b);
      }
      return;
    }
    const [stepA, stepB] = [at(stepsA, axis), at(stepsB, axis)];
    for (let i = 0; i < at(shape, axis); i++) walk(axis + 1, sourceA + i * stepA, sourceB + i * stepB);
  };
  if (data.length > 0) walk(0, 0, 0);
  return { shape, data };
}

const widen = (shape: readonly number[], rank: number): number[] => [
  ...new Array<number>(rank - shape.length).fill(1),
  ...shape,
];

/** Steps in the data per axis; 0 where one element serves all positions. */
function broadcastSteps(shape: readonly number[]): number[] {
  const steps = new Array<number>(shape.length).fill(0);
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    if (at(shape, axis) !== 1) steps[axis] = step;
    step *= at(shape, axis);
  }
  return steps;
}
