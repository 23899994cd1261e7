/** Who does the items of a job: this thread alone, or several that share the memory. */
import type { KernelExports, KernelName } from './exports.ts';

export interface Team {
  readonly size: number;
  /** Does the items `from` to `to`, about `work` multiply-accumulates in all, and returns when they are done. */
  run(kernel: KernelName, job: number, from: number, to: number, work: number): void;
}

export class OneThread implements Team {
  readonly size = 1;
  readonly #kernels: KernelExports;

  constructor(kernels: KernelExports) {
    this.#kernels = kernels;
  }

  run(kernel: KernelName, job: number, from: number, to: number): void {
    this.#kernels[kernel](job, from, to, 0);
  }
}
