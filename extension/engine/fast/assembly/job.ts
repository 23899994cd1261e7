/**
 * A job is a row of 32-bit words that the caller wrote into memory (../program.ts): addresses, strides in bytes, counts. Every kernel
 * has the same signature: it does the items `from` to `to` of its job, as thread number `thread`, so that any of them can be shared
 * out among threads.
 */
export function integer(job: usize, index: i32): i32 {
  return load<i32>(job + ((<usize>index) << 2));
}

export function address(job: usize, index: i32): usize {
  return load<u32>(job + ((<usize>index) << 2));
}

export function float(job: usize, index: i32): f32 {
  return load<f32>(job + ((<usize>index) << 2));
}
