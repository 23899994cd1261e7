/**
 * torch.nn.utils.parametrizations: a weight that is computed from others by a module of its own. That module hangs below the layer, which
 * is then no leaf, and runs whenever the layer reads its weight. torch/nn/utils/parametrize.py
 */
import { nativeClass } from '../../python/evaluate/native.ts';
import { NONE, type NativeCall, type PyClass, type PyInstance, type Value } from '../../python/values.ts';
import type { Shape } from '../../model/size.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import { TORCH, type TorchContext } from './context.ts';
import { initialise, registerModule, registerTensor } from './module-class.ts';
import { moduleOf, type ModuleData } from './module-data.ts';
import { makeParameter } from './parameter.ts';

/** What a parametrisation stores in place of the weight: names, and whether only one axis is kept. */
interface Kind {
  readonly cls: string;
  readonly parts: (shape: Shape) => readonly (readonly [name: string, shape: Shape])[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  weight_norm: {
    cls: '_WeightNorm',
    parts: (shape) => [
      ['original0', shape.map((size, axis) => (axis === 0 ? size : 1))],
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
  const axis = call.args[2] ?? call.kwargs.get('dim');
  // Another axis than the first is rare, and would change the shape of the norms.
  const usual = axis === undefined || (axis.kind === 'int' && axis.value === 0) || name !== 'weight_norm';
  if (module.kind !== 'instance' || !data || !kind || !shape || !usual) {
    return call.interpreter.unknown(`${name} is not followed here.`, call.site);
  }
  call.interpreter.touch(data.parameters);
  data.parameters.delete(weight);
  const spaces = child(ctx, call, module, data, 'parametrizations', 'ModuleDict');
  const list = child(ctx, call, spaces, moduleOf(spaces), weight, 'ParametrizationList');
  for (const [part, size] of kind.parts(shape)) {
    registerTensor(call.interpreter, list, 'parameters', part, makeParameter(ctx, size));
  }
  child(ctx, call, list, moduleOf(list), '0', kind.cls);
  return module;
}

const classes = new WeakMap<TorchContext, Map<string, PyClass>>();

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

/** The layer reads its weights: each parametrisation runs, and is a row of the table. */
export function readParametrised(ctx: TorchContext, self: PyInstance, call: NativeCall): void {
  const spaces = moduleOf(self)?.modules.get('parametrizations');
  for (const list of moduleOf(spaces)?.modules.values() ?? []) {
    const data = moduleOf(list);
    const shape = [...(data?.parameters.values() ?? [])].map((value) => tensorOf(value)?.shape).at(-1) ?? null;
    for (const module of data?.modules.values() ?? []) {
      if (module.kind !== 'instance') continue;
      const output = makeTensor(ctx.session, TORCH, shape);
      ctx.trace.leaf(call.interpreter, module, [], output, call.site, ctx.session.calls.length);
    }
  }
}
