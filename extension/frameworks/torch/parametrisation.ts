/**
 * torch.nn.utils.parametrizations: a weight that is computed from others by a module of its own. That module hangs below the layer, which
 * is then no leaf, and runs whenever the layer reads its weight. torch/nn/utils/parametrize.py
 */
import { say } from '../../message.ts';
import { lookup } from '../../python/evaluate/classes.ts';
import { nativeClass } from '../../python/evaluate/native.ts';
import {
  bool,
  native,
  NONE,
  type NativeCall,
  type PyClass,
  type PyInstance,
  type Value,
  Slot,
} from '../../python/values.ts';
import type { Shape } from '../../model/size.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import { TORCH, type TorchContext } from './context.ts';
import { initialise, registerModule, registerTensor } from './module-class.ts';
import { moduleOf, type ModuleData } from './module-data.ts';
import { axisOf } from './norm-axis.ts';
import { makeParameter } from './parameter.ts';

/** What a parametrisation stores in place of the weight: names, and whether only one axis is kept. */
interface Kind {
  readonly cls: string;
  readonly parts: (shape: Shape, axis: number | null) => readonly (readonly [name: string, shape: Shape])[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  weight_norm: {
    cls: '_WeightNorm',
    parts: (shape, kept) => [
      ['original0', kept === null ? [] : shape.map((size, axis) => (axis === kept ? size : 1))],
      ['original1', shape],
    ],
  },
  spectral_norm: { cls: '_SpectralNorm', parts: (shape) => [['original', shape]] },
  orthogonal: { cls: '_Orthogonal', parts: (shape) => [['original', shape]] },
};

export const parametrisations = (): readonly string[] => Object.keys(KINDS);

export function parametrise(ctx: TorchContext, name: string, call: NativeCall): Value {
  const module = call.args[0] ?? call.kwargs.get('module') ?? NONE;
  const given = call.args[1] ?? call.kwargs.get('name') ?? call.kwargs.get('tensor_name');
  const weight = given?.kind === 'str' ? given.value : 'weight';
  const data = moduleOf(module);
  const kind = KINDS[name];
  const tensor = data?.parameters.get(weight);
  const shape = tensorOf(tensor)?.shape;
  if (module.kind !== 'instance' || !data || !kind || !shape) {
    return call.interpreter.unknown(say`${name} is not followed here.`, call.site);
  }
  const axis = axisOf(call.args[2] ?? call.kwargs.get('dim'), shape.length);
  call.interpreter.touch(data.parameters);
  data.parameters.delete(weight);
  const spaces = child(ctx, call, module, data, 'parametrizations', 'ModuleDict');
  const list = child(ctx, call, spaces, moduleOf(spaces), weight, 'ParametrizationList');
  for (const [part, size] of kind.parts(shape, axis)) {
    registerTensor(call.interpreter, list, 'parameters', part, makeParameter(ctx, size));
  }
  child(ctx, call, list, moduleOf(list), '0', kind.cls);
  return module;
}

const classes = new Slot<Map<string, PyClass>, TorchContext>();

function child(
  ctx: TorchContext,
  call: NativeCall,
  owner: PyInstance,
  data: ModuleData | undefined,
  name: string,
  type: string,
): PyInstance {
  const existing = data?.modules.get(name);
  if (existing?.kind === 'instance') return existing;
  const known = classes.get(ctx) ?? new Map<string, PyClass>();
  classes.set(ctx, known);
  const cls =
    known.get(type) ??
    nativeClass({ name: type, qualifiedName: `torch.nn.utils.parametrize.${type}`, bases: [ctx.classes.module] });
  known.set(type, cls);
  const made: PyInstance = { kind: 'instance', cls, attributes: new Map() };
  initialise(made, call);
  registerModule(call.interpreter, owner, name, made);
  return made;
}

/** Classes of PyTorch's own, whose forward is not followed: the weight keeps its shape. */
const isOwn = (module: PyInstance): boolean => Object.values(KINDS).some(({ cls }) => cls === module.cls.name);

/** The layer reads its weights: each parametrisation runs, and is a row of the table. */
export function readParametrised(ctx: TorchContext, self: PyInstance, call: NativeCall): void {
  const spaces = moduleOf(self)?.modules.get('parametrizations');
  for (const list of moduleOf(spaces)?.modules.values() ?? []) {
    const data = moduleOf(list);
    const originals = [...(data?.parameters.values() ?? []), ...(data?.buffers.values() ?? [])];
    let values: readonly Value[] = originals.length > 1 ? originals : originals.slice(-1);
    for (const module of data?.modules.values() ?? []) {
      if (module.kind !== 'instance') continue;
      if (isOwn(module)) {
        const shape = originals.map((value) => tensorOf(value)?.shape).at(-1) ?? null;
        const output = makeTensor(ctx.session, TORCH, shape);
        ctx.trace.leaf(call.interpreter, module, [], output, call.site, ctx.session.calls.length);
        values = [output];
      } else values = [call.interpreter.call(module, values, undefined, call.site)];
    }
  }
}

/** register_parametrization(layer, 'weight', module): the tensor moves into a list that the module then computes it from. */
function register(ctx: TorchContext, call: NativeCall): Value {
  const [module = NONE, name, own = call.kwargs.get('parametrization')] = call.args;
  const tensorName = name ?? call.kwargs.get('tensor_name');
  const data = moduleOf(module);
  if (module.kind !== 'instance' || !data || tensorName?.kind !== 'str' || own?.kind !== 'instance' || !moduleOf(own)) {
    return call.interpreter.unknown(say`The parametrisation cannot be told.`, call.site);
  }
  const spaces = child(ctx, call, module, data, 'parametrizations', 'ModuleDict');
  const isNew = !moduleOf(spaces)?.modules.has(tensorName.value);
  const list = child(ctx, call, spaces, moduleOf(spaces), tensorName.value, 'ParametrizationList');
  if (isNew) {
    const kind = data.parameters.has(tensorName.value) ? 'parameters' : 'buffers';
    const original = data[kind].get(tensorName.value);
    if (original) {
      call.interpreter.touch(data[kind]);
      data[kind].delete(tensorName.value);
      for (const [part, value] of originals(ctx, call, own, original)) {
        registerTensor(call.interpreter, list, kind, part, value);
      }
    }
  }
  registerModule(call.interpreter, list, String(moduleOf(list)?.modules.size ?? 0), own);
  return module;
}

/** What right_inverse makes of the tensor, one or several; the tensor itself where there is none. */
function originals(
  ctx: TorchContext,
  call: NativeCall,
  own: PyInstance,
  tensor: Value,
): readonly (readonly [string, Value])[] {
  const inverse = lookup(own.cls, 'right_inverse') && call.interpreter.getAttribute(own, 'right_inverse', call.site);
  if (!inverse) return [['original', tensor]];
  const made = call.interpreter.call(inverse, [tensor], undefined, call.site);
  const parameter = (value: Value): Value => {
    const data = tensorOf(value);
    return makeParameter(ctx, data?.shape ?? null, data ? data.reason : say`What right_inverse gives cannot be told.`);
  };
  if (made.kind === 'tuple' || made.kind === 'list')
    return made.items.map((item, index) => [`original${index}`, parameter(item)] as const);
  return [['original', parameter(made)]];
}

const isParametrised = (call: NativeCall): boolean => {
  const spaces = moduleOf(moduleOf(call.args[0])?.modules.get('parametrizations'));
  const name = call.args[1] ?? call.kwargs.get('tensor_name');
  return spaces !== undefined && (name?.kind !== 'str' || spaces.modules.has(name.value));
};

/** The weight is a parameter again, of the shape that comes out; without leave_parametrized, of the one it had. */
function unregister(ctx: TorchContext, call: NativeCall): Value {
  const [module = NONE, name = call.kwargs.get('tensor_name')] = call.args;
  const data = moduleOf(module);
  const spaces = moduleOf(data?.modules.get('parametrizations'));
  const list = name?.kind === 'str' ? moduleOf(spaces?.modules.get(name.value)) : undefined;
  if (module.kind !== 'instance' || name?.kind !== 'str' || !data || !spaces || !list) return module;
  const shape = [...list.parameters.values()].map((value) => tensorOf(value)?.shape).at(-1) ?? null;
  const { interpreter } = call;
  interpreter.touch(spaces.modules);
  spaces.modules.delete(name.value);
  if (spaces.modules.size === 0) {
    interpreter.touch(data.modules);
    data.modules.delete('parametrizations');
  }
  registerTensor(interpreter, module, 'parameters', name.value, makeParameter(ctx, shape));
  return module;
}

/** torch.nn.utils.parametrize. */
export const parametrizeEntries = (ctx: TorchContext): Readonly<Record<string, Value>> => ({
  register_parametrization: native('register_parametrization', (call) => register(ctx, call)),
  remove_parametrizations: native('remove_parametrizations', (call) => unregister(ctx, call)),
  is_parametrized: native('is_parametrized', (call) => bool(isParametrised(call))),
});
