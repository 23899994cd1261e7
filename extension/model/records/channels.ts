/** Complaints about channels: a number the layer was not made for, or one that does not divide. */
import { refuse } from '../refusal.ts';
import type { Size } from '../size.ts';
import { equal, modulo } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';

/** PyTorch's complaint about an input that the layer was not made for, with the value that would do. */
export function requireChannels(found: Size, wanted: Size, argument: string, what: string): void {
  if (equal(found, wanted) !== false) return;
  refuse({
    code: 'wrong-channels',
    message: `${argument} is ${sizeText(wanted)}, but the input has ${sizeText(found)} ${what}.`,
    argument,
    ...(typeof found === 'number' && { expected: found }),
  });
}

/** `argument` 0 is the input's channels. */
export function requireMultiple(size: Size, of: number, argument: string | 0, by: string): void {
  if (equal(modulo(size, of), 0) !== false) return;
  const subject = argument === 0 ? `The input has ${sizeText(size)} channels,` : `${argument} is ${sizeText(size)},`;
  refuse({ code: 'not-divisible', message: `${subject} which is no multiple of ${by} = ${of}.`, argument });
}
