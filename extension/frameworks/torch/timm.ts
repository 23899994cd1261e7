/** timm: the layers that model files outside of it use. Its networks are not written down; what they give is Unknown, with that reason. */
import { say } from '../../message.ts';
import { Evaluator } from '../../python/evaluate/evaluator.ts';
import { nativeModule } from '../../python/evaluate/native.ts';
import { float, native, tuple, type PyModule, type Value } from '../../python/values.ts';
import { LIBRARY_PREFIX } from '../session.ts';
import type { TorchContext } from './context.ts';
import { TIMM_HOMES, TIMM_LAYERS } from './library/timm.ts';

export const isTimm = (name: string): boolean => /^timm(\.|$)/.test(name);

/** Where releases of timm keep their layers. */
const LAYERS = /^timm\.(models\.)?layers(\.\w+)?$/;
const IMAGENET: Readonly<Record<string, readonly number[]>> = {
  IMAGENET_DEFAULT_MEAN: [0.485, 0.456, 0.406],
  IMAGENET_DEFAULT_STD: [0.229, 0.224, 0.225],
  IMAGENET_INCEPTION_MEAN: [0.5, 0.5, 0.5],
  IMAGENET_INCEPTION_STD: [0.5, 0.5, 0.5],
};

export function timmModules(ctx: TorchContext): (name: string) => PyModule {
  const made = new Map<string, PyModule>();
  let layers: PyModule | undefined;
  const layer = (name: string): Value | undefined => {
    const { interpreter } = ctx.session;
    if (!(interpreter instanceof Evaluator)) return undefined;
    layers ??= interpreter.runModule(`${LIBRARY_PREFIX}timm/layers.py`, TIMM_LAYERS, 'timm.layers');
    const value = layers.namespace.get(name);
    return value?.kind === 'module' ? undefined : value;
  };
  const entryOf = (name: string, member: string): Value | undefined => {
    // A decorator that enters a builder into timm's list.
    if (member === 'register_model')
      return native(member, (call) => call.args[0] ?? call.interpreter.unknown(say`register_model needs a function.`));
    const numbers = IMAGENET[member];
    if (numbers) return tuple(numbers.map(float));
    // Also timm.models.vision_transformer hands on the layers it uses.
    if (TIMM_HOMES[member]?.test(name) === false) return undefined;
    return name.startsWith('timm.models') || LAYERS.test(name) ? layer(member) : undefined;
  };
  return (name) => {
    const known = made.get(name);
    if (known) return known;
    const module = nativeModule(name, {}, (member) => {
      if (
        member.startsWith('__') ||
        /^timm\.(models|layers|data|models\.(layers|vision_transformer|_?efficientnet_blocks))$/.test(
          `${name}.${member}`,
        )
      )
        return undefined;
      return (
        entryOf(name, member) ??
        ctx.session.interpreter.unknown(
          say`${name}.${member} is not followed: Layerscope knows timm's common layers only.`,
        )
      );
    });
    made.set(name, module);
    return module;
  };
}
