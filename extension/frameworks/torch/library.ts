/** Layers that PyTorch composes of its own layers, as Python of our own, evaluated when first asked for. */
import { Evaluator } from '../../python/evaluate/evaluator.ts';
import type { PyClass, PyModule } from '../../python/values.ts';
import { LIBRARY_PREFIX } from '../session.ts';
import type { TorchContext } from './context.ts';
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

const modules = new WeakMap<TorchContext, Map<string, PyModule>>();

export function libraryClass(ctx: TorchContext, name: string): PyClass | undefined {
  const source = Object.hasOwn(SOURCES, name) ? SOURCES[name] : undefined;
  const { interpreter } = ctx.session;
  if (!source || !(interpreter instanceof Evaluator)) return undefined;
  const known = modules.get(ctx) ?? new Map<string, PyModule>();
  modules.set(ctx, known);
  const file = `${LIBRARY_PREFIX}torch/${source.name}.py`;
  const module = known.get(source.name) ?? interpreter.runModule(file, source.text, `torch.nn.modules.${source.name}`);
  known.set(source.name, module);
  const value = module.namespace.get(name);
  return value?.kind === 'class' ? value : undefined;
}
