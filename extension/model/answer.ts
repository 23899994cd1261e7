import type { Message } from '../message.ts';
import type { FindingCode } from './findings.ts';

/** What a shape rule says. It never throws and never guesses. */
export type Answer<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'impossible'; readonly clash: Clash }
  | { readonly kind: 'unknown'; readonly reason: Message };

/** Why something cannot work: the sentence names both numbers. */
export interface Clash {
  /** A code of the diagnostics table (findings.ts). */
  readonly code: FindingCode;
  readonly message: Message;
  /** The argument that is wrong, as the framework names it (`in_channels`, `target_shape`), or the index of the input. */
  readonly argument?: string | number;
  /** The value of the argument that would work, where there is exactly one; a text is a Python string. */
  readonly expected?: number | string;
}

export const known = <T>(value: T): Answer<T> => ({ kind: 'known', value });
export const impossible = (clash: Clash): Answer<never> => ({ kind: 'impossible', clash });
export const cannotTell = (reason: Message): Answer<never> => ({ kind: 'unknown', reason });
