/** Starts the engine's further threads as Node worker threads. */
import type { ThreadedBuilds } from '../engine/fast/module.ts';
import { ThreadTeam } from '../engine/fast/threads.ts';

/** More would take processors from the editor, and memory bandwidth is used up by then. */
const MOST_THREADS = 4;

/** Null on a host with one processor, or that is not Node. `file` is the bundle of engine-thread.ts. */
export function nodeThreads(
  builds: Pick<ThreadedBuilds, 'plain' | 'relaxed'>,
  file: (ownFile: string) => string,
): ThreadedBuilds | null {
  if (typeof process === 'undefined' || !process.versions.node) return null;
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const { availableParallelism } = process.getBuiltinModule('node:os');
  const size = Math.min(MOST_THREADS, availableParallelism());
  if (size < 2) return null;
  return {
    ...builds,
    start: (module, memory, kernels) =>
      new ThreadTeam(size, module, memory, kernels, (start) => {
        const worker = new Worker(file(process.argv[1] ?? ''), { workerData: start });
        // A thread that cannot start is not missed: the others do its part.
        worker.on('error', () => undefined);
        worker.unref();
      }),
  };
}
