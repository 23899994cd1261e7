/** Starts the workers as Node worker threads. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromWorker } from '../protocol.ts';
import type { WorkerStarter } from '../worker/client.ts';
import type { NodeStart } from '../worker/node-start.ts';

/** By then the first files are analysed. */
const KEEP_AFTER_MILLISECONDS = 4_000;

export interface NodeWorkerOptions {
  /** The folder of the bundles. */
  readonly folder: string;
  /** `analysis-worker.js` */
  readonly bundle: string;
  /** Where what V8 compiled is kept between two starts of the editor. */
  readonly cache: string;
  /** Larger than any real file needs; a runaway ends its worker instead of the editor. V8 collects the sooner the less it may have. */
  readonly heapMebibytes: number;
}

export function nodeWorker({ folder, bundle, cache, heapMebibytes }: NodeWorkerOptions): WorkerStarter {
  return ({ message, died }) => {
    const start: NodeStart = {
      bundle: path.join(folder, bundle),
      cache,
      keepAfterMilliseconds: KEEP_AFTER_MILLISECONDS,
    };
    const worker = new Worker(path.join(folder, 'node-worker.cjs'), {
      workerData: start,
      resourceLimits: { maxOldGenerationSizeMb: heapMebibytes },
    });
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
