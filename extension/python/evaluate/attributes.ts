/** Attribute access: instances, classes, modules, super() and the built-in types. */
import { say } from '../../message.ts';
import type { PyBoundMethod, PyClass, PyInstance, PyModule, PySuper, Value } from '../values.ts';
import { NONE, str, unknown } from '../values.ts';
import { builtinClasses as builtin, lookup, metaclassOf } from './classes.ts';
import { liveDict } from './live-dict.ts';
import type { Machine } from './machine.ts';
import { isNativeMethod } from './native.ts';
import { Names } from './names.ts';
import { objectDefaults } from './object-defaults.ts';
import { specialAttribute } from './special-attributes.ts';
import { typeOf } from './types.ts';
import { fromDecorator } from './undecorated.ts';

/** What a class attribute becomes when it is read through `self`; `owner` is the class that lists it. */
export function bind(machine: Machine, found: Value, name: string, self: Value, owner: PyClass): Value {
  switch (found.kind) {
    case 'function':
      return { kind: 'method', self, callable: found };
    case 'native':
      // Functions written in C do not become methods when a user's class lists them; those of native classes do.
      return owner.place === null || isNativeMethod(found) ? { kind: 'method', self, callable: found } : found;
    case 'property': {
      if (!found.get) return machine.raise('AttributeError', `property '${name}' has no getter`);
      const value = machine.call(found.get, [self]);
      if (found.cached && self.kind === 'instance') {
        machine.touch(self.attributes);
        self.attributes.set(name, value);
      }
      return value;
    }
    case 'staticmethod':
      return found.callable;
    case 'classmethod':
      return bindToClass(machine, found.callable, self.kind === 'class' ? self : (typeOf(self) ?? owner));
    case 'instance': {
      const get = lookup(found.cls, '__get__');
      return get ? machine.call(get, [found, self, typeOf(self) ?? NONE]) : found;
    }
    default:
      return found;
  }
}

function bindToClass(machine: Machine, callable: Value, cls: PyClass): Value {
  if (callable.kind === 'function' || callable.kind === 'native') return { kind: 'method', self: cls, callable };
  // Some other callable under @classmethod: a decorated function.
  return {
    kind: 'method',
    self: cls,
    callable: {
      kind: 'native',
      name: 'classmethod',
      run: (call) => machine.call(callable, call.args, call.kwargs, call.site),
    },
  };
}

/** Undefined when there is no such attribute. */
export function getAttribute(machine: Machine, object: Value, name: string): Value | undefined {
  switch (object.kind) {
    case 'instance':
      return instanceAttribute(machine, object, name);
    case 'module':
      return moduleAttribute(machine, object, name);
    case 'class':
      return classAttribute(machine, object, name);
    case 'super':
      return superAttribute(machine, object, name);
    case 'unknown':
      return object;
    case 'method':
      return specialAttribute(object, name) ?? getAttribute(machine, object.callable, name);
    case 'function': {
      const own = object.attributes.get(name);
      if (own !== undefined) return own;
      break;
    }
    default:
  }
  const cls = typeOf(object);
  if (!cls) return undefined;
  const found = inClass(machine, cls, name, object);
  if (found !== undefined) return found;
  if (name === '__class__') return cls;
  return specialAttribute(object, name) ?? defaultMethod(object, name) ?? fromDecorator(object);
}

const defaultMethod = (self: Value, name: string): PyBoundMethod | undefined => {
  const callable = objectDefaults[name];
  return callable && { kind: 'method', self, callable };
};

function inClass(machine: Machine, cls: PyClass, name: string, self: Value): Value | undefined {
  for (const owner of cls.mro) {
    const found = owner.namespace.get(name);
    if (found !== undefined) return bind(machine, found, name, self, owner);
  }
  return undefined;
}

function instanceAttribute(machine: Machine, object: PyInstance, name: string): Value | undefined {
  const { cls } = object;
  for (const owner of cls.mro) {
    const found = owner.namespace.get(name);
    if (found === undefined) continue;
    const isData =
      found.kind === 'property' ? !found.cached : found.kind === 'instance' && lookup(found.cls, '__set__');
    if (!isData) {
      const own = object.attributes.get(name);
      if (own !== undefined) return own;
    }
    return bind(machine, found, name, object, owner);
  }
  const own = object.attributes.get(name);
  if (own !== undefined) return own;
  if (name === '__class__') return cls;
  if (name === '__dict__') return liveDict(object.attributes);
  const fallback = lookup(cls, '__getattr__');
  if (fallback !== undefined) return viaGetattr(machine, fallback, object, name);
  if (cls.incomplete) return { kind: 'unknown', cause: cls.incomplete };
  return specialAttribute(object, name) ?? defaultMethod(object, name) ?? fromDecorator(cls);
}

/** `__getattr__` says that there is no attribute by raising AttributeError: `hasattr` must see that. */
function viaGetattr(machine: Machine, method: Value, object: PyInstance, name: string): Value | undefined {
  return machine.attempt(() => machine.call(method, [object, str(name)]), 'AttributeError');
}

function classAttribute(machine: Machine, cls: PyClass, name: string): Value | undefined {
  for (const owner of cls.mro) {
    const found = owner.namespace.get(name);
    if (found === undefined) continue;
    if (found.kind === 'staticmethod') return found.callable;
    if (found.kind === 'classmethod') return bindToClass(machine, found.callable, cls);
    return found;
  }
  const meta = metaclassOf(cls) ?? builtin.type;
  const special = specialAttribute(cls, name);
  if (special !== undefined) return special;
  const found = inClass(machine, meta, name, cls);
  if (found !== undefined) return found;
  if (cls.incomplete) return { kind: 'unknown', cause: cls.incomplete };
  return objectDefaults[name] ?? fromDecorator(cls);
}

function superAttribute(machine: Machine, object: PySuper, name: string): Value | undefined {
  const { self, start } = object;
  const own = self.kind === 'class' ? self : self.cls;
  // In a method of a metaclass the receiver is a class, but its class is what has the bases.
  const cls = self.kind === 'class' && !own.mro.includes(start) ? (metaclassOf(self) ?? own) : own;
  const { mro } = cls;
  for (let index = mro.indexOf(start) + 1; index < mro.length; index++) {
    const owner = mro[index];
    const found = owner?.namespace.get(name);
    if (owner === undefined || found === undefined) continue;
    if (name === '__new__') return found.kind === 'staticmethod' ? found.callable : found;
    if (self === cls && found.kind === 'function') return found;
    return bind(machine, found, name, self, owner);
  }
  if (cls.incomplete) return { kind: 'unknown', cause: cls.incomplete };
  return defaultMethod(self, name);
}

function moduleAttribute(machine: Machine, module: PyModule, name: string): Value | undefined {
  const own = machine.overlays.get(module)?.get(name);
  if (own !== undefined) return own;
  const found = module.namespace.get(name);
  if (found !== undefined) return isShared(machine, module, found) ? ownCopy(machine, module, name, found) : found;
  const lazy = module.lookup?.(name) ?? machine.submodule(module, name);
  if (lazy !== undefined) {
    // Known from now on; not a change anybody could see.
    module.namespace.set(name, lazy);
    return lazy;
  }
  const special = specialAttribute(module, name);
  if (special !== undefined) return special;
  const getter = module.namespace.get('__getattr__');
  if (getter !== undefined) return machine.attempt(() => machine.call(getter, [str(name)]), 'AttributeError');
  // A native module lists what we know of it, not all there is.
  return machine.isSourceModule(module) ? undefined : unknown(say`${module.name}.${name} is not known to Layerscope`);
}

/** Native modules serve every evaluation: what a program changes in one is kept beside it. */
function overlayOf(machine: Machine, module: PyModule): Map<string, Value> {
  let overlay = machine.overlays.get(module);
  if (!overlay) {
    overlay = new Names();
    machine.overlays.set(module, overlay);
  }
  return overlay;
}

const isShared = (machine: Machine, module: PyModule, value: Value): boolean =>
  (value.kind === 'list' || value.kind === 'dict') && !machine.isSourceModule(module);

/** `os.environ`, `sys.path`: the program may change them. */
function ownCopy(machine: Machine, module: PyModule, name: string, value: Value): Value {
  const copy: Value =
    value.kind === 'list'
      ? { ...value, items: [...value.items] }
      : value.kind === 'dict'
        ? { ...value, entries: new Map(value.entries) }
        : value;
  overlayOf(machine, module).set(name, copy);
  return copy;
}

export function setAttribute(machine: Machine, object: Value, name: string, value: Value): void {
  switch (object.kind) {
    case 'instance':
      setInstanceAttribute(machine, object, name, value);
      return;
    case 'class':
      machine.touch(object.namespace);
      if (object.place !== null) object.namespace.set(name, value);
      return;
    case 'module': {
      const names = machine.isSourceModule(object) ? object.namespace : overlayOf(machine, object);
      machine.touch(names);
      names.set(name, value);
      return;
    }
    case 'function':
      machine.touch(object.attributes);
      object.attributes.set(name, value);
      return;
    case 'unknown':
    case 'super':
      return;
    default:
      // `dict` subclasses of native code and the like: nowhere to keep it, nothing that would read it.
      if (typeOf(object)?.place === null && object.kind !== 'tuple')
        machine.raise('AttributeError', `'${typeOf(object)?.name ?? ''}' object has no attribute '${name}'`);
  }
}

function setInstanceAttribute(machine: Machine, object: PyInstance, name: string, value: Value): void {
  for (const owner of object.cls.mro) {
    const setter = owner.namespace.get('__setattr__');
    if (setter === undefined) continue;
    machine.call(setter, [object, str(name), value]);
    return;
  }
  setOwnAttribute(machine, object, name, value);
}

/** `object.__setattr__`. */
export function setOwnAttribute(machine: Machine, object: PyInstance, name: string, value: Value): void {
  const found = lookup(object.cls, name);
  if (found?.kind === 'property' && !found.cached) {
    if (!found.set) machine.raise('AttributeError', `property '${name}' of '${object.cls.name}' object has no setter`);
    machine.call(found.set, [object, value]);
    return;
  }
  const set = found?.kind === 'instance' ? lookup(found.cls, '__set__') : undefined;
  if (set && found) {
    machine.call(set, [found, object, value]);
    return;
  }
  machine.touch(object.attributes);
  if (name === '__class__' && value.kind === 'class') return;
  object.attributes.set(name, value);
}

export function deleteAttribute(machine: Machine, object: Value, name: string): void {
  if (object.kind === 'unknown') return;
  if (object.kind === 'instance') {
    const method = lookup(object.cls, '__delattr__');
    if (method) {
      machine.call(method, [object, str(name)]);
      return;
    }
  }
  const names =
    object.kind === 'instance' || object.kind === 'function'
      ? object.attributes
      : (object.kind === 'class' && object.place) || (object.kind === 'module' && machine.isSourceModule(object))
        ? object.namespace
        : null;
  if (names) machine.touch(names);
  if (!names?.delete(name) && !(object.kind === 'instance' && object.cls.incomplete))
    machine.raise('AttributeError', name);
}
