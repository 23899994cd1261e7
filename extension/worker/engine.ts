/** The engine worker: graphs and pictures in, feature maps out. */
import relaxed from '../../dist/kernels-relaxed.wasm';
import plain from '../../dist/kernels.wasm';
import { createEngine } from '../engine/service.ts';
import type { EngineRequests } from '../protocol.ts';
import { serveOwnPort } from './serve.ts';

serveOwnPort<EngineRequests>(Promise.resolve(createEngine({ plain, relaxed })));
