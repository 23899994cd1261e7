/** Reshaping: the sizes of the target, with its -1 filled in. Shared by Keras Reshape, PyTorch view, reshape and Unflatten. */
import { type Message, say } from '../../message.ts';
import { impossible, type Answer } from '../answer.ts';
import { agree, answering } from '../refusal.ts';
import type { Shape, Size } from '../size.ts';
import { equal, floorDivide, multiply, product } from '../sizes/arithmetic.ts';
import { shapeText, sizeText } from '../sizes/text.ts';

/** `argument` is the framework's name of the target, for the message. */
export function reshapedSizes(from: Shape, target: Shape, argument: string): Answer<Shape> {
  const open = target.flatMap((size, axis) => (size === -1 ? [axis] : []));
  if (open.length > 1) return badTarget(argument, say`Only one size of ${argument} can be -1, but ${open.length} are.`);
  const negative = target.find((size) => typeof size === 'number' && size < -1);
  if (negative !== undefined) {
    return badTarget(argument, say`A size of ${argument} cannot be ${sizeText(negative)}.`);
  }
  const total = product(from);
  const [hole] = open;
  if (hole === undefined) {
    return answering(() => {
      agree(total, product(target), () => misfit(from, target, total, argument));
      return target;
    });
  }
  const rest = product(target.filter((_, axis) => axis !== hole));
  if (rest === 0) return badTarget(argument, say`The -1 in ${argument} cannot be told beside a size of 0.`);
  const filled = floorDivide(total, rest);
  return answering(() => {
    agree(total, multiply(filled, rest), () => misfit(from, target, total, argument));
    return target.map((size, axis) => (axis === hole ? filled : size));
  });
}

function misfit(from: Shape, target: Shape, total: Size, argument: string) {
  const known = target.filter((size) => size !== -1);
  const needs = product(known);
  const needed = known.length < target.length ? say`a multiple of ${sizeText(needs)}` : sizeText(needs);
  return {
    code: 'bad-reshape' as const,
    message: say`An input of ${shapeText(from)} has ${sizeText(total)} elements, but ${shapeText(target)} needs ${needed}.`,
    argument,
  };
}

const badTarget = (argument: string, message: Message): Answer<never> =>
  impossible({ code: 'bad-argument', message, argument });

/** True when both are certainly the same shape. */
export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, axis) => equal(size, b[axis] ?? -1) === true);
