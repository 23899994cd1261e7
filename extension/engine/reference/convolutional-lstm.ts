/** ConvLSTM: the LSTM whose products are convolutions. keras/src/layers/rnn/conv_lstm.py */
import { at, sizeOf, type NDArray } from '../array.ts';
import { weightNamed, type Weights } from '../weights.ts';
import { activate } from './activation.ts';
import { convolution, type ConvolutionCall } from './convolution.ts';
import type { Steps } from './steps.ts';
import { concat, reshape } from './tensor.ts';
import type { KernelCall } from '../../model/kernel.ts';

type Call = Extract<KernelCall, { op: 'convolutional-lstm' }>;

export function* convolutionalLstm(call: Call, input: NDArray, weights: Weights): Steps<NDArray[]> {
  const [batch, length] = input.shape as [number, number];
  const spatial = input.shape.slice(2);
  const filters = at(weightNamed(weights, 'recurrent_kernel').shape, call.kernel.length);
  const common = {
    op: 'convolution',
    paddingMode: 'zeros',
    groups: 1,
    layout: 'channels_last',
    activation: null,
  } as const;
  const outer: ConvolutionCall = {
    ...common,
    kernel: call.kernel,
    strides: call.strides,
    dilation: call.dilation,
    padding: call.padding,
    weightOrder: 'spatial-in-out',
    bias: call.bias,
  };
  const ones = call.kernel.map(() => 1);
  const inner: ConvolutionCall = { ...outer, strides: ones, dilation: ones, padding: 'same', bias: false };
  const recurrentWeights = new Map([['kernel', weightNamed(weights, 'recurrent_kernel')]]);
  const size = sizeOf(spatial);
  const steps: NDArray[] = [];
  let [hidden, memory]: [NDArray | null, Float32Array | null] = [null, null];
  for (let k = 0; k < length; k++) {
    const time = call.backwards ? length - 1 - k : k;
    const frame = new Float32Array(batch * size);
    for (let n = 0; n < batch; n++) {
      frame.set(input.data.subarray((n * length + time) * size, (n * length + time + 1) * size), n * size);
    }
    const x: NDArray = yield* convolution(outer, { shape: [batch, ...spatial], data: frame }, weights);
    const h: NDArray | null = hidden === null ? null : yield* convolution(inner, hidden, recurrentWeights);
    const gates = x.data.map((value, i) => value + (h === null ? 0 : at(h.data, i)));
    const shape = [...x.shape.slice(0, -1), filters];
    const gate = (index: number, name: string): Float32Array => {
      const data = new Float32Array(sizeOf(shape));
      for (let i = 0; i < data.length; i++) {
        data[i] = at(gates, Math.floor(i / filters) * 4 * filters + index * filters + (i % filters));
      }
      return activate({ name, parameters: {} }, { shape, data }, weights).data;
    };
    const [i, f, o] = [0, 1, 3].map((index) => gate(index, call.recurrentActivation)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    const fresh = gate(2, call.activation);
    const before: Float32Array | null = memory;
    memory = fresh.map((value, e) => at(f, e) * (before === null ? 0 : at(before, e)) + at(i, e) * value);
    const shown = activate({ name: call.activation, parameters: {} }, { shape, data: memory.slice() }, weights).data;
    hidden = { shape, data: shown.map((value, e) => value * at(o, e)) };
    steps.push(hidden);
  }
  if (hidden === null || memory === null) throw new Error('The sequence is empty.');
  const { shape } = hidden;
  const framed = steps.map((step) => reshape(step, [batch, 1, ...shape.slice(1)]));
  const states = [hidden, { shape, data: memory }].slice(0, call.states);
  return [call.sequences ? concat(framed, 1) : hidden, ...states];
}
