/** Layers that PyTorch composes of its own layers, as Python of our own, evaluated when first asked for. */
import { say } from '../../message.ts';
import { Evaluator } from '../../python/evaluate/evaluator.ts';
import { nativeModule } from '../../python/evaluate/native.ts';
import type { PyClass, PyModule } from '../../python/values.ts';
import { Slot } from '../../python/values.ts';
import { LIBRARY_PREFIX } from '../session.ts';
import type { TorchContext } from './context.ts';
import { DISTRIBUTIONS } from './library/distributions.ts';
import { OUTPUT_LAYERS } from './library/output-layers.ts';
import { TRANSFORMER } from './library/transformer.ts';

const SOURCES: Readonly<Record<string, { readonly name: string; readonly text: string }>> = {
  ...Object.fromEntries(
    ['', 'Encoder', 'EncoderLayer', 'Decoder', 'DecoderLayer'].map((part) => [
      `Transformer${part}`,
      { name: 'transformer', text: TRANSFORMER },
    ]),
  ),
  AdaptiveLogSoftmaxWithLoss: { name: 'adaptive', text: OUTPUT_LAYERS },
  LinearCrossEntropyLoss: { name: 'adaptive', text: OUTPUT_LAYERS },
};

/** Names of torch.nn that are Python of our own. */
export const libraryNames = (): readonly string[] => Object.keys(SOURCES);

const modules = new Slot<Map<string, PyModule>, TorchContext>();

export function libraryClass(ctx: TorchContext, name: string): PyClass | undefined {
  const source = Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined;
  const value = source && evaluated(ctx, `torch.nn.modules.${source.name}`, source.text)?.namespace.get(name);
  return value?.kind === 'class' ? value : undefined;
}

/** Once for each analysis. */
function evaluated(ctx: TorchContext, name: string, text: string): PyModule | undefined {
  const { interpreter } = ctx.session;
  if (!(interpreter instanceof Evaluator)) return undefined;
  const known = modules.get(ctx) ?? new Map<string, PyModule>();
  modules.set(ctx, known);
  const module = known.get(name) ?? interpreter.runModule(`${LIBRARY_PREFIX}torch/${name}.py`, text, name);
  known.set(name, module);
  return module;
}

export const isDistributions = (name: string): boolean => /^torch\.distributions(\.[a-z_]+)?$/.test(name);

/** torch.distributions and its files, all of them with the same names. */
export function distributionsModule(ctx: TorchContext, name: string): PyModule {
  return nativeModule(name, {}, (member) => {
    const own = evaluated(ctx, 'torch.distributions', DISTRIBUTIONS)?.namespace.get(member);
    if (own && own.kind !== 'module') return own;
    if (member.startsWith('__') || isDistributions(`${name}.${member}`)) return undefined;
    return ctx.session.interpreter.unknown(say`${name}.${member} is not followed.`);
  });
}
