/** `RNN(cell)` and `StackedRNNCells(cells)`: the user's own cells, or Keras's, over a sequence. keras/src/layers/rnn/rnn.py */
import { say } from '../../../message.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { multiply } from '../../../model/sizes/arithmetic.ts';
import { int, list, NONE, tuple, type CallSite, type PyInstance, type Value } from '../../../python/values.ts';
import { makeTensor, tensorOf } from '../../tensor.ts';
import { outputSize, stateSizes, statesOf, type StateSizes } from './cells.ts';
import type { LayerData } from '../layer-data.ts';
import { buildFrom } from '../run-layer.ts';
import type { KerasState } from '../state.ts';
import { childrenOf } from '../weights.ts';
import { trial, wrapperResult, type Wrapper, type WrapperCall } from './wrapper.ts';

/** `stacked`: makes one cell of several. */
export const rnn = (stacked: (cells: Value) => Value): Wrapper => ({
  name: 'RNN',
  hold: (_state, instance, given) => {
    const cell = given.get('cell') ?? NONE;
    instance.attributes.set('cell', cell.kind === 'list' || cell.kind === 'tuple' ? stacked(cell) : cell);
  },
  run: (call) => {
    const { state, wrapper, inputs, given, site } = call;
    const { interpreter } = state.session;
    const cell = wrapper.instance.attributes.get('cell') ?? NONE;
    const tensor = tensorOf(inputs[0]);
    const [batch, steps, ...rest] = tensor?.shape ?? [];
    const sizes = stateSizes(interpreter.getAttribute(cell, 'state_size'));
    if (sizes === null) return wrapperResult(call, { reason: say`The sizes of the cell's states are not known.` });
    if (batch === undefined || steps === undefined)
      return wrapperResult(call, { reason: tensor?.reason ?? say`The shape of the input is not known.` });
    // A single state is in a list of one all the same.
    const states = statesOf(state, typeof sizes === 'number' ? [sizes] : sizes, batch);
    const step = makeTensor(state.session, 'keras', [batch, ...rest], null, tensor?.dtype ?? null);
    build(state, cell, [batch, ...rest], site);
    // Keras asks such a cell nothing before the model is run: what its call would build has no weights yet.
    const own = state.layerOf(cell);
    const asks = state.depth > 1 || !own || allBuilt(state, own);
    const { macs } = asks
      ? trial(state, () => interpreter.call(cell, [step, states], new Map(), site))
      : { macs: null };
    const width = outputSize(state, cell, sizes);
    if (width === null) return wrapperResult(call, { reason: say`The size of the cell's output is not known.` });
    const truth = (name: string): boolean => interpreter.truth(given.get(name) ?? NONE) === true;
    const output = wrapperResult(call, {
      shape: truth('return_sequences') ? [batch, steps, width] : [batch, width],
      macs: macs === null ? null : multiply(macs, steps),
    });
    if (!truth('return_state')) return output;
    const last = (each: StateSizes): Value =>
      typeof each === 'number' ? stateResult(call, batch, each) : list(each.map(last));
    return tuple([output, ...(typeof sizes === 'number' ? [sizes] : sizes).map(last)]);
  },
  methods: {
    get_initial_state: (call) => {
      const cell = (call.args[0] as PyInstance).attributes.get('cell') ?? NONE;
      return call.interpreter.callMethod(cell, 'get_initial_state', call.args.slice(1), call.kwargs);
    },
  },
});

const allBuilt = (state: KerasState, cell: LayerData): boolean =>
  childrenOf(state, cell).every((child) => child.built && allBuilt(state, child));

/** A cell is built for one step, before anything else; cells of a stack one after the other. */
function build(state: KerasState, cell: Value, input: Shape, site: CallSite): void {
  const own = state.layerOf(cell);
  if (!own || own.built) return;
  const cells = own.instance.attributes.get('cells');
  if (own.type === 'StackedRNNCells' && cells?.kind === 'list') {
    let step = input;
    for (const each of cells.items) {
      build(state, each, step, site);
      const sizes = stateSizes(state.session.interpreter.getAttribute(each, 'state_size'));
      const width = sizes === null ? null : outputSize(state, each, sizes);
      if (width === null) return;
      step = [step[0] ?? 1, width];
    }
    state.touch(own).built = true;
  } else if (own.record) buildFrom(state, own, [input], site);
  else {
    state.session.interpreter.callMethod(own.instance, 'build', [state.shapeValue(input)]);
    state.touch(own).built = true;
  }
}

const stateResult = (call: WrapperCall, batch: Size, width: number): Value =>
  wrapperResult(call, { shape: [batch, width] satisfies Shape });

export const STACKED_CELLS: Wrapper = {
  name: 'StackedRNNCells',
  hold: (state, instance, given, { interpreter }) => {
    const cells = interpreter.iterate(given.get('cells') ?? NONE) ?? [];
    instance.attributes.set('cells', list(cells));
    const sizes = cells.map((cell) => interpreter.getAttribute(cell, 'state_size') ?? NONE);
    instance.attributes.set('state_size', list(sizes));
    const [last, size] = [cells.at(-1), stateSizes(sizes.at(-1))];
    const width = last && size !== null ? outputSize(state, last, size) : null;
    instance.attributes.set('output_size', width === null ? NONE : int(width));
  },
  run: ({ state, wrapper, inputs, keywords, site }) => {
    const { interpreter } = state.session;
    const cells = interpreter.iterate(wrapper.instance.attributes.get('cells') ?? NONE) ?? [];
    const given = interpreter.iterate(inputs[1] ?? keywords.get('states') ?? NONE) ?? [];
    let value = inputs[0] ?? NONE;
    const states = cells.map((cell, index) => {
      const own = given[index] ?? NONE;
      const several = own.kind === 'list' || own.kind === 'tuple';
      const result = interpreter.call(cell, [value, several ? own : list([own])], new Map(), site);
      const [output, after] = interpreter.iterate(result) ?? [];
      value = output ?? interpreter.unknown(say`What the cell gives is not known.`, site);
      const single = after?.kind === 'list' && after.items.length === 1 && !several ? after.items[0] : after;
      return single ?? interpreter.unknown(say`The states of the cell are not known.`, site);
    });
    const [only] = states;
    return tuple([value, states.length === 1 && only ? only : list(states)]);
  },
  methods: {
    get_initial_state: (call) => {
      const cells = call.interpreter.iterate((call.args[0] as PyInstance).attributes.get('cells') ?? NONE) ?? [];
      return list(
        cells.map((cell) => call.interpreter.callMethod(cell, 'get_initial_state', call.args.slice(1), call.kwargs)),
      );
    },
  },
};
