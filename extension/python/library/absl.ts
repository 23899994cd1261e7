/** `absl.flags` and `absl.app`: flags have their defaults, and `app.run(main)` runs main. */
import { say } from '../../message.ts';
import { list, native, NONE, str, type Interpreter, type NativeCall, type Value, Slot } from '../values.ts';
import { instance, nativeClass, nativeModule } from '../evaluate/native.ts';
import { argument, opaqueModule } from './table.ts';

/** The flags of each evaluation: the module itself serves all of them. */
const defined = new Slot<Map<string, Value>, Interpreter>();

function flagsOf({ interpreter }: NativeCall): Map<string, Value> {
  const flags = defined.get(interpreter) ?? new Map<string, Value>();
  defined.set(interpreter, flags);
  return flags;
}

const FlagValues = nativeClass({
  name: 'FlagValues',
  qualifiedName: 'absl.flags.FlagValues',
  methods: {
    // What a command line gives is not known: the defaults stay.
    __call__: () => list([]),
    __getattr__: (call) => {
      const [, name] = call.args;
      const value = name?.kind === 'str' ? flagsOf(call).get(name.value) : undefined;
      return value ?? call.interpreter.unknown(say`The flag is not defined in these files.`, call.site);
    },
    __setattr__: (call) => {
      const [, name, value] = call.args;
      if (name?.kind === 'str' && value) flagsOf(call).set(name.value, value);
      return NONE;
    },
  },
});
const FlagHolder = nativeClass({ name: 'FlagHolder', qualifiedName: 'absl.flags.FlagHolder' });

const KINDS = 'string integer float bool boolean enum list multi_string multi_integer multi_float';
const QUIET = 'mark_flag_as_required mark_flags_as_required register_validator DEFINE_alias';

/** `DEFINE_integer('classes', 80, 'help')` */
function define(call: NativeCall): Value {
  const [name, value] = [argument(call, 0, 'name'), argument(call, 1, 'default')];
  if (name.kind === 'str') flagsOf(call).set(name.value, value);
  return instance(FlagHolder, { name, value, default: value });
}

const flags = nativeModule('absl.flags', {
  FLAGS: instance(FlagValues),
  ...Object.fromEntries(KINDS.split(' ').map((kind) => [`DEFINE_${kind}`, native(`DEFINE_${kind}`, define)])),
  ...Object.fromEntries(QUIET.split(' ').map((name) => [name, native(name, () => NONE)])),
});

const app = nativeModule('absl.app', {
  run: native('run', (call) =>
    call.interpreter.call(argument(call, 0, 'main'), [list([str('main.py')])], new Map(), call.site),
  ),
});

const logging = opaqueModule('absl.logging', say`logs are not followed`);

export const absl = {
  absl: nativeModule('absl', { flags, app, logging }),
  'absl.flags': flags,
  'absl.app': app,
  'absl.logging': logging,
};
