/** The engine worker: graphs and pictures in, feature maps out. */
import type { EngineRequests } from '../protocol.ts';
import { serveOwnPort } from './serve.ts';
