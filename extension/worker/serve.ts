/**
 * The worker's side of the request protocol: takes requests from the port, runs them one after another, answers, reports progress
 * and honours cancellation. The same code serves Node worker threads and browser workers.
 */
import type { FromWorker, RequestMap, ToWorker } from '../protocol.ts';

export interface Port {
  postMessage(message: FromWorker, transfer?: readonly Transferable[]): void;
  onMessage(listener: (message: ToWorker) => void): void;
}

/** What a handler may ask of the one who waits for it. */
export interface RequestContext {
  /** True once the request was cancelled; long work checks it between its slices. */
  readonly cancelled: () => boolean;
  readonly progress: (done: number, total: number, label: string, millisecondsLeft?: number | null) => void;
  /** Tells something before the result is there. */
  readonly partial: (value: unknown) => void;
}

export type Handlers<Requests> = {
  [Method in keyof Requests]: Requests[Method] extends { params: infer Params; result: infer Result }
    ? (params: Params, context: RequestContext) => Result | Promise<Result>
    : never;
};

export class CancelledError extends Error {
  constructor() {
    super('cancelled');
    this.name = 'CancelledError';
  }
}

/** The port of the worker that this code runs in: `parentPort` in Node, the global scope in a browser. */
function ownPort(): Port {
  if (typeof process !== 'undefined' && process.versions.node) {
    // Not `import()`, which code that V8 has compiled before cannot do (see node-start.ts).
    const { parentPort } = process.getBuiltinModule('node:worker_threads');
    if (!parentPort) throw new Error('This file runs in a worker.');
    return {
      postMessage: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', listener),
    };
  }
  const scope = self as unknown as {
    postMessage(message: unknown): void;
    onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  };
  return {
    postMessage: (message) => scope.postMessage(message),
    onMessage: (listener) => {
      scope.onmessage = (event) => listener(event.data);
    },
  };
}

/** Requests wait for each other, except those named in `besides`, which are served while another is under way. */
export function serve<Requests extends { [Method in keyof Requests]: RequestMap[string] }>(
  port: Port,
  handlers: Promise<Handlers<Requests>>,
  besides: readonly (keyof Requests)[] = [],
): void {
  const cancelled = new Set<number>();
  let queue: Promise<unknown> = Promise.resolve();
  const run = async (id: number, method: string, params: unknown): Promise<void> => {
    try {
      if (cancelled.has(id)) throw new CancelledError();
      const handler = (await handlers)[method as keyof Requests] as
        ((params: unknown, context: RequestContext) => unknown) | undefined;
      if (!handler) throw new Error(`No such request: ${method}`);
      const result = await handler(params, {
        cancelled: () => cancelled.has(id),
        progress: (done, total, label, millisecondsLeft = null) =>
          port.postMessage({ kind: 'progress', id, done, total, label, millisecondsLeft }),
        partial: (value) => port.postMessage({ kind: 'partial', id, value }),
      });
      port.postMessage({ kind: 'result', id, result });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      port.postMessage({ kind: 'error', id, message, cancelled: cancelled.has(id) });
    } finally {
      cancelled.delete(id);
    }
  };
  port.onMessage((message) => {
    if (message.kind === 'cancel') cancelled.add(message.id);
    else if (besides.includes(message.method as keyof Requests)) void run(message.id, message.method, message.params);
    else queue = queue.then(() => run(message.id, message.method, message.params));
  });
  handlers.then(
    () => port.postMessage({ kind: 'ready' }),
    () => undefined, // every request is answered with the same error
  );
}

/** Serves on the port of the worker this runs in. */
export function serveOwnPort<Requests extends { [Method in keyof Requests]: RequestMap[string] }>(
  handlers: Promise<Handlers<Requests>>,
  besides: readonly (keyof Requests)[] = [],
): void {
  serve(ownPort(), handlers, besides);
}
