/** Recurrent layers step by step. torch/nn/modules/rnn.py, keras/src/layers/rnn/ */
import { at, type NDArray } from '../array.ts';
import { weightNamed, type Weights } from '../weights.ts';
import { activate } from './activation.ts';
import { permute } from './permute.ts';
import type { Steps } from './steps.ts';
import { concat, reshape } from './tensor.ts';
import type { KernelCall } from '../../model/kernel.ts';
import type { RecurrentCell } from '../../model/tensor-kernel.ts';

type RecurrentCall = Extract<KernelCall, { op: 'recurrent' }>;

/** Weights of one direction of one layer, all as [in, gates * units]; biases added up where the cell allows it. */
interface Cell {
  readonly kind: RecurrentCell;
  readonly units: number;
  readonly input: Float32Array;
  readonly recurrent: Float32Array;
  readonly inputBias: Float32Array | null;
  readonly recurrentBias: Float32Array | null;
  /** [hidden, projected] */
  readonly projection: NDArray | null;
  /** Order of the gates in the columns. */
  readonly gates: Readonly<Record<string, number>>;
  readonly resetAfter: boolean;
  readonly activation: (values: Float64Array) => void;
  readonly gate: (values: Float64Array) => void;
}

/** PyTorch: reset, update, new. Keras: update, reset, new. */
const GATES = {
  torch: { lstm: { input: 0, forget: 1, new: 2, output: 3 }, gru: { reset: 0, update: 1, new: 2 }, rnn: { new: 0 } },
  keras: { lstm: { input: 0, forget: 1, new: 2, output: 3 }, gru: { update: 0, reset: 1, new: 2 }, rnn: { new: 0 } },
} as const;

const GATE_COUNT: Readonly<Record<RecurrentCell, number>> = { rnn: 1, lstm: 4, gru: 3 };

function inPlace(name: string): (values: Float64Array) => void {
  return (values) => {
    const data = Float32Array.from(values);
    const result = activate({ name, parameters: {} }, { shape: [1, data.length], data }, new Map());
    values.set(result.data);
  };
}

const sigmoid = (values: Float64Array): void => {
  for (let i = 0; i < values.length; i++) values[i] = 1 / (1 + Math.exp(-(values[i] as number)));
};
const tanh = (values: Float64Array): void => {
  for (let i = 0; i < values.length; i++) values[i] = Math.tanh(values[i] as number);
};

const named = (name: string): ((values: Float64Array) => void) =>
  name === 'sigmoid' ? sigmoid : name === 'tanh' ? tanh : inPlace(name);

function turned(weight: NDArray): Float32Array {
  return permute(weight, [1, 0]).data;
}

function torchCell(
  call: { cell: RecurrentCell; bias: boolean; activation: string },
  weights: Weights,
  suffix: string,
): Cell {
  const recurrent = weightNamed(weights, `weight_hh${suffix}`);
  return {
    kind: call.cell,
    units: at(recurrent.shape, 0) / GATE_COUNT[call.cell],
    input: turned(weightNamed(weights, `weight_ih${suffix}`)),
    recurrent: turned(recurrent),
    inputBias: call.bias ? weightNamed(weights, `bias_ih${suffix}`).data : null,
    recurrentBias: call.bias ? weightNamed(weights, `bias_hh${suffix}`).data : null,
    projection: weights.get(`weight_hr${suffix}`) ?? null,
    gates: GATES.torch[call.cell],
    resetAfter: true,
    activation: named(call.activation),
    gate: sigmoid,
  };
}

function kerasCell(call: RecurrentCall, weights: Weights): Cell {
  const kernel = weightNamed(weights, 'kernel');
  const columns = at(kernel.shape, 1);
  const bias = call.bias ? weightNamed(weights, 'bias').data : null;
  const two = bias !== null && bias.length === 2 * columns;
  return {
    kind: call.cell,
    units: call.units,
    input: kernel.data,
    recurrent: weightNamed(weights, 'recurrent_kernel').data,
    inputBias: two ? bias.subarray(0, columns) : bias,
    recurrentBias: two ? bias.subarray(columns) : null,
    projection: null,
    gates: GATES.keras[call.cell],
    resetAfter: call.resetAfter,
    activation: named(call.activation),
    gate: named(call.recurrentActivation),
  };
}

interface State {
  hidden: Float64Array;
  memory: Float64Array;
}

/** One row times a matrix [length of the row, columns], on top of a bias. */
function times(
  row: ArrayLike<number>,
  from: number,
  length: number,
  matrix: Float32Array,
  columns: number,
  bias: Float32Array | null,
): Float64Array {
  const sums = new Float64Array(columns);
  if (bias !== null) sums.set(bias);
  for (let i = 0; i < length; i++) {
    const value = row[from + i] as number;
    for (let c = 0; c < columns; c++) sums[c] = (sums[c] as number) + value * (matrix[i * columns + c] as number);
  }
  return sums;
}

function step(cell: Cell, x: Float64Array, state: State): State {
  const { units, kind, gates } = cell;
  const columns = units * GATE_COUNT[kind];
  const h = times(state.hidden, 0, state.hidden.length, cell.recurrent, columns, cell.recurrentBias);
  const part = (values: Float64Array, gate: number): Float64Array => values.subarray(gate * units, (gate + 1) * units);
  const both = (gate: string): Float64Array => {
    const index = gates[gate] ?? 0;
    const [a, b] = [part(x, index), part(h, index)];
    return Float64Array.from(a, (value, i) => value + (b[i] as number));
  };
  switch (kind) {
    case 'rnn': {
      const hidden = both('new');
      cell.activation(hidden);
      return { hidden, memory: state.memory };
    }
    case 'lstm': {
      const [input, forget, fresh, output] = [both('input'), both('forget'), both('new'), both('output')];
      cell.gate(input);
      cell.gate(forget);
      cell.gate(output);
      cell.activation(fresh);
      const memory = Float64Array.from(
        fresh,
        (value, i) => (forget[i] as number) * (state.memory[i] as number) + (input[i] as number) * value,
      );
      const shown = memory.slice();
      cell.activation(shown);
      const hidden = Float64Array.from(shown, (value, i) => value * (output[i] as number));
      return { hidden: projected(cell, hidden), memory };
    }
    case 'gru': {
      const [update, reset] = [both('update'), both('reset')];
      cell.gate(update);
      cell.gate(reset);
      const index = gates['new'] ?? 0;
      const fresh = cell.resetAfter
        ? Float64Array.from(part(x, index), (value, i) => value + (reset[i] as number) * (part(h, index)[i] as number))
        : resetBefore(cell, part(x, index), reset, state.hidden, index);
      cell.activation(fresh);
      const hidden = Float64Array.from(
        fresh,
        (value, i) => (1 - (update[i] as number)) * value + (update[i] as number) * (state.hidden[i] as number),
      );
      return { hidden, memory: state.memory };
    }
    default:
      return kind satisfies never;
  }
}

function resetBefore(
  cell: Cell,
  x: Float64Array,
  reset: Float64Array,
  hidden: Float64Array,
  gate: number,
): Float64Array {
  const kept = Float64Array.from(hidden, (value, i) => value * (reset[i] as number));
  const all = times(kept, 0, kept.length, cell.recurrent, cell.units * GATE_COUNT.gru, null);
  return Float64Array.from(x, (value, i) => value + (all[gate * cell.units + i] as number));
}

function projected({ projection }: Cell, hidden: Float64Array): Float64Array {
  if (projection === null) return hidden;
  const [rows, columns] = projection.shape as [number, number];
  const result = new Float64Array(rows);
  for (let r = 0; r < rows; r++) {
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += (projection.data[r * columns + c] as number) * (hidden[c] as number);
    result[r] = sum;
  }
  return result;
}

/** Runs one direction over [batch, length, width]; outputs are in the order of the input. */
function* scan(
  cell: Cell,
  input: NDArray,
  starts: readonly State[] | null,
  backwards: boolean,
): Steps<{ sequence: NDArray; states: State[] }> {
  const [batch, length, width] = input.shape as [number, number, number];
  const own = cell.projection === null ? cell.units : at(cell.projection.shape, 0);
  const data = new Float32Array(batch * length * own);
  const states: State[] = [];
  const columns = cell.units * GATE_COUNT[cell.kind];
  for (let n = 0; n < batch; n++) {
    let state: State = starts?.[n] ?? { hidden: new Float64Array(own), memory: new Float64Array(cell.units) };
    for (let k = 0; k < length; k++) {
      const place = n * length + (backwards ? length - 1 - k : k);
      state = step(cell, times(input.data, place * width, width, cell.input, columns, cell.inputBias), state);
      data.set(state.hidden, place * own);
      yield;
    }
    states.push(state);
  }
  return { sequence: { shape: [batch, length, own], data }, states };
}

const rowsOf = (array: NDArray, from: number, batch: number): Float64Array[] => {
  const width = at(array.shape, array.shape.length - 1);
  return Array.from({ length: batch }, (_, n) =>
    Float64Array.from(array.data.subarray((from * batch + n) * width, (from * batch + n + 1) * width)),
  );
};

const joined = (rows: readonly Float64Array[], shape: readonly number[]): NDArray => {
  const width = rows[0]?.length ?? 0;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, index) => {
    data.set(row, index * width);
  });
  return { shape, data };
};

export function* recurrent(call: RecurrentCall, inputs: readonly NDArray[], weights: Weights): Steps<NDArray[]> {
  return call.framework === 'keras'
    ? yield* kerasRecurrent(call, inputs, weights)
    : yield* torchRecurrent(call, inputs, weights);
}

function* torchRecurrent(call: RecurrentCall, inputs: readonly NDArray[], weights: Weights): Steps<NDArray[]> {
  const [given, hidden, memory] = inputs;
  if (given === undefined) throw new Error('The layer has no input.');
  const unbatched = given.shape.length === 2;
  let input = unbatched ? reshape(given, [1, ...given.shape]) : call.batchFirst ? given : permute(given, [1, 0, 2]);
  const batch = at(input.shape, 0);
  const directions = call.bidirectional ? 2 : 1;
  const [lastHidden, lastMemory]: [Float64Array[], Float64Array[]] = [[], []];
  for (let layer = 0; layer < call.layers; layer++) {
    const sequences: NDArray[] = [];
    for (let direction = 0; direction < directions; direction++) {
      const cell = torchCell(call, weights, `_l${layer}${direction === 1 ? '_reverse' : ''}`);
      const index = layer * directions + direction;
      const h = hidden && rowsOf(hidden, index, batch);
      const c = memory && rowsOf(memory, index, batch);
      const starts = h?.map((row, n) => ({ hidden: row, memory: c?.[n] ?? new Float64Array(cell.units) })) ?? null;
      const { sequence, states } = yield* scan(cell, input, starts, direction === 1);
      sequences.push(sequence);
      lastHidden.push(...states.map((state) => state.hidden));
      lastMemory.push(...states.map((state) => state.memory));
    }
    input = concat(sequences, 2);
  }
  const sequence = unbatched
    ? reshape(input, input.shape.slice(1))
    : call.batchFirst
      ? input
      : permute(input, [1, 0, 2]);
  const shape = (rows: readonly Float64Array[]): number[] => [
    call.layers * directions,
    ...(unbatched ? [] : [batch]),
    rows[0]?.length ?? 0,
  ];
  const states = [joined(lastHidden, shape(lastHidden))];
  if (call.cell === 'lstm') states.push(joined(lastMemory, shape(lastMemory)));
  return [sequence, ...states];
}

function* kerasRecurrent(call: RecurrentCall, inputs: readonly NDArray[], weights: Weights): Steps<NDArray[]> {
  const [input, hidden, memory] = inputs;
  if (input === undefined) throw new Error('The layer has no input.');
  const batch = at(input.shape, 0);
  const cell = kerasCell(call, weights);
  const h = hidden && rowsOf(hidden, 0, batch);
  const c = memory && rowsOf(memory, 0, batch);
  const starts = h?.map((row, n) => ({ hidden: row, memory: c?.[n] ?? new Float64Array(cell.units) })) ?? null;
  const { sequence, states } = yield* scan(cell, input, starts, call.backwards);
  const last = joined(
    states.map((state) => state.hidden),
    [batch, call.units],
  );
  // Keras gives the sequence in the order of the steps: backwards ones come reversed.
  const shown = call.sequences ? (call.backwards ? reversed(sequence) : sequence) : last;
  const kept = [last];
  if (call.cell === 'lstm') {
    kept.push(
      joined(
        states.map((state) => state.memory),
        [batch, call.units],
      ),
    );
  }
  return [shown, ...kept.slice(0, call.states)];
}

function reversed({ shape, data }: NDArray): NDArray {
  const [batch, length, width] = shape as [number, number, number];
  const result = new Float32Array(data.length);
  for (let n = 0; n < batch; n++) {
    for (let k = 0; k < length; k++) {
      const from = (n * length + k) * width;
      result.set(data.subarray(from, from + width), (n * length + length - 1 - k) * width);
    }
  }
  return { shape, data: result };
}

export function recurrentCell(
  call: Extract<KernelCall, { op: 'recurrent-cell' }>,
  inputs: readonly NDArray[],
  weights: Weights,
): NDArray[] {
  const [input, hidden, memory] = inputs;
  if (input === undefined) throw new Error('The layer has no input.');
  const cell = torchCell(call, weights, '');
  const width = at(input.shape, input.shape.length - 1);
  const batch = input.data.length / width;
  const h = hidden && rowsOf(hidden, 0, batch);
  const c = memory && rowsOf(memory, 0, batch);
  const columns = cell.units * GATE_COUNT[cell.kind];
  const states = Array.from({ length: batch }, (_, n) =>
    step(cell, times(input.data, n * width, width, cell.input, columns, cell.inputBias), {
      hidden: h?.[n] ?? new Float64Array(cell.units),
      memory: c?.[n] ?? new Float64Array(cell.units),
    }),
  );
  const shape = [...input.shape.slice(0, -1), cell.units];
  const outputs = [
    joined(
      states.map((state) => state.hidden),
      shape,
    ),
  ];
  if (call.cell === 'lstm') {
    outputs.push(
      joined(
        states.map((state) => state.memory),
        shape,
      ),
    );
  }
  return outputs;
}
