/** `layerscope report`: a file's models, pictures and findings as one HTML file. */
import fs from 'node:fs';
import path from 'node:path';
import type { KernelBuilds } from '../engine/fast/module.ts';
import { errorOfSize, fittingSizes, hasOpenSizes } from '../engine/input-size.ts';
import { reportHtml, type ReportModel } from '../engine/report/html.ts';
import { reportPictures } from '../engine/report/pictures.ts';
import { periodOf, runGraph, type Facts } from '../engine/run-graph.ts';
import { createEngine } from '../engine/service.ts';
import type { Analyzer } from '../frameworks/analyze.ts';
import { english } from '../message.ts';
import { findingsIn } from '../model/findings.ts';
import type { Analysis, ModelGraph } from '../model/graph.ts';
import type { AnalyzeParams, PictureSource, WeightSource } from '../protocol.ts';
import { importable, readSource, theAnalyzer } from './analyzer.ts';
import { LineTable } from './lines.ts';
import { parseShape } from './inspect.ts';
import { UsageError } from './usage.ts';

export interface ReportOptions {
  readonly output: string;
  readonly call: string | null;
  readonly inputs: readonly string[];
  readonly seed: number;
}

/** As the editor's own limit, unless it is set otherwise there. */
const MEMORY_LIMIT = 2 ** 30;
const PICTURE: PictureSource = { kind: 'built-in', name: 'scene' };
const NEVER = { cancelled: (): boolean => false, progress: (): void => undefined };

function factsOf({ layers, calls, tensors }: Analysis): Facts {
  const layerById = new Map(layers.map((layer) => [layer.id, layer]));
  const callById = new Map(calls.map((call) => [call.id, call]));
  const tensorById = new Map(tensors.map((tensor) => [tensor.id, tensor]));
  return {
    layer: (id) => (id === null ? undefined : layerById.get(id)),
    call: (id) => (id === null ? undefined : callById.get(id)),
    tensor: (id) => tensorById.get(id),
  };
}

/** The model with numbers for its open sizes; itself where there are none, or where it cannot be built for that size. */
function sized(analyzer: Analyzer, params: AnalyzeParams, analysis: Analysis, at: number): [Analysis, ModelGraph] {
  const model = analysis.models[at] as ModelGraph;
  if (!hasOpenSizes(analysis, model)) return [analysis, model];
  let first: [Analysis, ModelGraph] | null = null;
  for (const imageSize of fittingSizes(model)) {
    const again = analyzer.analyze({ ...params, imageSize });
    const same = again.models[at];
    if (same?.name !== model.name || same.outputs.length === 0) continue;
    if (!errorOfSize(analysis, again)) return [again, same];
    first ??= [again, same];
  }
  return first ?? [analysis, model];
}

export async function report(file: string, options: ReportOptions, kernels: KernelBuilds): Promise<number> {
  const source = readSource(file);
  const workspace = importable(source);
  const analyzer = theAnalyzer();
  const params: AnalyzeParams = {
    source,
    workspace,
    call: options.call,
    inputs: options.inputs.map(parseShape),
    imageSize: null,
  };
  const analysis = analyzer.analyze(params);
  const engine = createEngine(kernels);
  const weights: WeightSource = { kind: 'initial', seed: options.seed };
  const models: ReportModel[] = [];
  for (let at = 0; at < analysis.models.length; at++) {
    const [facts, model] = sized(analyzer, params, analysis, at);
    models.push(await modelReport(factsOf(facts), model, engine, weights));
  }
  const lines = new LineTable(source, file, workspace);
  const html = reportHtml({
    file: path.basename(file),
    models,
    findings: findingsIn(analysis.file, analysis.findings).map(({ severity, message, range }) => ({
      severity,
      message: english(message),
      line: lines.line(range),
    })),
    settings: `scene, initial weights, seed ${options.seed}`,
  });
  try {
    fs.writeFileSync(options.output, html);
  } catch (error) {
    throw new UsageError(
      `${options.output} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return 0;
}

async function modelReport(
  facts: Facts,
  model: ModelGraph,
  engine: ReturnType<typeof createEngine>,
  weights: WeightSource,
): Promise<ReportModel> {
  try {
    const graph = runGraph(facts, model);
    const outcome = await engine.run({ graph, picture: PICTURE, weights, memoryLimit: MEMORY_LIMIT }, NEVER);
    if (outcome.kind === 'refused')
      return { model, pictures: [], reason: `No pictures: a run would need more than ${MEMORY_LIMIT / 2 ** 20} MiB.` };
    const ran = new Set(outcome.calls.flatMap((one) => (one.kind === 'ran' ? [one.call] : [])));
    const missing = outcome.calls.find((one) => one.kind === 'not-run');
    const pictures = await reportPictures(
      facts,
      model,
      (call) => ran.has(call),
      (call) => {
        const fact = call === 'input' ? undefined : facts.call(call);
        return engine.maps({ run: outcome.run, call, stride: fact ? periodOf(facts, fact) : null }, NEVER);
      },
    );
    return { model, pictures, reason: missing ? `Not everything was drawn: ${english(missing.reason)}` : null };
  } catch (error) {
    // The numbers stay readable.
    return { model, pictures: [], reason: `No pictures: ${error instanceof Error ? error.message : String(error)}` };
  }
}
