/**
 * Layers of the user's with a `compute_output_shape`, of their own or of the layer of Keras's that they are derived from: on symbolic
 * tensors Keras asks it and not `call` what comes out.
 * keras/src/layers/layer.py, compute_output_spec
 */
import { say } from '../../message.ts';
import type { Shape, Size } from '../../model/size.ts';
import { lookup } from '../../python/evaluate/classes.ts';
import { list, Slot, tuple, type CallSite, type Value } from '../../python/values.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import type { LayerData } from './layer-data.ts';
import type { KerasState } from './state.ts';

/** `output_shape=` of a Lambda as it was given. */
const outputShapes = new Slot<Value, LayerData>();

export function keepOutputShape(layer: LayerData, shape: Value): void {
  outputShapes.set(layer, shape);
}

/** What a Lambda answers on symbolic tensors when it is asked for its output shape: what the author said, whatever the function computes. */
function shapeToldBy(state: KerasState, layer: LayerData, shape: Value): Value | undefined {
  const given = outputShapes.get(layer);
  const [first] = shape.kind === 'tuple' || shape.kind === 'list' ? shape.items : [];
  const batch = first?.kind === 'tuple' ? first.items[0] : first;
  if (given === undefined || batch === undefined) return undefined;
  const withBatch = (each: Value): Value => (each.kind === 'tuple' ? tuple([batch, ...each.items]) : each);
  if (given.kind === 'tuple') return withBatch(given);
  // Keras 3 refuses a list of numbers; a list of tuples is one of several outputs.
  if (given.kind === 'list')
    return given.items.every(({ kind }) => kind === 'tuple') ? list(given.items.map(withBatch)) : undefined;
  return state.session.interpreter.call(given, [shape]);
}

/** `computed` is what `call` gave; `shape` the shape of the layer's first argument. */
export function withOwnShape(
  state: KerasState,
  layer: LayerData,
  shape: Value,
  computed: Value,
  site: CallSite,
): Value {
  const byLambda = shapeToldBy(state, layer, shape);
  if (byLambda) return shaped(state, byLambda, computed);
  const method = lookup(layer.instance.cls, 'compute_output_shape');
  // One argument: several are the shapes of several inputs, by their names.
  if (method?.kind !== 'function') return withInheritedShape(state, layer, shape, computed);
  if (method.node.parameters.length !== 2) return computed;
  const told = state.session.interpreter.call(method, [layer.instance, shape], new Map(), site);
  return shaped(state, told, computed);
}

/** A layer of Keras's own with another `call`: what it computes has the shape that Keras's layer gives. */
function withInheritedShape(
  state: KerasState,
  { instance, record, config }: LayerData,
  given: Value,
  computed: Value,
): Value {
  if (!record || lookup(instance.cls, 'call')?.kind !== 'function' || !tensorOf(computed)) return computed;
  if (config?.kind !== 'known')
    return makeTensor(state.session, 'keras', null, say`The arguments of the layer do not tell its output.`);
  const input = given.kind === 'tuple' ? state.readShape(given, true) : null;
  const answer = input && record.output(config.value, [input]);
  const [told, more] = answer?.kind === 'known' ? answer.value : [];
  return told && !more ? shaped(state, state.shapeValue(told), computed) : computed;
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
