/**
 * `defineRecord` turns a short, straight definition of a layer into a LayerRecord: every function of the definition may leave
 * by `refuse` or `unsure`, and the record answers. A configuration is opaque to everybody else, so that a record is only ever
 * given what its own `configure` made.
 */
import { say } from '../../message.ts';
import type { Answer } from '../answer.ts';
import type { KernelCall, Layout } from '../kernel.ts';
import type { LayerRecord, PlainArguments, Spelling, UpsamplingTrait } from '../record.ts';
import { answering, answeringUnder, need, refuse, unsure, type SizeConstraint } from '../refusal.ts';
import type { Shape, Size } from '../size.ts';
import type { WeightSpec } from '../weight.ts';
import { Arguments } from './arguments.ts';
import { parameterSum } from './parameter-sum.ts';
import { NEEDS_BATCH, numbers } from './shapes.ts';

export interface Spelled<C> {
  readonly names: readonly [string, ...string[]];
  readonly documentation: string;
  readonly configure: (args: Arguments) => C;
}

export interface Definition<C> {
  readonly id: string;
  readonly keras?: Spelled<C>;
  readonly torch?: Spelled<C>;
  /** How many tensors a call takes; 1 when left out. */
  readonly inputs?: 'any' | 2;
  readonly output: (config: C, input: Shape, inputs: readonly Shape[]) => readonly Shape[];
  /** Keras builds weights from the first input; PyTorch has none yet when it constructs. */
  readonly weights?: (config: C, input: Shape | undefined) => readonly WeightSpec[];
  readonly macs?: (config: C, input: Shape, output: Shape, inputs: readonly Shape[]) => Size;
  /** Left out: the shapes of the weights, multiplied out. */
  readonly parameterSum?: (config: C, input: Shape) => string;
  /** Left out: the engine does not run this layer. */
  readonly kernel?: (config: C, input: Shape, output: Shape, inputs: readonly Shape[]) => KernelCall;
  readonly upsampling?: (config: C) => UpsamplingTrait | null;
  readonly smooths?: (config: C) => boolean;
  readonly layout?: (config: C) => Layout;
}

export function defineRecord<C>(definition: Definition<C>): LayerRecord {
  const { id, keras, torch, macs, upsampling, smooths, layout } = definition;
  // The one place where a configuration is taken for what it is.
  const own = (config: unknown): C => config as C;

  /** Who asks for the output asks for its constraints next: the rule has run, and need not run again. */
  let last: { config: unknown; inputs: readonly Shape[]; constraints: readonly SizeConstraint[] } | null = null;
  const output = (config: unknown, inputs: readonly Shape[]): Answer<readonly Shape[]> => {
    const { answer, constraints } = answeringUnder(() =>
      definition.output(own(config), onlyOrFirst(inputs, definition.inputs), inputs),
    );
    last = { config, inputs, constraints };
    return answer;
  };
  const weights = (config: unknown, inputs: readonly Shape[]): Answer<readonly WeightSpec[]> =>
    answering(() => definition.weights?.(own(config), inputs[0]) ?? []);

  return {
    id,
    ...(keras && { keras: spelling(keras) }),
    ...(torch && { torch: spelling(torch) }),
    output,
    constraints: (config, inputs) => {
      if (last !== null && last.config === config && last.inputs === inputs) return last.constraints;
      output(config, inputs);
      return last?.constraints ?? [];
    },
    weights,
    ...(definition.weights === undefined && { weightless: true }),
    parameterSum: (config, inputs) => {
      const answer = weights(config, inputs);
      if (answer.kind !== 'known') return '';
      return definition.parameterSum?.(own(config), inputs[0] ?? []) ?? parameterSum(answer.value);
    },
    kernel: (config, inputs, outputs) =>
      answering(() => {
        const [input, result] = [inputs[0] ?? [], outputs[0] ?? []];
        if (!definition.kernel) return unsure(say`Layerscope does not compute the numbers of this layer.`);
        if (result.includes(0)) return unsure(say`The output is empty.`);
        const kernel = definition.kernel.bind(definition);
        const answer = answering(() => kernel(own(config), input, result, inputs));
        return answer.kind === 'unknown' && answer.reason === NEEDS_BATCH
          ? withBatch((one, out, all) => kernel(own(config), one, out, all), input, result, inputs)
          : need(answer);
      }),
    ...(macs && {
      macs: (config, inputs, outputs) => macs(own(config), inputs[0] ?? [], outputs[0] ?? [], inputs),
    }),
    ...(upsampling && { upsampling: (config) => upsampling(own(config)) }),
    ...(smooths && { smooths: (config) => smooths(own(config)) }),
    ...(layout && { layout: (config) => layout(own(config)) }),
  };
}

/** PyTorch takes a tensor without a batch as a batch of one. */
function withBatch(
  kernel: (input: Shape, output: Shape, inputs: readonly Shape[]) => KernelCall,
  input: Shape,
  output: Shape,
  inputs: readonly Shape[],
): KernelCall {
  const batched = (shape: Shape): readonly number[] => [1, ...numbers(shape)];
  const call = kernel(
    batched(input),
    batched(output),
    inputs.map((shape) => batched(shape)),
  );
  const into: KernelCall = { op: 'reshape', shape: batched(input) };
  return { op: 'chain', steps: [{ call: into }, { call }, { call: { op: 'reshape', shape: numbers(output) } }] };
}

function spelling<C>({ names, documentation, configure }: Spelled<C>): Spelling<unknown> {
  return { names, documentation, configure: (args: PlainArguments) => answering(() => configure(new Arguments(args))) };
}

function onlyOrFirst(inputs: readonly Shape[], count: 'any' | number = 1): Shape {
  const [first] = inputs;
  const wrong = count === 'any' ? first === undefined : inputs.length !== count;
  if (first === undefined || wrong) {
    const wanted = count === 'any' ? say`at least one tensor` : count === 1 ? say`one tensor` : say`${count} tensors`;
    return refuse({ code: 'bad-argument', message: say`It takes ${wanted}, but is given ${inputs.length}.` });
  }
  return first;
}

/** The answer of a rule that is always the input's own shape. */
export const sameShapeOutput = (_config: unknown, input: Shape): readonly Shape[] => [input];
