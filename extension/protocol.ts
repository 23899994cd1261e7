/**
 * Every message between the extension host, its workers and its webviews. Types only.
 * Workers answer requests (`Requests` maps a method to what it takes and gives) and may report progress; webviews get complete
 * snapshots and send intentions.
 */
import type { Message } from './message.ts';
import type { Alternative } from './model/alternative.ts';
import type { RowSettings } from './model/alternatives.ts';
import type { Interpolation, RowControls, RowSetting } from './model/alternatives/controls.ts';
import type { ArtifactFacts, Grade } from './model/artifact.ts';
import type { SpreadSetting } from './model/artifacts/spread.ts';
import type { ExplainParams, Explanation } from './model/explanation.ts';
import type { Finding } from './model/findings.ts';
import type { Analysis, CallId, LayerFact, LayerId, TensorId } from './model/graph.ts';
import type { KernelCall } from './model/kernel.ts';
import type { DiffRow } from './model/model-diff.ts';
import type { ModelsComparison, ModelTotals } from './model/models-comparison.ts';
import type { Range } from './model/range.ts';
import type { ReceptiveFields } from './model/receptive/field.ts';
import type { Framework } from './model/record.ts';
import type { Shape } from './model/size.ts';
import type { WeightSpec } from './model/weight.ts';
import type { Fix } from './rewrite/fix.ts';
import type { TextEdit } from './rewrite/text-edit.ts';

/** Webviews import this file and nothing else of extension/. */
export type { Alternative, ArtifactFacts, CallId, Explanation, Framework, Grade, SpreadSetting };

// ---- host <-> workers ---------------------------------------------------------------------------------------------

export interface SourceText {
  readonly file: string;
  readonly text: string;
  readonly version: number;
}

export interface AnalyzeParams {
  readonly source: SourceText;
  /** Other Python files of the workspace that the module may import, by path. */
  readonly workspace: readonly SourceText[];
  /** A call expression evaluated in the module (`UNet(3, 2)`); with `inputs`, that model is run on those shapes. */
  readonly call: string | null;
  /** One shape per input, batch included; null leaves a size open. Replaces the shapes of a Keras model's Input layers in order. */
  readonly inputs: readonly (readonly (number | null)[])[];
  /** Height and width that every picture input gets: what is left open (Keras None, PyTorch without an input), and what a Keras Input says. */
  readonly imageSize: readonly [number, number] | null;
}

export interface AlternativesParams {
  readonly layer: LayerFact;
  readonly inputShape: Shape;
  /** What somebody changed about rows. */
  readonly settings?: RowSettings;
  /** The id of the one row that is asked for. */
  readonly only?: string | null;
}

/** What can be done about one finding of a file. */
export interface FixesParams {
  readonly input: AnalyzeParams;
  readonly finding: Finding;
}

/** Writes an alternative's code in place of the layer that is constructed at a range. */
export interface UseCodeParams {
  readonly input: AnalyzeParams;
  readonly range: Range;
  readonly code: readonly string[];
}

/** The call of a layer with another setting, in the style of its file. */
export interface SettingCodeParams {
  readonly input: AnalyzeParams;
  readonly layer: LayerFact;
  readonly setting: SpreadSetting;
}

/** The analysis worker. */
export interface AnalysisRequests {
  fixes: { params: FixesParams; result: readonly Fix[] };
  /** Null where the text cannot take it, or some shape of the file would change. */
  useCode: { params: UseCodeParams; result: readonly TextEdit[] | null };
  analyze: { params: AnalyzeParams; result: Analysis };
  /** Of the calls that `analyze` gives for the same; asked when somebody looks, which is seldom. */
  receptiveFields: { params: AnalyzeParams; result: ReceptiveFields };
  alternatives: { params: AlternativesParams; result: readonly Alternative[] };
  explain: { params: ExplainParams; result: Explanation };
  settingCode: { params: SettingCodeParams; result: string };
}

export type WeightSource =
  /** The framework's own initialisers. */
  | { readonly kind: 'initial'; readonly seed: number }
  /** As initial, but the kernels of transposed convolutions interpolate bilinearly, channel by channel. */
  | { readonly kind: 'bilinear'; readonly seed: number }
  /** All ones, normalised per output: shows the overlap alone. */
  | { readonly kind: 'ones' };

/** Pictures of our own making. */
export type BuiltInPicture = 'scene' | 'zone-plate' | 'gradient' | 'constant' | 'impulse' | 'noise';
export type PictureSource =
  | { readonly kind: 'built-in'; readonly name: BuiltInPicture }
  /** The user's own, decoded by a webview: height x width x 3, values 0..1. */
  | {
      readonly kind: 'pixels';
      readonly name: string;
      readonly height: number;
      readonly width: number;
      readonly data: Float32Array;
    };

export interface RunCall {
  readonly id: CallId;
  readonly layer: LayerId | null;
  readonly kernel: KernelCall | null;
  readonly notRunnable: Message | null;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
}

/** What the engine needs of a model: made from an Analysis whose sizes are all numbers. */
export interface RunGraph {
  readonly framework: Framework;
  /** Batch of 1. */
  readonly shapes: Readonly<Record<TensorId, readonly number[]>>;
  readonly inputs: readonly TensorId[];
  readonly calls: readonly RunCall[];
  readonly weights: Readonly<Record<LayerId, readonly WeightSpec[]>>;
}

export interface RunParams {
  readonly graph: RunGraph;
  readonly picture: PictureSource;
  readonly weights: WeightSource;
  /** Bytes; a run that would need more is refused before it starts. */
  readonly memoryLimit: number;
  /** Somebody waits for the output of this call: it is computed for itself, even where the run could do without. */
  readonly watch?: CallId | null;
}

/** Told when a run begins. Its maps can be asked for from then on, and come as soon as they are there. */
export interface RunStarted {
  readonly run: number;
  readonly peakBytes: number;
}

export type RunOutcome =
  | {
      readonly kind: 'ran';
      readonly run: number;
      readonly milliseconds: number;
      readonly peakBytes: number;
      readonly calls: readonly CallOutcome[];
    }
  | { readonly kind: 'refused'; readonly neededBytes: number; readonly limit: number };

export type CallOutcome =
  | { readonly call: CallId; readonly kind: 'ran'; readonly milliseconds: number }
  | { readonly call: CallId; readonly kind: 'not-run'; readonly reason: Message };

/** The numbers of one tensor, channel planes one after another: data[c * height * width + y * width + x]. */
export interface FeatureMaps {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly data: Float32Array;
  readonly minimum: number;
  readonly maximum: number;
  /** Null where no upsampling layer of known stride leads to this tensor. */
  readonly measured: MeasuredArtifact | null;
}

/** Measured on the maps themselves. */
export interface MeasuredArtifact {
  readonly stride: readonly [number, number];
  /** Share of spectral power at the non-zero multiples of 1/stride, above its neighbourhood; over all channels, 0..1. */
  readonly share: number;
  readonly shareByChannel: Float32Array;
  /** Mean of each output phase over positions and channels, [stride_h][stride_w]. */
  readonly phaseMeans: readonly (readonly number[])[];
  /** height x width: the part of the mean map that repeats at the stride's period. What the overlay draws. */
  readonly periodicPart: Float32Array;
}

export interface MapsParams {
  readonly run: number;
  /** A call's first output, or the run's input picture. */
  readonly call: CallId | 'input';
  readonly stride: readonly [number, number] | null;
}

export interface CompareParams {
  /** False: run once, for the picture alone; its time is told by a later request. */
  readonly timed: boolean;
  readonly framework: Framework;
  readonly alternatives: readonly Alternative[];
  readonly picture: PictureSource;
  readonly weights: WeightSource;
  readonly memoryLimit: number;
}

/** Of the timed runs. */
export interface RunTime {
  readonly median: number;
  readonly quartiles: readonly [number, number];
}

export type CompareOutcome =
  | {
      readonly id: string;
      readonly kind: 'ran';
      readonly maps: FeatureMaps;
      /** Null: not timed yet. */
      readonly time: RunTime | null;
    }
  | { readonly id: string; readonly kind: 'not-run'; readonly reason: Message };

export interface PictureParams {
  readonly picture: PictureSource;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The engine worker. */
export interface EngineRequests {
  /** Makes the first run as fast as later ones; sent as soon as somebody opens a panel. */
  warmUp: { params: null; result: null };
  /** The most bytes that a run will hold. */
  plan: { params: { readonly graph: RunGraph }; result: number };
  run: { params: RunParams; partial: RunStarted; result: RunOutcome };
  maps: { params: MapsParams; result: FeatureMaps };
  compare: { params: CompareParams; result: readonly CompareOutcome[] };
  picture: { params: PictureParams; result: FeatureMaps };
}

/** `partial`: what a request may tell before its result is there. */
export type RequestMap = Record<string, { params: unknown; partial?: unknown; result: unknown }>;
export type ToWorker =
  | { readonly kind: 'request'; readonly id: number; readonly method: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number };
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'partial'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string; readonly cancelled: boolean }
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly done: number;
      readonly total: number;
      readonly label: string;
      /** Null or absent while nothing can be told. */
      readonly millisecondsLeft?: number | null;
    };

// ---- host <-> preview panel ------------------------------------------------------------------------------------------

/** What a panel says when there is nothing to draw, or while there is. */
export type PanelStatus =
  | { readonly kind: 'empty'; readonly message: string; readonly hint: string }
  | {
      readonly kind: 'working';
      readonly label: string;
      readonly done: number;
      readonly total: number;
      /** Null or absent while nothing can be told. */
      readonly millisecondsLeft?: number | null;
      /** The most that the run will hold; absent before it begins. */
      readonly peakBytes?: number | null;
    }
  | {
      readonly kind: 'ready';
      readonly milliseconds: number;
      /** Null where it was not measured. */ readonly peakBytes: number | null;
    }
  /** `message` is one sentence, `hint` says what to do. */
  | { readonly kind: 'failed'; readonly message: string; readonly hint: string };

export interface PreviewRow {
  readonly call: CallId | null;
  /** Where the layer is constructed, from 1: rows without a call are revealed by it. */
  readonly line: number;
  readonly name: string;
  /** The modules around the layer, outermost first: PyTorch's dotted path without its end, the nested models of Keras. */
  readonly path: readonly string[];
  readonly type: string;
  /** Ready to read: `16×16×32`; `?` never occurs, an unknown shape is null with its reason. */
  readonly outputShape: string | null;
  readonly params: number | string | null;
  readonly macs: number | string | null;
  readonly bytes: number | null;
  /** Height, width or the number of axes differ from its first input's. */
  readonly sizeChanges: boolean;
  readonly artifact: ArtifactFacts | null;
  readonly reason: string | null;
  readonly runnable: boolean;
}

/** What the graph of the model is drawn from: its calls in the order they run, and what feeds what (places in `nodes`). */
export interface PreviewGraph {
  readonly nodes: readonly {
    readonly call: CallId;
    readonly label: string;
    /** As in PreviewRow. */
    readonly path: readonly string[];
    readonly shape: string | null;
  }[];
  readonly edges: readonly (readonly [number, number])[];
}

/** A picture of the figure strip: the input, then the output of each model of the file on it. */
export interface FigureTile {
  readonly title: string;
  readonly subtitle: string;
  readonly model: number | null;
  readonly maps: FeatureMaps;
}

export interface PreviewSnapshot {
  readonly type: 'preview';
  /** As people read it, and as the editor names it: the webview keeps the name, so that a reload restores the panel. */
  readonly file: string;
  readonly uri: string;
  readonly models: readonly {
    readonly id: number;
    readonly name: string;
    readonly framework: Framework;
    readonly line: number;
  }[];
  readonly model: number | null;
  readonly rows: readonly PreviewRow[];
  readonly graph: PreviewGraph;
  readonly totals: {
    readonly params: number | string | null;
    readonly trainable: number | string | null;
    readonly macs: number | string | null;
    readonly bytes: number | null;
  };
  readonly constraints: readonly string[];
  readonly selected: CallId | null;
  readonly maps: {
    readonly call: CallId;
    readonly title: string;
    readonly maps: FeatureMaps;
    /** Height and width of the input that they were drawn from in haste; null where they are those of the run. */
    readonly sketch: readonly [number, number] | null;
  } | null;
  /** What the maps are looked at against: null unless it was asked for. */
  readonly against: {
    readonly kind: 'input' | CallId;
    readonly title: string;
    /** Null until it is there. */
    readonly maps: FeatureMaps | null;
    /** Why there is none. */
    readonly reason: string | null;
  } | null;
  readonly figure: readonly FigureTile[];
  readonly picture: { readonly name: string; readonly builtIn: BuiltInPicture | null };
  /** Height and width given to the network, and whether the user may change them. */
  readonly inputSize: {
    readonly height: number;
    readonly width: number;
    readonly adjustable: boolean;
    /** The user chose this size; otherwise it is the code's own, or ours where the code leaves it open. */
    readonly chosen: boolean;
    /** Sizes that the whole network accepts, to choose from; empty where that is not simply told. */
    readonly legal: readonly number[];
  } | null;
  readonly weights: WeightSource;
  readonly status: PanelStatus;
  /** The text does not parse just now: facts are those of the last text that did. */
  readonly stale: boolean;
  readonly findings: readonly { readonly severity: string; readonly message: string; readonly line: number }[];
}

/** What both panels ask for about the input picture and the weights. */
export type InputIntent =
  | { readonly type: 'set-picture'; readonly picture: PictureSource }
  /** Opens the host's file dialog; the bytes come back as a `decode` message. */
  | { readonly type: 'choose-picture' }
  | { readonly type: 'picture-failed'; readonly name: string; readonly message: string }
  | { readonly type: 'set-weights'; readonly weights: WeightSource };

export type PreviewIntent =
  /** Opens the panel's page. */
  | { readonly type: 'help' }
  | { readonly type: 'ready' }
  | InputIntent
  | { readonly type: 'select-model'; readonly model: number }
  | { readonly type: 'select-call'; readonly call: CallId }
  /** `input`: whatever the selected layer is given. */
  | { readonly type: 'look-against'; readonly what: 'input' | CallId | null }
  | { readonly type: 'reveal'; readonly call: CallId }
  | { readonly type: 'reveal-line'; readonly line: number }
  /** Null goes back to what the code says. */
  | { readonly type: 'set-size'; readonly size: readonly [number, number] | null }
  | { readonly type: 'cancel' }
  /** Made by the webview; the host asks where to put it. */
  | { readonly type: 'save'; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: 'export-report' }
  | { readonly type: 'compare'; readonly call: CallId }
  /** Opens the explainer of the layer. */
  | { readonly type: 'explain'; readonly call: CallId };

/** Asks a webview, which has the browser's decoders, to turn a file into pixels; it answers with set-picture or picture-failed. */
export interface DecodeRequest {
  readonly type: 'decode';
  readonly name: string;
  readonly bytes: Uint8Array;
}

// ---- host <-> compare panel ---------------------------------------------------------------------------------------------

export interface CompareRow {
  readonly alternative: Alternative;
  readonly outputShape: string;
  /** Of its weights, where they are drawn; the panel's own unless somebody chose another. */
  readonly seed: number | null;
  /** Somebody has changed something about it. */
  readonly changed: boolean;
  readonly outcome: CompareOutcome | null;
}

/** One row alone, after a change of it: whole snapshots would carry the pictures of all others again. */
export interface RowChange {
  readonly type: 'row';
  readonly row: CompareRow;
}

export type { Interpolation, RowControls, RowSetting };

export type ComparePart = 'ways' | 'why' | 'models';

export type { DiffRow, ModelsComparison, ModelTotals };

export interface WrittenRow {
  readonly alternative: Alternative;
  /** Null where it has not run as the code has it. */
  readonly milliseconds: number | null;
  /** MeasuredArtifact.share */
  readonly share: number | null;
}

export interface CompareSnapshot {
  readonly type: 'compare';
  /** `conv2d_transpose = Conv2DTranspose(32, 3, strides=2, ...)`, where it stands, and its input. */
  readonly layer: {
    readonly name: string;
    readonly type: string;
    readonly file: string;
    readonly line: number;
    readonly inputShape: string;
    readonly framework: Framework;
  } | null;
  readonly input: FeatureMaps | null;
  readonly rows: readonly CompareRow[];
  /** What differences are to: the layer as the code has it, whatever was changed about its row. */
  readonly written: WrittenRow | null;
  /** Of the layer; null until it is there. */
  readonly explanation: Explanation | null;
  /** Null where the file has no model. */
  readonly models: ModelsComparison | null;
  /** The part of the panel that somebody asked for, and when. */
  readonly asked: { readonly part: ComparePart; readonly at: number } | null;
  readonly picture: { readonly name: string; readonly builtIn: BuiltInPicture | null };
  readonly weights: WeightSource;
  readonly status: PanelStatus;
  /** As in the preview. */
  readonly stale: boolean;
}

export type CompareIntent =
  | { readonly type: 'ready' }
  | InputIntent
  | { readonly type: 'reveal' }
  /** Copies the row's code to the clipboard. */
  | { readonly type: 'copy'; readonly id: string }
  /** Writes the row in place of the layer. */
  | { readonly type: 'use'; readonly id: string }
  /** Changes something about a row, and keeps what was changed before; null takes all of it back. */
  | { readonly type: 'set-row'; readonly id: string; readonly setting: RowSetting | null }
  | { readonly type: 'choose-own'; readonly model: number }
  /** Opens the list of models, or of versions in git. */
  | { readonly type: 'choose-other'; readonly kind: 'model' | 'version' }
  /** Asks for the explained layer's call with another setting: a `setting-code` message answers. */
  | { readonly type: 'code-of-setting'; readonly setting: SpreadSetting }
  | { readonly type: 'copy-text'; readonly text: string }
  | { readonly type: 'cancel' };

export interface SettingCode {
  readonly type: 'setting-code';
  readonly setting: SpreadSetting;
  readonly code: string;
}

export type ToPreview = PreviewSnapshot | DecodeRequest;
export type ToCompare = CompareSnapshot | RowChange | SettingCode | DecodeRequest;
