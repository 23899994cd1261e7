/** Numbers of expressions against the real PyTorch (test/oracle/numbers/torch_numbers.py): from the text to the kernels. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { analyzeText } from '../../frameworks/torch/analyze.ts';
import { fastKernels } from '../helpers.ts';
import { errorOf, NotRun, Values, type RecordedNumbers } from './expressions.ts';
import { uniform } from './seeded.ts';

interface Recorded {
  readonly names: readonly string[];
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly cases: Readonly<Record<string, readonly RecordedNumbers[]>>;
}

const EXACT = 1e-5;
/** Cubic interpolation, and powers and products of many numbers, lose digits in the frameworks' own float32. */
const APPROXIMATE = 1e-4;
const tolerance = (text: string): number => (/bicubic/.test(text) ? APPROXIMATE : EXACT);

/** Expressions that the engine does not compute, and says so. */
const NOT_RUN_ALLOWED = 40;
const BATCH = 25;

const HEAD = `
import torch
import torch.nn as nn
import torch.nn.functional as F

def parts(value):
    if isinstance(value, (list, tuple)):
        return [part for item in value for part in parts(item)]
    return [value]
`;

describe('numbers against the real PyTorch', () => {
  const { names, inputs, cases } = JSON.parse(readFileSync('test/recorded/numbers-torch.json', 'utf8')) as Recorded;
  const all = Object.entries(cases);
  const fast = fastKernels();
  const errors: string[] = [];
  const notRun: string[] = [];

  it(`${all.length} expressions`, async () => {
    for (let start = 0; start < all.length; start += BATCH) {
      const batch = all.slice(start, start + BATCH);
      const body = batch.map(
        ([text], index) =>
          `def case${index}():\n${names.map((line) => `    ${line.replace(/^(\w+) =/, `$1 = $1_${index} =`)}`).join('\n')}\n    for part_${index} in parts(${text}):\n        pass\ncase${index}()`,
      );
      const analysis = await analyzeText('numbers.py', [HEAD, ...body].join('\n'));
      const bound = (name: string): readonly number[] =>
        (analysis.bindings.find((binding) => binding.name === name)?.values ?? []).flatMap((value) =>
          value.kind === 'tensor' ? [value.tensor] : [],
        );
      // What works in place leaves the name with the new tensor: the one that was drawn is behind it.
      const drawn = (tensor: number): number => {
        const producer = analysis.tensors[tensor]?.producer ?? null;
        const call = producer === null ? undefined : analysis.calls[producer];
        const [input] = call?.inputs ?? [];
        return input === undefined ? tensor : drawn(input);
      };
      batch.forEach(([text, recorded], index) => {
        const given = new Map(
          Object.entries(inputs).flatMap(([name, shape]) =>
            bound(`${name}_${index}`)
              .slice(0, 1)
              .map((tensor) => [drawn(tensor), uniform(name, shape)] as const),
          ),
        );
        for (const kernels of [null, fast]) {
          try {
            const values = new Values(analysis, 'torch', given, kernels);
            const outputs = bound(`part_${index}`);
            if (outputs.length !== recorded.length) throw new NotRun(`${outputs.length} of ${recorded.length} tensors`);
            outputs.forEach((tensor, part) => {
              const numbers = recorded[part];
              const error = numbers ? errorOf(values.of(tensor), numbers) : Infinity;
              if (!(error <= tolerance(text))) errors.push(`${text} [${part}]: ${error}`);
            });
          } catch (error) {
            if (!(error instanceof NotRun)) errors.push(`${text}: ${String(error)}`);
            else if (kernels === null) notRun.push(`${text}: ${error.message}`);
          }
        }
      });
    }
    assert.deepEqual(errors, []);
    assert.ok(notRun.length <= NOT_RUN_ALLOWED, `${notRun.length} are not run:\n${notRun.join('\n')}`);
  }).timeout(120_000);
});
