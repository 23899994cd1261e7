/** The layer as the user wrote it, from the arguments that stand in the text. */
import type { LayerFact } from '../graph.ts';
import { callText } from './python-text.ts';

/** Arguments that everybody gives by position. */
const POSITIONAL: Readonly<Record<LayerFact['framework'], ReadonlySet<string>>> = {
  keras: new Set(['filters', 'kernel_size']),
  torch: new Set(['in_channels', 'out_channels', 'kernel_size', 'upscale_factor']),
};

export function writtenCode({ framework, type, arguments: args, argumentRanges }: LayerFact): string {
  const given = Object.entries(argumentRanges)
    .sort(([, a], [, b]) => a.start - b.start)
    .map(([name]) => ({ name, value: args[name] ?? null }));
  const first = given.findIndex(({ name }) => !POSITIONAL[framework].has(name));
  const split = first < 0 ? given.length : first;
  return callText(
    framework === 'torch' ? `nn.${type}` : type,
    given.slice(0, split).map(({ value }) => value),
    given.slice(split),
  );
}
