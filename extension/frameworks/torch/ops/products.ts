/** Sums of products: matmul, bmm, einsum, linear, attention ... */
import { say } from '../../../message.ts';
import { Formula } from '../../../model/formula.ts';
import { crossKernel } from '../../../model/formulas.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import type { KernelCall } from '../../../model/kernel.ts';
import { need, refuse, unsure } from '../../../model/refusal.ts';
import { add, multiply, product } from '../../../model/sizes/arithmetic.ts';
import { shapeText, sizeText } from '../../../model/sizes/text.ts';
import type { Shape, Size } from '../../../model/size.ts';
import type { Value } from '../../../python/values.ts';
import { numberOf } from '../../operand-tensors.ts';
import { addResult, matrixProduct, matrixShape } from '../../operators.ts';
import { tensorOf } from '../../tensor.ts';
import { TORCH } from '../context.ts';
import type { Op, Outcome, Rule } from './op.ts';

/** For one sample: the first axis of more than two is the batch. */
const perSample = (shape: Shape): Shape => (shape.length > 2 ? shape.slice(1) : shape);

const matmul: Rule = (op) => {
  const operands = ['input', op.has('other') ? 'other' : 'mat2'].map((name) => op.value(name));
  const [left, right] = operands;
  if (!left || !right) return unsure(say`A matrix product needs two operands.`);
  return { value: matrixProduct(op.ctx.session, TORCH, op.label, [left, right], op.site) };
};

const MATMUL: KernelCall = { op: 'matmul', transposeLeft: false, transposeRight: false };

/** `inputs` empty: something else is added to the product. */
function matrices(op: Op, left: Shape, right: Shape, ...names: readonly string[]): Outcome {
  const shape = need(matrixShape(op.ctx.session, left, right, op.site));
  const inputs = names.flatMap((name) => op.value(name) ?? []);
  return {
    shapes: [shape],
    macs: multiply(product(perSample(shape)), left.at(-1) ?? 1),
    ...(inputs.length === 2 ? { inputs, kernel: MATMUL } : {}),
  };
}

function wantRank(op: Op, shape: Shape, rank: number, argument: string): void {
  if (shape.length === rank) return;
  refuse({
    code: 'shape-mismatch',
    message: say`${op.label} takes tensors with ${rank} axes, but ${shapeText(shape)} has ${shape.length}.`,
    argument,
  });
}

const ranked =
  (first: string, leftRank: number, second: string, rightRank: number): Rule =>
  (op) => {
    const [left, right] = [op.shape(first), op.shape(second)];
    wantRank(op, left, leftRank, first);
    wantRank(op, right, rightRank, second);
    return matrices(op, left, right, first, second);
  };

const added =
  (first: string, second: string): Rule =>
  (op) => {
    const outcome = matrices(op, op.shape(first), op.shape(second));
    op.broadcast([op.shape('input'), ...outcome.shapes]);
    const [alpha, beta] = ['alpha', 'beta'].map((name) => (op.has(name) ? numberOf(op.value(name)) : 1));
    const [left, right, other] = [op.value(first), op.value(second), op.value('input')];
    if (alpha === undefined || beta === undefined || !left || !right || !other) return outcome;
    const [shape = []] = outcome.shapes;
    const { session } = op.ctx;
    const macs = outcome.macs ?? 0;
    const multiplied = addResult(session, TORCH, op.label, [left, right], op.site, {
      shape,
      reason: null,
      kernel: MATMUL,
      macs,
    });
    return { shapes: [shape], ...sumOf(multiplied, alpha, other, beta) };
  };

/** `alpha * product + beta * input`; where beta is 0 the input is not looked at, whatever is in it. */
export function sumOf(
  multiplied: Value,
  alpha: number,
  input: Value,
  beta: number,
): Pick<Outcome, 'inputs' | 'kernel'> {
  if (beta === 0) return { inputs: [multiplied], kernel: { op: 'scalar', operator: '*', value: alpha } };
  const formula = new Formula(2);
  formula.binary('+', formula.scaled(0, beta), formula.scaled(1, alpha));
  return { inputs: [input, multiplied], kernel: formula.kernel };
}

/** F.linear: weights are [out, in]. */
const linear: Rule = (op) => {
  const [input, weight] = [op.shape(), op.shape('weight')];
  const inner = weight.at(-1) ?? 1;
  const features = input.at(-1) ?? 1;
  op.agree(features, inner, () => ({
    code: 'wrong-channels',
    message: say`The input has ${sizeText(features)} features, but the weight is for ${sizeText(inner)}.`,
    argument: 'weight',
  }));
  const shape = [...input.slice(0, -1), ...weight.slice(0, -1)];
  const weighted = { op: 'dense', weightOrder: 'out-in', bias: op.has('bias'), activation: null } as const;
  const names = ['weight', ...(op.has('bias') ? ['bias'] : [])];
  return {
    shapes: [shape],
    macs: multiply(product(shape.length > 1 ? shape.slice(1) : shape), inner),
    inputs: ['input', ...names].flatMap((name) => op.value(name) ?? []),
    // A vector as the weight gives one number less.
    kernel: weight.length === 2 ? { op: 'with-weights', call: weighted, inputs: 1, names } : null,
  };
};

const einsum: Rule = (op) => {
  const given = op.value('args');
  const [equation, ...rest] = given?.kind === 'tuple' ? given.items : [];
  if (equation?.kind !== 'str') return unsure(say`The equation of einsum cannot be told.`);
  const [only] = rest;
  const operands = rest.length === 1 && only && (only.kind === 'list' || only.kind === 'tuple') ? only.items : rest;
  return einsteinSum(op, equation.value.replaceAll(' ', ''), operands);
};

function einsteinSum(op: Op, equation: string, operands: readonly Value[]): Outcome {
  const [inputs = '', explicit] = equation.split('->');
  const terms = inputs.split(',');
  if (terms.length !== operands.length) {
    refuse({
      code: 'bad-argument',
      message: say`einsum names ${terms.length} operands, but is given ${operands.length}.`,
    });
  }
  const sizes = new Map<string, Size>();
  let ellipsis: Shape = [];
  operands.forEach((operand, index) => {
    const shape = op.shapeOf(operand);
    const term = terms[index] ?? '';
    const letters = term.replace('...', '');
    const spread = shape.length - letters.length;
    if (spread < 0 || (spread > 0 && !term.includes('...'))) {
      refuse({
        code: 'shape-mismatch',
        message: say`einsum names ${letters.length} axes in '${term}', but ${shapeText(shape)} has ${shape.length}.`,
      });
    }
    const before = term.includes('...') ? term.indexOf('...') : letters.length;
    Array.from(letters).forEach((letter, position) => {
      const size = shape[position < before ? position : position + spread] ?? 1;
      const known = sizes.get(letter);
      if (known === undefined || known === 1) sizes.set(letter, size);
      else if (size !== 1) {
        sizes.set(
          letter,
          op.agree(known, size, () => ({
            code: 'shape-mismatch',
            message: say`einsum joins ${sizeText(known)} with ${sizeText(size)} on '${letter}'.`,
          })),
        );
      }
    });
    if (term.includes('...')) ellipsis = op.broadcast([ellipsis, shape.slice(before, before + spread)]);
  });
  const once = [...sizes.keys()].filter((letter) => inputs.split(letter).length === 2).sort();
  const output = explicit ?? `${inputs.includes('...') ? '...' : ''}${once.join('')}`;
  const at = output.indexOf('...');
  const letters = Array.from(output.replace('...', '')).map(
    (letter) =>
      sizes.get(letter) ?? refuse({ code: 'bad-argument', message: say`einsum has no axis '${letter}' to give.` }),
  );
  const shape = at < 0 ? letters : [...letters.slice(0, at), ...ellipsis, ...letters.slice(at)];
  // All letters together, once per sample: the batch is the first letter of the output.
  const all = product([...sizes.values(), ...ellipsis]);
  const [batch = 1] = shape;
  const macs =
    operands.length < 2
      ? 0
      : typeof all === 'number' && typeof batch === 'number'
        ? all / batch
        : withoutBatch(sizes, output);
  const spelled = spelledOut(terms, output, ellipsis.length, inputs);
  return { shapes: [shape], inputs: operands, macs, kernel: { op: 'einsum', equation: spelled } };
}

/** The equation with its arrow, and letters that it does not use in place of the ellipsis. Fewer axes take its last letters. */
function spelledOut(terms: readonly string[], output: string, count: number, used: string): string {
  const free = Array.from({ length: 52 }, (_, index) => String.fromCharCode((index < 26 ? 65 : 71) + index)).filter(
    (letter) => !used.includes(letter),
  );
  const letters = free.slice(0, count).join('');
  return `${terms.map((term) => term.replace('...', letters)).join()}->${output.replace('...', letters)}`;
}

function withoutBatch(sizes: ReadonlyMap<string, Size>, output: string): Size {
  const [first] = output;
  return product([...sizes].filter(([letter]) => letter !== first).map(([, size]) => size));
}

/** Scaled dot-product attention: softmax(q k^T) v. */
const attention: Rule = (op) => {
  const [query, key, value] = [op.shape('query'), op.shape('key'), op.shape('value')];
  const [length = 1, width = 1] = query.slice(-2);
  const [positions = 1, keyWidth = 1] = key.slice(-2);
  const depth = value.at(-1) ?? 1;
  op.agree(width, keyWidth, () => ({
    code: 'shape-mismatch',
    message: say`Queries have ${sizeText(width)} features, keys ${sizeText(keyWidth)}.`,
    argument: 'key',
  }));
  const grouped = op.flag('enable_gqa');
  const lead = grouped ? query.slice(0, -2) : op.broadcast([query.slice(0, -2), key.slice(0, -2), value.slice(0, -2)]);
  const heads = product(lead.slice(1));
  const perHead = multiply(multiply(length, positions), width);
  const mixed = multiply(multiply(length, positions), depth);
  const masked = op.has('attn_mask');
  const kind = tensorOf(op.value('attn_mask'))?.dtype;
  const known = !masked || kind != null;
  const scale = op.has('scale')
    ? numberOf(op.value('scale'))
    : typeof width === 'number'
      ? 1 / Math.sqrt(width)
      : undefined;
  return {
    shapes: [[...lead, length, depth]],
    macs: multiply(heads, add(perHead, mixed)),
    inputs: ['query', 'key', 'value', ...(masked ? ['attn_mask'] : [])].flatMap((name) => op.value(name) ?? []),
    kernel:
      scale === undefined || !known
        ? null
        : {
            op: 'attention',
            scale,
            causal: op.flag('is_causal'),
            mask: masked ? (kind === 'bool' ? 'boolean' : 'added') : 'none',
            grouped,
          },
  };
};

const outer: Rule = (op) => {
  const [left, right] = [op.shape('input'), op.shape(op.has('vec2') ? 'vec2' : 'other')];
  const other = op.has('vec2') ? 'vec2' : 'other';
  return {
    shapes: [[...left, ...right]],
    inputs: pair(op, 'input', other),
    kernel: { op: 'einsum', equation: 'a,b->ab' },
  };
};

const vectorProduct =
  (fallback: (shape: Shape) => number): Rule =>
  (op) => {
    const [left, right] = [op.shape(), op.shape('other')];
    const shape = op.broadcast([left, right]);
    const axis = op.has('dim') ? op.axis('dim', shape.length) : fallback(shape);
    const fits = left.length === right.length && left[axis] === 3 && right[axis] === 3;
    return { shapes: [shape], inputs: pair(op, 'input', 'other'), kernel: fits ? crossKernel(axis) : null };
  };

/** Differences of all pairs are kept at once: more than these numbers would fill the memory. */
const MOST_DIFFERENCES = 1 << 22;

/** The norm of the difference of each row of one with each of the other. */
function distances(left: readonly number[], right: readonly number[], order: number): KernelCall | null {
  const [rows = 1, columns = 1] = [left.at(-2), right.at(-2)];
  const lead = [left, right].map((shape) => shape.slice(0, -2).reduce((a, b) => a * b, 1));
  if (Math.max(...lead) * rows * columns * (left.at(-1) ?? 1) > MOST_DIFFERENCES) return null;
  const formula = new Formula(2);
  const first = formula.reshape(0, [...left.slice(0, -1), 1, left.at(-1) ?? 1]);
  const second = formula.reshape(1, [...right.slice(0, -2), 1, columns, right.at(-1) ?? 1]);
  const axis = Math.max(left.length, right.length);
  formula.reduce('norm', formula.binary('-', first, second), [axis], false, order);
  return formula.kernel;
}

/** Blocks of the second, one for each number of the first. */
function blocks(left: readonly number[], right: readonly number[]): KernelCall {
  const rank = Math.max(left.length, right.length);
  const grown = (shape: readonly number[]): number[] => [...Array<number>(rank - shape.length).fill(1), ...shape];
  const [a, b] = [grown(left), grown(right)];
  const formula = new Formula(2);
  const spread = formula.reshape(
    0,
    a.flatMap((size) => [size, 1]),
  );
  const block = formula.reshape(
    1,
    b.flatMap((size) => [1, size]),
  );
  formula.reshape(
    formula.binary('*', spread, block),
    a.map((size, axis) => size * (b[axis] ?? 1)),
  );
  return formula.kernel;
}

const pair = (op: Op, first: string, second: string): readonly Value[] =>
  [first, second].flatMap((name) => op.value(name) ?? []);

export const PRODUCTS: Readonly<Record<string, Rule>> = {
  matmul,
  mm: ranked('input', 2, 'mat2', 2),
  bmm: ranked('input', 3, 'mat2', 3),
  mv: (op) => matrices(op, op.shape(), op.shape('vec'), 'input', 'vec'),
  dot: (op) => ({ shapes: [[]], kernel: MATMUL, inputs: pair(op, 'input', op.has('tensor') ? 'tensor' : 'other') }),
  addmm: added('mat1', 'mat2'),
  baddbmm: added('batch1', 'batch2'),
  addbmm: (op) => ({ shapes: [matrices(op, op.shape('batch1'), op.shape('batch2')).shapes[0]?.slice(1) ?? []] }),
  linear,
  einsum,
  scaled_dot_product_attention: attention,
  outer,
  ger: outer,
  inverse: (op) => ({ shapes: [op.shape()] }),
  pinverse: (op) => {
    const shape = op.shape();
    return { shapes: [[...shape.slice(0, -2), shape.at(-1) ?? 1, shape.at(-2) ?? 1]] };
  },
  // Without an axis, torch.cross takes the first of three, torch.linalg.cross the last of all.
  cross: vectorProduct((shape) => shape.indexOf(3)),
  'linalg.cross': vectorProduct((shape) => shape.length - 1),
  cdist: (op) => {
    const [left, right] = [op.shape('x1'), op.shape('x2')];
    const lead = op.broadcast([left.slice(0, -2), right.slice(0, -2)]);
    const order = op.number('p', 2);
    const kernel = onNumbers([left, right], (a, b) => distances(a, b, order));
    return { shapes: [[...lead, left.at(-2) ?? 1, right.at(-2) ?? 1]], inputs: pair(op, 'x1', 'x2'), kernel };
  },
  det: (op) => ({ shapes: [op.shape().slice(0, -2)] }),
  kron: (op) => {
    const [left, right] = [op.shape(), op.shape('other')];
    const rank = Math.max(left.length, right.length);
    const at = (shape: Shape, axis: number): Size => shape[axis - (rank - shape.length)] ?? 1;
    return {
      shapes: [Array.from({ length: rank }, (_, axis) => multiply(at(left, axis), at(right, axis)))],
      inputs: pair(op, 'input', 'other'),
      kernel: onNumbers([left, right], blocks),
    };
  },
};
