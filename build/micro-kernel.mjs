/**
 * Writes the innermost loop of the convolutions as AssemblyScript: `pixels` output pixels times eight channels in registers.
 * AssemblyScript has no arrays of registers, so the text is written here instead of by hand.
 *
 * A turn of the loop is one step of the sum, on purpose: of several steps V8 would compute one sum after another, keeping the weights in
 * registers and the sums in memory, at five sixths of the speed, or two thirds.
 */
const VECTORS = [0, 1];
/** Bytes of eight floats. */
const PANEL = 32;

const count = (n) => Array.from({ length: n }, (_, i) => i);

/** One step of the sum. */
function step(pixels) {
  const lines = VECTORS.map((v) => `const w${v} = v128.load(w, ${v * 16});`);
  for (const p of count(pixels)) {
    lines.push(`const x${p} = v128.load32_splat(a${p});`);
    for (const v of VECTORS) lines.push(`s${p}${v} = madd(x${p}, w${v}, s${p}${v});`);
  }
  for (const p of count(pixels)) lines.push(`a${p} += 4;`);
  return lines.join('\n');
}

function tile(pixels) {
  const sums = count(pixels).flatMap((p) => VECTORS.map((v) => `s${p}${v}`));
  return `
// @ts-ignore: decorator
@inline
export function tile${pixels}(
  source: usize, stepBytes: usize, offsets: usize, runs: i32, run: usize, weights: usize, bias: usize,
  target: usize, targetBytes: usize, lanes: i32, activation: i32, low: v128, high: v128,
): void {
  let w = weights;
  ${sums.map((sum) => `let ${sum} = v128.load(bias, ${16 * Number(sum.at(-1))});`).join('\n')}
  for (let r = 0; r < runs; r++) {
    let a0 = source + load<u32>(offsets + ((<usize>r) << 2));
    ${count(pixels)
      .slice(1)
      .map((p) => `let a${p} = a${p - 1} + stepBytes;`)
      .join('\n')}
    for (const end = a0 + run; a0 < end; w += ${PANEL}) {
      ${step(pixels)}
    }
  }
  if (activation != NONE) {
    ${sums.map((sum) => `${sum} = activated(${sum}, activation, low, high);`).join('\n')}
  }
  if (lanes == 8) {
    ${count(pixels)
      .map((p) => `store8(target${p === 0 ? '' : ` + ${p} * targetBytes`}, s${p}0, s${p}1);`)
      .join('\n')}
  } else {
    ${count(pixels)
      .map((p) => `storeLanes(target${p === 0 ? '' : ` + ${p} * targetBytes`}, s${p}0, s${p}1, lanes);`)
      .join('\n')}
  }
}
`;
}

/** The module `tile` that assembly/convolution.ts and assembly/winograd.ts import. */
export const tileModule = `import { activated, madd, NONE, store8, storeLanes } from './registers';
${[1, 4, 6].map(tile).join('')}`;
