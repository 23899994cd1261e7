/**
 * Lets rules be written straight through: `refuse` and `unsure` leave the rule at once, and `answering` turns what happened
 * into an Answer, so that nothing is ever thrown at the caller.
 */
import type { Message } from '../message.ts';
import { cannotTell, impossible, known, type Answer, type Clash } from './answer.ts';
import { equal } from './sizes/arithmetic.ts';
import type { Size } from './size.ts';

class Departure extends Error {
  readonly answer: Answer<never>;
  constructor(answer: Answer<never>) {
    // Nobody reads its JavaScript stack, and taking that down costs more than the rule.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super('A rule was left early.');
    Error.stackTraceLimit = stackTraceLimit;
    this.answer = answer;
  }
}

/** Two sizes that must be equal for the code to run, and are so only for some values of their symbols. */
export interface SizeConstraint {
  readonly left: Size;
  readonly right: Size;
}

/** Constraints of the rule that is being answered. Rules are synchronous, so one at a time is enough. */
let collected: SizeConstraint[] | null = null;

export function answering<T>(rule: () => T): Answer<T> {
  return answeringUnder(rule).answer;
}

/** The answer, and the constraints under which the rule holds; none where it does not hold anyway. */
export function answeringUnder<T>(rule: () => T): {
  readonly answer: Answer<T>;
  readonly constraints: readonly SizeConstraint[];
} {
  const outer = collected;
  const own: SizeConstraint[] = [];
  collected = own;
  try {
    const answer = known(rule());
    outer?.push(...own);
    return { answer, constraints: own };
  } catch (departure) {
    if (departure instanceof Departure) return { answer: departure.answer, constraints: [] };
    throw departure;
  } finally {
    collected = outer;
  }
}

export function refuse(clash: Clash): never {
  throw new Departure(impossible(clash));
}

export function unsure(reason: Message): never {
  throw new Departure(cannotTell(reason));
}

/** The value of an answer, inside another rule. */
export function need<T>(answer: Answer<T>): T {
  if (answer.kind === 'known') return answer.value;
  throw new Departure(answer);
}

/**
 * Two sizes that must be the same: the simpler spelling of it. When it depends on the symbols, the code runs only where they
 * are equal, so the answer stays right, and the condition is kept as a constraint.
 */
export function agree(left: Size, right: Size, clash: () => Clash): Size {
  const same = equal(left, right);
  if (same === false) refuse(clash());
  if (same === null) collected?.push({ left, right });
  return complexity(left) <= complexity(right) ? left : right;
}

const complexity = (size: Size): number => (typeof size === 'number' ? 0 : size.key.length);
