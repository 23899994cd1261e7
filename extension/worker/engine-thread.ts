/** One more thread of the engine: does its part of the jobs that the engine worker shares out. Node only. */
import { serveThread, type ThreadStart } from '../engine/fast/threads.ts';

void import('node:worker_threads').then(({ workerData }) => serveThread(workerData as ThreadStart));
