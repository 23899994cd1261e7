/** The `argparse` module: what a run without arguments would give. */
import { say } from '../../message.ts';
import type { NativeCall, PyDict, PyInstance, Value } from '../values.ts';
import { FALSE, NONE, TRUE, bool, list, str, tuple, unknown } from '../values.ts';
import { emptyDict } from '../evaluate/displays.ts';
import { NOT_IMPLEMENTED, instance, nativeClass, nativeModule } from '../evaluate/native.ts';
import { setDictItem } from '../evaluate/subscript.ts';
import { cause, machine, need } from '../evaluate/builtins/arguments.ts';
import { argument, functions, isNone, quiet } from './table.ts';

const Namespace = nativeClass({
  name: 'Namespace',
  qualifiedName: 'argparse.Namespace',
  methods: {
    __init__: (call) => {
      const self = need(call, 0);
      if (self.kind === 'instance') for (const [name, value] of call.kwargs) self.attributes.set(name, value);
      return NONE;
    },
    __contains__: (call) => {
      const [self, name] = [need(call, 0), need(call, 1)];
      if (self.kind !== 'instance' || name.kind !== 'str') return cause(name);
      return bool(self.attributes.has(name.value));
    },
    __eq__: (call) => {
      const [a, b] = [need(call, 0), need(call, 1)];
      return a.kind === 'instance' && b.kind === 'instance' && a === b ? TRUE : NOT_IMPLEMENTED;
    },
    __repr__: (call) => {
      const self = need(call, 0);
      const parts =
        self.kind === 'instance'
          ? [...self.attributes].map(([name, value]) => `${name}=${call.interpreter.repr(value)}`)
          : [];
      return str(`Namespace(${parts.join(', ')})`);
    },
  },
});

/** What the parser will give, by destination. */
const DEFAULTS = '_layerscope_defaults';

function defaultsOf(self: Value): PyDict {
  const found = self.kind === 'instance' ? self.attributes.get(DEFAULTS) : undefined;
  return found?.kind === 'dict' ? found : emptyDict();
}

/** `--batch-size` becomes `batch_size`; without a long name the first short one counts. */
function destination(names: readonly string[]): string {
  const name = names.find((each) => each.startsWith('--')) ?? names[0] ?? '';
  return name.replace(/^-+/, '').replaceAll('-', '_');
}

function defaultValue(call: NativeCall, names: readonly string[]): Value {
  const given = call.kwargs.get('default');
  if (given) {
    const type = call.kwargs.get('type');
    // Python converts a default only when it is text.
    return given.kind === 'str' && type && !isNone(type) ? call.interpreter.call(type, [given]) : given;
  }
  const action = call.kwargs.get('action');
  const kind = action?.kind === 'str' ? action.value : '';
  if (kind === 'store_true') return FALSE;
  if (kind === 'store_false') return TRUE;
  const isOption = names.every((each) => each.startsWith('-'));
  const required = call.kwargs.get('required');
  const mayBeAbsent = argument(call, Infinity, 'nargs');
  if (!isOption && mayBeAbsent.kind === 'str' && mayBeAbsent.value === '?') return NONE;
  if (!isOption && mayBeAbsent.kind === 'str' && mayBeAbsent.value === '*') return list([]);
  if (isOption && !(required && call.interpreter.truth(required))) return NONE;
  return unknown(say`the command-line argument ${names[0] ?? ''}`, call.site);
}

function addArgument(call: NativeCall): Value {
  const [self = NONE, ...names] = call.args;
  const texts = names.flatMap((each) => (each.kind === 'str' ? [each.value] : []));
  const action = call.kwargs.get('action');
  if (action?.kind === 'str' && (action.value === 'version' || action.value === 'help')) return NONE;
  const dest = call.kwargs.get('dest');
  const name = dest?.kind === 'str' ? dest : str(destination(texts));
  // The first of several arguments for one destination decides (`--cuda`, `--no-cuda`).
  const key = call.interpreter.hashKey(name);
  if (key !== null && !defaultsOf(self).entries.has(key))
    setDictItem(machine(call), defaultsOf(self), name, defaultValue(call, texts));
  return instance(Action, { dest: name });
}

function parsed(call: NativeCall): PyInstance {
  const given = argument(call, 2, 'namespace');
  const result = given.kind === 'instance' ? given : instance(Namespace);
  machine(call).touch(result.attributes);
  for (const { key, value } of defaultsOf(need(call, 0)).entries.values())
    if (key.kind === 'str' && !result.attributes.has(key.value)) result.attributes.set(key.value, value);
  return result;
}

const Action = nativeClass({ name: 'Action', qualifiedName: 'argparse.Action' });

/** Groups add to the parser they belong to. */
const group = (call: NativeCall): Value => instance(ArgumentGroup, { [DEFAULTS]: defaultsOf(need(call, 0)) });

const shared = {
  add_argument: addArgument,
  add_argument_group: group,
  add_mutually_exclusive_group: group,
  set_defaults: (call: NativeCall): Value => {
    for (const [name, value] of call.kwargs) setDictItem(machine(call), defaultsOf(need(call, 0)), str(name), value);
    return NONE;
  },
  get_default: (call: NativeCall): Value =>
    call.interpreter.callMethod(defaultsOf(need(call, 0)), 'get', [need(call, 1)]),
};

const ArgumentGroup = nativeClass({
  name: '_ArgumentGroup',
  qualifiedName: 'argparse._ArgumentGroup',
  methods: shared,
});

const ArgumentParser = nativeClass({
  name: 'ArgumentParser',
  qualifiedName: 'argparse.ArgumentParser',
  methods: {
    ...shared,
    __init__: (call) => {
      const self = need(call, 0);
      if (self.kind !== 'instance') return NONE;
      const defaults = emptyDict();
      for (const parent of call.interpreter.iterate(argument(call, Infinity, 'parents', tuple([]))) ?? [])
        for (const { key, value } of defaultsOf(parent).entries.values())
          setDictItem(machine(call), defaults, key, value);
      self.attributes.set(DEFAULTS, defaults);
      return NONE;
    },
    parse_args: parsed,
    parse_known_args: (call) => tuple([parsed(call), list([])]),
    parse_intermixed_args: parsed,
    // Which command a run would name is not known.
    add_subparsers: (call) => {
      const dest = call.kwargs.get('dest');
      if (dest?.kind === 'str')
        setDictItem(
          machine(call),
          defaultsOf(need(call, 0)),
          dest,
          unknown(say`the command given on the command line`, call.site),
        );
      return instance(SubParsers);
    },
    print_help: quiet,
    print_usage: quiet,
    format_help: (call) => unknown(say`help text`, call.site),
    register: quiet,
    error: (call) => call.interpreter.raise('SystemExit', '2', call.site),
    exit: (call) => call.interpreter.raise('SystemExit', '0', call.site),
  },
});

const SubParsers = nativeClass({
  name: '_SubParsersAction',
  qualifiedName: 'argparse._SubParsersAction',
  methods: { add_parser: (call) => call.interpreter.call(ArgumentParser, []) },
});

const formatter = (name: string): Value => nativeClass({ name, qualifiedName: `argparse.${name}` });

export const argparse = nativeModule('argparse', {
  ArgumentParser,
  Namespace,
  Action,
  HelpFormatter: formatter('HelpFormatter'),
  ArgumentDefaultsHelpFormatter: formatter('ArgumentDefaultsHelpFormatter'),
  RawTextHelpFormatter: formatter('RawTextHelpFormatter'),
  RawDescriptionHelpFormatter: formatter('RawDescriptionHelpFormatter'),
  MetavarTypeHelpFormatter: formatter('MetavarTypeHelpFormatter'),
  BooleanOptionalAction: formatter('BooleanOptionalAction'),
  ArgumentTypeError: formatter('ArgumentTypeError'),
  REMAINDER: str('...'),
  SUPPRESS: str('==SUPPRESS=='),
  ...functions({ FileType: (call) => unknown(say`a file`, call.site) }),
});
