/** The engine's own numbers for a sample, computed in this process by the same code the workers run. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import relaxed from '../../../dist/kernels-relaxed.wasm';
import plain from '../../../dist/kernels.wasm';
import { indexOf } from '../../../extension/editor/describe/facts-index.ts';
import { runGraph } from '../../../extension/engine/run-graph.ts';
import { createEngine } from '../../../extension/engine/service.ts';
import { createAnalyzer } from '../../../extension/frameworks/analyze.ts';
import type { FeatureMaps, WeightSource } from '../../../extension/protocol.ts';

const LIMIT = 2 ** 30;
const QUIET = { cancelled: () => false, progress: () => undefined };

interface Looked {
  readonly file: string;
  readonly model: string;
  readonly layer: string;
  /** Of the upsampling before the layer, at which artifacts are measured. */
  readonly stride?: readonly [number, number];
  readonly weights?: WeightSource;
}

const FIRST_WEIGHTS: WeightSource = { kind: 'initial', seed: 1 };

/** The maps of a layer's first output on the built-in scene; without weights, with those the preview shows first. */
export async function layerMaps({ file, model, layer, stride, weights }: Looked): Promise<FeatureMaps> {
  const analyzer = createAnalyzer();
  const sample = path.basename(file);
  const source = { file: sample, text: fs.readFileSync(file, 'utf8'), version: 1 };
  const analysis = analyzer.analyze({ source, workspace: [], call: null, inputs: [], imageSize: null });
  const graph = analysis.models.find(({ name }) => name === model);
  assert.ok(graph, `${model} is in ${sample}`);
  const row = graph.rows.find(({ name }) => name === layer);
  assert.ok(row && row.call !== null, `${layer} is a layer of ${model}`);
  const engine = createEngine({ plain, relaxed });
  const outcome = await engine.run(
    {
      graph: runGraph(indexOf(analysis), graph),
      picture: { kind: 'built-in', name: 'scene' },
      weights: weights ?? FIRST_WEIGHTS,
      memoryLimit: LIMIT,
    },
    QUIET,
  );
  assert.equal(outcome.kind, 'ran');
  return engine.maps({ run: outcome.run, call: row.call, stride: stride ?? null }, QUIET);
}
