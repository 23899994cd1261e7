/** The engine's own numbers for a sample, computed in this process by the same code the workers run. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import relaxed from '../../../dist/kernels-relaxed.wasm';
import plain from '../../../dist/kernels.wasm';
import { indexOf } from '../../../extension/editor/describe/facts-index.ts';
import { runGraph } from '../../../extension/engine/run-graph.ts';
import { createEngine } from '../../../extension/engine/service.ts';
import { createAnalyzer } from '../../../extension/frameworks/analyze.ts';
import type { FeatureMaps } from '../../../extension/protocol.ts';
import { samplePath } from './workspace.ts';

const LIMIT = 2 ** 30;
const QUIET = { cancelled: () => false, progress: () => undefined };

/** The maps of a layer's first output on the built-in scene with the framework's initialisers, seed 1: what the preview shows first. */
export async function layerMaps(sample: string, model: string, layer: string): Promise<FeatureMaps> {
  const analyzer = createAnalyzer();
  const source = { file: sample, text: fs.readFileSync(samplePath(sample), 'utf8'), version: 1 };
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
      weights: { kind: 'initial', seed: 1 },
      memoryLimit: LIMIT,
    },
    QUIET,
  );
  assert.equal(outcome.kind, 'ran');
  return engine.maps({ run: outcome.run, call: row.call, stride: null }, QUIET);
}
