/**
 * What surrounds models in PyTorch code and changes no shape: gradients, devices, seeds, optimisers, data, compilation. It must run
 * through quickly and quietly.
 */
import { instance, nativeClass, nativeModule } from '../../python/evaluate/native.ts';
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
const unknowable = (name: string, reason: string): Value =>
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
    load: unknowable('load', 'Files are not read here.'),
    typename: unknowable('typename', 'Type names are not followed.'),
    initial_seed: gives('initial_seed', int(0)),
    get_num_threads: gives('get_num_threads', int(1)),
    pi: float(Math.PI),
    e: float(Math.E),
    inf: float(Infinity),
    nan: float(Number.NaN),
    __version__: str('2.13.0'),
  };
}

/** Modules that hold nothing a shape depends on: every name in them is Unknown, unless it stands here. */
export function supportModules(ctx: TorchContext): ReadonlyMap<string, PyModule> {
  const quiet = (name: string, entries: Entries = {}): readonly [string, PyModule] => [
    name,
    nativeModule(name, entries, (entry) =>
      entry.startsWith('__') ? undefined : ctx.session.interpreter.unknown(`${name}.${entry} is not followed.`),
    ),
  ];
  const run = native('checkpoint', (call) => {
    const [fn, ...rest] = call.args;
    return fn ? call.interpreter.call(fn, rest, undefined, call.site) : NONE;
  });
  const inner = native('checkpoint_sequential', (call) => {
    const [functions, , input = NONE] = call.args;
    let value = input;
    for (const fn of (functions && call.interpreter.iterate(functions)) ?? []) {
      value = call.interpreter.call(fn, [value], undefined, call.site);
    }
    return value;
  });
  const dataset = nativeClass({
    name: 'Dataset',
    qualifiedName: 'torch.utils.data.Dataset',
    methods: { __init__: () => NONE },
  });
  const cuda = {
    is_available: gives('is_available', FALSE),
    device_count: gives('device_count', int(0)),
    current_device: gives('current_device', int(0)),
    ...Object.fromEntries(
      ['empty_cache', 'synchronize', 'set_device', 'manual_seed', 'manual_seed_all', 'init'].map((name) => [
        name,
        gives(name, NONE),
      ]),
    ),
  };
  const jit = {
    ...Object.fromEntries(
      ['script', 'ignore', 'unused', 'export', 'script_method', 'interface'].map((name) => [name, decorator(name)]),
    ),
    is_scripting: gives('is_scripting', FALSE),
    is_tracing: gives('is_tracing', FALSE),
    ScriptModule: ctx.classes.module,
    Final: unknowable('Final', 'An annotation.'),
    trace: native('trace', (call) => runModel(call) ?? NONE),
  };
  return new Map([
    quiet('torch.optim'),
    quiet('torch.optim.lr_scheduler'),
    quiet('torch.utils'),
    quiet('torch.utils.data', { Dataset: dataset, IterableDataset: dataset }),
    quiet('torch.utils.data.distributed'),
    quiet('torch.utils.tensorboard'),
    quiet('torch.utils.model_zoo'),
    quiet('torch.utils.checkpoint', { checkpoint: run, checkpoint_sequential: inner }),
    quiet('torch.cuda', cuda),
    quiet('torch.cuda.amp', { autocast: contextFunction('autocast') }),
    quiet('torch.amp', { autocast: contextFunction('autocast') }),
    quiet('torch.backends'),
    quiet('torch.backends.cudnn'),
    quiet('torch.backends.cuda'),
    quiet('torch.backends.mps', { is_available: gives('is_available', FALSE), is_built: gives('is_built', FALSE) }),
    quiet('torch.mps', { is_available: gives('is_available', FALSE) }),
    quiet('torch.accelerator', { is_available: gives('is_available', FALSE) }),
    quiet('torch.xpu', { is_available: gives('is_available', FALSE) }),
    quiet('torch.distributed', {
      is_available: gives('is_available', FALSE),
      is_initialized: gives('is_initialized', FALSE),
      get_world_size: gives('get_world_size', int(1)),
      get_rank: gives('get_rank', int(0)),
    }),
    quiet('torch.multiprocessing'),
    quiet('torch.distributions'),
    quiet('torch.hub'),
    quiet('torch.profiler'),
    quiet('torch.quantization'),
    quiet('torch.ao'),
    quiet('torch.fx'),
    quiet('torch.func'),
    quiet('torch.random'),
    quiet('torch.version'),
    quiet('torch.types'),
    quiet('torch._dynamo'),
    quiet('torch.jit', jit),
    quiet('torch.jit.annotations'),
    quiet('torch.onnx', { export: native('export', (call) => (runModel(call), NONE)) }),
    quiet('torch.autograd', {
      Variable: passes('Variable'),
      Function: autogradFunction(),
      no_grad: contextFunction('no_grad'),
    }),
    quiet('torch.autograd.function', { Function: autogradFunction() }),
    quiet('torch.autograd.variable', { Variable: passes('Variable') }),
  ]);
}

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
