/** What one analysis knows of Keras: layer objects, name counters, how deep inside a layer's `call` it is. */
import { say } from '../../message.ts';
import type { Answer } from '../../model/answer.ts';
import type { Range } from '../../model/range.ts';
import type { LayerRecord, PlainArguments } from '../../model/record.ts';
import { concreteSize } from '../../model/concrete.ts';
import { symbol } from '../../model/sizes/arithmetic.ts';
import type { Shape, Size } from '../../model/size.ts';
import {
  int,
  NONE,
  Slot,
  tuple,
  type CallSite,
  type PyClass,
  type PyInstance,
  type Value,
} from '../../python/values.ts';
import type { Session } from '../session.ts';
import { valueToSize } from '../symint.ts';
import { kerasTensors, levelOf, type Operation } from './graph.ts';
import { LayerData, type GivenShape, type LayerKind, type Variable } from './layer-data.ts';
import { NameCounter } from './names.ts';

/** The batch, which Keras leaves open and prints as None. */
export const BATCH: Size = symbol('batch', 'batch');

export interface LayerSetup {
  readonly instance: PyInstance;
  readonly kind: LayerKind;
  readonly type: string;
  /** null: Keras's automatic name. */
  readonly name: string | null;
  readonly trainable: boolean;
  readonly site: CallSite;
  readonly record?: LayerRecord | null;
  readonly config?: Answer<unknown> | null;
  readonly arguments?: PlainArguments;
  readonly argumentRanges?: Readonly<Record<string, Range>>;
  readonly inputShape?: GivenShape | null;
  readonly replay: Operation['replay'];
}

/** Height, width and channels. */
const PICTURE_RANK = 3;

/** What Keras computes on its own account, by name. */
export interface KerasFunctions {
  /** Of keras.ops. */
  readonly operation: (name: string) => Value | undefined;
  /** That the name of an activation stands for. */
  readonly activation: (name: string) => Value | undefined;
}

export class KerasState {
  readonly session: Session;
  readonly names: NameCounter;
  /** Every layer and model, in the order of construction. */
  readonly all: LayerData[] = [];
  /** > 0 inside `call`: what is called there makes no nodes. */
  depth = 0;
  /** An Input was made inside a layer's call: a graph of its own may be built there. */
  hasInnerInputs = false;
  /** How often training was asked for, by place. */
  readonly trainingRounds = new Map<string, number>();
  /** How many symbolic tensors were made; Keras numbers them. */
  tensorCount = 0;
  /** The numbers of the tensors of inputs that nobody named: clones of these inputs are called after them. */
  readonly inputNumbers = new Map<LayerData, number>();
  /** `keras.config.image_data_format()`: what `data_format=None` means. */
  dataFormat: 'channels_last' | 'channels_first' = 'channels_last';
  /** Set with the modules. */
  functions: KerasFunctions | null = null;
  readonly #layers = new Slot<LayerData>();
  readonly #variables = new Slot<Variable>();
  readonly #classes = new Map<string, PyClass>();
  /** Inputs with open sizes: their symbols are told apart by number. */
  #openInputs = 0;
  /** The numbers of small constant tensors: paddings and sizes are written so. */
  readonly constants = new Slot<readonly number[]>();
  #leftOpen = 0;

  constructor(session: Session) {
    this.session = session;
    this.names = new NameCounter((counter) => {
      session.interpreter.touch(counter);
    });
  }

  layerOf(value: Value | undefined): LayerData | undefined {
    return this.#layers.get(value);
  }
  setLayer(instance: PyInstance, layer: LayerData): void {
    this.#layers.set(instance, layer);
  }
  variableOf(value: Value | undefined): Variable | undefined {
    return this.#variables.get(value);
  }
  setVariable(value: PyInstance, variable: Variable): void {
    this.#variables.set(value, variable);
  }

  /** To be called before a layer's state is changed. */
  touch(layer: LayerData): LayerData {
    this.session.interpreter.touch(layer);
    return layer;
  }

  /** Classes are made once: `isinstance` and `super` need them to be the same object everywhere. */
  cls(name: string, make: () => PyClass): PyClass {
    const known = this.#classes.get(name);
    if (known) return known;
    const cls = make();
    this.#classes.set(name, cls);
    return cls;
  }

  /**
   * Whether a call makes a node: on symbolic tensors, as far as they are symbolic here. Inside of a layer's call those of the model are
   * what it computes with, and only those of an Input that was made there make a graph.
   */
  isSymbolic(args: readonly Value[], kwargs: ReadonlyMap<string, Value>): boolean {
    if (this.depth > 0 && !this.hasInnerInputs) return false;
    return kerasTensors(args, kwargs).some((tensor) => levelOf(tensor) === this.depth);
  }

  /** Runs what a layer does inside; nothing in there makes nodes of Keras's graph. */
  inside<T>(work: () => T): T {
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }

  setUp(setup: LayerSetup): LayerData {
    const { instance, type, record = null, config = null, inputShape = null } = setup;
    const name = setup.name ?? this.names.autoName(type);
    const site = this.#constructionSite(instance, setup.site);
    const range = this.session.userRange(site);
    // What Keras 2 took as a scope, Keras 3 refuses. keras/src/ops/operation.py
    if (name.includes('/'))
      this.session.finding(
        'bad-argument',
        setup.argumentRanges?.['name'] ?? site,
        say`A name cannot contain '/': '${name}'.`,
      );
    const id = this.session.addLayer({
      framework: 'keras',
      name,
      type,
      record: record?.id ?? null,
      arguments: setup.arguments ?? {},
      argumentRanges: setup.argumentRanges ?? {},
      range,
      weights: null,
      trainable: setup.trainable,
      reason: say`The layer is not built: it has not been called on anything yet.`,
    });
    // What our own Python makes was asked for somewhere in the user's.
    const shown = range.file === site.file ? site : { ...range, positional: [], keywords: new Map() };
    const identity = { instance, id, kind: setup.kind, name, type, record, config, site: shown, inputShape };
    const data = new LayerData(identity, setup.trainable, setup.replay);
    this.#layers.set(instance, data);
    this.all.push(data);
    return data;
  }

  /** The user's call that constructs the object, when its `__init__` was reached through a subclass. */
  #constructionSite(instance: PyInstance, site: CallSite): CallSite {
    for (const frame of this.session.interpreter.stack) {
      if (frame.self === instance && frame.name.endsWith('__init__') && frame.site) return frame.site;
    }
    return site;
  }

  /** A size that Keras leaves open though it may follow from others: printed None, as the batch is, and demanding nothing. */
  /** A size that TensorFlow does not tell. `own`: what it is in truth, which the engine runs with. */
  leftOpen(own?: Size): Size {
    return symbol(`N${++this.#leftOpen}`, 'batch', own === undefined ? null : concreteSize(own));
  }

  /** A shape as Keras shows it: None for every size that is left open. */
  shapeValue(shape: Shape): Value {
    return tuple(shape.map((size) => (typeof size === 'number' ? int(size) : NONE)));
  }

  /** Sizes of a shape that the user gave; None becomes an open symbol. Null when something in it is unknown. */
  readShape(value: Value, batched: boolean): Shape | null {
    const items = value.kind === 'tuple' || value.kind === 'list' ? value.items : [value];
    const own = batched ? items.slice(1) : items;
    const open = own.map((item) => item.kind === 'none');
    if (open.includes(true)) this.#openInputs++;
    const names = openNames(open, this.#openInputs > 1 ? `_${this.#openInputs}` : '');
    const sizes: Size[] = [];
    for (const [index, item] of items.entries()) {
      const position = batched ? index - 1 : index;
      const size =
        item.kind === 'none'
          ? position < 0
            ? BATCH
            : this.session.openSize(names[position] ?? 'D')
          : valueToSize(item);
      if (size === undefined) return null;
      sizes.push(size);
    }
    return sizes;
  }

  /** The shape of a model's input, where the analysis may have been given another height and width. */
  readInputShape(value: Value, batched: boolean): Shape | null {
    const shape = this.readShape(value, batched);
    const image = this.session.imageSize;
    const own = shape?.slice(batched ? 1 : 0);
    if (!image || own?.length !== PICTURE_RANK) return shape;
    const start = firstImageAxis(own) + (batched ? 1 : 0);
    return shape?.map((size, index) => image[index - start] ?? size) ?? null;
  }
}

/** Where the height stands: after the channels when the first size is the smallest known one (data_format 'channels_first'). */
function firstImageAxis(sizes: Shape): number {
  const [first, last] = [sizes[0], sizes.at(-1)];
  return typeof first === 'number' && (typeof last !== 'number' || first < last) ? 1 : 0;
}

/** Names for the sizes that an Input leaves open: H and W of pictures, L of sequences. */
function openNames(open: readonly boolean[], suffix: string): readonly string[] {
  const axes: Readonly<Record<number, string>> = { 2: 'LC', 3: 'HWC', 4: 'DHWC' };
  const letters = axes[open.length];
  if (letters === undefined) return open.map((_, index) => (open.length === 1 ? 'L' : `D${index + 1}`) + suffix);
  // A known first size and an open last one: the channels come first.
  const first = open.length > 2 && open[0] === false && open.at(-1) === true;
  const ordered = first ? `C${letters.slice(0, -1)}` : letters;
  return Array.from(ordered, (letter) => letter + suffix);
}
