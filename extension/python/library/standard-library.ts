/** The standard library, as far as model code needs it, and what scripts read their command line with. */
import type { ModuleProvider } from '../evaluate/options.ts';
import { nativeModule } from '../evaluate/native.ts';
import type { PyModule } from '../values.ts';
import { builtinNames } from '../evaluate/builtins/install.ts';
import { absl } from './absl.ts';
import { abstractClasses } from './abstract-classes.ts';
import { argparse } from './argparse.ts';
import { collections } from './collections.ts';
import { contextlib } from './contextlib.ts';
import { copy } from './copy.ts';
import { dataclasses } from './dataclasses.ts';
import { enumeration } from './enum.ts';
import { functools } from './functools.ts';
import { itertools } from './itertools.ts';
import { math } from './math.ts';
import { operator } from './operator.ts';
import { quietModules } from './quiet-modules.ts';
import { random } from './random.ts';
import { six, sixMoves } from './six.ts';
import { string } from './string.ts';
import { os, osPath, sys } from './system.ts';
import { abc, numbers, types, typing, typingExtensions } from './typing.ts';

const modules: ReadonlyMap<string, PyModule> = new Map(
  Object.entries({
    ...quietModules,
    ...absl,
    abc,
    argparse,
    builtins: nativeModule('builtins', Object.fromEntries(builtinNames())),
    collections,
    'collections.abc': nativeModule('collections.abc', abstractClasses),
    contextlib,
    copy,
    dataclasses,
    enum: enumeration,
    functools,
    itertools,
    math,
    numbers,
    operator,
    os,
    'os.path': osPath,
    random,
    six,
    'six.moves': sixMoves,
    string,
    sys,
    types,
    typing,
    typing_extensions: typingExtensions,
  }),
);

export const standardLibrary: ModuleProvider = { find: (name) => modules.get(name) };
