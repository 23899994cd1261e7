/** Arithmetic of tensors with numpy's broadcasting, and of a tensor with a number. */
import { at, onlyInput, sizeOf, type NDArray } from '../array.ts';
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
      return operator satisfies never;
  }
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

function broadcast(combine: (a: number, b: number) => number, left: NDArray, right: NDArray): NDArray {
  if (left.shape.length === right.shape.length && left.shape.every((size, axis) => size === right.shape[axis])) {
    const data = new Float32Array(left.data.length);
    for (let i = 0; i < data.length; i++) data[i] = combine(left.data[i] as number, right.data[i] as number);
    return { shape: left.shape, data };
  }
  const rank = Math.max(left.shape.length, right.shape.length);
  const a = widen(left.shape, rank);
  const b = widen(right.shape, rank);
  const shape = a.map((size, axis) => {
    const other = at(b, axis);
    if (size !== other && size !== 1 && other !== 1) {
      throw new Error(`(${left.shape.join(', ')}) and (${right.shape.join(', ')}) cannot be broadcast together.`);
    }
    return size === 1 ? other : size;
  });
  const [stepsA, stepsB] = [broadcastSteps(a), broadcastSteps(b)];
  const data = new Float32Array(sizeOf(shape));
  let target = 0;
  const walk = (axis: number, sourceA: number, sourceB: number): void => {
    if (axis === rank) {
      data[target++] = combine(at(left.data, sourceA), at(right.data, sourceB));
      return;
    }
    const [stepA, stepB] = [at(stepsA, axis), at(stepsB, axis)];
    for (let i = 0; i < at(shape, axis); i++) walk(axis + 1, sourceA + i * stepA, sourceB + i * stepB);
  };
  walk(0, 0, 0);
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
