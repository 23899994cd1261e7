/** The engine worker: graphs and pictures in, feature maps out. */
import relaxedThreads from '../../dist/kernels-relaxed-threads.wasm';
import relaxed from '../../dist/kernels-relaxed.wasm';
import plainThreads from '../../dist/kernels-threads.wasm';
import plain from '../../dist/kernels.wasm';
import { createEngine, type Engine } from '../engine/service.ts';
import type { EngineRequests } from '../protocol.ts';
import { nodeThreads } from './node-threads.ts';
import { serveOwnPort } from './serve.ts';

/** The bundles stand side by side. */
const threadFile = (ownFile: string): string => ownFile.replace(/engine-worker(?=\.js$)/, 'engine-thread');

function start(): Engine {
  const threads = nodeThreads({ plain: plainThreads, relaxed: relaxedThreads }, threadFile);
  return createEngine({ plain, relaxed }, threads);
}

// What goes wrong here is the answer to every request.
serveOwnPort<EngineRequests>(Promise.resolve().then(start), ['maps', 'plan']);
