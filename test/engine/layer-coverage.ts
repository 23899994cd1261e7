/** Which layers that the analyzer knows the engine does not run, by the recorded calls of the real ones. */
import { readFileSync } from 'node:fs';
import { english } from '../../extension/message.ts';
import type { Framework, PlainArguments } from '../../extension/model/record.ts';
import { recordFor } from '../../extension/model/records/registry.ts';

interface Recorded {
  readonly layers: readonly {
    readonly layer: string;
    readonly defaults: PlainArguments;
    readonly cases: readonly { readonly a: PlainArguments; readonly i: readonly (readonly (number | null)[])[] }[];
  }[];
}

/** Layer: why, where none of its recorded calls can be run. */
export function layersNotRun(framework: Framework): Record<string, string> {
  const { layers } = JSON.parse(readFileSync(`test/recorded/layers-${framework}.json`, 'utf8')) as Recorded;
  const notRun: Record<string, string> = {};
  for (const { layer, defaults, cases } of layers) {
    const reasons = cases.map(({ a, i }) =>
      obstacle(
        framework,
        layer,
        { ...defaults, ...a },
        // One sample.
        i.map((shape) => shape.map((size) => size ?? 1)),
      ),
    );
    const [first] = reasons;
    if (first != null && !reasons.includes(null)) notRun[layer] = first;
  }
  return notRun;
}

function obstacle(
  framework: Framework,
  layer: string,
  args: PlainArguments,
  inputs: readonly (readonly number[])[],
): string | null {
  const record = recordFor(framework, layer);
  const config = record?.[framework]?.configure(args);
  if (!record || config?.kind !== 'known') return 'It is no layer that a record describes.';
  const outputs = record.output(config.value, inputs);
  if (outputs.kind !== 'known') return 'Its shape cannot be told.';
  const kernel = record.kernel(config.value, inputs, outputs.value);
  return kernel.kind === 'known' ? null : english(kernel.kind === 'unknown' ? kernel.reason : kernel.clash.message);
}
