/** tensorflow_addons and keras_contrib: the layers that model files use. What else is in them is Unknown, with that reason. */
import { say } from '../../message.ts';
import { Evaluator } from '../../python/evaluate/evaluator.ts';
import { nativeModule } from '../../python/evaluate/native.ts';
import type { PyModule, Value } from '../../python/values.ts';
import { LIBRARY_PREFIX } from '../session.ts';
import { ADDONS, CONTRIB } from './library/addons.ts';
import type { KerasState } from './state.ts';

const TEXTS: Readonly<Record<string, { readonly text: string; readonly names: readonly string[] }>> = {
  tensorflow_addons: {
    text: ADDONS,
    names: ['GroupNormalization', 'InstanceNormalization', 'SpectralNormalization', 'GELU', 'StochasticDepth'],
  },
  keras_contrib: { text: CONTRIB, names: ['GroupNormalization', 'InstanceNormalization'] },
};

export const isAddons = (name: string): boolean => /^(tensorflow_addons|keras_contrib)(\.|$)/.test(name);

/** keras_contrib.layers.normalization.instancenormalization and the like. */
const LAYERS = /^(\w+)\.layers(\.|$)/;

export function addonsModules(state: KerasState): (name: string) => PyModule {
  const [made, texts] = [new Map<string, PyModule>(), new Map<string, PyModule>()];
  const { interpreter } = state.session;
  const layer = (name: string, member: string): Value | undefined => {
    const home = LAYERS.exec(name)?.[1] ?? '';
    const known = TEXTS[home];
    if (!known?.names.includes(member) || !(interpreter instanceof Evaluator)) return undefined;
    const module =
      texts.get(home) ?? interpreter.runModule(`${LIBRARY_PREFIX}keras/${home}.py`, known.text, `${home}.layers`);
    texts.set(home, module);
    return module.namespace.get(member);
  };
  const get = (name: string): PyModule => {
    const known = made.get(name);
    if (known) return known;
    const module = nativeModule(name, {}, (member) => {
      if (member.startsWith('__')) return undefined;
      if (/^(layers|normalization|normalizations|instancenormalization|groupnormalization)$/.test(member))
        return get(`${name}.${member}`);
      return layer(name, member) ?? interpreter.unknown(say`${name}.${member} is not followed.`);
    });
    made.set(name, module);
    return module;
  };
  return get;
}
