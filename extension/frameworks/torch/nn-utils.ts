/** torch.nn.utils: weight_norm and spectral_norm, which change what a layer stores; clipping and packing, which do not. */
import { say } from '../../message.ts';
import { nativeModule } from '../../python/evaluate/native.ts';
import { native, NONE, type NativeCall, type PyModule, type Value } from '../../python/values.ts';
import { tensorOf } from '../tensor.ts';
import type { TorchContext } from './context.ts';
import { registerTensor } from './module-class.ts';
import { moduleOf } from './module-data.ts';
import { axisOf } from './norm-axis.ts';
import { makeParameter } from './parameter.ts';
import { parametrisations, parametrise, parametrizeEntries } from './parametrisation.ts';
import { sequenceEntries } from './packed-sequence.ts';

/** Which axis of the weight a part keeps: one, all of them, or none. */
type Axis = number | 'all' | null;

/** Replaces a parameter by others, as the hooks of torch.nn.utils do. */
function replace(
  ctx: TorchContext,
  call: NativeCall,
  parts: (axis: number | null) => readonly (readonly [string, Axis])[],
): Value {
  const module = call.args[0] ?? call.kwargs.get('module') ?? NONE;
  const given = call.args[1] ?? call.kwargs.get('name');
  const name = given?.kind === 'str' ? given.value : 'weight';
  const data = moduleOf(module);
  const weight = data?.parameters.get(name);
  const shape = tensorOf(weight)?.shape;
  if (module.kind !== 'instance' || !data || !shape || !weight) return module;
  const axis = axisOf(call.args[2] ?? call.kwargs.get('dim'), shape.length);
  call.interpreter.touch(data.parameters);
  data.parameters.delete(name);
  for (const [suffix, keep] of parts(axis)) {
    const own = keep === 'all' ? shape : keep === null ? [] : shape.map((size, index) => (index === keep ? size : 1));
    registerTensor(call.interpreter, module, 'parameters', `${name}${suffix}`, makeParameter(ctx, own));
  }
  // The layer still reads `weight`, now a tensor that is computed from the parts.
  return module;
}

/** The weight is a parameter again, of the shape of the first part. */
function restore(ctx: TorchContext, call: NativeCall, what: string, parts: readonly [string, ...string[]]): Value {
  const module = call.args[0] ?? call.kwargs.get('module') ?? NONE;
  const given = call.args[1] ?? call.kwargs.get('name');
  const name = given?.kind === 'str' ? given.value : 'weight';
  const data = moduleOf(module);
  if (module.kind !== 'instance' || !data) return module;
  const whole = data.parameters.get(`${name}${parts[0]}`);
  if (!whole) {
    const text = `${what} of '${name}' not found in ${module.cls.name}`;
    return call.interpreter.raise('ValueError', text, call.site);
  }
  call.interpreter.touch(data.parameters);
  for (const part of parts) data.parameters.delete(`${name}${part}`);
  const shape = tensorOf(whole)?.shape ?? null;
  registerTensor(
    call.interpreter,
    module,
    'parameters',
    name,
    makeParameter(ctx, shape, tensorOf(whole)?.reason ?? null),
  );
  return module;
}

const SPACE = 'torch.nn.utils';
/** Names of the modules that hold these functions; the others there are not followed. */
const WITH_FUNCTIONS = [SPACE, `${SPACE}.weight_norm`, `${SPACE}.spectral_norm`, `${SPACE}.clip_grad`];
/** Modules none of whose functions are followed. */
const WITHOUT = ['prune', 'fusion', 'stateless'].map((name) => `${SPACE}.${name}`);

const PARAMETRISATIONS = `${SPACE}.parametrizations`;
const PARAMETRIZE = `${SPACE}.parametrize`;
const SEQUENCES = `${SPACE}.rnn`;

export const isNnUtilsModule = (name: string): boolean =>
  WITH_FUNCTIONS.includes(name) || WITHOUT.includes(name) || [PARAMETRISATIONS, PARAMETRIZE, SEQUENCES].includes(name);

export function nnUtilsModule(ctx: TorchContext, name: string): PyModule | undefined {
  if (!isNnUtilsModule(name)) return undefined;
  return nativeModule(name, entriesOf(ctx, name), (member) =>
    member.startsWith('__') || isNnUtilsModule(`${name}.${member}`)
      ? undefined
      : ctx.session.interpreter.unknown(say`${name}.${member} is not followed.`),
  );
}

function entriesOf(ctx: TorchContext, name: string): Readonly<Record<string, Value>> {
  if (WITH_FUNCTIONS.includes(name)) return functions(ctx);
  if (name === PARAMETRIZE) return parametrizeEntries(ctx);
  if (name === SEQUENCES) return sequenceEntries(ctx);
  if (name !== PARAMETRISATIONS) return {};
  return Object.fromEntries(
    parametrisations().map((each) => [each, native(each, (call) => parametrise(ctx, each, call))]),
  );
}

const functions = (ctx: TorchContext): Readonly<Record<string, Value>> => ({
  weight_norm: native('weight_norm', (call) =>
    replace(ctx, call, (axis) => [
      ['_g', axis],
      ['_v', 'all'],
    ]),
  ),
  spectral_norm: native('spectral_norm', (call) => replace(ctx, call, () => [['_orig', 'all']])),
  remove_weight_norm: native('remove_weight_norm', (call) => restore(ctx, call, 'weight_norm', ['_v', '_g'])),
  remove_spectral_norm: native('remove_spectral_norm', (call) => restore(ctx, call, 'spectral_norm', ['_orig'])),
  clip_grad_norm_: native('clip_grad_norm_', (call) =>
    call.interpreter.unknown(say`Gradients are not computed.`, call.site),
  ),
  clip_grad_value_: native('clip_grad_value_', () => NONE),
});
