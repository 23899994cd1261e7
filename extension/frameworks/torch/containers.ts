/** Sequential, ModuleList, ModuleDict, ParameterList, ParameterDict. torch/nn/modules/container.py */
import { say } from '../../message.ts';
import { nativeClass, type NativeRun } from '../../python/evaluate/native.ts';
import {
  asInt,
  bool,
  int,
  NONE,
  str,
  tuple,
  type Interpreter,
  type NativeCall,
  type PyClass,
  type PyInstance,
  type Value,
} from '../../python/values.ts';
import { tensorOf } from '../tensor.ts';
import { iterator, type TorchContext } from './context.ts';
import { initialise, receiver, registerModule, registerTensor } from './module-class.ts';
import { moduleOf } from './module-data.ts';
import { makeParameter } from './parameter.ts';

type Kind = 'modules' | 'parameters';

export function createContainers(ctx: TorchContext): readonly PyClass[] {
  const { module } = ctx.classes;
  const make = (name: string, methods: Record<string, NativeRun>): PyClass =>
    nativeClass({ name, qualifiedName: `torch.nn.${name}`, bases: [module], methods });
  return [
    make('Sequential', { ...listMethods('modules'), ...sequentialMethods(ctx) }),
    make('ModuleList', { ...listMethods('modules'), ...moduleListMethods() }),
    make('ModuleDict', dictMethods('modules')),
    make('ParameterList', { ...listMethods('parameters', ctx), ...parameterListMethods(ctx) }),
    make('ParameterDict', dictMethods('parameters', ctx)),
  ];
}

const entriesOf = (self: PyInstance, kind: Kind): readonly (readonly [string, Value])[] => [
  ...(moduleOf(self)?.[kind] ?? []),
];

function put(
  interpreter: Interpreter,
  self: PyInstance,
  kind: Kind,
  name: string,
  value: Value,
  ctx?: TorchContext,
): void {
  if (kind === 'modules') registerModule(interpreter, self, name, value);
  else {
    // ParameterList makes parameters of plain tensors.
    const data = tensorOf(value);
    const known = !data || !ctx || value.kind !== 'instance' || value.cls === ctx.classes.parameter;
    registerTensor(interpreter, self, 'parameters', name, known ? value : makeParameter(ctx, data.shape, data.reason));
  }
}

/** All entries anew: after a change in the middle the names count up again. */
function refill(interpreter: Interpreter, self: PyInstance, kind: Kind, values: readonly Value[]): void {
  const data = moduleOf(self);
  if (!data) return;
  interpreter.touch(data[kind]);
  interpreter.touch(self.attributes);
  for (const name of data[kind].keys()) self.attributes.delete(name);
  data[kind].clear();
  values.forEach((value, index) => put(interpreter, self, kind, String(index), value));
}

function extend(call: NativeCall, self: PyInstance, kind: Kind, source: Value | undefined, ctx?: TorchContext): void {
  if (!source || source.kind === 'none') return;
  const items = call.interpreter.iterate(source);
  const start = entriesOf(self, kind).length;
  // A list that cannot be told leaves one unknown entry, so that no count is claimed.
  const added = items ?? [call.interpreter.unknown(say`The layers of the list cannot be told.`, call.site)];
  added.forEach((item, index) => put(call.interpreter, self, kind, String(start + index), item, ctx));
}

function listMethods(kind: Kind, ctx?: TorchContext): Record<string, NativeRun> {
  const values = (call: NativeCall): readonly Value[] => {
    const self = receiver(call);
    return self ? entriesOf(self, kind).map(([, value]) => value) : [];
  };
  const position = (call: NativeCall, index: number): number => {
    const count = values(call).length;
    if (index < -count || index >= count) {
      return call.interpreter.raise('IndexError', `index ${index} is out of range`, call.site);
    }
    return index < 0 ? index + count : index;
  };
  return {
    __len__: (call) => int(values(call).length),
    __iter__: (call) => iterator(values(call), 'list_iterator'),
    __getitem__: (call) => {
      const self = receiver(call);
      const key = call.args[1];
      if (!self || !key) return NONE;
      if (key.kind === 'slice') return slice(call, self, kind, key);
      const index = asInt(key);
      if (index === undefined) {
        // str(idx) is how a container looks it up, so a name finds its entry too.
        const named = key.kind === 'str' ? moduleOf(self)?.[kind].get(key.value) : undefined;
        return named ?? call.interpreter.unknown(say`The index of the layer cannot be told.`, call.site);
      }
      return values(call)[position(call, index)] ?? NONE;
    },
    __setitem__: (call) => {
      const self = receiver(call);
      const index = asInt(call.args[1]);
      const value = call.args[2];
      if (!self || index === undefined || !value) return NONE;
      const name = entriesOf(self, kind)[position(call, index)]?.[0];
      if (name !== undefined) put(call.interpreter, self, kind, name, value, ctx);
      return NONE;
    },
    __delitem__: (call) => {
      const self = receiver(call);
      const key = call.args[1];
      if (!self || !key) return NONE;
      const kept = [...values(call)];
      const index = asInt(key);
      if (index !== undefined) kept.splice(position(call, index), 1);
      else if (key.kind === 'slice') {
        const bound = (value: Value, fallback: number): number => {
          const given = asInt(value) ?? fallback;
          return given < 0 ? Math.max(0, given + kept.length) : given;
        };
        const start = bound(key.start, 0);
        kept.splice(start, Math.max(0, bound(key.stop, kept.length) - start));
      }
      refill(call.interpreter, self, kind, kept);
      return NONE;
    },
    append: (call) => {
      const self = receiver(call);
      const value = call.args[1] ?? call.kwargs.get('module') ?? call.kwargs.get('value');
      if (self && value) put(call.interpreter, self, kind, String(entriesOf(self, kind).length), value, ctx);
      return self ?? NONE;
    },
    extend: (call) => {
      const self = receiver(call);
      if (self) extend(call, self, kind, call.args[1] ?? [...call.kwargs.values()][0], ctx);
      return self ?? NONE;
    },
    insert: (call) => {
      const self = receiver(call);
      const index = asInt(call.args[1] ?? call.kwargs.get('index'));
      const value = call.args[2] ?? call.kwargs.get('module');
      if (!self || index === undefined || !value) return NONE;
      const all = [...values(call)];
      all.splice(index, 0, value);
      refill(call.interpreter, self, kind, all);
      return NONE;
    },
    pop: (call) => {
      const self = receiver(call);
      const key = call.args[1] ?? call.kwargs.get('key');
      const index = key === undefined ? -1 : asInt(key);
      if (!self || index === undefined)
        return call.interpreter.unknown(say`The index of the layer cannot be told.`, call.site);
      const all = [...values(call)];
      const [taken] = all.splice(position(call, index), 1);
      refill(call.interpreter, self, kind, all);
      return taken ?? NONE;
    },
    __iadd__: (call) => {
      const self = receiver(call);
      if (self) extend(call, self, kind, call.args[1], ctx);
      return self ?? NONE;
    },
    __add__: (call) => {
      const self = receiver(call);
      const other = call.args[1];
      if (!self || !other) return NONE;
      return call.interpreter.call(self.cls, [tuple([...values(call), ...(call.interpreter.iterate(other) ?? [])])]);
    },
  };
}

/** `layers[2:]` is a container of the same class that keeps the names in a Sequential and counts anew in a ModuleList. */
function slice(call: NativeCall, self: PyInstance, kind: Kind, key: Value): Value {
  const { interpreter } = call;
  const all = entriesOf(self, kind);
  const chosen = interpreter.getItem(tuple(all.map(([name, value]) => tuple([str(name), value]))), key);
  if (chosen.kind !== 'tuple') return interpreter.unknown(say`The slice of the layers cannot be told.`, call.site);
  const result: PyInstance = { kind: 'instance', cls: nativeAncestor(self.cls), attributes: new Map() };
  initialise(result, call);
  const keepNames = result.cls.name === 'Sequential';
  chosen.items.forEach((pair, index) => {
    const [name, value] = pair.kind === 'tuple' ? pair.items : [];
    if (name?.kind === 'str' && value) put(interpreter, result, kind, keepNames ? name.value : String(index), value);
  });
  return result;
}

const nativeAncestor = (cls: PyClass): PyClass => cls.mro.find((each) => each.place === null) ?? cls;

function sequentialMethods(ctx: TorchContext): Record<string, NativeRun> {
  return {
    __init__: (call) => {
      const self = receiver(call);
      if (!self) return NONE;
      initialise(self, call);
      ctx.modules.push(self);
      const given = call.args.slice(1);
      const [first] = given;
      if (given.length === 1 && first?.kind === 'dict') {
        for (const { key, value } of first.entries.values()) {
          registerModule(call.interpreter, self, key.kind === 'str' ? key.value : call.interpreter.str(key), value);
        }
        if (first.open)
          registerModule(call.interpreter, self, '?', call.interpreter.unknown(say`Some layers cannot be told.`));
        return NONE;
      }
      given.forEach((value, index) => registerModule(call.interpreter, self, String(index), value));
      return NONE;
    },
    forward: (call) => {
      const self = receiver(call);
      let value = call.args[1] ?? call.kwargs.get('input');
      if (!self || !value) {
        return call.interpreter.raise('TypeError', "forward() missing 1 required argument: 'input'", call.site);
      }
      for (const [, child] of entriesOf(self, 'modules')) {
        const input: Value = value;
        value =
          child.kind === 'unknown'
            ? child
            : ctx.session.within(call.site, () =>
                call.interpreter.call(child, [input], undefined, placeOf(child, call)),
              );
      }
      return value;
    },
  };
}

/** The call of a layer inside a Sequential stands where the layer is constructed: there is no other text for it. */
function placeOf(child: Value, call: NativeCall): NativeCall['site'] {
  const site = moduleOf(child)?.site;
  return site ? { file: site.file, start: site.start, end: site.end, positional: [], keywords: new Map() } : call.site;
}

function moduleListMethods(): Record<string, NativeRun> {
  return {
    __init__: (call) => {
      const self = receiver(call);
      if (!self) return NONE;
      initialise(self, call);
      extend(call, self, 'modules', call.args[1] ?? call.kwargs.get('modules'));
      return NONE;
    },
  };
}

function parameterListMethods(ctx: TorchContext): Record<string, NativeRun> {
  return {
    __init__: (call) => {
      const self = receiver(call);
      if (!self) return NONE;
      initialise(self, call);
      extend(call, self, 'parameters', call.args[1] ?? call.kwargs.get('values'), ctx);
      return NONE;
    },
  };
}

function dictMethods(kind: Kind, ctx?: TorchContext): Record<string, NativeRun> {
  const entries = (call: NativeCall): readonly (readonly [string, Value])[] => {
    const self = receiver(call);
    return self ? entriesOf(self, kind) : [];
  };
  const update = (call: NativeCall, self: PyInstance, source: Value | undefined): void => {
    if (!source || source.kind === 'none') return;
    const put1 = (key: Value, value: Value): void =>
      put(call.interpreter, self, kind, key.kind === 'str' ? key.value : call.interpreter.str(key), value, ctx);
    if (source.kind === 'dict') for (const { key, value } of source.entries.values()) put1(key, value);
    else if (moduleOf(source))
      for (const [name, value] of entriesOf(source as PyInstance, kind)) put1(str(name), value);
    else {
      for (const pair of call.interpreter.iterate(source) ?? [
        call.interpreter.unknown(say`The layers cannot be told.`),
      ]) {
        const [key, value] = call.interpreter.iterate(pair) ?? [];
        if (key && value) put1(key, value);
        else put1(str('?'), pair);
      }
    }
  };
  const find = (call: NativeCall): Value | undefined => {
    const key = call.args[1];
    const self = receiver(call);
    return key?.kind === 'str' && self ? moduleOf(self)?.[kind].get(key.value) : undefined;
  };
  return {
    __init__: (call) => {
      const self = receiver(call);
      if (!self) return NONE;
      initialise(self, call);
      update(call, self, call.args[1] ?? call.kwargs.get(kind) ?? call.kwargs.get('parameters'));
      return NONE;
    },
    __len__: (call) => int(entries(call).length),
    __iter__: (call) =>
      iterator(
        entries(call).map(([name]) => str(name)),
        'dict_keyiterator',
      ),
    __contains__: (call) => {
      const key = call.args[1];
      return key?.kind === 'unknown' ? key : bool(find(call) !== undefined);
    },
    __getitem__: (call) => {
      const key = call.args[1];
      if (key?.kind === 'unknown') return call.interpreter.unknown(key.cause.reason, key.cause.place);
      return find(call) ?? call.interpreter.raise('KeyError', key ? call.interpreter.repr(key) : '', call.site);
    },
    __setitem__: (call) => {
      const self = receiver(call);
      const [, key, value] = call.args;
      if (self && key?.kind === 'str' && value) put(call.interpreter, self, kind, key.value, value, ctx);
      return NONE;
    },
    get: (call) => find(call) ?? call.args[2] ?? NONE,
    keys: (call) =>
      iterator(
        entries(call).map(([name]) => str(name)),
        'dict_keys',
      ),
    values: (call) =>
      iterator(
        entries(call).map(([, value]) => value),
        'dict_values',
      ),
    items: (call) =>
      iterator(
        entries(call).map(([name, value]) => tuple([str(name), value])),
        'dict_items',
      ),
    update: (call) => {
      const self = receiver(call);
      if (self) update(call, self, call.args[1]);
      return NONE;
    },
  };
}
