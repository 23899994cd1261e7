/** What layers need to know about the shape of an input: rank, layout, channels, spatial sizes. */
import { say } from '../../message.ts';
import type { Layout } from '../kernel.ts';
import type { Framework } from '../record.ts';
import { refuse, unsure } from '../refusal.ts';
import type { Shape, Size } from '../size.ts';
import { product } from '../sizes/arithmetic.ts';
import { shapeText, sizeText, tupleText } from '../sizes/text.ts';

/** Which axes of a tensor are what. PyTorch also takes tensors without a batch. */
export interface Axes {
  readonly batched: boolean;
  readonly channel: number;
  readonly spatial: readonly number[];
}

/**
 * The axes of an input with `rank` spatial axes. Keras wants a batch, PyTorch takes a tensor without one too
 * (`unbatched` false: not here).
 */
export function axesOf(
  input: Shape,
  rank: number,
  layout: Layout,
  framework: Framework,
  unbatched = framework === 'torch',
): Axes {
  const batched = input.length === rank + 2;
  if (!batched && !(unbatched && input.length === rank + 1)) {
    requireRank(input, unbatched ? rank + 1 : rank + 2, rank + 2, framework);
  }
  const first = batched ? 1 : 0;
  const last = input.length - 1;
  const channel = layout === 'channels_first' ? first : last;
  const start = layout === 'channels_first' ? first + 1 : first;
  return { batched, channel, spatial: Array.from({ length: rank }, (_, axis) => start + axis) };
}

/** Refuses an input with fewer or more axes than the layer takes. */
export function requireRank(input: Shape, least: number, most: number, framework: Framework): void {
  if (input.length >= least && input.length <= most) return;
  const wanted = least === most ? least : most === Infinity ? say`at least ${least}` : say`${least} to ${most}`;
  refuse({
    code: 'shape-mismatch',
    message: say`The input must have ${wanted} axes, but ${tupleText(input, framework)} has ${input.length}.`,
    argument: 0,
  });
}

/** The size of an axis that is known to exist. */
export function at(shape: Shape, axis: number): Size {
  return shape.at(axis) ?? unsure(say`There is no axis ${axis} in ${shapeText(shape)}.`);
}

export const pick = (shape: Shape, axes: readonly number[]): Shape => axes.map((axis) => at(shape, axis));

/** The shape with some axes replaced. */
export function withAxes(shape: Shape, axes: readonly number[], sizes: Shape): Shape {
  const copy = [...shape];
  axes.forEach((axis, index) => {
    copy[axis] = at(sizes, index);
  });
  return copy;
}

/** An axis counted from the start. Refused when there is no such axis. */
export function normalAxis(axis: number, rank: number, argument: string): number {
  if (axis < -rank || axis >= rank) {
    refuse({
      code: 'bad-argument',
      message: say`${argument} is ${axis}, but the input has only ${rank} axes.`,
      argument,
    });
  }
  return axis < 0 ? axis + rank : axis;
}

/** Positions of one sample: the product of all sizes but those of the batch and the channels. */
export const positions = (shape: Shape, axes: readonly number[]): Size => product(pick(shape, axes));

export function numeric(size: Size): number {
  return typeof size === 'number' ? size : unsure(say`The size ${sizeText(size)} is left open.`);
}

export const numbers = (sizes: Shape): readonly number[] => sizes.map(numeric);

/** Why a kernel is not written for a tensor without a batch; `defineRecord` asks again with one. */
export const NEEDS_BATCH = say`The kernel needs a batch.`;

export function requireBatch({ batched }: Pick<Axes, 'batched'>): void {
  if (!batched) unsure(NEEDS_BATCH);
}

/** A number repeated for each spatial axis. */
export const repeated = <T>(value: T, rank: number): readonly T[] => Array<T>(rank).fill(value);
