/**
 * Layers of the user's with a `compute_output_shape`: on symbolic tensors Keras asks it and not `call` what comes out.
 * keras/src/layers/layer.py, compute_output_spec
 */
import type { Shape, Size } from '../../model/size.ts';
import { lookup } from '../../python/evaluate/classes.ts';
import { list, tuple, type CallSite, type Value } from '../../python/values.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import type { LayerData } from './layer-data.ts';
import type { KerasState } from './state.ts';

/** `computed` is what `call` gave; `shape` the shape of the layer's first argument. */
export function withOwnShape(
  state: KerasState,
  layer: LayerData,
  shape: Value,
  computed: Value,
  site: CallSite,
): Value {
  const method = lookup(layer.instance.cls, 'compute_output_shape');
  // One argument: several are the shapes of several inputs, by their names.
  if (method?.kind !== 'function' || method.node.parameters.length !== 2) return computed;
  const told = state.session.interpreter.call(method, [layer.instance, shape], new Map(), site);
  return shaped(state, told, computed);
}

/** The tensors of the shapes that were told; what `call` gave where it says the same or knows more. */
function shaped(state: KerasState, told: Value, computed: Value): Value {
  if (told.kind !== 'tuple' && told.kind !== 'list') return computed;
  const isShape = told.items.every(({ kind }) => kind !== 'tuple' && kind !== 'list');
  if (isShape) {
    const shape = state.readShape(told, true);
    const known = tensorOf(computed)?.shape;
    return !shape || (known && agree(shape, known)) ? computed : makeTensor(state.session, 'keras', shape);
  }
  const parts = computed.kind === 'tuple' || computed.kind === 'list' ? computed.items : [];
  const items = told.items.map((each, index) => shaped(state, each, parts[index] ?? computed));
  return told.kind === 'tuple' ? tuple(items) : list(items);
}

/** A size that is left open agrees with any that is no number. */
function agree(told: Shape, known: Shape): boolean {
  const same = (one: Size, other: Size | undefined): boolean =>
    typeof one === 'number' || typeof other === 'number' ? one === other : true;
  return told.length === known.length && told.every((size, axis) => same(size, known[axis]));
}
