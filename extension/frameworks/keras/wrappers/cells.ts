/**
 * Recurrent cells, which compute one step, as their layers see them: how large their states are, and what a call gives.
 * keras/src/layers/rnn/lstm.py, LSTMCell ...
 */
import type { Shape, Size } from '../../../model/size.ts';
import {
  asInt,
  int,
  list,
  NONE,
  tuple,
  type CallSite,
  type NativeCall,
  type PyInstance,
  type Value,
} from '../../../python/values.ts';
import { valueToSize } from '../../symint.ts';
import { makeTensor } from '../../tensor.ts';
import type { LayerData } from '../layer-data.ts';
import { operationMember } from '../operations.ts';
import { applyBuiltIn } from '../run-layer.ts';
import { BATCH, type KerasState } from '../state.ts';

/** Cells of Keras's own: how many states each has. */
const STATES: Readonly<Record<string, number>> = { SimpleRNNCell: 1, GRUCell: 1, LSTMCell: 2 };

export const isCell = (name: string): boolean => Object.hasOwn(STATES, name);

/** `state_size` and `output_size`: a number for the one state, a list for several. */
export function setStateSize(name: string, instance: PyInstance): void {
  const units = instance.attributes.get('units') ?? NONE;
  instance.attributes.set('state_size', STATES[name] === 1 ? units : list([units, units]));
  instance.attributes.set('output_size', units);
}

/** `output, states = cell(input, states)` */
export function callCell(
  state: KerasState,
  layer: LayerData,
  inputs: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  site: CallSite,
): Value {
  const [input, given = keywords.get('states')] = inputs;
  const own = applyBuiltIn(state, layer, [input ?? NONE, given ?? NONE], site);
  const several = given?.kind === 'list' || given?.kind === 'tuple';
  if (own.kind !== 'list') return tuple([own, several ? list(given.items.map(() => own)) : own]);
  const [output = NONE, ...states] = own.items;
  const [only = NONE] = states;
  return tuple([output, several || states.length > 1 ? list(states) : only]);
}

/** The sizes of a cell's states as nested as it tells them; null where they cannot be told. */
export type StateSizes = number | readonly StateSizes[];

export function stateSizes(value: Value | undefined): StateSizes | null {
  const single = asInt(value);
  if (single !== undefined) return single;
  if (value?.kind !== 'list' && value?.kind !== 'tuple') return null;
  const parts = value.items.map(stateSizes);
  return parts.every((part) => part !== null) ? parts : null;
}

/** Tensors of these sizes, as nested. */
export function statesOf(state: KerasState, sizes: StateSizes, batch: Size): Value {
  return typeof sizes === 'number'
    ? makeTensor(state.session, 'keras', [batch, sizes], null, 'float32')
    : list(sizes.map((each) => statesOf(state, each, batch)));
}

/** A cell's output: `output_size`, or the size of its first state. */
export function outputSize(state: KerasState, cell: Value, sizes: StateSizes): number | null {
  const told = asInt(state.session.interpreter.getAttribute(cell, 'output_size'));
  if (told !== undefined) return told;
  const first = typeof sizes === 'number' ? sizes : sizes[0];
  return typeof first === 'number' ? first : null;
}

/** `cell.get_initial_state(batch_size)`: zeros. */
export function initialStates(state: KerasState, call: NativeCall, sizes: StateSizes): Value {
  const size = valueToSize(call.kwargs.get('batch_size') ?? call.args[1]) ?? BATCH;
  const zeros = operationMember(state, 'ops', 'zeros');
  const make = (each: StateSizes): Value =>
    typeof each !== 'number'
      ? list(each.map(make))
      : typeof size === 'number' && zeros
        ? call.interpreter.call(zeros, [tuple([int(size), int(each)])], new Map(), call.site)
        : makeTensor(state.session, 'keras', [size, each] satisfies Shape, null, 'float32');
  return typeof sizes === 'number' ? list([make(sizes)]) : make(sizes);
}
