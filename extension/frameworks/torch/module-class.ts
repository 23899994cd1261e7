/**
 * torch.nn.Module: registration of parameters, buffers and submodules by attribute, calls through forward, and the walks over a tree of
 * modules. torch/nn/modules/module.py
 */
import { type Message, say } from '../../message.ts';
import { lookup } from '../../python/evaluate/classes.ts';
import { PyRaise } from '../../python/evaluate/errors.ts';
import { liveDict } from '../../python/evaluate/live-dict.ts';
import { nativeClass, type NativeRun } from '../../python/evaluate/native.ts';
import {
  bool,
  NONE,
  str,
  TRUE,
  tuple,
  type CallSite,
  type Interpreter,
  type NativeCall,
  type PyClass,
  type PyInstance,
  type Value,
} from '../../python/values.ts';
import { tensorOf } from '../tensor.ts';
import { iterator, type TorchContext } from './context.ts';
import { childModules, moduleOf, moduleTree, namedTensors, setModule, type ModuleData } from './module-data.ts';
import { copyModule } from './module-copy.ts';
import { afterForward, beforeForward, registerHook } from './module-hooks.ts';
import { reconfigure } from './layer-configuration.ts';
import { isParameter } from './parameter.ts';
import { callKey, tensorsIn } from './trace.ts';

export function createModuleClass(ctx: TorchContext): PyClass {
  return nativeClass({
    name: 'Module',
    qualifiedName: 'torch.nn.Module',
    methods: {
      __init__: (call) => {
        const self = receiver(call);
        if (!self) return NONE;
        initialise(self, call);
        ctx.modules.push(self);
        return NONE;
      },
      __complete__: (call) => {
        const data = moduleOf(call.args[0]);
        if (data) data.complete = true;
        return NONE;
      },
      __setattr__: (call) => setAttribute(ctx, call),
      __getattr__: (call) => {
        const self = receiver(call);
        const name = text(call.args[1]) ?? '';
        const data = moduleOf(self);
        const found =
          self?.attributes.get(name) ??
          data?.modules.get(name) ??
          data?.parameters.get(name) ??
          data?.buffers.get(name);
        if (found) return found;
        // A base class that could not be imported may have it.
        if (self?.cls.incomplete)
          return call.interpreter.unknown(self.cls.incomplete.reason, self.cls.incomplete.place);
        return call.interpreter.raise(
          'AttributeError',
          `'${self?.cls.name ?? 'Module'}' object has no attribute '${name}'`,
          call.site,
        );
      },
      __delattr__: (call) => {
        const self = receiver(call);
        const name = text(call.args[1]);
        if (!self || name === null) return NONE;
        const data = moduleOf(self);
        if (!self.attributes.has(name)) {
          return call.interpreter.raise(
            'AttributeError',
            `'${self.cls.name}' object has no attribute '${name}'`,
            call.site,
          );
        }
        for (const map of data ? [data.parameters, data.buffers, data.modules] : [])
          remove(call.interpreter, map, name);
        remove(call.interpreter, self.attributes, name);
        return NONE;
      },
      __call__: (call) => callModule(ctx, call),
      __deepcopy__: (call) => {
        const self = receiver(call);
        return self ? copyModule(ctx, call, self) : NONE;
      },
      forward: (call) =>
        call.interpreter.raise(
          'NotImplementedError',
          `Module [${receiver(call)?.cls.name ?? '?'}] is missing the required "forward" function`,
          call.site,
        ),
      ...registration(),
      ...walks(),
      ...modes(),
    },
    properties: Object.fromEntries(
      (['modules', 'parameters', 'buffers'] as const).map((kind) => [
        `_${kind}`,
        (call) => {
          const data = moduleOf(call.args[0]);
          return data ? liveDict(data[kind]) : NONE;
        },
      ]),
    ),
  });
}

export const receiver = (call: NativeCall): PyInstance | undefined =>
  call.args[0]?.kind === 'instance' ? call.args[0] : undefined;

export const text = (value: Value | undefined): string | null => (value?.kind === 'str' ? value.value : null);

/** What `Module.__init__` does; containers and layers start with it too. */
export function initialise(self: PyInstance, call: NativeCall): ModuleData {
  const data: ModuleData = {
    parameters: new Map(),
    buffers: new Map(),
    modules: new Map(),
    native: null,
    fact: null,
    hooks: new Map(),
    site: constructionSite(call.interpreter, self, call.site),
    maker: makerOf(call.interpreter, self),
    complete: false,
  };
  setModule(self, data);
  self.attributes.set('training', TRUE);
  return data;
}

/** `UNet(3, 2)`, not the `super().__init__()` inside it. */
export function constructionSite(interpreter: Interpreter, self: PyInstance, site: CallSite): CallSite {
  const outermost = interpreter.stack.find((frame) => frame.name === '__init__' && frame.self === self && frame.site);
  return outermost?.site ?? site;
}

/** The outermost module that is being constructed. */
function makerOf(interpreter: Interpreter, self: PyInstance): PyInstance | null {
  for (const { name, self: other } of interpreter.stack) {
    if (name === '__init__' && other?.kind === 'instance' && other !== self && moduleOf(other)) return other;
  }
  return null;
}

function remove(interpreter: Interpreter, map: Map<string, Value>, name: string): void {
  if (!map.has(name)) return;
  interpreter.touch(map);
  map.delete(name);
}

function put(interpreter: Interpreter, map: Map<string, Value>, name: string, value: Value): void {
  interpreter.touch(map);
  map.set(name, value);
}

/** Registers a submodule: what assigning it to an attribute does. */
export function registerModule(interpreter: Interpreter, self: PyInstance, name: string, value: Value): void {
  const data = moduleOf(self);
  if (!data) return;
  put(interpreter, data.modules, name, value);
  put(interpreter, self.attributes, name, value);
}

export function registerTensor(
  interpreter: Interpreter,
  self: PyInstance,
  kind: 'parameters' | 'buffers',
  name: string,
  value: Value,
): void {
  const data = moduleOf(self);
  if (!data) return;
  put(interpreter, data[kind], name, value);
  put(interpreter, self.attributes, name, value);
}

function setAttribute(ctx: TorchContext, call: NativeCall): Value {
  const { interpreter } = call;
  const self = receiver(call);
  const name = text(call.args[1]);
  const value = call.args[2];
  if (!self || name === null || !value) return NONE;
  const data = moduleOf(self);
  const kind = isParameter(ctx, value) ? 'parameters' : moduleOf(value) || mayBeModule(value) ? 'modules' : null;
  if (kind && !data) {
    const what = kind === 'modules' ? 'module' : 'parameters';
    return interpreter.raise('AttributeError', `cannot assign ${what} before Module.__init__() call`, call.site);
  }
  if (data && kind) {
    for (const map of [data.parameters, data.buffers, data.modules]) {
      if (map !== data[kind]) remove(interpreter, map, name);
    }
    put(interpreter, data[kind], name, value);
    put(interpreter, self.attributes, name, value);
    return NONE;
  }
  const registered = data && [data.parameters, data.modules, data.buffers].find((map) => map.has(name));
  if (registered) {
    const fits = value.kind === 'none' || value.kind === 'unknown' || (registered === data.buffers && tensorOf(value));
    if (!fits) {
      const what = registered === data.modules ? 'child module' : registered === data.buffers ? 'buffer' : 'parameter';
      return interpreter.raise(
        'TypeError',
        `cannot assign '${interpreter.str(value)}' as ${what} '${name}'`,
        call.site,
      );
    }
    put(interpreter, registered, name, value);
    put(interpreter, self.attributes, name, value);
    return NONE;
  }
  const descriptor = lookup(self.cls, name);
  if (descriptor?.kind === 'property') {
    if (descriptor.set) interpreter.call(descriptor.set, [self, value], undefined, call.site);
    else
      interpreter.raise('AttributeError', `property '${name}' of '${self.cls.name}' object has no setter`, call.site);
    return NONE;
  }
  put(interpreter, self.attributes, name, value);
  if (data?.native && Object.hasOwn(data.native.args, name)) reconfigure(ctx, data.native, name, value);
  return NONE;
}

/** An object of a class that could not be followed to its bases, and that can be run. */
const mayBeModule = (value: Value): boolean =>
  value.kind === 'instance' && value.cls.incomplete !== null && lookup(value.cls, 'forward') !== undefined;

function callModule(ctx: TorchContext, call: NativeCall): Value {
  const { interpreter, site } = call;
  const self = receiver(call);
  const forward = self && interpreter.getAttribute(self, 'forward', site);
  if (!self || !forward) return interpreter.unknown(say`The module has no forward.`, site);
  const inputs = [...call.args.slice(1), ...call.kwargs.values()];
  const { trace, session } = ctx;
  const outermost = trace.depth === 0;
  const root = outermost && !insideMethodOfModule(interpreter);
  const key = outermost ? callKey(inputs, self.attributes.get('training')) : '';
  const earlier = root ? trace.replay(self, key) : outermost ? trace.replayOutside(self, key) : null;
  if (earlier) return earlier;
  const tensors = root ? inputs.flatMap(tensorsIn).flatMap((each) => tensorOf(each)?.id ?? []) : [];
  const run = root ? trace.begin(self, tensors, key) : null;
  const from = session.calls.length;
  trace.depth++;
  let result: Value | null = null;
  let failure: string | null = null;
  try {
    const args = beforeForward(call, self);
    result = afterForward(call, self, args, interpreter.call(forward, args, call.kwargs, site));
    if (isLeaf(self)) trace.leaf(interpreter, self, inputs, result, site, from);
    if (outermost && !root) trace.rememberOutside(self, key, result);
    return result;
  } catch (error) {
    failure = error instanceof PyRaise ? interpreter.str(error.value) : 'The analysis stopped at a limit.';
    throw error;
  } finally {
    trace.depth--;
    if (run) trace.end(run, result, failure);
  }
}

/**
 * A method of a module that was called from outside runs only a part of it (`model.encode(x)`), as does a constructor that
 * tries its layers on zeros: that is no run of a model.
 */
const insideMethodOfModule = (interpreter: Interpreter): boolean =>
  interpreter.stack.some((frame) => frame.self !== null && moduleOf(frame.self) !== undefined);

/** A module without children. MultiheadAttention has one that it never calls, so it counts as one. */
export function isLeaf(module: PyInstance): boolean {
  const data = moduleOf(module);
  if (!data) return false;
  return data.native?.type === 'MultiheadAttention' || childModules(data).length === 0;
}

function registration(): Record<string, NativeRun> {
  const register =
    (kind: 'parameters' | 'buffers' | 'modules', valueName: string): NativeRun =>
    (call) => {
      const self = receiver(call);
      const name = text(call.args[1] ?? call.kwargs.get('name'));
      const value = call.args[2] ?? call.kwargs.get(valueName);
      const data = self && moduleOf(self);
      if (self && data && name !== null && value) {
        put(call.interpreter, data[kind], name, value);
        put(call.interpreter, self.attributes, name, value);
      }
      return NONE;
    };
  return {
    register_parameter: register('parameters', 'param'),
    register_buffer: register('buffers', 'tensor'),
    register_module: register('modules', 'module'),
    add_module: register('modules', 'module'),
  };
}

function walks(): Record<string, NativeRun> {
  const tree = (call: NativeCall) => {
    const self = receiver(call);
    return self ? moduleTree(self) : { modules: [], uncertain: null };
  };
  const items = (call: NativeCall, uncertain: { reason: Message } | null, values: readonly Value[]): Value =>
    uncertain ? call.interpreter.unknown(uncertain.reason, call.site) : iterator(values);
  const flag = (call: NativeCall, position: number, name: string): boolean => {
    const value = call.args[position] ?? call.kwargs.get(name);
    return value === undefined || call.interpreter.truth(value) !== false;
  };
  const tensors = (call: NativeCall, kind: 'parameters' | 'buffers', named: boolean): Value => {
    const self = receiver(call);
    if (!self) return NONE;
    const found = namedTensors(self, kind, flag(call, named ? 2 : 1, 'recurse'));
    const prefix = text(named ? (call.args[1] ?? call.kwargs.get('prefix')) : undefined) ?? '';
    return items(
      call,
      found.uncertain,
      found.tensors.map(({ path, tensor }) =>
        named ? tuple([str(prefix === '' ? path : `${prefix}.${path}`), tensor]) : tensor,
      ),
    );
  };
  return {
    children: (call) => {
      const data = moduleOf(call.args[0]);
      return items(call, null, data ? unique(childModules(data)).map(([, child]) => child) : []);
    },
    named_children: (call) => {
      const data = moduleOf(call.args[0]);
      return items(
        call,
        null,
        data ? unique(childModules(data)).map(([name, child]) => tuple([str(name), child])) : [],
      );
    },
    modules: (call) => {
      const { modules, uncertain } = tree(call);
      return items(
        call,
        uncertain,
        modules.map(({ module }) => module),
      );
    },
    named_modules: (call) => {
      const { modules, uncertain } = tree(call);
      return items(
        call,
        uncertain,
        modules.map(({ path, module }) => tuple([str(path), module])),
      );
    },
    parameters: (call) => tensors(call, 'parameters', false),
    named_parameters: (call) => tensors(call, 'parameters', true),
    buffers: (call) => tensors(call, 'buffers', false),
    named_buffers: (call) => tensors(call, 'buffers', true),
    state_dict: (call) => {
      const self = receiver(call);
      if (!self) return NONE;
      const entries = new Map<string, { key: Value; value: Value }>();
      const parts = [namedTensors(self, 'parameters'), namedTensors(self, 'buffers')];
      for (const { path, tensor } of parts.flatMap((part) => part.tensors)) {
        const key = str(path);
        entries.set(call.interpreter.hashKey(key) ?? path, { key, value: tensor });
      }
      return { kind: 'dict', entries, open: parts.some((part) => part.uncertain !== null) };
    },
    get_submodule: (call) => byPath(call),
    get_parameter: (call) => byPath(call),
    get_buffer: (call) => byPath(call),
    apply: (call) => {
      const [self, fn] = call.args;
      if (!self || !fn || self.kind !== 'instance') return self ?? NONE;
      // Children first, as PyTorch does. What the function does to weights changes no number here; what it does to the structure does.
      for (const { module } of [...moduleTree(self).modules].reverse()) {
        call.interpreter.call(fn, [module], undefined, call.site);
      }
      return self;
    },
    extra_repr: () => str(''),
    __dir__: (call) => call.interpreter.unknown(say`The names of a module are not listed.`, call.site),
    _get_name: (call) => str(receiver(call)?.cls.name ?? ''),
    __repr__: (call) => call.interpreter.unknown(say`The text of a module is not printed.`, call.site),
    register_forward_hook: (call) => registerHook(call, 'after'),
    register_forward_pre_hook: (call) => registerHook(call, 'before'),
    register_full_backward_hook: (call) => call.interpreter.unknown(say`Hooks are not followed.`, call.site),
    load_state_dict: (call) => call.interpreter.unknown(say`Weights from files are not read here.`, call.site),
  };
}

/** PyTorch lists a child once, however many names it has. */
const unique = (children: readonly (readonly [string, PyInstance])[]): readonly (readonly [string, PyInstance])[] =>
  children.filter(([, child], index) => children.findIndex(([, other]) => other === child) === index);

function byPath(call: NativeCall): Value {
  let value: Value | undefined = call.args[0];
  for (const name of (text(call.args[1] ?? call.kwargs.get('target')) ?? '').split('.')) {
    if (name !== '' && value) value = call.interpreter.getAttribute(value, name, call.site);
  }
  return value ?? call.interpreter.raise('AttributeError', 'No such submodule', call.site);
}

/** train, eval, to, cuda ...: what returns the module itself. */
function modes(): Record<string, NativeRun> {
  const same: NativeRun = (call) => call.args[0] ?? NONE;
  const setTraining = (call: NativeCall, mode: boolean): Value => {
    const self = receiver(call);
    if (!self) return NONE;
    for (const { module } of moduleTree(self).modules) put(call.interpreter, module.attributes, 'training', bool(mode));
    return self;
  };
  return {
    train: (call) => {
      const mode = call.args[1] ?? call.kwargs.get('mode');
      return setTraining(call, mode === undefined || call.interpreter.truth(mode) !== false);
    },
    eval: (call) => setTraining(call, false),
    requires_grad_: (call) => {
      const self = receiver(call);
      const flag = call.args[1] ?? call.kwargs.get('requires_grad') ?? TRUE;
      if (!self) return NONE;
      for (const { tensor } of namedTensors(self, 'parameters').tensors) {
        put(call.interpreter, tensor.attributes, 'requires_grad', flag);
      }
      return self;
    },
    zero_grad: () => NONE,
    share_memory: same,
    ...Object.fromEntries(
      ['to', 'cuda', 'cpu', 'xpu', 'float', 'double', 'half', 'bfloat16', 'type', 'to_empty', 'compile'].map((name) => [
        name,
        same,
      ]),
    ),
  };
}
