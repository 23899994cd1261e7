/** Letting messages through while long work runs, and stopping it when it was cancelled. */
import type { RunStarted } from '../protocol.ts';

export interface EngineContext {
  readonly cancelled: () => boolean;
  /** `millisecondsLeft` is null while it is not known. */
  readonly progress: (done: number, total: number, label: string, millisecondsLeft?: number | null) => void;
  /** Tells that a run has begun. */
  readonly partial?: (started: RunStarted) => void;
}

/** The one who asked does not want the answer any more. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'Cancelled';
  }
}

/** Work goes on this long before messages are let through: well under the 20 ms within which a cancelled run should stop. */
const SLICE_MILLISECONDS = 8;

export class Slices {
  readonly #context: EngineContext;
  #since = performance.now();

  constructor(context: EngineContext) {
    this.#context = context;
  }

  /**
   * Pauses if the slice is used up, or would be by another `next` milliseconds. Throws Cancelled when the work is not wanted any more.
   */
  async breathe(next = 0): Promise<void> {
    if (performance.now() - this.#since + next < SLICE_MILLISECONDS) return;
    await nextTask();
    this.#since = performance.now();
    if (this.#context.cancelled()) throw new Cancelled();
  }

  /** Runs a kernel's steps with pauses. */
  async run<T>(steps: Generator<undefined, T, undefined>): Promise<T> {
    try {
      for (;;) {
        const start = performance.now();
        const step = steps.next();
        if (step.done === true) return step.value;
        // The next step will take about as long as this one.
        await this.breathe(performance.now() - start);
      }
    } finally {
      // Cancelled work gives back what it holds.
      steps.return(undefined as never);
    }
  }
}

/**
 * Resolves in a later task, after messages that have come meanwhile. Browsers slow nested timers down to 4 ms, but not messages;
 * Node has something cheaper.
 */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') {
      setImmediate(resolve);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
