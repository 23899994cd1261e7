/** A run that maps can be asked of, from its beginning on: what is not there yet is waited for. */
import type { NDArray } from './array.ts';
import { Tensor } from './fast/tensor.ts';
import type { OpenRun } from './open-run.ts';
import type { CallId } from '../model/graph.ts';
import type { CallOutcome } from '../protocol.ts';

export class KnownRun {
  readonly run: OpenRun;
  readonly #outcomes = new Map<CallId, CallOutcome>();
  readonly #waiting = new Map<CallId, ((value: NDArray | null) => void)[]>();
  #isOver = false;

  constructor(run: OpenRun) {
    this.run = run;
  }

  /** In the order of the calls, those that are done. */
  get outcomes(): readonly CallOutcome[] {
    return this.run.plan.order.flatMap(({ id }) => this.#outcomes.get(id) ?? []);
  }

  outcome(call: CallId): CallOutcome | undefined {
    return this.#outcomes.get(call);
  }

  /** A call is done. Who waits for its output gets it now, while it is there. */
  tell(outcome: CallOutcome, output: NDArray | undefined): void {
    this.#outcomes.set(outcome.call, outcome);
    for (const resolve of this.#waiting.get(outcome.call) ?? []) {
      if (output instanceof Tensor) output.retain();
      resolve(output ?? null);
    }
    this.#waiting.delete(outcome.call);
  }

  /** The run has ended, or was ended. */
  end(): void {
    this.#isOver = true;
    for (const resolve of [...this.#waiting.values()].flat()) resolve(null);
    this.#waiting.clear();
  }

  /** Resolves when the call is done, or the run over: with the output, which the caller releases, or null when it is to be had elsewhere. */
  async done(call: CallId): Promise<NDArray | null> {
    if (this.#isOver || this.#outcomes.has(call)) return null;
    return new Promise((resolve) => {
      this.#waiting.set(call, [...(this.#waiting.get(call) ?? []), resolve]);
    });
  }
}
