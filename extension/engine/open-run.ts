/** What running a graph needs, and what every question about a run starts from. */
import type { NDArray } from './array.ts';
import type { FastKernels } from './fast/kernels.ts';
import type { Plan } from './plan.ts';
import type { ResultKey, Results } from './results.ts';
import type { WeightProvider } from './weights.ts';
import type { TensorId } from '../model/graph.ts';
import type { Layout } from '../model/kernel.ts';
import type { RunGraph, WeightSource } from '../protocol.ts';

export interface Tools {
  readonly fast: FastKernels | null;
  readonly weights: WeightProvider;
  readonly results: Results;
}

export interface OpenRun {
  readonly graph: RunGraph;
  readonly source: WeightSource;
  readonly plan: Plan;
  readonly layouts: ReadonlyMap<TensorId, Layout>;
  readonly inputs: ReadonlyMap<TensorId, NDArray>;
  /** What the outputs are kept under. Calls that cannot be run, and what depends on them, have none. */
  readonly keys: ReadonlyMap<TensorId, ResultKey>;
}
