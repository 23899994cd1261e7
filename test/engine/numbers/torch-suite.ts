/** Numbers of expressions against the real PyTorch (test/oracle/numbers/torch_numbers.py): from the text to the kernels. */
import { readFileSync } from 'node:fs';
import type { RecordedNumbers } from './expressions.ts';
import type { ExpressionSuite } from './run-expressions.ts';

interface Recorded {
  readonly names: readonly string[];
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  readonly cases: Readonly<Record<string, readonly RecordedNumbers[]>>;
}

const EXACT = 1e-5;
/** Cubic interpolation, and powers and products of many numbers, lose digits in the frameworks' own float32. */
const APPROXIMATE = 1e-4;
const tolerance = (text: string): number => (/bicubic/.test(text) ? APPROXIMATE : EXACT);

const HEAD = `
import torch
import torch.nn as nn
import torch.nn.functional as F

def parts(value):
    if isinstance(value, (list, tuple)):
        return [part for item in value for part in parts(item)]
    return [value]
`;

export function torchSuite(): ExpressionSuite {
  const { names, inputs, cases } = JSON.parse(readFileSync('test/recorded/numbers-torch.json', 'utf8')) as Recorded;

  const program = (text: string, index: number): string => {
    const given = names.map((line) => `    ${line.replace(/^(\w+) =/, `$1 = $1_${index} =`)}`).join('\n');
    return `def case${index}():\n${given}\n    for part_${index} in parts(${text}):\n        pass\ncase${index}()`;
  };

  return {
    framework: 'torch',
    head: HEAD,
    inputs: Object.entries(inputs),
    cases: Object.entries(cases).map(([text, outputs], index) => ({
      text,
      outputs,
      index,
      program: program(text, index),
      tolerance: tolerance(text),
    })),
  };
}
