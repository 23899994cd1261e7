/** nn.Parameter: a tensor that a module registers when it becomes its attribute. torch/nn/parameter.py */
import { type Message, say } from '../../message.ts';
import { isSubclass } from '../../python/evaluate/classes.ts';
import { nativeClass } from '../../python/evaluate/native.ts';
import { NONE, TRUE, type Place, type PyClass, type PyInstance, type Value } from '../../python/values.ts';
import { concreteShape } from '../../model/concrete.ts';
import type { TensorId } from '../../model/graph.ts';
import type { KernelCall } from '../../model/kernel.ts';
import type { Shape } from '../../model/size.ts';
import { attachTensor, tensorOf } from '../tensor.ts';
import { bindSignature } from '../signature.ts';
import { numbersOf, setNumbers, signatureOf, TORCH, type TorchContext } from './context.ts';

export const isParameter = (ctx: TorchContext, value: Value): value is PyInstance =>
  value.kind === 'instance' && isSubclass(value.cls, ctx.classes.parameter) && tensorOf(value) !== undefined;

export function createParameterClass(ctx: TorchContext, tensorClass: PyClass): PyClass {
  return nativeClass({
    name: 'Parameter',
    qualifiedName: 'torch.nn.Parameter',
    bases: [tensorClass],
    methods: {
      __init__: (call) => {
        const [self] = call.args;
        if (self?.kind !== 'instance') return NONE;
        const bound = bindSignature(ctx.session, 'Parameter', signatureOf('nn.Parameter') ?? [], call, { skip: 1 });
        const data = bound.values.get('data');
        const source = tensorOf(data);
        const reason =
          source?.reason ??
          (data?.kind === 'unknown' ? data.cause.reason : say`The parameter is not made of a tensor.`);
        const shape = data === undefined ? [0] : (source?.shape ?? null);
        fill(ctx, self, shape, shape ? null : reason, source?.dtype ?? null);
        addParameterCall(ctx, self, source?.id ?? null, call.site);
        const numbers = numbersOf(data);
        if (numbers) setNumbers(self, numbers);
        self.attributes.set('requires_grad', bound.values.get('requires_grad') ?? TRUE);
        return NONE;
      },
    },
  });
}

function fill(
  ctx: TorchContext,
  self: PyInstance,
  shape: Shape | null,
  reason: Message | null,
  dtype: string | null,
): void {
  const id = ctx.session.newTensor(TORCH, shape, reason);
  attachTensor(self, { id, framework: TORCH, shape, reason, dtype });
}

/** A parameter that a layer makes for itself. */
export function makeParameter(
  ctx: TorchContext,
  shape: Shape | null,
  reason: Message | null = null,
  trainable = true,
): PyInstance {
  const parameter: PyInstance = { kind: 'instance', cls: ctx.classes.parameter, attributes: new Map() };
  fill(ctx, parameter, shape, reason, 'float32');
  parameter.attributes.set('requires_grad', { kind: 'bool', value: trainable });
  return parameter;
}

/** The call that gives a parameter its numbers: what it was made of, unless trained ones are found by its name. */
function addParameterCall(ctx: TorchContext, self: PyInstance, source: TensorId | null, place: Place): void {
  const data = tensorOf(self);
  if (!data) return;
  const shape = data.shape && concreteShape(data.shape);
  const kernel: KernelCall | null =
    shape && source !== null ? { op: 'parameter', name: null, shape, initialiser: null } : null;
  ctx.session.addCall({
    layer: null,
    label: 'parameter',
    place,
    inputs: source === null ? [] : [source],
    outputs: [data.id],
    macs: 0,
    kernel,
    notRunnable: kernel ? null : say`What the parameter starts as is not known.`,
  });
}
