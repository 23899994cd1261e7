/** Shapes of functions, methods and layers against the real PyTorch (test/oracle/torch_functions.py). */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Shape } from '../../../extension/model/size.ts';
import { withPatience } from '../patient.ts';
import { analyzeText } from './analyze.ts';

interface Recorded {
  /** Statements that bind the names the expressions use. */
  readonly names: string;
  /** The shapes of all tensors of the result in order; null where PyTorch raises. */
  readonly expressions: Readonly<Record<string, readonly Shape[] | null>>;
}

const { names, expressions } = JSON.parse(readFileSync('test/recorded/torch-functions.json', 'utf8')) as Recorded;
const all = Object.entries(expressions);

/** What may stay unknown: the rest must be known exactly. */
const UNKNOWN_ALLOWED = 12;

/** Each result is taken apart into tensors, so that every one of them has a name whose shape can be read. */
const HEAD = `
import einops
import torch
import torchvision
import torch.nn as nn
import torch.nn.functional as F

def parts(value):
    if isinstance(value, (list, tuple)):
        return [part for item in value for part in parts(item)]
    return [value]
`;

describe('PyTorch functions', () => {
  withPatience();
  it(`agrees with PyTorch on ${all.length} expressions, and states nothing where it raises`, () => {
    const wrong: string[] = [];
    const unknown: string[] = [];
    for (let start = 0; start < all.length; start += 50) {
      const batch = all.slice(start, start + 50);
      const body = batch.map(
        ([expression], index) =>
          `def case${index}():\n${indent(names)}\n    for part_${index} in parts(${expression}):\n        pass\ncase${index}()`,
      );
      const analysis = analyzeText('functions.py', [HEAD, ...body].join('\n'));
      batch.forEach(([expression, truth], index) => {
        const bound = analysis.bindings.find(({ name }) => name === `part_${index}`)?.values ?? [];
        const shapes = bound.map((value) =>
          value.kind === 'tensor' ? (analysis.tensors[value.tensor]?.shape ?? null) : null,
        );
        const told = shapes.length > 0 && shapes.every((shape) => shape !== null);
        if (!told) {
          if (truth !== null) unknown.push(expression);
        } else if (JSON.stringify(shapes) !== JSON.stringify(truth)) {
          wrong.push(`${expression}: ${JSON.stringify(shapes)} instead of ${JSON.stringify(truth)}`);
        }
      });
    }
    assert.deepEqual(wrong, []);
    assert.ok(unknown.length <= UNKNOWN_ALLOWED, `${unknown.length} are not known:\n${unknown.join('\n')}`);
  }).timeout(60_000);
});

const indent = (text: string): string => text.replace(/^/gm, '    ');
