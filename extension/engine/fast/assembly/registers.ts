/** What all kernels do with the four floats of a register. */

/** Activations that are applied as numbers leave the registers; the codes of ../epilogue.ts. */
export const NONE: i32 = 0;
export const CLAMP: i32 = 1;
export const LEAKY: i32 = 2;

/** a * b + c: rounded once where the processor can and relaxed SIMD lets us ask for it. */
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  else return f32x4.add(c, f32x4.mul(a, b));
}

/** CLAMP: into low..high. LEAKY: times `high` where negative. NaN stays NaN: x is the first operand, which pmin and pmax prefer. */
export function activated(x: v128, activation: i32, low: v128, high: v128): v128 {
  if (activation == NONE) return x;
  if (activation == CLAMP) return f32x4.pmin(f32x4.pmax(x, low), high);
  return v128.bitselect(f32x4.mul(x, high), x, f32x4.lt(x, low));
}

export function store8(target: usize, low: v128, high: v128): void {
  v128.store(target, low);
  v128.store(target, high, 16);
}

/** The first `lanes` of eight floats, fewer than eight. */
export function storeLanes(target: usize, low: v128, high: v128, lanes: i32): void {
  let to = target;
  let rest = low;
  if (lanes & 4) {
    v128.store(to, rest);
    to += 16;
    rest = high;
  }
  if (lanes & 2) {
    v128.store64_lane(to, rest, 0);
    to += 8;
    rest = v128.shuffle<i32>(rest, rest, 2, 3, 2, 3);
  }
  if (lanes & 1) v128.store32_lane(to, rest, 0);
}

/** Up to four floats from memory that may end after them. */
export function loadLanes(source: usize, lanes: i32): v128 {
  if (lanes >= 4) return v128.load(source);
  let x = f32x4.splat(0);
  x = v128.load32_lane(source, x, 0);
  if (lanes > 1) x = v128.load32_lane(source, x, 1, 4);
  if (lanes > 2) x = v128.load32_lane(source, x, 2, 8);
  return x;
}
