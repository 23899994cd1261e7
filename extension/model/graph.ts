/**
 * What the analysis found, as plain data: layers, calls, tensors, models, findings. It crosses worker boundaries as it is,
 * and every surface (hover, hints, lens, panels, command line) reads this one object.
 */
import type { Message } from '../message.ts';
import type { ArtifactFacts } from './artifact.ts';
import type { Finding } from './findings.ts';
import type { KernelCall } from './kernel.ts';
import type { Range } from './range.ts';
import type { Framework, PlainArguments } from './record.ts';
import type { Shape, Size } from './size.ts';
import type { WeightSpec } from './weight.ts';

export type LayerId = number;
export type CallId = number;
export type TensorId = number;

/** A layer object: constructed once, called any number of times. */
export interface LayerFact {
  readonly id: LayerId;
  readonly framework: Framework;
  /** Keras: the Keras-exact name (`conv2d_transpose_1`). PyTorch: dotted path in its model, '' when it stands alone. */
  readonly name: string;
  /** Class name as the framework prints it: `Conv2DTranspose`, `ConvTranspose2d`. */
  readonly type: string;
  /** LayerRecord.id, or null for the user's own layers. */
  readonly record: string | null;
  /** The page of its framework's reference, or null for the user's own layers. */
  readonly documentation: string | null;
  readonly arguments: PlainArguments;
  /** Spans of the arguments the user wrote, by name. */
  readonly argumentRanges: Readonly<Record<string, Range>>;
  /** The constructing call. */
  readonly range: Range;
  /** Known once built (Keras) or constructed (PyTorch); null with `reason` when it cannot be told. */
  readonly weights: readonly WeightSpec[] | null;
  /** The sum that gives the parameters, as its record writes it (`3·3·3·32 + 32`); null: the weights' shapes say it. */
  readonly parameterSum: string | null;
  readonly trainable: boolean;
  readonly reason: Message | null;
  /** Parameters of a user's own module or a container with all that is inside; null where they cannot be told. */
  readonly inside?: Size | null;
}

/** One call of a layer, or of a function that computes on tensors (`torch.cat`, `x + y`): a node of the graph. */
export interface CallFact {
  readonly id: CallId;
  readonly layer: LayerId | null;
  /** `Conv2D`, `cat`, `add` ... */
  readonly label: string;
  readonly range: Range;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  readonly macs: Size | null;
  readonly artifact: ArtifactFacts | null;
  /** Present when all sizes but the batch are numbers; otherwise `notRunnable` says why. */
  readonly kernel: KernelCall | null;
  readonly notRunnable: Message | null;
  /** Names of the functions that led here, each after the attribute it was called by: `['UNet.forward', 'self.down1', 'Down.forward']`. */
  readonly path: readonly string[];
  /** First call of this layer in its model (parameters are counted there). */
  readonly first: boolean;
}

export interface TensorFact {
  readonly id: TensorId;
  readonly framework: Framework;
  /** null: not inferred, `reason` says why. */
  readonly shape: Shape | null;
  readonly reason: Message | null;
  readonly producer: CallId | null;
  /** Absent: float32, or not known. */
  readonly dtype?: string;
}

/** A name in the text that was bound to a tensor, a layer or a model. */
export interface BindingFact {
  readonly name: string;
  readonly range: Range;
  /** In the order they happened: a loop binds a name several times. */
  readonly values: readonly (
    | { readonly kind: 'tensor'; readonly tensor: TensorId }
    | { readonly kind: 'layer'; readonly layer: LayerId }
    | { readonly kind: 'model'; readonly model: number }
  )[];
}

/** A row of the model's table: in Keras `model.layers`, in PyTorch the leaf module calls in the order they run. */
export interface LayerRow {
  readonly name: string;
  readonly type: string;
  /** Class or function whose call made the row; nested models are one row in Keras. */
  readonly layer: LayerId | null;
  readonly call: CallId | null;
  readonly inputShapes: readonly (Shape | null)[];
  /** Several for a layer with several outputs; one otherwise. */
  readonly outputShapes: readonly (Shape | null)[];
  /** What the framework's own summary prints in their place, where it says less than is known, or something else. */
  readonly summaryShapes?: readonly (Shape | null)[];
  readonly params: Size | null;
  /** Keras: the layer was not built yet, so its parameters are not there (`0 (unbuilt)`). */
  readonly unbuilt?: boolean;
  readonly macs: Size | null;
  readonly artifact: ArtifactFacts | null;
  /** Keras summary's "Connected to": `conv2d[0][0]`, one entry per input of each call in this model. */
  readonly connectedTo: readonly string[];
  /** Where it is constructed, and called. */
  readonly range: Range;
  readonly callRange: Range;
  readonly reason: Message | null;
}

export interface ParameterCount {
  readonly total: Size | null;
  readonly trainable: Size | null;
  readonly nonTrainable: Size | null;
}

/** A condition on the symbols under which the whole network fits: `H % 16 == 0`. */
export interface Constraint {
  readonly text: string;
  readonly symbol: string | null;
  readonly multipleOf: number | null;
  readonly range: Range;
}

export interface ModelGraph {
  readonly id: number;
  readonly name: string;
  readonly framework: Framework;
  /** Sequential, Functional, or the class's name. */
  readonly type: string;
  readonly range: Range;
  readonly inputs: readonly TensorId[];
  readonly outputs: readonly TensorId[];
  readonly rows: readonly LayerRow[];
  /** Every call between inputs and outputs, in an order in which it can be run. */
  readonly calls: readonly CallId[];
  readonly params: ParameterCount;
  readonly macs: Size | null;
  readonly constraints: readonly Constraint[];
  /** Sides of square pictures that meet all of them: usual ones, or else the least; empty where there is none, or no open picture size. */
  readonly sides: readonly number[];
}

export interface Analysis {
  readonly file: string;
  /** All texts that were read, with the version the editor gave, so that ranges can be checked against them. */
  readonly sources: readonly { readonly file: string; readonly version: number }[];
  readonly layers: readonly LayerFact[];
  readonly calls: readonly CallFact[];
  readonly tensors: readonly TensorFact[];
  readonly bindings: readonly BindingFact[];
  /** Where the analysed file reads such a name, or calls what gives a tensor. */
  readonly uses: readonly BindingFact[];
  readonly models: readonly ModelGraph[];
  readonly findings: readonly Finding[];
  readonly milliseconds: number;
}
