/** torch.special and its like: functions of every element by itself, for which there is no kernel. torch/special/__init__.py */
import type { Rule } from './op.ts';

const same: Rule = (op) => ({ shapes: [op.shape()] });
const binary =
  (...names: readonly string[]): Rule =>
  (op) => ({ shapes: [op.broadcast(names.filter((name) => op.has(name)).map((name) => op.shape(name)))] });

const ONE = [
  'airy_ai', 'bessel_j0', 'bessel_j1', 'bessel_y0', 'bessel_y1', 'entr', 'erfcx', 'gammaln', 'i0e', 'i1', 'i1e', 'log_ndtr',
  'modified_bessel_i0', 'modified_bessel_i1', 'modified_bessel_k0', 'modified_bessel_k1', 'multigammaln', 'mvlgamma', 'ndtr', 'ndtri',
  'polygamma', 'psi', 'scaled_modified_bessel_k0', 'scaled_modified_bessel_k1', 'spherical_bessel_j0', 'conj_physical', 'dequantize',
  'resolve_neg', 'poisson', 'index_reduce', 'select_scatter', 'diagonal_scatter', 'as_strided_scatter',
  'zero', 'apply', 'map', 'map2', 'resolve_conj', 'to_sparse', 'to_mkldnn',
]; // prettier-ignore
const POLYNOMIALS = [
  'chebyshev_polynomial_t', 'chebyshev_polynomial_u', 'chebyshev_polynomial_v', 'chebyshev_polynomial_w', 'hermite_polynomial_h',
  'hermite_polynomial_he', 'laguerre_polynomial_l', 'legendre_polynomial_p', 'shifted_chebyshev_polynomial_t',
  'shifted_chebyshev_polynomial_u', 'shifted_chebyshev_polynomial_v', 'shifted_chebyshev_polynomial_w',
]; // prettier-ignore
const TWO = [
  'gammainc', 'gammaincc', 'igamma', 'igammac', 'xlog1py', 'zeta', 'bitwise_left_shift', 'bitwise_right_shift',
]; // prettier-ignore

export const SPECIAL: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(ONE.map((name) => [name, same])),
  ...Object.fromEntries(POLYNOMIALS.map((name) => [name, binary('input', 'n')])),
  ...Object.fromEntries(TWO.map((name) => [name, binary('input', 'other')])),
  expit: (op) => ({
    shapes: [op.shape()],
    kernel: { op: 'activation', activation: { name: 'sigmoid', parameters: {} } },
  }),
  detach: (op) => ({ shapes: [op.shape()], kernel: { op: 'identity' } }),
  binomial: binary('count', 'prob'),
  frexp: (op) => ({ shapes: [op.shape(), op.shape()] }),
};
