/** PyTorch as one framework of an analysis: `createTorch(session)`. */
import { say } from '../../message.ts';
import { isSubclass } from '../../python/evaluate/classes.ts';
import { builtinClasses, nativeModule } from '../../python/evaluate/native.ts';
import { list, str, type PyInstance, type PyModule, type Value } from '../../python/values.ts';
import { Einops, isEinops } from '../einops/module.ts';
import type { FrameworkRun } from '../framework.ts';
import { lazy } from '../lazy.ts';
import type { Session } from '../session.ts';
import { setTensorClass } from '../tensor.ts';
import { torchFunction } from './call.ts';
import { createContainers } from './containers.ts';
import { signatures, TORCH, TorchContext } from './context.ts';
import { createDeviceClass, createDtypes } from './dtypes.ts';
import { addModelGraphs, bestRun, isModel, rootModels } from './graphs.ts';
import { placeOf } from './place.ts';
import { initModule } from './init.ts';
import { baseClass, isAbstractBase, layerClass } from './layer-classes.ts';
import { factOf, fillContainers } from './layers.ts';
import { distributionsModule, isDistributions, libraryClass } from './library.ts';
import { isLightning, lightningModule } from './lightning.ts';
import { createModuleClass } from './module-class.ts';
import { moduleOf } from './module-data.ts';
import { isNnUtilsModule, nnUtilsModule } from './nn-utils.ts';
import { createParameterClass } from './parameter.ts';
import { dataParallel } from './parallel.ts';
import { runModel } from './run-model.ts';
import { createSizeClass, initialiseTensor, specialEntries, tupleHelpers, typedTensorClasses } from './special.ts';
import { isSupportModule, supportEntries, supportModule } from './support.ts';
import { summaryModule } from './summaries.ts';
import { createTensorClass } from './tensor-class.ts';
import { isTimm, timmModules } from './timm.ts';
import { isTorchvision, Torchvision } from './torchvision.ts';
import { Trace } from './trace.ts';

export function createTorch(session: Session): FrameworkRun {
  const ctx = new TorchContext(session, new Trace(session));
  const modules = createModules(ctx);
  const graphs = new Map<PyInstance, number>();
  return {
    framework: TORCH,
    module: modules,
    layerOf: (value) => (value.kind === 'instance' ? (factOf(ctx, value) ?? undefined) : undefined),
    modelOf: (value) => (value.kind === 'instance' ? graphs.get(value) : undefined),
    isModel: (value) => isModel(ctx, value),
    canRun: (value) => moduleOf(value) !== undefined,
    isModelClass: (cls) => cls.place !== null && isSubclass(cls, ctx.classes.module),
    run: (value, inputs, place) => {
      if (value.kind === 'instance' && moduleOf(value)) runModel(ctx, value, inputs, place);
    },
    hasRun: (value) => {
      const run = value.kind === 'instance' ? bestRun(ctx, value) : undefined;
      return run !== undefined && run.inputs.length > 0 && run.inputs.every((id) => session.tensor(id).shape !== null);
    },
    wasConstructed: (cls) => ctx.modules.some((module) => module.cls === cls),
    models: () => rootModels(ctx).map((model) => ({ model, place: placeOf(ctx, model) })),
    finish: (named, only) => {
      const all = only
        ? [only].filter((value) => moduleOf(value))
        : [...new Set([...rootModels(ctx), ...named])].filter((value) => isModel(ctx, value));
      for (const [model, id] of addModelGraphs(ctx, all)) graphs.set(model, id);
      fillContainers(ctx);
    },
  };
}

function createClasses(ctx: TorchContext): void {
  const tensor = createTensorClass(ctx);
  tensor.namespace.set('__init__', {
    kind: 'native',
    name: '__init__',
    run: (call) => initialiseTensor(ctx, call),
  });
  setTensorClass(ctx.session, TORCH, tensor);
  const { cls: dtype, named } = createDtypes();
  for (const [name, value] of named) ctx.dtypes.set(name, value);
  ctx.classes = {
    tensor,
    parameter: createParameterClass(ctx, tensor),
    module: createModuleClass(ctx),
    size: createSizeClass(ctx, builtinClasses.tuple),
    device: createDeviceClass(),
    dtype,
    layer: (name) => layerClass(ctx, name),
  };
  for (const container of createContainers(ctx)) ctx.layers.set(container.name, container);
  ctx.layers.set('DataParallel', dataParallel(ctx));
}

function createModules(ctx: TorchContext): (name: string) => PyModule | undefined {
  createClasses(ctx);
  const { classes } = ctx;
  const made = new Map<string, PyModule>();
  const unknown = (path: string): Value => ctx.session.interpreter.unknown(say`${path} is not followed.`);

  const nnEntry = (name: string): Value | undefined => {
    if (name === 'Module') return classes.module;
    if (name === 'Parameter') return classes.parameter;
    return (
      ctx.layers.get(name) ??
      libraryClass(ctx, name) ??
      layerClass(ctx, name) ??
      (isAbstractBase(name) ? baseClass(ctx, name) : undefined)
    );
  };
  let entries: Readonly<Record<string, Value>> | null = null;
  const torchEntries = (): Readonly<Record<string, Value>> =>
    (entries ??= {
      Tensor: classes.tensor,
      Size: classes.size,
      device: classes.device,
      dtype: classes.dtype,
      ...typedTensorClasses(ctx),
      ...specialEntries(ctx),
      ...supportEntries(),
    });
  const lookups: Readonly<Record<string, (name: string) => Value | undefined>> = {
    torch: (name) =>
      (Object.hasOwn(torchEntries(), name) ? torchEntries()[name] : undefined) ??
      ctx.dtypes.get(name) ??
      torchFunction(ctx, name),
    'torch.nn': nnEntry,
    'torch.nn.functional': (name) => torchFunction(ctx, `nn.functional.${name}`),
    'torch.nn.modules': nnEntry,
    'torch.nn.parameter': (name) => (name === 'Parameter' ? classes.parameter : undefined),
    'torch.linalg': (name) => torchFunction(ctx, `linalg.${name}`),
    'torch.fft': (name) => torchFunction(ctx, `fft.${name}`),
    'torch.special': (name) => torchFunction(ctx, `special.${name}`),
  };

  const get = (name: string): PyModule | undefined => {
    const existing = made.get(name);
    if (existing) return existing;
    const module = make(name);
    if (module) made.set(name, module);
    return module;
  };
  const make = (name: string): PyModule | undefined => {
    const quiet = supportModule(ctx, name) ?? nnUtilsModule(ctx, name);
    if (quiet) return quiet;
    if (isDistributions(name)) return distributionsModule(ctx, name);
    if (name === 'torch.nn.init') return initModule(ctx);
    if (name === 'torch.nn.modules.utils') return nativeModule(name, tupleHelpers());
    if (/^(torchinfo|torchsummary|torchsummaryX|thop|ptflops)(\.|$)/.test(name)) return summaryModule(ctx, name);
    // torch.nn.modules.conv holds a part of torch.nn.
    const part = /^torch\.nn\.modules\.\w+$/.test(name) ? 'torch.nn.modules' : name;
    const lookup = lookups[part];
    if (!lookup && !name.startsWith('torch.')) return undefined;
    return nativeModule(name, { __name__: str(name) }, (member) => {
      if (member === '__all__') return listedNames(name);
      if (member.startsWith('__') && member !== '__version__') return undefined;
      return lookup?.(member) ?? submodule(`${name}.${member}`) ?? unknown(`${name}.${member}`);
    });
  };
  const submodule = (path: string): PyModule | undefined =>
    lookups[path] ||
    isSupportModule(path) ||
    isNnUtilsModule(path) ||
    path === 'torch.nn.init' ||
    isDistributions(path) ||
    /^torch\.nn\.modules\.[a-z]/.test(path)
      ? get(path)
      : undefined;

  const lightning = lazy(() => lightningModule(ctx, made));
  const torchvision = lazy(() => new Torchvision(ctx));
  const einops = lazy(() => new Einops(ctx));
  const timm = lazy(() => timmModules(ctx));
  return (name) => {
    if (isLightning(name)) return lightning()(name);
    if (isTorchvision(name)) return torchvision().module(name);
    if (isEinops(name)) return einops().module(name);
    if (isTimm(name)) return timm()(name);
    return isTorchModule(name) ? get(name) : undefined;
  };
}

/** True for the modules that PyTorch answers for, and those that belong to it. */
export const isTorchModule = (name: string): boolean =>
  isLightning(name) ||
  isTorchvision(name) ||
  isEinops(name) ||
  isTimm(name) ||
  /^(torch|torchinfo|torchsummary|torchsummaryX|thop|ptflops)(\.|$)/.test(name);

/** What `from torch.nn import *` brings; each is made when it is used. */
function listedNames(module: string): Value | undefined {
  const prefix = { 'torch.nn': 'nn.', 'torch.nn.functional': 'nn.functional.' }[module];
  return prefix === undefined ? undefined : list(signatures.namesBelow(prefix).map(str));
}
