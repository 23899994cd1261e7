/** torch.float32 and the other types of numbers, and torch.device. */
import { instance, nativeClass } from '../../python/evaluate/native.ts';
import { bool, NONE, str, type PyClass, type PyInstance, type Value } from '../../python/values.ts';

/** Names as torch has them, and what each is called in the facts. */
const DTYPES: Readonly<Record<string, string>> = {
  float: 'float32',
  float32: 'float32',
  double: 'float64',
  float64: 'float64',
  half: 'float16',
  float16: 'float16',
  bfloat16: 'bfloat16',
  int: 'int32',
  int32: 'int32',
  long: 'int64',
  int64: 'int64',
  short: 'int16',
  int16: 'int16',
  int8: 'int8',
  uint8: 'uint8',
  bool: 'bool',
  cfloat: 'complex64',
  complex64: 'complex64',
  complex128: 'complex128',
};

export function createDtypes(): { readonly cls: PyClass; readonly named: ReadonlyMap<string, PyInstance> } {
  const nameOf = (value: Value | undefined): string =>
    value?.kind === 'instance' && value.attributes.get('name')?.kind === 'str'
      ? (value.attributes.get('name') as { value: string }).value
      : '';
  const cls = nativeClass({
    name: 'dtype',
    qualifiedName: 'torch.dtype',
    methods: {
      __repr__: ({ args }) => str(`torch.${nameOf(args[0])}`),
      __str__: ({ args }) => str(`torch.${nameOf(args[0])}`),
      __eq__: ({ args }) => bool(nameOf(args[0]) === nameOf(args[1])),
      __hash__: ({ interpreter, args }) => interpreter.callSpecial(str(nameOf(args[0])), '__hash__', []) ?? NONE,
    },
    properties: { is_floating_point: ({ args }) => bool(/float/.test(nameOf(args[0]))) },
  });
  const byName = new Map<string, PyInstance>();
  const named = new Map<string, PyInstance>();
  for (const [alias, name] of Object.entries(DTYPES)) {
    const dtype = byName.get(name) ?? instance(cls, { name: str(name) });
    byName.set(name, dtype);
    named.set(alias, dtype);
  }
  return { cls, named };
}

/** The name of a dtype given as an argument; undefined when none or another thing was given. */
export function dtypeName(value: Value | undefined): string | undefined {
  if (value?.kind === 'instance' && value.cls.name === 'dtype') {
    const name = value.attributes.get('name');
    return name?.kind === 'str' ? name.value : undefined;
  }
  if (value?.kind === 'class') return { float: 'float32', int: 'int64', bool: 'bool' }[value.name];
  return undefined;
}

export function createDeviceClass(): PyClass {
  return nativeClass({
    name: 'device',
    qualifiedName: 'torch.device',
    methods: {
      __init__: ({ args, kwargs }) => {
        const [self, given] = args;
        const type = given ?? kwargs.get('type');
        if (self?.kind !== 'instance') return NONE;
        const name = type?.kind === 'str' ? type.value : type?.kind === 'instance' ? 'cpu' : null;
        const [kind = 'cpu', index] = (name ?? 'cpu').split(':');
        self.attributes.set('type', name === null && type?.kind === 'unknown' ? type : str(kind));
        self.attributes.set('index', index === undefined ? NONE : { kind: 'int', value: Number(index) });
        return NONE;
      },
      __str__: ({ args }) =>
        args[0]?.kind === 'instance' ? (args[0].attributes.get('type') ?? str('cpu')) : str('cpu'),
      __repr__: ({ args }) =>
        args[0]?.kind === 'instance' ? (args[0].attributes.get('type') ?? str('cpu')) : str('cpu'),
    },
  });
}
