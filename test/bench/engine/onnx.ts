/** Writes a workload as an ONNX model (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3), channels first. */
import { permute } from '../../../extension/engine/reference/permute.ts';
import type { NDArray } from '../../../extension/engine/array.ts';
import type { KernelCall } from '../../../extension/model/kernel.ts';
import type { RunGraph } from '../../../extension/protocol.ts';
import { weightsFor } from './inputs.ts';

const OPSET = 18;
const IR_VERSION = 9;
const FLOAT = 1;
/** AttributeProto.AttributeType */
const TYPE = { int: 2, float: 1, string: 3, ints: 7 } as const;

type Bytes = readonly (number | Uint8Array)[];

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return [...bytes, value];
}
const number = (field: number, value: number): Bytes => [...varint(field * 8), ...varint(value)];
const float = (field: number, value: number): Bytes => [
  ...varint(field * 8 + 5),
  new Uint8Array(Float32Array.of(value).buffer),
];
function message(field: number, ...parts: readonly Bytes[]): Bytes {
  const content = parts.flat();
  const length = content.reduce<number>((sum, part) => sum + (typeof part === 'number' ? 1 : part.length), 0);
  return [...varint(field * 8 + 2), ...varint(length), ...content];
}
const text = (field: number, value: string): Bytes => message(field, [new TextEncoder().encode(value)]);

type Attribute = number | string | readonly number[] | { readonly float: number };

function attribute(name: string, value: Attribute): Bytes {
  const kind = (type: number): Bytes => number(20, type);
  if (typeof value === 'number') return message(5, text(1, name), number(3, value), kind(TYPE.int));
  if (typeof value === 'string') return message(5, text(1, name), text(4, value), kind(TYPE.string));
  if ('float' in value) return message(5, text(1, name), float(2, value.float), kind(TYPE.float));
  return message(5, text(1, name), ...value.map((one) => number(8, one)), kind(TYPE.ints));
}

function node(type: string, inputs: readonly string[], output: string, attributes: Record<string, Attribute>): Bytes {
  return message(
    1,
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(4, type),
    ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  );
}

function initialiser(name: string, { shape, data }: NDArray): Bytes {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return message(5, ...shape.map((size) => number(1, size)), number(2, FLOAT), text(8, name), message(9, [raw]));
}

function valueInfo(field: number, name: string, [n, h, w, c]: readonly number[]): Bytes {
  const sizes = [n, c, h, w].map((size) => message(1, number(1, size ?? 0)));
  return message(field, text(1, name), message(2, message(1, number(1, FLOAT), message(2, ...sizes))));
}

/** The model's bytes; its input is `x`, its output `y`. */
export function onnxModel(graph: RunGraph): Uint8Array {
  const parts: Bytes[] = [];
  const last = graph.calls.length - 1;
  const nameOf = (tensor: number): string => (tensor === 0 ? 'x' : tensor === last ? 'y' : `t${tensor}`);
  for (const call of graph.calls) {
    const kernel = call.kernel as KernelCall;
    if (kernel.op === 'input') continue;
    const activation = 'activation' in kernel && typeof kernel.activation === 'object' ? kernel.activation : null;
    const output = nameOf(call.id);
    const raw = activation === null ? output : `${output}-raw`;
    const { type, more, attributes } = operator(kernel, graph, call.id);
    const added = Object.entries(more).map(([name, array]) => {
      parts.push(initialiser(`${output}-${name}`, array));
      return `${output}-${name}`;
    });
    // The second input of Resize, its region of interest, is left out.
    const inputs = [...call.inputs.map(nameOf), ...(type === 'Resize' ? [''] : []), ...added];
    parts.push(node(type, inputs, raw, attributes));
    if (activation !== null) parts.push(node(activation.name === 'relu' ? 'Relu' : 'Sigmoid', [raw], output, {}));
  }
  const model: Bytes = [
    ...number(1, IR_VERSION),
    ...message(
      7,
      ...parts,
      text(2, 'workload'),
      valueInfo(11, 'x', graph.shapes[0] ?? []),
      valueInfo(12, 'y', graph.shapes[last] ?? []),
    ),
    ...message(8, text(1, ''), number(2, OPSET)),
  ];
  return joined(model);
}

function joined(parts: Bytes): Uint8Array {
  const length = parts.reduce<number>((sum, part) => sum + (typeof part === 'number' ? 1 : part.length), 0);
  const bytes = new Uint8Array(length);
  let end = 0;
  for (const part of parts) {
    if (typeof part === 'number') bytes[end++] = part;
    else {
      bytes.set(part, end);
      end += part.length;
    }
  }
  return bytes;
}

interface Operator {
  readonly type: string;
  /** Inputs beyond the call's own. */
  readonly more: Readonly<Record<string, NDArray>>;
  readonly attributes: Record<string, Attribute>;
}

function operator(kernel: KernelCall, graph: RunGraph, call: number): Operator {
  switch (kernel.op) {
    case 'convolution': {
      const [weight, bias] = weightsFor(graph, call);
      const pads = kernel.kernel.map((size) => (size - 1) / 2);
      const attributes = { kernel_shape: kernel.kernel, pads: [...pads, ...pads] };
      return { type: 'Conv', more: { w: permute(weight, [3, 2, 0, 1]), b: bias }, attributes };
    }
    case 'transposed-convolution': {
      const [weight, bias] = weightsFor(graph, call);
      const pads = [...kernel.crop.map(([before]) => before), ...kernel.crop.map(([, after]) => after)];
      const attributes = { kernel_shape: kernel.kernel, strides: kernel.strides, pads };
      return { type: 'ConvTranspose', more: { w: permute(weight, [3, 2, 0, 1]), b: bias }, attributes };
    }
    case 'resize': {
      const scales = { shape: [4], data: Float32Array.of(1, 1, 2, 2) };
      const half = { coordinate_transformation_mode: 'half_pixel' };
      const attributes = {
        nearest: { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
        bilinear: { mode: 'linear', ...half },
        bicubic: { mode: 'cubic', ...half, cubic_coeff_a: { float: -0.5 }, exclude_outside: 1 },
      }[kernel.method as 'nearest' | 'bilinear' | 'bicubic'];
      return { type: 'Resize', more: { scales }, attributes };
    }
    case 'depth-to-space':
      return { type: 'DepthToSpace', more: {}, attributes: { blocksize: kernel.block, mode: kernel.order } };
    case 'pool':
      return { type: 'MaxPool', more: {}, attributes: { kernel_shape: kernel.kernel, strides: kernel.strides } };
    case 'concat':
      return { type: 'Concat', more: {}, attributes: { axis: 1 } };
    default:
      throw new Error(`No workload has a ${kernel.op}.`);
  }
}
