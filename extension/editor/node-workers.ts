/** Starts the workers as Node worker threads. */
import { Worker } from 'node:worker_threads';
import type { FromWorker } from '../protocol.ts';
import type { WorkerStarter } from '../worker/client.ts';

/** Larger than any real file needs; a runaway ends its worker instead of the editor. */
const MAX_HEAP_MIB = 2048;

export function nodeWorker(file: string): WorkerStarter {
  return ({ message, died }) => {
    const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB } });
    worker.on('message', (received: FromWorker) => message(received));
    worker.on('error', (error) => died(error.message));
    worker.on('exit', (code) => died(`exit code ${code}`));
    return {
      postMessage: (request) => worker.postMessage(request),
      terminate: () => {
        worker.removeAllListeners();
        void worker.terminate();
      },
    };
  };
}
