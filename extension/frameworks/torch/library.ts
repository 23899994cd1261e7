/** Layers that PyTorch composes of its own layers, as Python of our own, evaluated when first asked for. */
import { Evaluator } from '../../python/evaluate/evaluator.ts';
import type { PyClass, PyModule } from '../../python/values.ts';
import { LIBRARY_PREFIX } from '../session.ts';
import type { TorchContext } from './context.ts';
import { TRANSFORMER } from './library/transformer.ts';

const SOURCES: Readonly<Record<string, { readonly name: string; readonly text: string }>> = Object.fromEntries(
  ['Transformer', 'TransformerEncoder', 'TransformerEncoderLayer', 'TransformerDecoder', 'TransformerDecoderLayer'].map(
    (name) => [name, { name: 'transformer', text: TRANSFORMER }],
  ),
);

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
