/** Operations that are no layers (`x + y`, `keras.ops.relu(x)`) as nodes of Keras's graph. keras/src/ops/operation.py */
import type { CallSite, Value } from '../../../python/values.ts';
import { tensorOf } from '../../tensor.ts';
import type { Operation } from '../graph.ts';
import { recordNode } from '../run-layer.ts';
import type { KerasState } from '../state.ts';
import { flatten } from '../structure.ts';

export interface SymbolicOperation {
  /** The class that Keras shows: `Add`. */
  readonly type: string;
  /** The first name; by default made from the class. Further ones get a number. */
  readonly name?: string;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly site: CallSite;
  compute(args: readonly Value[], kwargs: ReadonlyMap<string, Value>, site: CallSite): Value;
}

/** Computes; on symbolic tensors outside of any layer's `call` the operation also gets a node. */
export function operate(state: KerasState, operation: SymbolicOperation): Value {
  const { type, args, kwargs, site } = operation;
  if (!state.isSymbolic(args, kwargs)) return operation.compute(args, kwargs, site);
  const from = state.session.calls.length;
  const computed = state.inside(() => operation.compute(args, kwargs, site));
  // `K.int_shape(x)` is no tensor.
  if (!flatten(computed).some((value) => tensorOf(value))) return computed;
  const own: Operation = {
    name: operation.name === undefined ? state.names.autoName(type) : state.names.uniquify(operation.name),
    type,
    layer: null,
    value: null,
    nodes: [],
    replay: (newArgs, newKwargs, newSite) => operation.compute(newArgs, newKwargs, newSite),
  };
  return recordNode(state, own, args, kwargs, site, from, computed);
}
