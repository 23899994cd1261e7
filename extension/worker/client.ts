/**
 * The host's side of the request protocol: typed requests to a worker that is started on first use, restarted when it dies, and
 * whose pending requests are always settled. Knows nothing of how a worker is made; the host passes a starter.
 */
import type { FromWorker, RequestMap, ToWorker } from '../protocol.ts';

/** A running worker, Node's or the browser's. */
export interface WorkerHandle {
  postMessage(message: ToWorker): void;
  terminate(): void;
}
export type WorkerStarter = (listeners: {
  readonly message: (message: FromWorker) => void;
  /** The worker is gone: crashed, out of memory, or could not start. */
  readonly died: (reason: string) => void;
}) => WorkerHandle;

/** The work was cancelled by the one who asked, or overtaken: nothing to tell the user. */
export class RequestCancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'RequestCancelled';
  }
}

export interface RequestOptions<Partial = never> {
  readonly signal?: AbortSignal;
  /** What the request tells before its result. */
  readonly partial?: (value: Partial) => void;
  readonly progress?: (done: number, total: number, label: string, millisecondsLeft: number | null) => void;
}

interface Pending {
  resolve(result: unknown): void;
  reject(error: Error): void;
  progress: RequestOptions['progress'];
  partial: ((value: never) => void) | undefined;
}

/** A worker that dies this often without answering anything in between is not started again: it would die for ever. */
const MAX_DEATHS_IN_A_ROW = 3;

export class WorkerClient<Requests extends { [Method in keyof Requests]: RequestMap[string] }> {
  readonly #start: WorkerStarter;
  readonly #name: string;
  readonly #pending = new Map<number, Pending>();
  #worker: WorkerHandle | null = null;
  #nextId = 1;
  #deaths = 0;
  #disposed = false;

  constructor(name: string, start: WorkerStarter) {
    this.#name = name;
    this.#start = start;
  }

  request<Method extends keyof Requests & string>(
    method: Method,
    params: Requests[Method]['params'],
    options: RequestOptions<Requests[Method] extends { partial: infer Partial } ? Partial : never> = {},
  ): Promise<Requests[Method]['result']> {
    if (this.#disposed || options.signal?.aborted) return Promise.reject(new RequestCancelled());
    if (this.#deaths >= MAX_DEATHS_IN_A_ROW) {
      return Promise.reject(
        new Error(
          `The ${this.#name} worker ended ${this.#deaths} times in a row. Run "Layerscope: Restart Analysis" to try again.`,
        ),
      );
    }
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        if (!this.#pending.delete(id)) return;
        this.#worker?.postMessage({ kind: 'cancel', id });
        reject(new RequestCancelled());
      };
      options.signal?.addEventListener('abort', abort, { once: true });
      const settled = (): void => options.signal?.removeEventListener('abort', abort);
      this.#pending.set(id, {
        resolve: (result) => {
          settled();
          resolve(result);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
        progress: options.progress,
        partial: options.partial,
      });
      try {
        this.#worker ??= this.#start({
          message: (message) => this.#heard(message),
          died: (reason) => this.#died(reason),
        });
        this.#worker.postMessage({ kind: 'request', id, method, params });
      } catch (error) {
        this.#pending.delete(id);
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  /** Ends the worker; the next request starts a new one. */
  restart(): void {
    this.#deaths = 0;
    this.#stop(new RequestCancelled());
  }

  dispose(): void {
    this.#disposed = true;
    this.#stop(new RequestCancelled());
  }

  #stop(error: Error): void {
    this.#worker?.terminate();
    this.#worker = null;
    const waiting = [...this.#pending.values()];
    this.#pending.clear();
    for (const one of waiting) one.reject(error);
  }

  #heard(message: FromWorker): void {
    if (message.kind === 'ready') return;
    const waiting = this.#pending.get(message.id);
    switch (message.kind) {
      case 'progress':
        waiting?.progress?.(message.done, message.total, message.label, message.millisecondsLeft ?? null);
        return;
      case 'partial':
        waiting?.partial?.(message.value as never);
        return;
      case 'result':
        this.#deaths = 0;
        this.#pending.delete(message.id);
        waiting?.resolve(message.result);
        return;
      case 'error':
        this.#pending.delete(message.id);
        waiting?.reject(message.cancelled ? new RequestCancelled() : new Error(message.message));
        return;
      default:
        message satisfies never;
    }
  }

  #died(reason: string): void {
    if (this.#disposed || !this.#worker) return;
    this.#deaths += 1;
    this.#stop(new Error(`The ${this.#name} worker ended (${reason}). It starts again with the next request.`));
  }
}
