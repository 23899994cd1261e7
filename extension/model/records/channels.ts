/** Complaints about channels: a number the layer was not made for, or one that does not divide. */
import { type Message, say } from '../../message.ts';
import { agree, refuse } from '../refusal.ts';
import type { Size } from '../size.ts';
import { modulo } from '../sizes/arithmetic.ts';
import { sizeText } from '../sizes/text.ts';

/** PyTorch's complaint about an input that the layer was not made for, with the value that would do. */
export function requireChannels(found: Size, wanted: Size, argument: string, what: Message): void {
  // Where the input's size depends on symbols, the layer becomes a condition on them.
  agree(found, wanted, () => ({
    code: 'wrong-channels',
    message: say`${argument} is ${sizeText(wanted)}, but the input has ${sizeText(found)} ${what}.`,
    argument,
    ...(typeof found === 'number' && { expected: found }),
  }));
}

/** PyTorch makes a layer without output channels (`channels // 16` of few channels), and refuses to run it. */
export function requireSome(filters: Size): void {
  if (filters === 0)
    refuse({
      code: 'bad-argument',
      message: say`out_channels is 0: the layer has no output.`,
      argument: 'out_channels',
    });
}

/** `argument` 0 is the input's channels. */
export function requireMultiple(size: Size, of: number, argument: string | 0, by: string): void {
  agree(modulo(size, of), 0, () => {
    const message =
      argument === 0
        ? say`The input has ${sizeText(size)} channels, which is no multiple of ${by} = ${of}.`
        : say`${argument} is ${sizeText(size)}, which is no multiple of ${by} = ${of}.`;
    return { code: 'not-divisible', message, argument };
  });
}
