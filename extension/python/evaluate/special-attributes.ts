/** `__name__`, `__doc__`, `__mro__` and the other attributes that the language itself gives to objects. */
import { say } from '../../message.ts';
import type { PyClass, PyFunction, PyNative, Value } from '../values.ts';
import { NONE, int, native, str, tuple, unknown } from '../values.ts';
import { liveDict } from './live-dict.ts';

function moduleOf(cls: PyClass): string {
  const own = cls.namespace.get('__module__');
  return own?.kind === 'str' ? own.value : cls.qualifiedName.slice(0, -cls.name.length - 1) || 'builtins';
}

function ofClass(cls: PyClass, name: string): Value | undefined {
  switch (name) {
    case '__name__':
      return str(cls.name);
    case '__qualname__':
      return str(cls.qualifiedName.slice(moduleOf(cls).length + 1));
    case '__module__':
      return str(moduleOf(cls));
    case '__mro__':
      return tuple(cls.mro);
    case '__bases__':
      return tuple(cls.bases);
    case '__base__':
      return cls.bases[0] ?? NONE;
    case '__dict__':
      return liveDict(cls.namespace);
    case '__doc__':
      return NONE;
    default:
      return undefined;
  }
}

function ofFunction(value: PyFunction, name: string): Value | undefined {
  switch (name) {
    case '__name__':
      return str(value.name);
    case '__qualname__':
      return str(value.qualifiedName);
    case '__doc__':
      return NONE;
    case '__dict__':
      return liveDict(value.attributes);
    case '__module__':
      return str('__main__');
    case '__defaults__':
      return value.defaults.size > 0 ? tuple([...value.defaults.values()]) : NONE;
    default:
      return ofCompiled(name);
  }
}

/** What looks into compiled functions: `__code__`, `__closure__`, `__annotations__` ... */
const ofCompiled = (name: string): Value | undefined =>
  name.startsWith('__') && name.endsWith('__') && !PROTOCOL.has(name) ? unknown(say`${name} of a function`) : undefined;

/** What decides how an object is treated, and that functions do not have. */
const PROTOCOL = new Set(['__iter__', '__len__', '__getitem__', '__enter__', '__exit__', '__next__', '__wrapped__']);

/** What lru_cache gives its functions. */
const CACHES = new Set(['cache_clear', 'cache_info', 'cache_parameters']);

function ofNative(value: PyNative, name: string): Value | undefined {
  if (name === '__name__' || name === '__qualname__') return str(value.name);
  if (name === '__doc__') return NONE;
  return CACHES.has(name) ? native(name, () => NONE) : ofCompiled(name);
}

/** Undefined when this kind of object has no such attribute. */
export function specialAttribute(object: Value, name: string): Value | undefined {
  switch (object.kind) {
    case 'class':
      return ofClass(object, name);
    case 'function':
      return ofFunction(object, name);
    case 'native':
      return ofNative(object, name);
    case 'method':
      return name === '__self__' ? object.self : name === '__func__' ? object.callable : undefined;
    case 'module':
      return name === '__dict__' ? liveDict(object.namespace) : name === '__name__' ? str(object.name) : undefined;
    case 'slice':
      return name === 'start' || name === 'stop' || name === 'step' ? object[name] : undefined;
    case 'range':
      return name === 'start' || name === 'stop' || name === 'step' ? int(object[name]) : undefined;
    case 'property':
      return name === 'fget'
        ? (object.get ?? NONE)
        : name === 'fset'
          ? (object.set ?? NONE)
          : name === '__doc__'
            ? NONE
            : undefined;
    case 'instance':
      return name === '__module__' ? str(moduleOf(object.cls)) : name === '__doc__' ? NONE : undefined;
    default:
      return name === '__doc__' ? NONE : undefined;
  }
}
