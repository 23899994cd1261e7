/** The JSON of `inspect` and `check`, which is a contract: programs read it. */
import { english } from '../message.ts';
import type { Finding, FindingCode, Severity } from '../model/findings.ts';
import type { Analysis, LayerRow, ModelGraph } from '../model/graph.ts';
import type { Grade } from '../model/artifact.ts';
import type { Framework } from '../model/record.ts';
import type { Shape, Size } from '../model/size.ts';
import { isKnown } from '../model/sizes/arithmetic.ts';
import { isBatch, sizeText } from '../model/sizes/text.ts';
import type { LineTable } from './lines.ts';

/** A number, null (the batch of Keras, or a size Keras leaves open), or a symbolic expression. */
export type JsonSize = number | string | null;
export type JsonShape = readonly JsonSize[];

export interface LayerReport {
  readonly name: string;
  readonly type: string;
  readonly line: number;
  /** Where it is called, when that is another line. */
  readonly callLine?: number;
  /** The file of `line`, when it is not the inspected one. */
  readonly file?: string;
  readonly inputShapes: readonly (JsonShape | null)[];
  /** A list of shapes for a layer with several outputs. */
  readonly outputShape: JsonShape | readonly (JsonShape | null)[] | null;
  readonly params: JsonSize;
  readonly macs: JsonSize;
  readonly artifact: {
    readonly grade: Grade;
    readonly overlap: readonly (readonly number[])[];
    readonly unevenness: number;
    readonly periodicEnergy: number | null;
    readonly lastLayer: boolean;
  } | null;
}

export interface ModelReport {
  readonly name: string;
  readonly framework: Framework;
  readonly line: number;
  readonly inputs: readonly (JsonShape | null)[];
  readonly outputs: readonly (JsonShape | null)[];
  readonly params: { readonly total: JsonSize; readonly trainable: JsonSize; readonly nonTrainable: JsonSize };
  readonly macs: JsonSize;
  readonly constraints: readonly string[];
  readonly layers: readonly LayerReport[];
}

export interface DiagnosticReport {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  /** When it is not the inspected file. */
  readonly file?: string;
}

export interface InspectReport {
  readonly file: string;
  readonly models: readonly ModelReport[];
  readonly diagnostics: readonly DiagnosticReport[];
}

/** What `check` says of one file. */
export interface CheckedFile {
  readonly file: string;
  readonly diagnostics: readonly DiagnosticReport[];
}

const DECIMALS = 4;
const rounded = (value: number): number => Number(value.toFixed(DECIMALS));

function jsonSize(size: Size, framework: Framework): JsonSize {
  if (typeof size === 'number') return size;
  // Keras shows None for whatever is not a number; PyTorch has no such sizes, so the expression stands.
  return framework === 'keras' ? null : sizeText(size);
}

/** null when any size could not be told: a shape is claimed whole or not at all. */
function jsonShape(shape: Shape | null, framework: Framework): JsonShape | null {
  if (!shape || !shape.every((size) => isKnown(size) || isBatch(size))) return null;
  return shape.map((size) => jsonSize(size, framework));
}

const count = (size: Size | null): JsonSize =>
  size === null || !isKnown(size) ? null : typeof size === 'number' ? size : sizeText(size);

function layerReport(row: LayerRow, framework: Framework, file: string, lines: LineTable): LayerReport {
  const [only] = row.outputShapes;
  const line = lines.line(row.range);
  const callLine = lines.line(row.callRange);
  return {
    name: row.name,
    type: row.type,
    line,
    ...(callLine === line || row.callRange.file !== row.range.file ? {} : { callLine }),
    ...(row.range.file === file ? {} : { file: lines.path(row.range.file) }),
    inputShapes: row.inputShapes.map((shape) => jsonShape(shape, framework)),
    outputShape:
      row.outputShapes.length === 1
        ? jsonShape(only ?? null, framework)
        : row.outputShapes.map((shape) => jsonShape(shape, framework)),
    params: count(row.params),
    macs: count(row.macs),
    artifact: row.artifact && {
      grade: row.artifact.grade,
      overlap: row.artifact.overlap,
      unevenness: rounded(row.artifact.unevenness),
      periodicEnergy: row.artifact.periodicEnergy === null ? null : rounded(row.artifact.periodicEnergy),
      lastLayer: row.artifact.lastLayer,
    },
  };
}

function modelReport(model: ModelGraph, analysis: Analysis, lines: LineTable): ModelReport {
  const shapes = new Map(analysis.tensors.map(({ id, shape }) => [id, shape]));
  const shapesOf = (ids: readonly number[]): (JsonShape | null)[] =>
    ids.map((id) => jsonShape(shapes.get(id) ?? null, model.framework));
  return {
    name: model.name,
    framework: model.framework,
    line: lines.line(model.range),
    inputs: shapesOf(model.inputs),
    outputs: shapesOf(model.outputs),
    params: {
      total: count(model.params.total),
      trainable: count(model.params.trainable),
      nonTrainable: count(model.params.nonTrainable),
    },
    macs: count(model.macs),
    constraints: model.constraints.map(({ text }) => text),
    layers: model.rows.map((row) => layerReport(row, model.framework, analysis.file, lines)),
  };
}

export function diagnosticReport(finding: Finding, file: string, lines: LineTable): DiagnosticReport {
  const start = lines.position(finding.range.file, finding.range.start);
  const end = lines.position(finding.range.file, finding.range.end);
  return {
    code: finding.code,
    severity: finding.severity,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    message: english(finding.message),
    ...(finding.range.file === file ? {} : { file: lines.path(finding.range.file) }),
  };
}

export function inspectReport(analysis: Analysis, lines: LineTable): InspectReport {
  return {
    file: lines.path(analysis.file),
    models: analysis.models.map((model) => modelReport(model, analysis, lines)),
    diagnostics: analysis.findings.map((finding) => diagnosticReport(finding, analysis.file, lines)),
  };
}
