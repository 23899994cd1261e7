/** For suites that test numbers and not time: what is computed does not depend on how busy the machine is. */
import { DEFAULT_LIMITS } from '../../extension/python/evaluate/limits.ts';

/** Called inside a `describe`. */
export function withPatience(): void {
  const { milliseconds, totalMilliseconds } = DEFAULT_LIMITS;
  before(() => Object.assign(DEFAULT_LIMITS, { milliseconds: 20_000, totalMilliseconds: 30_000 }));
  after(() => Object.assign(DEFAULT_LIMITS, { milliseconds, totalMilliseconds }));
}
