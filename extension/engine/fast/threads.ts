/**
 * Jobs shared out among threads over shared memory: the thread that runs the engine writes what is to be done into a block that all
 * see, wakes the others, and takes its own part. Starting the threads is the host's business.
 */
import { KERNEL_NAMES, type KernelExports, type KernelName } from './exports.ts';
import type { Team } from './team.ts';

/** Words of the control block. */
const KERNEL = 0;
const JOB = 1;
const NEXT = 2;
const END = 3;
const GRAIN = 4;
/** Threads that have not finished yet. */
const BUSY = 5;
const FAILED = 6;
/** From here on one word a thread: it changes when there is work for that thread. */
const CALLS = 7;
/** And after those one word a thread that says whether it is there. */
const WORDS = (threads: number): number => CALLS + 2 * threads;

/** Below this many multiply-accumulates, waking another thread takes longer than it saves. */
const LEAST_WORK = 4e6;
/** Each thread's share is cut in so many, so that one that starts late or is disturbed takes fewer. */
const PARTS = 4;
/** How often the end is looked for before the thread goes to sleep: some microseconds. */
const SPINS = 2000;

/** What a thread needs to take part; it can be posted to a worker. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  readonly thread: number;
  readonly threads: number;
}

export class ThreadTeam implements Team {
  readonly size: number;
  readonly #kernels: KernelExports;
  readonly #control: Int32Array;

  /** `start` starts one thread with serveThread; until it is there, the others do its part. */
  constructor(
    size: number,
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    kernels: KernelExports,
    start: (thread: ThreadStart) => void,
  ) {
    this.size = size;
    this.#kernels = kernels;
    const control = new SharedArrayBuffer(WORDS(size) * 4);
    this.#control = new Int32Array(control);
    for (let thread = 1; thread < size; thread++) start({ module, memory, control, thread, threads: size });
  }

  run(kernel: KernelName, job: number, from: number, to: number, work: number): void {
    const control = this.#control;
    const helpers = to - from < 2 || work < LEAST_WORK ? [] : this.#ready();
    if (helpers.length === 0) {
      this.#kernels[kernel](job, from, to, 0);
      return;
    }
    control[KERNEL] = KERNEL_NAMES.indexOf(kernel);
    control[JOB] = job;
    control[END] = to;
    control[GRAIN] = Math.max(1, Math.floor((to - from) / ((helpers.length + 1) * PARTS)));
    Atomics.store(control, NEXT, from);
    Atomics.store(control, BUSY, helpers.length);
    for (const thread of helpers) {
      Atomics.add(control, CALLS + thread, 1);
      Atomics.notify(control, CALLS + thread);
    }
    takeParts(control, this.#kernels, 0);
    for (let i = 0; i < SPINS && Atomics.load(control, BUSY) > 0; i++);
    for (let busy = Atomics.load(control, BUSY); busy > 0; busy = Atomics.load(control, BUSY)) {
      Atomics.wait(control, BUSY, busy);
    }
    if (Atomics.exchange(control, FAILED, 0) !== 0) throw new Error('A thread of the engine failed.');
  }

  #ready(): number[] {
    const ready: number[] = [];
    for (let thread = 1; thread < this.size; thread++) {
      if (Atomics.load(this.#control, CALLS + this.size + thread) !== 0) ready.push(thread);
    }
    return ready;
  }
}

/** A helping thread's whole life. */
export function serveThread({ module, memory, control: block, thread, threads }: ThreadStart): never {
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
  const control = new Int32Array(block);
  let call = Atomics.load(control, CALLS + thread);
  Atomics.store(control, CALLS + threads + thread, 1);
  for (;;) {
    Atomics.wait(control, CALLS + thread, call);
    call = Atomics.load(control, CALLS + thread);
    try {
      takeParts(control, kernels, thread);
    } catch {
      Atomics.store(control, FAILED, 1);
    }
    if (Atomics.sub(control, BUSY, 1) === 1) Atomics.notify(control, BUSY);
  }
}

function takeParts(control: Int32Array, kernels: KernelExports, thread: number): void {
  const name = KERNEL_NAMES[control[KERNEL] as number] as KernelName;
  const job = (control[JOB] as number) >>> 0;
  const end = control[END] as number;
  const grain = control[GRAIN] as number;
  for (;;) {
    const from = Atomics.add(control, NEXT, grain);
    if (from >= end) return;
    kernels[name](job, from, Math.min(end, from + grain), thread);
  }
}
