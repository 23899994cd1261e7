/** A map from names to values that knows when it was made, so that the journal can skip what a trial run made itself. */
import type { Value } from '../values.ts';
import { epoch } from '../values.ts';

export class Names extends Map<string, Value> {
  readonly born = epoch.now;
  /** Names of a scope, not attributes of an object: nobody asks a scope what it contains. */
  readonly isScope: boolean;
  constructor(entries?: Iterable<readonly [string, Value]>, isScope = false) {
    super(entries);
    this.isScope = isScope;
  }
}
