/**
 * Forward hooks: what code registers on a module runs around its forward, and may replace its inputs and its output. Hooks of the backward
 * pass never run here. torch/nn/modules/module.py, Module._call_impl
 */
import { nativeClass, instance } from '../../python/evaluate/native.ts';
import { NONE, TRUE, tuple, type NativeCall, type PyClass, type PyInstance, type Value } from '../../python/values.ts';
import { moduleOf } from './module-data.ts';

type When = 'before' | 'after';

const itemsOf = (list: Value | undefined): readonly Value[] => (list?.kind === 'tuple' ? list.items : []);

let handles: PyClass | null = null;

/** torch.utils.hooks.RemovableHandle; which hook it stands for is kept in its attributes. */
const handleClass = (): PyClass =>
  (handles ??= nativeClass({
    name: 'RemovableHandle',
    qualifiedName: 'torch.utils.hooks.RemovableHandle',
    methods: {
      remove: (call) => {
        const [self] = call.args;
        if (self?.kind !== 'instance') return NONE;
        const [module, hook] = [self.attributes.get('module'), self.attributes.get('hook')];
        const data = moduleOf(module);
        if (!data || !hook) return NONE;
        call.interpreter.touch(data.hooks);
        for (const [when, list] of data.hooks)
          data.hooks.set(when, tuple(itemsOf(list).filter((each) => each !== hook)));
        return NONE;
      },
      __enter__: (call) => call.args[0] ?? NONE,
      __exit__: (call) => {
        const [self] = call.args;
        const remove = self && call.interpreter.getAttribute(self, 'remove', call.site);
        return remove ? call.interpreter.call(remove, [], undefined, call.site) : NONE;
      },
    },
  }));

const truthOf = (call: NativeCall, name: string): boolean => {
  const value = call.kwargs.get(name);
  return value !== undefined && call.interpreter.truth(value) === true;
};

export function registerHook(call: NativeCall, when: When): Value {
  const [self, hook = call.kwargs.get('hook')] = call.args;
  const data = moduleOf(self);
  if (!self || !data || !hook) return NONE;
  // A list of its own for what is wanted: the hook, and whether keywords are handed on.
  const entry = tuple([hook, truthOf(call, 'with_kwargs') ? TRUE : NONE]);
  const own = itemsOf(data.hooks.get(when));
  call.interpreter.touch(data.hooks);
  data.hooks.set(when, tuple(truthOf(call, 'prepend') ? [entry, ...own] : [...own, entry]));
  const handle = instance(handleClass());
  handle.attributes.set('module', self);
  handle.attributes.set('hook', entry);
  return handle;
}

/** Runs one hook: the function, the module and what it is told. */
function runHook(
  call: NativeCall,
  self: PyInstance,
  entry: Value,
  args: readonly Value[],
  rest: readonly Value[],
): Value {
  if (entry.kind !== 'tuple') return NONE;
  const [hook = NONE, keywords] = entry.items;
  const options: readonly Value[] = keywords?.kind === 'bool' ? [keywordDict(call)] : [];
  return call.interpreter.call(hook, [self, tuple([...args]), ...options, ...rest], undefined, call.site);
}

function keywordDict(call: NativeCall): Value {
  const entries = new Map<string, { key: Value; value: Value }>();
  for (const [name, value] of call.kwargs) {
    const key: Value = { kind: 'str', value: name };
    entries.set(call.interpreter.hashKey(key) ?? name, { key, value });
  }
  return { kind: 'dict', entries };
}

/** The positional arguments of forward, after every pre-hook. */
export function beforeForward(call: NativeCall, self: PyInstance): readonly Value[] {
  let args: readonly Value[] = call.args.slice(1);
  for (const entry of itemsOf(moduleOf(self)?.hooks.get('before'))) {
    const result = runHook(call, self, entry, args, []);
    if (result.kind === 'none' || result.kind === 'unknown') continue;
    args = result.kind === 'tuple' ? result.items : [result];
  }
  return args;
}

/** The output, after every hook. */
export function afterForward(call: NativeCall, self: PyInstance, args: readonly Value[], output: Value): Value {
  let result = output;
  for (const entry of itemsOf(moduleOf(self)?.hooks.get('after'))) {
    const replaced = runHook(call, self, entry, args, [result]);
    if (replaced.kind !== 'none') result = replaced;
  }
  return result;
}
