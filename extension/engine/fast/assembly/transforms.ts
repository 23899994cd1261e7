/**
 * The transforms of Winograd's minimal filtering along one axis, for four output positions: F(4, 3) in six products, with the points
 * 0, 1, -1, 2, -2 and infinity, and F(4, 2) in five, with 0, 1, -1, 2 and infinity. Matrices as Lavin and Gray name them: B^T for the
 * input, G for the weights, A^T for the sums. Results go to `to`, `step` bytes apart.
 */
import { activated, madd, storeLanes } from './registers';

function k(x: f32): v128 {
  return f32x4.splat(x);
}

/** B^T of F(4, 3). */
@inline
export function input3(d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128, to: usize, step: usize): void {
  const a = madd(d2, k(-4), d4);
  const b = madd(d1, k(-4), d3);
  const e = f32x4.sub(d4, d2);
  const f = f32x4.sub(d3, d1);
  v128.store(to, madd(d0, k(4), madd(d2, k(-5), d4)));
  v128.store(to + step, f32x4.add(a, b));
  v128.store(to + 2 * step, f32x4.sub(a, b));
  v128.store(to + 3 * step, madd(f, k(2), e));
  v128.store(to + 4 * step, madd(f, k(-2), e));
  v128.store(to + 5 * step, madd(d1, k(4), madd(d3, k(-5), d5)));
}

/** B^T of F(4, 2). */
@inline
export function input2(d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, to: usize, step: usize): void {
  const e = f32x4.sub(d3, d2);
  const f = f32x4.sub(d3, d1);
  v128.store(to, madd(f32x4.sub(d0, d2), k(2), f));
  v128.store(to + step, madd(d1, k(-2), e));
  v128.store(to + 2 * step, madd(f32x4.sub(d1, d2), k(2), e));
  v128.store(to + 3 * step, f);
  v128.store(to + 4 * step, madd(f, k(-2), f32x4.sub(d4, d2)));
}

/** G of F(4, 3). */
export function weights3(g0: v128, g1: v128, g2: v128, to: usize, step: usize): void {
  const outer = f32x4.mul(f32x4.add(g0, g2), k(-1.0 / 6));
  const inner = f32x4.mul(g1, k(1.0 / 6));
  const even = f32x4.add(f32x4.mul(g0, k(1.0 / 24)), f32x4.mul(g2, k(1.0 / 6)));
  const odd = f32x4.mul(g1, k(1.0 / 12));
  v128.store(to, f32x4.mul(g0, k(0.25)));
  v128.store(to + step, f32x4.sub(outer, inner));
  v128.store(to + 2 * step, f32x4.add(outer, inner));
  v128.store(to + 3 * step, f32x4.add(even, odd));
  v128.store(to + 4 * step, f32x4.sub(even, odd));
  v128.store(to + 5 * step, g2);
}

/** G of F(4, 2). */
export function weights2(g0: v128, g1: v128, to: usize, step: usize): void {
  const sixth = f32x4.mul(g0, k(1.0 / 6));
  v128.store(to, f32x4.mul(g0, k(0.5)));
  v128.store(to + step, f32x4.mul(f32x4.add(g0, g1), k(-0.5)));
  v128.store(to + 2 * step, f32x4.sub(f32x4.mul(g1, k(1.0 / 6)), sixth));
  v128.store(to + 3 * step, f32x4.add(sixth, f32x4.mul(g1, k(1.0 / 3))));
  v128.store(to + 4 * step, g1);
}

/** Where a transform's four results go: between the two passes into memory, after the second one into the picture. */
@inline
function put(to: usize, y: v128, last: bool, b: v128, lanes: i32, activation: i32, low: v128, high: v128): void {
  if (!last) {
    v128.store(to, y);
    return;
  }
  const z = activated(f32x4.add(y, b), activation, low, high);
  if (lanes >= 4) v128.store(to, z);
  else storeLanes(to, z, z, lanes);
}

/** A^T of F(4, 3): `count` of its results; after the `last` pass with the bias, the activation, and `lanes` channels. */
@inline
export function output3(
  m0: v128,
  m1: v128,
  m2: v128,
  m3: v128,
  m4: v128,
  m5: v128,
  to: usize,
  step: usize,
  count: i32,
  last: bool,
  b: v128,
  lanes: i32,
  activation: i32,
  low: v128,
  high: v128,
): void {
  const s = f32x4.add(m1, m2);
  const d = f32x4.sub(m1, m2);
  const s2 = f32x4.add(m3, m4);
  const d2 = f32x4.sub(m3, m4);
  put(to, f32x4.add(m0, f32x4.add(s, s2)), last, b, lanes, activation, low, high);
  if (count > 1) put(to + step, madd(d2, k(2), d), last, b, lanes, activation, low, high);
  if (count > 2) put(to + 2 * step, madd(s2, k(4), s), last, b, lanes, activation, low, high);
  if (count > 3) put(to + 3 * step, madd(d2, k(8), f32x4.add(d, m5)), last, b, lanes, activation, low, high);
}

/** A^T of F(4, 2), likewise. */
@inline
export function output2(
  m0: v128,
  m1: v128,
  m2: v128,
  m3: v128,
  m4: v128,
  to: usize,
  step: usize,
  count: i32,
  last: bool,
  b: v128,
  lanes: i32,
  activation: i32,
  low: v128,
  high: v128,
): void {
  const s = f32x4.add(m1, m2);
  const d = f32x4.sub(m1, m2);
  put(to, f32x4.add(m0, f32x4.add(s, m3)), last, b, lanes, activation, low, high);
  if (count > 1) put(to + step, madd(m3, k(2), d), last, b, lanes, activation, low, high);
  if (count > 2) put(to + 2 * step, madd(m3, k(4), s), last, b, lanes, activation, low, high);
  if (count > 3) put(to + 3 * step, madd(m3, k(8), f32x4.add(d, m4)), last, b, lanes, activation, low, high);
}
