/**
 * A kernel that may take long is a generator: it yields between pieces of work (a row of output pixels), so that whoever runs
 * it can let messages through and stop when asked. `finish` runs one without pausing.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
