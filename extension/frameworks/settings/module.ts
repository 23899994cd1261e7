/** The modules that packages of settings are imported as, and which names each has. */
import { say } from '../../message.ts';
import { nativeModule } from '../../python/evaluate/native.ts';
import type { Evaluator } from '../../python/evaluate/evaluator.ts';
import type { PyModule, Value } from '../../python/values.ts';
import { LIBRARY_PREFIX } from '../session.ts';
import { SETTINGS } from './library.ts';

/** Names by module. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  easydict: ['EasyDict'],
  attrdict: ['AttrDict'],
  addict: ['Dict'],
  munch: ['Munch', 'DefaultMunch', 'munchify'],
  'yacs.config': ['CfgNode'],
  ml_collections: ['ConfigDict', 'FrozenConfigDict'],
  'ml_collections.config_dict': ['ConfigDict', 'FrozenConfigDict'],
  omegaconf: ['OmegaConf', 'DictConfig', 'ListConfig'],
};

const PACKAGES = new Set(Object.keys(NAMES).map((name) => name.split('.')[0] ?? name));

export const isSettingsModule = (name: string): boolean => PACKAGES.has(name.split('.')[0] ?? name);

export function settingsModules(evaluator: () => Evaluator): (name: string) => PyModule | undefined {
  const made = new Map<string, PyModule>();
  let library: PyModule | undefined;
  const own = (name: string): Value | undefined => {
    library ??= evaluator().runModule(`${LIBRARY_PREFIX}settings.py`, SETTINGS, 'settings');
    return library.namespace.get(name);
  };
  const get = (name: string): PyModule | undefined => {
    const isParent = Object.keys(NAMES).some((each) => each.startsWith(`${name}.`));
    if (!Object.hasOwn(NAMES, name) && !isParent) return undefined;
    const known = made.get(name);
    if (known) return known;
    const module = nativeModule(name, {}, (member) => {
      if (member.startsWith('__')) return undefined;
      if (NAMES[name]?.includes(member)) return own(member);
      return get(`${name}.${member}`) ?? evaluator().unknown(say`${name}.${member} is not followed.`);
    });
    made.set(name, module);
    return module;
  };
  return get;
}
