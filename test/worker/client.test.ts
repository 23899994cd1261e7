/** Requests to a worker: answered, cancelled, and never left hanging when the worker dies. */
import assert from 'node:assert/strict';
import type { FromWorker, ToWorker } from '../../extension/protocol.ts';
import { RequestCancelled, WorkerClient, type WorkerStarter } from '../../extension/worker/client.ts';
import { serve } from '../../extension/worker/serve.ts';

interface Requests {
  double: { params: number; result: number };
  wait: { params: null; result: string };
  steps: { params: number; partial: number; result: string };
}

/** A worker in this process: the real server behind a port of two queues. */
function inProcess(started: { count: number; kill: (reason: string) => void }): WorkerStarter {
  return ({ message, died }) => {
    started.count += 1;
    let listener: (message: ToWorker) => void = () => undefined;
    let alive = true;
    const deliver = (sent: FromWorker): void => {
      setImmediate(() => alive && message(structuredClone(sent)));
    };
    serve<Requests>(
      { postMessage: deliver, onMessage: (heard) => (listener = heard) },
      Promise.resolve({
        double: (value: number) => {
          if (Number.isNaN(value)) throw new Error('not a number');
          return value * 2;
        },
        wait: async (_: null, { cancelled, progress }) => {
          for (let i = 0; i < 100 && !cancelled(); i++) {
            progress(i, 100, 'waiting');
            await new Promise((resolve) => setTimeout(resolve, 1));
          }
          return 'waited';
        },
        steps: async (count: number, { partial }) => {
          for (let i = 0; i < count; i++) {
            partial(i);
            await new Promise((resolve) => setTimeout(resolve, 1));
          }
          return 'done';
        },
      }),
      ['double'],
    );
    started.kill = (reason) => {
      alive = false;
      died(reason);
    };
    return {
      postMessage: (sent) => void setImmediate(() => alive && listener(sent)),
      terminate: () => (alive = false),
    };
  };
}

describe('worker client', () => {
  const started = {
    count: 0,
    kill: (reason: string): void => {
      throw new Error(`nothing runs yet: ${reason}`);
    },
  };
  let client: WorkerClient<Requests>;
  beforeEach(() => {
    started.count = 0;
    client = new WorkerClient<Requests>('test', inProcess(started));
  });
  afterEach(() => client.dispose());

  it('answers, and starts the worker on first use only', async () => {
    assert.equal(started.count, 0);
    assert.deepEqual(await Promise.all([client.request('double', 2), client.request('double', 4)]), [4, 8]);
    assert.equal(started.count, 1);
  });

  it('passes errors on', async () => {
    await assert.rejects(client.request('double', Number.NaN), /not a number/);
  });

  it('reports progress and lets go of a cancelled request at once', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const waiting = client.request('wait', null, {
      signal: controller.signal,
      progress: (done) => {
        seen.push(done);
        if (done === 3) controller.abort();
      },
    });
    await assert.rejects(waiting, RequestCancelled);
    assert.ok(seen.length >= 4);
    assert.equal(await client.request('double', 5), 10);
  });

  it('passes on what is told before the result, and serves beside it what need not wait', async () => {
    const told: number[] = [];
    const order: string[] = [];
    const slow = client.request('steps', 20, { partial: (value) => told.push(value) }).then((text) => order.push(text));
    const second = client.request('steps', 1).then(() => order.push('second'));
    const beside = client.request('double', 21).then((value) => order.push(String(value)));
    await Promise.all([slow, second, beside]);
    assert.deepEqual(order, ['42', 'done', 'second']);
    assert.deepEqual(
      told,
      Array.from({ length: 20 }, (_, i) => i),
    );
  });

  it('rejects what was pending when the worker dies, and starts a new one', async () => {
    const waiting = client.request('wait', null);
    setTimeout(() => started.kill('out of memory'), 5);
    await assert.rejects(waiting, /out of memory/);
    assert.equal(await client.request('double', 3), 6);
    assert.equal(started.count, 2);
  });

  it('stops starting a worker that dies every time, and says what to do', async () => {
    for (let i = 0; i < 3; i++) {
      const waiting = client.request('wait', null);
      setTimeout(() => started.kill('crash'), 2);
      await assert.rejects(waiting, /crash/);
    }
    await assert.rejects(client.request('double', 1), /Restart Analysis/);
    client.restart();
    assert.equal(await client.request('double', 1), 2);
  });
});
