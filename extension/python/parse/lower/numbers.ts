/** Number literals: underscores, hexadecimal, octal, binary, floats with a bare point, imaginary ones. */
import type { Expression } from '../../syntax.ts';
import type { Lowering } from './lowering.ts';

export function lowerNumber(lowering: Lowering, node: number): Expression {
  const span = lowering.span(node);
  const text = lowering.tree.source(node).replaceAll('_', '').toLowerCase();
  if (/^0[xob]/.test(text)) return integer(lowering, node, text);
  if (text.endsWith('j')) return { kind: 'Imaginary', ...span };
  if (/[.e]/.test(text)) return { kind: 'Float', ...span, value: Number(text) };
  return integer(lowering, node, text);
}

function integer(lowering: Lowering, node: number, text: string): Expression {
  const span = lowering.span(node);
  // `10L` and `0777` are Python 2.
  if (text.endsWith('l') || /^0+[1-9]/.test(text)) {
    lowering.problems.push({ ...span, message: 'This is how Python 2 wrote a number.' });
    return lowering.error(node);
  }
  const value = Number(text);
  if (Number.isSafeInteger(value)) return { kind: 'Int', ...span, value };
  // Reading decimal digits takes time that grows with their square; CPython refuses beyond 4300, too.
  if (text.length > 4300) {
    lowering.problems.push({ ...span, message: 'This number has too many digits.' });
    return lowering.error(node);
  }
  return { kind: 'Int', ...span, value: BigInt(text) };
}
