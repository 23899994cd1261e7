/**
 * Which calls the fast kernels take, and how they are run: as programs on tensors in the kernels' memory. Programs are kept, so
 * that the same layer on a picture of the same size is made ready once.
 */
import { normaliseAxis, sizeOf, type NDArray } from '../array.ts';
import { activate, isPointwise } from '../reference/activation.ts';
import { toChannelsLast } from '../reference/permute.ts';
import type { Steps } from '../reference/steps.ts';
import type { Weights } from '../weights.ts';
import { epilogueOf, NO_ACTIVATION, type Epilogue } from './epilogue.ts';
import type { KernelMemory } from './memory.ts';
import type { FastModule } from './module.ts';
import { PackedWeights } from './packed-weights.ts';
import { addActivation, addBatchNorm, addConcat, addDepthToSpace, addSum } from './pointwise.ts';
import { addPool } from './pool.ts';
import { ProgramBuilder, type Program } from './program.ts';
import { addResize } from './resize.ts';
import { addSpatial } from './spatial.ts';
import type { Team } from './team.ts';
import { frameworkShape, lastShape, Tensor } from './tensor.ts';
import type { ActivationCall, KernelCall, Layout } from '../../model/kernel.ts';

/** What a convolution does besides: layers around it that need no pass of their own over the numbers. */
export interface Fusion {
  /** How often every pixel is repeated before it, per spatial axis: nearest-neighbour upsampling. */
  readonly repeat: readonly number[] | null;
  /** Of the layer after it, which has none of its own. */
  readonly activation: ActivationCall | null;
}
export const NO_FUSION: Fusion = { repeat: null, activation: null };

/** Programs that are kept: the layers of a few networks. */
const MOST_PROGRAMS = 512;

interface Prepared {
  readonly program: Program;
  readonly shapes: string;
  readonly weights: Weights;
  readonly fusion: Fusion;
  readonly generation: number;
  readonly layout: Layout;
  /** Channels last. */
  readonly outputShape: readonly number[];
  /** What the program could not do at the end. */
  readonly activation: ActivationCall | null;
}

export class FastKernels {
  readonly memory: KernelMemory;
  readonly #team: Team;
  readonly #packed: PackedWeights;
  /** The most recently used stand last. */
  readonly #prepared = new Map<KernelCall, Prepared>();

  constructor({ memory, team }: FastModule) {
    this.memory = memory;
    this.#team = team;
    this.#packed = new PackedWeights(memory, team);
  }

  get threads(): number {
    return this.#team.size;
  }

  /** The call in steps, or null when no fast kernel takes it. The result is a Tensor, which the caller releases. */
  steps(
    call: KernelCall,
    inputs: readonly NDArray[],
    weights: Weights,
    fusion: Fusion = NO_FUSION,
  ): Steps<Tensor | NDArray> | null {
    if (inputs.length === 0 || inputs.some((one) => one.shape.length < 2 || sizeOf(one.shape) === 0)) return null;
    const prepared = this.#prepare(call, inputs, weights, fusion);
    return prepared === null ? null : this.#run(prepared, inputs, weights);
  }

  #prepare(call: KernelCall, inputs: readonly NDArray[], weights: Weights, fusion: Fusion): Prepared | null {
    const shapes = inputs.map(({ shape }) => shape.join()).join(' ');
    const known = this.#prepared.get(call);
    if (known !== undefined) {
      const current = known.generation === this.#packed.generation && sameWeights(known.weights, weights);
      if (current && known.shapes === shapes && sameFusion(known.fusion, fusion)) return known;
      known.program.free();
      this.#prepared.delete(call);
    }
    const layout = layoutOf(call, inputs);
    const builder = new ProgramBuilder(this.#team.size);
    const last = inputs.map(({ shape }) => (layout === null ? shape : lastShape(shape, layout)));
    const added = layout === null ? null : addCall(builder, call, last, weights, this.#packed, fusion);
    if (layout === null || added === null) return null;
    const program = builder.build(this.memory, this.#team);
    const { generation } = this.#packed;
    const prepared = { program, shapes, weights, fusion, generation, layout, ...added };
    this.#prepared.set(call, prepared);
    for (const [oldest, { program: old }] of this.#prepared) {
      if (this.#prepared.size <= MOST_PROGRAMS) break;
      old.free();
      this.#prepared.delete(oldest);
    }
    return prepared;
  }

  *#run(prepared: Prepared, inputs: readonly NDArray[], weights: Weights): Steps<NDArray> {
    const { program, layout, outputShape, activation } = prepared;
    const own: Tensor[] = [];
    const result = new Tensor(this.memory, frameworkShape(outputShape, layout), layout);
    const room = this.memory.take(program.workBytes);
    let finished = false;
    try {
      yield* this.#packed.fill();
      const sources = inputs.map((one) => {
        if (one instanceof Tensor && one.layout === layout) return one;
        const tensor = this.place(one, layout);
        own.push(tensor);
        return tensor;
      });
      const batch = outputShape[0] as number;
      const outputBytes = (sizeOf(outputShape) / batch) * 4;
      for (let n = 0; n < batch; n++) {
        yield* program.run({
          inputs: sources.map(({ address, shape }) => address + n * (sizeOf(shape) / batch) * 4),
          output: result.address + n * outputBytes,
          work: room,
        });
      }
      finished = true;
    } finally {
      if (!finished) result.release();
      this.memory.give(room);
      for (const tensor of own) tensor.release();
    }
    if (activation === null) return result;
    if (isPointwise(activation)) {
      activate(activation, { shape: outputShape, data: result.raw }, weights);
      return result;
    }
    const activated = activate(activation, { shape: result.shape, data: result.data.slice() }, weights);
    result.release();
    return activated;
  }

  /** A copy in the kernels' memory, which the caller releases. */
  place(array: NDArray, layout: Layout): Tensor {
    const { data } = toChannelsLast(array, layout);
    const tensor = new Tensor(this.memory, array.shape, layout);
    tensor.raw.set(data);
    return tensor;
  }
}

function sameWeights(a: Weights, b: Weights): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (const [name, { data }] of a) if (b.get(name)?.data !== data) return false;
  return true;
}

const sameFusion = (a: Fusion, b: Fusion): boolean =>
  a.activation === b.activation && (a.repeat === b.repeat || a.repeat?.join() === b.repeat?.join());

/** How a call's tensors lie; null where the fast kernels have no say. */
function layoutOf(call: KernelCall, inputs: readonly NDArray[]): Layout | null {
  switch (call.op) {
    case 'convolution':
    case 'transposed-convolution':
    case 'resize':
      return call.layout;
    case 'pool':
      // Where the maxima stand is a second output, which only the reference makes.
      return call.positions === true ? null : call.layout;
    case 'depth-to-space':
      return call.order === 'DCR' ? call.layout : null;
    case 'activation':
    case 'binary':
      return commonLayout(inputs);
    case 'batch-norm': {
      const layout = commonLayout(inputs);
      return layout !== null && isChannelAxis(call.axis, inputs, layout) ? layout : null;
    }
    case 'concat': {
      const layout = commonLayout(inputs);
      return layout !== null && isChannelAxis(call.axis, inputs, layout) ? layout : null;
    }
    default:
      return null;
  }
}

/** Of tensors that are in the kernels' memory already: for these layers alone, bringing them there is not worth it. */
function commonLayout(inputs: readonly NDArray[]): Layout | null {
  const [first] = inputs;
  if (!(first instanceof Tensor)) return null;
  return inputs.every((one) => one instanceof Tensor && one.layout === first.layout) ? first.layout : null;
}

function isChannelAxis(axis: number, inputs: readonly NDArray[], layout: Layout): boolean {
  const rank = inputs[0]?.shape.length ?? 0;
  return rank >= 3 && normaliseAxis(axis, rank) === (layout === 'channels_last' ? rank - 1 : 1);
}

type Added = Pick<Prepared, 'outputShape' | 'activation'>;

/** Adds the steps of one sample; null when no kernel does the call. */
function addCall(
  builder: ProgramBuilder,
  call: KernelCall,
  shapes: readonly (readonly number[])[],
  weights: Weights,
  packed: PackedWeights,
  { repeat, activation: next }: Fusion,
): Added | null {
  const [shape] = shapes as [readonly number[]];
  const done = (outputShape: readonly number[] | null): Added | null =>
    outputShape === null ? null : { outputShape, activation: null };
  switch (call.op) {
    case 'convolution':
    case 'transposed-convolution': {
      const activation = call.activation ?? next;
      const fused = epilogueOf(activation);
      const epilogue: Epilogue = fused ?? NO_ACTIVATION;
      const outputShape = addSpatial(builder, { call, shape, weights, epilogue, repeat }, packed);
      return { outputShape, activation: fused === null ? activation : null };
    }
    case 'resize':
      return done(addResize(builder, call, shape));
    case 'pool':
      return done(addPool(builder, call, shape));
    case 'depth-to-space': {
      const whole = shape.length === 4 && Number.isInteger((shape[3] as number) / call.block ** 2);
      return whole ? done(addDepthToSpace(builder, call, shape as [number, number, number, number])) : null;
    }
    case 'activation': {
      const epilogue = epilogueOf(call.activation);
      return epilogue === null ? null : done(addActivation(builder, shape, epilogue));
    }
    case 'batch-norm':
      return done(addBatchNorm(builder, call, shape, weights, epilogueOf(next) ?? NO_ACTIVATION));
    case 'concat':
      return sameBut(shapes, shape.length - 1) ? done(addConcat(builder, shapes)) : null;
    case 'binary':
      return call.operator === '+' && shapes.length === 2 && sameBut(shapes, -1) ? done(addSum(builder, shape)) : null;
    default:
      return null;
  }
}

/** Whether all shapes are equal, but for one axis. */
const sameBut = (shapes: readonly (readonly number[])[], except: number): boolean =>
  shapes.every((shape) => shape.every((size, axis) => axis === except || size === shapes[0]?.[axis]));
