/**
 * What surrounds models in PyTorch code and changes no shape: gradients, devices, seeds, optimisers, data, compilation. It must run
 * through quickly and quietly.
 */
import { type Message, say } from '../../message.ts';
import { builtinClasses, instance, nativeClass, nativeModule } from '../../python/evaluate/native.ts';
import {
  FALSE,
  float,
  int,
  native,
  NONE,
  str,
  TRUE,
  tuple,
  type NativeCall,
  type PyClass,
  type PyModule,
  type Value,
} from '../../python/values.ts';
import { tensorOf } from '../tensor.ts';
import { moduleOf } from './module-data.ts';
import type { TorchContext } from './context.ts';

type Entries = Readonly<Record<string, Value>>;

/** A function that gives the same, whatever it is given. */
const gives = (name: string, value: Value): Value => native(name, () => value);
const passes = (name: string): Value => native(name, (call) => call.args[0] ?? [...call.kwargs.values()][0] ?? NONE);
const unknowable = (name: string, reason: Message): Value =>
  native(name, (call) => call.interpreter.unknown(reason, call.site));

/** `with torch.no_grad():` and `@torch.no_grad()`. */
function contextManager(name: string): PyClass {
  return nativeClass({
    name,
    qualifiedName: `torch.${name}`,
    methods: {
      __init__: () => NONE,
      __enter__: (call) => call.args[0] ?? NONE,
      __exit__: () => FALSE,
      __call__: (call) => call.args[1] ?? NONE,
    },
  });
}

/** `@no_grad` without parentheses decorates too. */
function contextFunction(name: string): Value {
  const cls = contextManager(name);
  return native(name, (call) => {
    const [fn] = call.args;
    return fn && (fn.kind === 'function' || fn.kind === 'method') ? fn : instance(cls);
  });
}

/** `@torch.jit.script` and its like: what they decorate comes back, also when they are called with options first. */
const decorator = (name: string): Value =>
  native(name, (call) => {
    const [fn] = call.args;
    return fn && fn.kind !== 'bool' && fn.kind !== 'str' ? fn : passes(name);
  });

export function supportEntries(): Entries {
  const names = ['no_grad', 'enable_grad', 'inference_mode', 'set_grad_enabled', 'autocast'];
  return {
    ...memoryErrors(),
    ...Object.fromEntries(names.map((name) => [name, contextFunction(name)])),
    ...Object.fromEntries(
      ['manual_seed', 'seed', 'set_default_dtype', 'set_default_tensor_type', 'set_default_device', 'set_printoptions', 'save',
        'set_num_threads', 'use_deterministic_algorithms', 'set_float32_matmul_precision', 'set_grad_enabled_'].map((name) => [name, gives(name, NONE)]),
    ), // prettier-ignore
    is_tensor: native('is_tensor', ({ args }) =>
      tensorOf(args[0]) ? TRUE : args[0]?.kind === 'unknown' ? args[0] : FALSE,
    ),
    is_grad_enabled: gives('is_grad_enabled', TRUE),
    compile: decorator('compile'),
    load: unknowable('load', say`Files are not read here.`),
    typename: unknowable('typename', say`Type names are not followed.`),
    initial_seed: gives('initial_seed', int(0)),
    get_num_threads: gives('get_num_threads', int(1)),
    pi: float(Math.PI),
    e: float(Math.E),
    inf: float(Infinity),
    nan: float(Number.NaN),
    __version__: str('2.13.0'),
  };
}

/** Modules that hold nothing a shape depends on: every name in them is Unknown, unless it stands in their table. */
export function supportModule(ctx: TorchContext, name: string): PyModule | undefined {
  const entries = Object.hasOwn(MODULES, name) ? MODULES[name] : undefined;
  if (!entries) return undefined;
  return nativeModule(name, entries(ctx), (entry) => {
    if (entry.startsWith('__') || isSupportModule(`${name}.${entry}`)) return undefined;
    const reason = say`${name}.${entry} is not followed.`;
    return HELPERS.has(name) && /^_?[A-Z]/.test(entry)
      ? opaqueClass(ctx, entry, name, reason)
      : ctx.session.interpreter.unknown(reason);
  });
}

/** Whose classes make objects beside the model: a module that keeps one of them hides no layer there. */
const HELPERS = new Set([
  'torch.optim',
  'torch.optim.lr_scheduler',
  'torch.utils.tensorboard',
  'torch.cuda.amp',
  'torch.amp',
]);

/** A class whose objects say nothing. */
const opaqueClass = (ctx: TorchContext, name: string, space: string, reason: Message): PyClass =>
  nativeClass({
    name,
    qualifiedName: `${space}.${name}`,
    methods: {
      __init__: () => NONE,
      __call__: () => NONE,
      __getattr__: (call) => ctx.session.interpreter.unknown(reason, call.site),
    },
  });

export const isSupportModule = (name: string): boolean => Object.hasOwn(MODULES, name);

const none = (...names: readonly string[]): Entries =>
  Object.fromEntries(names.map((name) => [name, gives(name, NONE)]));
const decorators = (...names: readonly string[]): Entries =>
  Object.fromEntries(names.map((name) => [name, decorator(name)]));
const unavailable = (): Entries => ({ is_available: gives('is_available', FALSE), is_built: gives('is_built', FALSE) });
const nothing = (): Entries => ({});
const autocast = (): Entries => ({ autocast: contextFunction('autocast') });

function checkpoints(): Entries {
  const run = native('checkpoint', (call) => {
    const [fn, ...rest] = call.args;
    return fn ? call.interpreter.call(fn, rest, undefined, call.site) : NONE;
  });
  const sequence = native('checkpoint_sequential', (call) => {
    const [functions, , input = NONE] = call.args;
    let value = input;
    for (const fn of (functions && call.interpreter.iterate(functions)) ?? []) {
      value = call.interpreter.call(fn, [value], undefined, call.site);
    }
    return value;
  });
  return { checkpoint: run, checkpoint_sequential: sequence };
}

function datasets(): Entries {
  const dataset = nativeClass({
    name: 'Dataset',
    qualifiedName: 'torch.utils.data.Dataset',
    methods: { __init__: () => NONE },
  });
  return { Dataset: dataset, IterableDataset: dataset };
}

/** No handler of theirs is entered for another error. */
const memoryErrors = (): Entries => ({
  OutOfMemoryError: nativeClass({
    name: 'OutOfMemoryError',
    qualifiedName: 'torch.OutOfMemoryError',
    bases: [builtinClasses.RuntimeError],
  }),
});

const cuda = (): Entries => ({
  ...memoryErrors(),
  is_available: gives('is_available', FALSE),
  device_count: gives('device_count', int(0)),
  current_device: gives('current_device', int(0)),
  ...none('empty_cache', 'synchronize', 'set_device', 'manual_seed', 'manual_seed_all', 'init'),
});

const distributed = (): Entries => ({
  is_available: gives('is_available', FALSE),
  is_initialized: gives('is_initialized', FALSE),
  get_world_size: gives('get_world_size', int(1)),
  get_rank: gives('get_rank', int(0)),
});

const jit = (ctx: TorchContext): Entries => ({
  ...decorators('script', 'ignore', 'unused', 'export', 'script_method', 'interface'),
  is_scripting: gives('is_scripting', FALSE),
  is_tracing: gives('is_tracing', FALSE),
  ScriptModule: ctx.classes.module,
  Final: unknowable('Final', say`An annotation.`),
  trace: native('trace', (call) => runModel(call) ?? NONE),
});

const onnx = (): Entries => ({
  export: native('export', (call) => {
    runModel(call);
    return NONE;
  }),
});

const autograd = (): Entries => ({
  Variable: passes('Variable'),
  Function: autogradFunction(),
  no_grad: contextFunction('no_grad'),
});

const QUIET = [
  'optim', 'optim.lr_scheduler', 'utils', 'utils.data.distributed', 'utils.tensorboard', 'utils.model_zoo', 'backends', 'backends.cudnn',
  'backends.cuda', 'multiprocessing', 'hub', 'profiler', 'quantization', 'ao', 'fx', 'func', 'random', 'version', 'types',
  '_dynamo', 'jit.annotations',
]; // prettier-ignore

const MODULES: Readonly<Record<string, (ctx: TorchContext) => Entries>> = {
  ...Object.fromEntries(QUIET.map((name) => [`torch.${name}`, nothing])),
  'torch.utils.data': datasets,
  'torch.utils.checkpoint': checkpoints,
  'torch.cuda': cuda,
  'torch.cuda.amp': autocast,
  'torch.amp': autocast,
  'torch.backends.mps': unavailable,
  'torch.mps': unavailable,
  'torch.accelerator': unavailable,
  'torch.xpu': unavailable,
  'torch.distributed': distributed,
  'torch.jit': jit,
  'torch.onnx': onnx,
  'torch.autograd': autograd,
  'torch.autograd.function': autograd,
  'torch.autograd.variable': autograd,
};

/** Runs `model` on the example inputs of a call `trace(model, x)`, and gives it back. */
function runModel(call: NativeCall): Value | undefined {
  const [model, given] = call.args;
  const inputs = given ?? call.kwargs.get('example_inputs') ?? call.kwargs.get('args');
  if (model && moduleOf(model) && inputs) {
    call.interpreter.call(model, inputs.kind === 'tuple' ? inputs.items : [inputs], undefined, call.site);
  }
  return model;
}

/** A function with its own backward: `Mine.apply(x)` runs `Mine.forward(ctx, x)`. */
function autogradFunction(): PyClass {
  const context = nativeClass({
    name: 'FunctionCtx',
    qualifiedName: 'torch.autograd.function.FunctionCtx',
    methods: {
      save_for_backward: () => NONE,
      mark_non_differentiable: () => NONE,
      mark_dirty: () => NONE,
      set_materialize_grads: () => NONE,
    },
    attributes: { needs_input_grad: tuple([]) },
  });
  const cls = nativeClass({ name: 'Function', qualifiedName: 'torch.autograd.Function' });
  cls.namespace.set('apply', {
    kind: 'classmethod',
    callable: native('apply', (call) => {
      const [own, ...rest] = call.args;
      const forward = own && call.interpreter.getAttribute(own, 'forward', call.site);
      if (!forward) return NONE;
      return call.interpreter.call(forward, [instance(context), ...rest], call.kwargs, call.site);
    }),
  });
  return cls;
}
