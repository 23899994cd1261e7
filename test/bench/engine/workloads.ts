/** The workloads that the engine is measured on: single upsampling layers, a convolution, and a whole U-Net, in Keras's layouts. */
import type { ActivationCall, KernelCall } from '../../../extension/model/kernel.ts';
import type { WeightSpec } from '../../../extension/model/weight.ts';
import type { RunCall, RunGraph } from '../../../extension/protocol.ts';

export interface Workload {
  readonly id: string;
  readonly title: string;
  readonly graph: RunGraph;
}

const RELU: ActivationCall = { name: 'relu', parameters: {} };
const SIGMOID: ActivationCall = { name: 'sigmoid', parameters: {} };

/** Collects the calls of a graph; methods return the tensor they make. */
class Builder {
  readonly #shapes: (readonly [number, number, number, number])[] = [];
  readonly #calls: RunCall[] = [];
  readonly #weights: Record<number, readonly WeightSpec[]> = {};

  input(size: number, channels: number): number {
    return this.#add({ op: 'input' }, [], [1, size, size, channels]);
  }

  convolution(from: number, outChannels: number, kernel: number, activation: ActivationCall | null = null): number {
    const [, height, width, channels] = this.#shape(from);
    return this.#add(
      {
        op: 'convolution',
        kernel: [kernel, kernel],
        strides: [1, 1],
        dilation: [1, 1],
        padding: 'same',
        paddingMode: 'zeros',
        groups: 1,
        layout: 'channels_last',
        weightOrder: 'spatial-in-out',
        bias: true,
        activation,
      },
      [from],
      [1, height, width, outChannels],
      weightsOf([kernel, kernel, channels, outChannels], outChannels),
    );
  }

  /** Stride 2, twice the size. */
  transposed(from: number, outChannels: number, kernel: number, activation: ActivationCall | null = null): number {
    const [, height, width, channels] = this.#shape(from);
    // Keras's `same`: what the kernel reaches beyond twice the size is cut, the odd one at the end.
    const excess = kernel - 2;
    const cut = [Math.floor(excess / 2), Math.ceil(excess / 2)] as const;
    return this.#add(
      {
        op: 'transposed-convolution',
        kernel: [kernel, kernel],
        strides: [2, 2],
        dilation: [1, 1],
        crop: [cut, cut],
        outputPadding: [0, 0],
        groups: 1,
        layout: 'channels_last',
        weightOrder: 'spatial-out-in',
        bias: true,
        activation,
      },
      [from],
      [1, 2 * height, 2 * width, outChannels],
      weightsOf([kernel, kernel, outChannels, channels], outChannels),
    );
  }

  resize(from: number, method: 'nearest' | 'bilinear' | 'bicubic'): number {
    const [, height, width, channels] = this.#shape(from);
    const size = [2 * height, 2 * width];
    return this.#add(
      {
        op: 'resize',
        method,
        size,
        scale: null,
        alignCorners: false,
        antialias: false,
        framework: 'keras',
        layout: 'channels_last',
      },
      [from],
      [1, 2 * height, 2 * width, channels],
    );
  }

  depthToSpace(from: number): number {
    const [, height, width, channels] = this.#shape(from);
    return this.#add(
      { op: 'depth-to-space', block: 2, order: 'DCR', layout: 'channels_last' },
      [from],
      [1, 2 * height, 2 * width, channels / 4],
    );
  }

  maxPool(from: number): number {
    const [, height, width, channels] = this.#shape(from);
    return this.#add(
      {
        op: 'pool',
        method: 'max',
        kernel: [2, 2],
        strides: [2, 2],
        dilation: [1, 1],
        padding: 'valid',
        ceilMode: false,
        countPadding: false,
        divisor: null,
        layout: 'channels_last',
      },
      [from],
      [1, height / 2, width / 2, channels],
    );
  }

  concat(first: number, second: number): number {
    const [, height, width, channels] = this.#shape(first);
    const more = this.#shape(second)[3];
    return this.#add({ op: 'concat', axis: 3 }, [first, second], [1, height, width, channels + more]);
  }

  graph(): RunGraph {
    const shapes = Object.fromEntries(this.#shapes.entries());
    return { framework: 'keras', shapes, inputs: [0], calls: this.#calls, weights: this.#weights };
  }

  #shape(tensor: number): readonly [number, number, number, number] {
    const shape = this.#shapes[tensor];
    if (shape === undefined) throw new Error(`There is no tensor ${tensor}.`);
    return shape;
  }

  #add(
    kernel: KernelCall,
    inputs: readonly number[],
    shape: readonly [number, number, number, number],
    weights: readonly WeightSpec[] = [],
  ): number {
    const id = this.#calls.length;
    this.#weights[id] = weights;
    this.#calls.push({ id, layer: id, kernel, notRunnable: null, inputs, outputs: [id] });
    this.#shapes.push(shape);
    return id;
  }
}

function weightsOf(kernelShape: readonly number[], channels: number): readonly WeightSpec[] {
  const glorot = { kind: 'variance-scaling', scale: 2, mode: 'fan_avg', distribution: 'uniform' } as const;
  const bias = { kind: 'uniform', low: -0.1, high: 0.1 } as const;
  const common = { trainable: true, counted: true };
  return [
    { name: 'kernel', shape: kernelShape, initialiser: glorot, ...common },
    { name: 'bias', shape: [channels], initialiser: bias, ...common },
  ];
}

function layer(size: number, channels: number, add: (builder: Builder, input: number) => void): RunGraph {
  const builder = new Builder();
  add(builder, builder.input(size, channels));
  return builder.graph();
}

/** 31 million parameters and 96.3 GFLOP on 256 x 256. */
function unet(size: number, levels: number): RunGraph {
  return layer(size, 3, (net, input) => {
    const skips: number[] = [];
    let x = input;
    const block = (channels: number): void => {
      x = net.convolution(x, channels, 3, RELU);
      x = net.convolution(x, channels, 3, RELU);
    };
    for (let level = 0; level < levels; level++) {
      block(64 << level);
      skips.push(x);
      x = net.maxPool(x);
    }
    block(64 << levels);
    for (let level = levels - 1; level >= 0; level--) {
      x = net.concat(skips[level] as number, net.transposed(x, 64 << level, 2));
      block(64 << level);
    }
    net.convolution(x, 1, 1, SIGMOID);
  });
}

export const WORKLOADS: readonly Workload[] = [
  { id: 'A', title: 'Conv2DTranspose k3 s2', graph: layer(32, 128, (net, x) => net.transposed(x, 64, 3)) },
  { id: 'B', title: 'Conv2DTranspose k4 s2', graph: layer(64, 64, (net, x) => net.transposed(x, 32, 4)) },
  { id: 'C', title: 'Conv2DTranspose k2 s2', graph: layer(64, 256, (net, x) => net.transposed(x, 128, 2)) },
  {
    id: 'D',
    title: 'nearest x2, Conv2D k3',
    graph: layer(32, 128, (net, x) => net.convolution(net.resize(x, 'nearest'), 64, 3)),
  },
  { id: 'E', title: 'bilinear x2', graph: layer(128, 64, (net, x) => net.resize(x, 'bilinear')) },
  { id: 'F', title: 'bicubic x2', graph: layer(128, 32, (net, x) => net.resize(x, 'bicubic')) },
  {
    id: 'G',
    title: 'sub-pixel convolution',
    graph: layer(64, 64, (net, x) => net.depthToSpace(net.convolution(x, 256, 3))),
  },
  { id: 'H', title: 'Conv2D k3', graph: layer(128, 64, (net, x) => net.convolution(x, 64, 3)) },
  { id: 'I', title: "the article's layer", graph: layer(8, 3, (net, x) => net.transposed(x, 32, 3, RELU)) },
  { id: 'J', title: 'U-Net, 31 M parameters', graph: unet(256, 4) },
];

/** J's first level alone, at growing sizes: the cost per multiply-accumulate must stay. */
export const LEVEL_SIZES: readonly number[] = [64, 128, 256, 512, 1024];

export const firstLevel = (size: number): Workload => ({
  id: `J1@${size}`,
  title: `first level of J at ${size}`,
  graph: unet(size, 1),
});
