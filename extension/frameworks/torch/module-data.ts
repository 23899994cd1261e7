/**
 * What an nn.Module registers: parameters, buffers and submodules, by attribute name. Kept beside the instance's attributes, as PyTorch
 * keeps `_parameters`, `_buffers` and `_modules`. torch/nn/modules/module.py
 */
import { type Message, say } from '../../message.ts';
import type { LayerId } from '../../model/graph.ts';
import type { LayerRecord, PlainArguments } from '../../model/record.ts';
import type { Size } from '../../model/size.ts';
import type { Range } from '../../model/range.ts';
import { add, multiply, product } from '../../model/sizes/arithmetic.ts';
import { Slot, type CallSite, type Cause, type PyInstance, type Value } from '../../python/values.ts';
import { tensorOf } from '../tensor.ts';

export interface ModuleData {
  /** Parameters, None for those that were registered as absent, Unknown where branches disagree. */
  readonly parameters: Map<string, Value>;
  readonly buffers: Map<string, Value>;
  readonly modules: Map<string, Value>;
  /** Set for the layers of torch.nn itself. */
  native: NativeLayer | null;
  /** The fact of a user's own module, made when one is needed. */
  fact: LayerId | null;
  /** What runs `before` and `after` its forward: a tuple of hooks each. */
  readonly hooks: Map<string, Value>;
  /** The call that constructs it. */
  readonly site: CallSite;
  /** The module whose constructor it was made in. */
  readonly maker: PyInstance | null;
  /** False while it is constructed, and for ever if an exception or a limit ended that. */
  complete: boolean;
}

/** A layer of torch.nn: its record, and the arguments as they are now (code may set `conv.stride` later). */
export interface NativeLayer {
  /** `Conv2d`: the torch.nn class, also of a user's subclass. */
  readonly type: string;
  readonly layer: LayerId;
  readonly record: LayerRecord | null;
  args: PlainArguments;
  readonly ranges: Readonly<Record<string, Range>>;
  /** null: the arguments cannot be told or are refused; `reason` says why. */
  config: { readonly value: unknown } | null;
  reason: Message | null;
}

const moduleSlot = new Slot<ModuleData>();

export const moduleOf = (value: Value | undefined): ModuleData | undefined => moduleSlot.get(value);

export function setModule(value: PyInstance, data: ModuleData): void {
  moduleSlot.set(value, data);
}

export interface NamedModule {
  readonly path: string;
  readonly module: PyInstance;
  readonly data: ModuleData;
}

export interface ModuleTree {
  /** Depth first, the root first, each module once: PyTorch's named_modules. */
  readonly modules: readonly NamedModule[];
  /** Set when some part of the tree cannot be told. */
  readonly uncertain: Cause | null;
}

/** Deeper nesting of modules than any model has; a cycle of attributes ends at the module that was seen already. */
const MAX_MODULES = 20_000;

export function moduleTree(root: PyInstance): ModuleTree {
  const modules: NamedModule[] = [];
  const seen = new Set<PyInstance>();
  let uncertain: Cause | null = null;
  const visit = (module: PyInstance, path: string): void => {
    const data = moduleOf(module);
    if (!data || seen.has(module) || modules.length >= MAX_MODULES) return;
    seen.add(module);
    modules.push({ path, module, data });
    for (const [name, child] of data.modules) {
      if (child.kind === 'instance') {
        const own = path === '' ? name : `${path}.${name}`;
        if (moduleOf(child)) visit(child, own);
        else
          uncertain ??= child.cls.incomplete ?? {
            reason: say`${own} is a ${child.cls.name}, which is no module.`,
            place: null,
          };
      } else if (child.kind === 'unknown') uncertain ??= child.cause;
    }
  };
  visit(root, '');
  return { modules, uncertain };
}

export const childModules = (data: ModuleData): readonly (readonly [string, PyInstance])[] =>
  [...data.modules].flatMap(([name, child]) => (child.kind === 'instance' ? [[name, child] as const] : []));

export interface NamedTensor {
  readonly path: string;
  readonly tensor: PyInstance;
}

/** Parameters or buffers of a tree of modules, each once. */
export function namedTensors(
  root: PyInstance,
  kind: 'parameters' | 'buffers',
  recurse = true,
): { readonly tensors: readonly NamedTensor[]; readonly uncertain: Cause | null } {
  const tree = moduleTree(root);
  let uncertain = recurse ? tree.uncertain : null;
  const seen = new Set<PyInstance>();
  const tensors: NamedTensor[] = [];
  for (const { path, data } of recurse ? tree.modules : tree.modules.slice(0, 1)) {
    for (const [name, value] of data[kind]) {
      if (value.kind === 'unknown') uncertain ??= value.cause;
      if (value.kind !== 'instance' || seen.has(value)) continue;
      seen.add(value);
      tensors.push({ path: path === '' ? name : `${path}.${name}`, tensor: value });
    }
  }
  return { tensors, uncertain };
}

export interface Counted {
  readonly total: Size | null;
  readonly trainable: Size | null;
  readonly reason: Message | null;
}

/** PyTorch's `sum(p.numel() for p in module.parameters())`. */
export function countParameters(root: PyInstance): Counted {
  const { tensors, uncertain } = namedTensors(root, 'parameters');
  if (uncertain) return { total: null, trainable: null, reason: uncertain.reason };
  let total: Size = 0;
  let trainable: Size | null = 0;
  for (const { path, tensor } of tensors) {
    const shape = tensorOf(tensor)?.shape;
    if (!shape) {
      const reason = tensorOf(tensor)?.reason ?? say`its shape is not known`;
      return { total: null, trainable: null, reason: say`The size of the parameter ${path} cannot be told: ${reason}` };
    }
    const count = product(shape);
    total = add(total, count);
    const flag = requiresGrad(tensor);
    if (flag === null) trainable = null;
    else if (trainable !== null) trainable = add(trainable, multiply(count, flag ? 1 : 0));
  }
  return { total, trainable, reason: null };
}

/** null where a branch that cannot be told decides it. */
export function requiresGrad(tensor: PyInstance): boolean | null {
  const flag = tensor.attributes.get('requires_grad');
  if (flag === undefined) return false;
  return flag.kind === 'bool' ? flag.value : null;
}

/** Why a part of the model may not be known: an attribute that cannot be told could be a module. */
export function unknownAttribute(model: PyInstance): Cause | null {
  for (const { module, data } of moduleTree(model).modules) {
    if (data.native) continue;
    for (const [name, value] of module.attributes) {
      if (value.kind === 'unknown') return value.cause;
      if (value.kind === 'module') return { reason: say`${name} is the module ${value.name}.`, place: null };
    }
  }
  return null;
}
