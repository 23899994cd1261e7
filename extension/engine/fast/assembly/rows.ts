/**
 * The first ten words of a job that goes by output rows, those of all planes one after another: input, output, then the strides of both
 * (plane, row, pixel), then the height and width of a plane of the output.
 */
import { address, integer } from './job';

/** Where the input of an output row begins: its first pixel's first tap. */
export function rowSource(job: usize, row: i32): usize {
  return address(job, 0) + plane(job, row) * address(job, 2) + line(job, row) * address(job, 3);
}

/** Where an output row begins. */
export function rowTarget(job: usize, row: i32): usize {
  return address(job, 1) + plane(job, row) * address(job, 5) + line(job, row) * address(job, 6);
}

/** Bytes from the input of one output pixel to that of the next. */
export function sourceStep(job: usize): usize {
  return address(job, 4);
}

/** Bytes from one output pixel to the next. */
export function targetStep(job: usize): usize {
  return address(job, 7);
}

/** Pixels of an output row. */
export function rowWidth(job: usize): i32 {
  return integer(job, 9);
}

function plane(job: usize, row: i32): usize {
  return <usize>(row / integer(job, 8));
}

function line(job: usize, row: i32): usize {
  return <usize>(row % integer(job, 8));
}
