/** Chooses and starts the build of the kernels that this host can run. */
import { KernelMemory } from './memory.ts';
import { OneThread, type Team } from './team.ts';
import type { KernelExports } from './exports.ts';

/** The bytes of dist/kernels*.wasm. */
export interface KernelBuilds {
  readonly plain: Uint8Array<ArrayBuffer>;
  /** With multiplication and addition in one step: Node 22, Chromium 114 and later. */
  readonly relaxed: Uint8Array<ArrayBuffer>;
}

/** The same builds for memory that threads share, and how to start a team of them. */
export interface ThreadedBuilds extends KernelBuilds {
  readonly start: (module: WebAssembly.Module, memory: WebAssembly.Memory, kernels: KernelExports) => Team;
}

export interface FastModule {
  readonly team: Team;
  readonly memory: KernelMemory;
}

/** What all that wasm32 can address has in pages of 64 KiB. A shared memory must say its most beforehand. */
const MOST_PAGES = 65536;
const FIRST_PAGES = 16;

/** Null where this host has no WebAssembly or no SIMD. */
export function loadFastModule(builds: KernelBuilds, threads: ThreadedBuilds | null = null): FastModule | null {
  if (typeof WebAssembly === 'undefined') return null;
  const bytes = [threads?.relaxed ?? builds.relaxed, threads?.plain ?? builds.plain].find((one) =>
    WebAssembly.validate(one),
  );
  if (bytes === undefined) return null;
  const memory =
    threads === null
      ? new WebAssembly.Memory({ initial: FIRST_PAGES })
      : new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_PAGES, shared: true });
  const module = new WebAssembly.Module(bytes);
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
  return {
    team: threads === null ? new OneThread(kernels) : threads.start(module, memory, kernels),
    memory: new KernelMemory(memory),
  };
}
