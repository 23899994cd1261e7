/** Matrices taken apart, inverted and solved: torch.linalg and the older functions of the same subject. torch/linalg/__init__.py */
import { say } from '../../../message.ts';
import { refuse, unsure } from '../../../model/refusal.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { minimum } from '../../../model/sizes/arithmetic.ts';
import { shapeText } from '../../../model/sizes/text.ts';
import { Formula } from '../../../model/formula.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import { matrixShape } from '../../operators.ts';
import { need } from '../../../model/refusal.ts';
import { asNumber } from '../../../python/values.ts';
import { numberOf } from '../../operand-tensors.ts';
import type { Op, Outcome, Rule } from './op.ts';
import { withIndices } from './reduce.ts';

interface Matrix {
  readonly lead: Shape;
  readonly rows: Size;
  readonly columns: Size;
}

function matrix(op: Op, name = 'input'): Matrix {
  const shape = op.shape(name);
  if (shape.length < 2) {
    const message = say`${op.label} takes matrices, but ${shapeText(shape)} has ${shape.length} axes.`;
    refuse({ code: 'shape-mismatch', message, argument: name });
  }
  return { lead: shape.slice(0, -2), rows: shape.at(-2) ?? 1, columns: shape.at(-1) ?? 1 };
}

const shorter = ({ rows, columns }: Matrix): Size =>
  minimum(rows, columns) ?? unsure(say`Which side is shorter depends on the sizes.`);

const same: Rule = (op) => ({ shapes: [op.shape()] });
const perMatrix: Rule = (op) => ({ shapes: [matrix(op).lead] });

const eigenvalues: Rule = (op) => {
  const { lead, rows } = matrix(op);
  return { shapes: [[...lead, rows]] };
};

const eigenvectors: Rule = (op) => {
  const { lead, rows } = matrix(op);
  return { shapes: [[...lead, rows], op.shape()], pack: withIndices(op.label, ['eigenvalues', 'eigenvectors']) };
};

/** torch.svd gives V, torch.linalg.svd its transpose. */
const singular =
  (space: 'torch' | 'linalg'): Rule =>
  (op) => {
    const own = matrix(op);
    const { lead, rows, columns } = own;
    const count = shorter(own);
    const reduced = space === 'torch' ? op.flag('some', true) : !op.flag('full_matrices', true);
    const [left, right] = reduced ? [count, count] : [rows, columns];
    const last = space === 'torch' ? [columns, right] : [right, columns];
    return {
      shapes: [
        [...lead, rows, left],
        [...lead, count],
        [...lead, ...last],
      ],
      pack: withIndices(`${space}.svd`, space === 'torch' ? ['U', 'S', 'V'] : ['U', 'S', 'Vh']),
    };
  };

const qr: Rule = (op) => {
  const own = matrix(op);
  const { lead, rows, columns } = own;
  const mode = op.text('mode', op.flag('some', true) ? 'reduced' : 'complete');
  const inner = mode === 'complete' ? rows : shorter(own);
  const first = mode === 'r' ? [0] : [...lead, rows, inner];
  return { shapes: [first, [...lead, inner, columns]], pack: withIndices('qr', ['Q', 'R']) };
};

const lu: Rule = (op) => {
  const own = matrix(op);
  const { lead, rows, columns } = own;
  const inner = shorter(own);
  return {
    shapes: [
      [...lead, rows, rows],
      [...lead, rows, inner],
      [...lead, inner, columns],
    ],
    pack: withIndices('lu', ['P', 'L', 'U']),
  };
};

const luFactor: Rule = (op) => {
  const own = matrix(op);
  return { shapes: [op.shape(), [...own.lead, shorter(own)]] };
};

/** A X = B: what is on the right is what comes out, with the leading axes of both. */
const solution =
  (left: string, right: string): Rule =>
  (op) => {
    const [own, other] = [matrix(op, left), op.shape(right)];
    // A vector on the right, or a batch of them.
    if (other.length === 1 || other.length === own.lead.length + 1) return { shapes: [other] };
    return { shapes: [[...op.broadcast([own.lead, other.slice(0, -2)]), ...other.slice(-2)]] };
  };

const signAndLogarithm: Rule = (op) => {
  const { lead } = matrix(op);
  return { shapes: [lead, lead], pack: withIndices('slogdet', ['sign', 'logabsdet']) };
};

const pseudoInverse: Rule = (op) => {
  const { lead, rows, columns } = matrix(op);
  return { shapes: [[...lead, columns, rows]] };
};

/** A norm over two axes, the last two unless the call names others. */
const matrixNorm: Rule = (op) => {
  const shape = op.shape();
  const axes = op.axes('dim', shape.length) ?? [shape.length - 2, shape.length - 1];
  const keep = op.flag('keepdim');
  const frobenius = op.label === 'matrix_norm' && op.text('ord', 'fro') === 'fro';
  return {
    shapes: [shape.flatMap((size, axis) => (!axes.includes(axis) ? [size] : keep ? [1] : []))],
    kernel: frobenius ? { op: 'reduce', method: 'norm', axes, keepAxes: keep, parameter: 2 } : null,
  };
};

const MATMUL: KernelCall = { op: 'matmul', transposeLeft: false, transposeRight: false };

/** One product after the other. */
const chain =
  (name: string): Rule =>
  (op) => {
    const given = op.tensors(name);
    const [only] = given;
    const values = given.length === 1 && only && (only.kind === 'list' || only.kind === 'tuple') ? only.items : given;
    const [first = [], ...rest] = values.map((value) => op.shapeOf(value));
    const formula = new Formula(values.length);
    rest.reduce((product, _, index) => formula.step(MATMUL, product, index + 1), 0);
    return {
      shapes: [rest.reduce((left, right) => need(matrixShape(op.ctx.session, left, right, op.site)), first)],
      inputs: values,
      kernel: rest.length > 0 ? formula.kernel : null,
    };
  };

/** input + mat @ vec. */
const addedVector: Rule = (op) => {
  const own = need(matrixShape(op.ctx.session, op.shape('mat'), op.shape('vec'), op.site));
  op.broadcast([op.shape(), own]);
  return addedProduct(op, own, MATMUL, 'mat', 'vec');
};

/** `beta * input + alpha * product`. */
function addedProduct(op: Op, shape: Shape, product: KernelCall, ...names: readonly [string, string]): Outcome {
  const [alpha, beta] = ['alpha', 'beta'].map((name) => (op.has(name) ? numberOf(op.value(name)) : 1));
  const [input, left, right] = [op.value('input'), ...names.map((name) => op.value(name))];
  if (alpha === undefined || beta === undefined || !input || !left || !right) return { shapes: [shape] };
  const formula = new Formula(beta === 0 ? 2 : 3);
  const made = formula.scaled(formula.step(product, 0, 1), alpha);
  if (beta !== 0) formula.binary('+', formula.scaled(2, beta), made);
  return { shapes: [shape], inputs: beta === 0 ? [left, right] : [left, right, input], kernel: formula.kernel };
}

const addedOuter: Rule = (op) => {
  const shape = [...op.shape('vec1'), ...op.shape('vec2')];
  op.broadcast([op.shape(), shape]);
  return addedProduct(op, shape, { op: 'einsum', equation: 'a,b->ab' }, 'vec1', 'vec2');
};

const vectorProduct: Rule = (op) => {
  const shape = op.broadcast([op.shape('x'), op.shape('y')]);
  const axis = op.axis('dim', shape.length, -1);
  const formula = new Formula(2);
  formula.reduce('sum', formula.binary('*', 0, 1), [axis]);
  return {
    shapes: [shape.filter((_, each) => each !== axis)],
    inputs: ['x', 'y'].flatMap((name) => op.value(name) ?? []),
    kernel: formula.kernel,
  };
};

/** svd_lowrank and pca_lowrank: at most q singular values. */
const lowRank =
  (fallback: number): Rule =>
  (op) => {
    const own = matrix(op);
    const { lead, rows, columns } = own;
    const most = op.has('q') ? op.size('q') : minimum(shorter(own), fallback);
    const count = most ?? unsure(say`The rank depends on the sizes.`);
    return {
      shapes: [
        [...lead, rows, count],
        [...lead, count],
        [...lead, columns, count],
      ],
    };
  };

const inverseOfTensor: Rule = (op) => {
  const shape = op.shape();
  const first = asNumber(op.value('ind')) ?? 2;
  return { shapes: [[...shape.slice(first), ...shape.slice(0, first)]] };
};

const solvedTensor: Rule = (op) => {
  if (op.has('dim')) return unsure(say`Axes that change places first.`);
  return { shapes: [op.shape().slice(op.shape('B').length)] };
};

const withErrors: Rule = (op) => ({ shapes: [op.shape(), matrix(op).lead] });

/** Covariances of the rows. */
const covariance: Rule = (op) => {
  const shape = op.shape();
  const [count = 1] = shape;
  const plain = op.label === 'cov' && !op.has('fweights') && !op.has('aweights');
  const lessened = op.number('correction', 1);
  const kernel = onNumbers([shape], (sizes) => {
    const axis = sizes.length - 1;
    const samples = sizes[axis] ?? 1;
    if (!plain || sizes.length < 1 || sizes.length > 2 || samples <= lessened) return null;
    const formula = new Formula(1);
    const centred = formula.binary('-', 0, formula.reduce('mean', 0, [axis], true));
    const products = formula.step(
      { op: 'matmul', transposeLeft: false, transposeRight: sizes.length > 1 },
      centred,
      centred,
    );
    formula.step({ op: 'scalar', operator: '/', value: samples - lessened }, products);
    return formula.kernel;
  });
  return { shapes: [shape.length < 2 ? [] : [count, count]], kernel };
};

/** Blocks along the diagonal of a matrix. */
const blocks: Rule = (op) => {
  const shapes = op.tensors('tensors').map((value) => op.shapeOf(value));
  if (shapes.some((shape) => shape.length > 2)) return unsure(say`block_diag takes matrices.`);
  const sizes = shapes.map((shape): readonly [Size, Size] => [
    shape.length === 2 ? (shape[0] ?? 1) : 1,
    shape.at(-1) ?? 1,
  ]);
  const sum = (at: 0 | 1): number => {
    const numbers = sizes.map((size) => size[at]);
    return numbers.every((size) => typeof size === 'number')
      ? numbers.reduce((a, b) => a + b, 0)
      : unsure(say`A size is left open.`);
  };
  return { shapes: [[sum(0), sum(1)]] };
};

export const LINEAR_ALGEBRA: Readonly<Record<string, Rule>> = {
  'linalg.svd': singular('linalg'),
  svd: singular('torch'),
  svdvals: (op) => {
    const own = matrix(op);
    return { shapes: [[...own.lead, shorter(own)]] };
  },
  qr,
  lu,
  lu_factor: luFactor,
  lu_factor_ex: (op) => {
    const own = matrix(op);
    return { shapes: [op.shape(), [...own.lead, shorter(own)], own.lead] };
  },
  eig: eigenvectors,
  eigh: eigenvectors,
  eigvals: eigenvalues,
  eigvalsh: eigenvalues,
  inv: same,
  inv_ex: withErrors,
  cholesky_ex: withErrors,
  pinv: pseudoInverse,
  matrix_exp: same,
  slogdet: signAndLogarithm,
  cond: perMatrix,
  matrix_rank: perMatrix,
  matrix_norm: matrixNorm,
  nuclear_norm: matrixNorm,
  'linalg.diagonal': (op) => {
    const shape = op.shape();
    const [first, second] = [op.axis('dim1', shape.length, -2), op.axis('dim2', shape.length, -1)];
    const offset = op.int('offset', 0);
    const [rows, columns] = [shape[first] ?? 1, shape[second] ?? 1];
    if (typeof rows !== 'number' || typeof columns !== 'number') return unsure(say`A size is left open.`);
    const length = Math.max(0, offset < 0 ? Math.min(rows + offset, columns) : Math.min(rows, columns - offset));
    return {
      shapes: [[...shape.filter((_, axis) => axis !== first && axis !== second), length]],
      kernel: { op: 'diagonal', offset, first, second },
    };
  },
  multi_dot: chain('tensors'),
  vector_norm: (op) => {
    const shape = op.shape(op.has('x') ? 'x' : 'input');
    const axes = op.axes('dim', shape.length);
    const keep = op.flag('keepdim');
    const parameter = op.number('ord', 2);
    return {
      shapes: [shape.flatMap((size, axis) => (axes && !axes.includes(axis) ? [size] : keep ? [1] : []))],
      kernel: { op: 'reduce', method: 'norm', axes, keepAxes: keep, parameter },
    };
  },
  'linalg.solve': solution('input', 'B'),
  'linalg.solve_triangular': solution('input', 'B'),
  'linalg.ldl_solve': solution('LD', 'B'),
  'linalg.lu_solve': solution('LU', 'B'),
  cholesky_solve: solution('input2', 'input'),
  lu_solve: solution('LU_data', 'input'),
  chain_matmul: chain('matrices'),
  addmv: addedVector,
  addr: addedOuter,
  vecdot: vectorProduct,
  svd_lowrank: lowRank(6),
  pca_lowrank: lowRank(6),
  householder_product: same,
  tensorinv: inverseOfTensor,
  tensorsolve: solvedTensor,
  cov: covariance,
  corrcoef: covariance,
  block_diag: blocks,
  adjoint: (op) => {
    const { lead, rows, columns } = matrix(op);
    const order = op.shape().map((_, axis) => axis);
    order.push(...order.splice(-2).reverse());
    return { shapes: [[...lead, columns, rows]], kernel: { op: 'permute', order } };
  },
  pdist: (op) => {
    const [count = 1] = op.shape();
    return {
      shapes: [[typeof count === 'number' ? (count * (count - 1)) / 2 : unsure(say`The number of rows is open.`)]],
    };
  },
  norm_except_dim: (op) => {
    const shape = op.shape('v');
    const axis = op.int('dim', 0);
    return { shapes: [axis === -1 ? [] : shape.map((size, each) => (each === axis ? size : 1))] };
  },
};
