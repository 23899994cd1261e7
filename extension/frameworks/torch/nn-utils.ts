/** torch.nn.utils: weight_norm and spectral_norm, which change what a layer stores; clipping and packing, which do not. */
import { nativeModule } from '../../python/evaluate/native.ts';
import { asInt, native, NONE, type NativeCall, type PyModule, type Value } from '../../python/values.ts';
import { tensorOf } from '../tensor.ts';
import type { TorchContext } from './context.ts';
import { registerTensor } from './module-class.ts';
import { moduleOf } from './module-data.ts';
import { makeParameter } from './parameter.ts';
import { parametrisations, parametrise } from './parametrisation.ts';

/** Replaces a parameter by others, as the hooks of torch.nn.utils do. */
function replace(
  ctx: TorchContext,
  call: NativeCall,
  parts: (axis: number) => readonly (readonly [string, number | null])[],
): Value {
  const module = call.args[0] ?? call.kwargs.get('module') ?? NONE;
  const given = call.args[1] ?? call.kwargs.get('name');
  const name = given?.kind === 'str' ? given.value : 'weight';
  const data = moduleOf(module);
  const weight = data?.parameters.get(name);
  const shape = tensorOf(weight)?.shape;
  if (module.kind !== 'instance' || !data || !shape || !weight) return module;
  const axis = asInt(call.args[2] ?? call.kwargs.get('dim')) ?? 0;
  call.interpreter.touch(data.parameters);
  data.parameters.delete(name);
  for (const [suffix, keep] of parts(axis)) {
    const own = keep === null ? shape : shape.map((size, index) => (index === keep ? size : 1));
    registerTensor(call.interpreter, module, 'parameters', `${name}${suffix}`, makeParameter(ctx, own));
  }
  // The layer still reads `weight`, now a tensor that is computed from the parts.
  return module;
}

const SPACE = 'torch.nn.utils';
/** Names of the modules that hold these functions; the others there are not followed. */
const WITH_FUNCTIONS = [SPACE, `${SPACE}.weight_norm`, `${SPACE}.spectral_norm`, `${SPACE}.clip_grad`];
/** Modules none of whose functions are followed. */
const WITHOUT = ['parametrize', 'rnn', 'prune', 'fusion', 'stateless'].map((name) => `${SPACE}.${name}`);

const PARAMETRISATIONS = `${SPACE}.parametrizations`;

export const isNnUtilsModule = (name: string): boolean =>
  WITH_FUNCTIONS.includes(name) || WITHOUT.includes(name) || name === PARAMETRISATIONS;

export function nnUtilsModule(ctx: TorchContext, name: string): PyModule | undefined {
  if (!isNnUtilsModule(name)) return undefined;
  return nativeModule(name, entriesOf(ctx, name), (member) =>
    member.startsWith('__') || isNnUtilsModule(`${name}.${member}`)
      ? undefined
      : ctx.session.interpreter.unknown(`${name}.${member} is not followed.`),
  );
}

function entriesOf(ctx: TorchContext, name: string): Readonly<Record<string, Value>> {
  if (WITH_FUNCTIONS.includes(name)) return functions(ctx);
  if (name !== PARAMETRISATIONS) return {};
  return Object.fromEntries(
    parametrisations().map((each) => [each, native(each, (call) => parametrise(ctx, each, call))]),
  );
}

const functions = (ctx: TorchContext): Readonly<Record<string, Value>> => ({
  weight_norm: native('weight_norm', (call) =>
    replace(ctx, call, (axis) => [
      ['_g', axis],
      ['_v', null],
    ]),
  ),
  spectral_norm: native('spectral_norm', (call) => replace(ctx, call, () => [['_orig', null]])),
  remove_weight_norm: native('remove_weight_norm', (call) => call.args[0] ?? NONE),
  remove_spectral_norm: native('remove_spectral_norm', (call) => call.args[0] ?? NONE),
  clip_grad_norm_: native('clip_grad_norm_', (call) =>
    call.interpreter.unknown('Gradients are not computed.', call.site),
  ),
  clip_grad_value_: native('clip_grad_value_', () => NONE),
});
