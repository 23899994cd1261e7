/** Layers that join tensors, or change each number or channel alone, as programs. Shapes are channels last, one sample. */
import { sizeOf } from '../array.ts';
import type { BatchNormCall } from '../reference/batch-norm.ts';
import { batchNormFactors } from '../reference/batch-norm.ts';
import type { DepthToSpaceCall } from '../reference/rearrange.ts';
import type { Weights } from '../weights.ts';
import { NO_ACTIVATION, type Epilogue } from './epilogue.ts';
import { float, input, output, type ProgramBuilder } from './program.ts';

/** What a number that is only moved costs, in multiply-accumulates. */
const MOVED = 8;

/** Floats of a register. */
const LANES = 4;

export function addActivation(
  builder: ProgramBuilder,
  shape: readonly number[],
  epilogue: Epilogue,
): readonly number[] {
  builder.step('activate', Math.ceil(sizeOf(shape.slice(1)) / LANES), LANES, [input(), output(), ...epilogue]);
  return shape;
}

export function addSum(builder: ProgramBuilder, shape: readonly number[]): readonly number[] {
  const items = Math.ceil(sizeOf(shape.slice(1)) / LANES);
  builder.step('add', items, LANES, [input(0, 0), input(0, 1), output(), ...NO_ACTIVATION]);
  return shape;
}

export function addBatchNorm(
  builder: ProgramBuilder,
  call: BatchNormCall,
  shape: readonly number[],
  weights: Weights,
  epilogue: Epilogue,
): readonly number[] {
  const channels = shape[shape.length - 1] as number;
  const { factors, shifts } = batchNormFactors(call, weights, channels);
  builder.step('affine', sizeOf(shape.slice(1)) / channels, channels * 2, [
    input(),
    output(),
    builder.table([...factors].map(float)),
    builder.table([...shifts].map(float)),
    channels,
    ...epilogue,
  ]);
  return shape;
}

/** Joins tensors along their channels. */
export function addConcat(builder: ProgramBuilder, shapes: readonly (readonly number[])[]): readonly number[] {
  const [first] = shapes as [readonly number[]];
  const channels = shapes.map((shape) => shape[shape.length - 1] as number);
  const all = channels.reduce((sum, one) => sum + one, 0);
  const pixels = sizeOf(first.slice(1, -1));
  const perRow = first[first.length - 2] as number;
  let before = 0;
  for (const [index, own] of channels.entries()) {
    const steps = [perRow * own * 4, perRow * all * 4, perRow, own * 4, all * 4, own * 4];
    builder.step('copy', pixels / perRow, perRow * own * MOVED, [input(0, index), output(before * 4), ...steps]);
    before += own;
  }
  return [...first.slice(0, -1), all];
}

/** TensorFlow's order of channels: (row, column, channel). */
export function addDepthToSpace(
  builder: ProgramBuilder,
  { block }: DepthToSpaceCall,
  [batch, height, width, channels]: readonly [number, number, number, number],
): readonly number[] {
  const depth = channels / (block * block);
  const bytes = block * depth * 4;
  const rowBytes = width * bytes;
  for (let row = 0; row < block; row++) {
    const steps = [width * channels * 4, block * rowBytes, width, channels * 4, bytes, bytes];
    builder.step('copy', height, width * channels * MOVED, [input(row * bytes), output(row * rowBytes), ...steps]);
  }
  return [batch, height * block, width * block, depth];
}
