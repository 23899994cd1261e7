/** What we keep with a Keras layer or model object. Its changeable part takes part in trial runs of unknown branches. */
import type { Message } from '../../message.ts';
import type { Answer } from '../../model/answer.ts';
import type { LayerId } from '../../model/graph.ts';
import type { LayerRecord } from '../../model/record.ts';
import type { Shape } from '../../model/size.ts';
import type { WeightSpec } from '../../model/weight.ts';
import type { CallSite, Cause, Journaled, PyInstance, Value } from '../../python/values.ts';
import type { GraphMap, KerasNode, Operation } from './graph.ts';

export interface Variable {
  readonly spec: WeightSpec;
  trainable: boolean;
}

/** The graph between the symbolic inputs and outputs of a Functional or built Sequential. */
export interface ModelPart {
  readonly inputs: readonly PyInstance[];
  readonly outputs: readonly PyInstance[];
  /** As they were given: lists, tuples and dicts keep their form. */
  readonly inputStructure: Value;
  readonly outputStructure: Value;
  readonly map: GraphMap;
}

/** A run of a layer: what went in, what came out, and the calls it made (half-open). */
export interface Run {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly calls: readonly [from: number, to: number];
}

/** A graph run on new inputs: what each of its nodes did. */
export interface Rerun {
  readonly nodes: ReadonlyMap<KerasNode, Run>;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

export type LayerKind = 'layer' | 'input' | 'functional' | 'sequential' | 'subclassed-model';

interface State {
  readonly trainable: boolean;
  readonly built: boolean;
  readonly variables: readonly Variable[];
  readonly part: ModelPart | null;
  readonly stack: readonly PyInstance[] | null;
  readonly nodes: number;
  readonly uncertain: Cause | null;
}

/** A shape without the batch; a sentence where it cannot be told; what was given where Keras takes it for none. */
export type GivenShape = Shape | Message | { readonly refused: Value };

export interface LayerIdentity {
  readonly instance: PyInstance;
  readonly id: LayerId;
  readonly kind: LayerKind;
  readonly name: string;
  readonly type: string;
  readonly record: LayerRecord | null;
  readonly config: Answer<unknown> | null;
  /** Where it was constructed. */
  readonly site: CallSite;
  /** `input_shape=` of the first layer of a Sequential. */
  readonly inputShape: GivenShape | null;
}

export class LayerData implements Journaled, Operation {
  readonly kind = 'journaled';
  readonly instance: PyInstance;
  readonly id: LayerId;
  readonly layerKind: LayerKind;
  name: string;
  readonly type: string;
  readonly record: LayerRecord | null;
  readonly config: Answer<unknown> | null;
  readonly site: CallSite;
  readonly inputShape: GivenShape | null;
  readonly nodes: KerasNode[] = [];
  readonly replay: Operation['replay'];

  trainable: boolean;
  built = false;
  /** While its own `build` runs, because it is being called. */
  building = false;
  /** Its own weights, not those of its layers. */
  variables: Variable[] = [];
  /** Why the weights cannot be told. */
  unknownWeights: Message | null = null;
  /** Set when `build` ran with a shape: Keras then shows an output shape also without a graph. */
  builtWithShape = false;
  /** What `model.build(shape)` said that it will be called on. */
  builtOn: readonly Shape[] | null = null;
  part: ModelPart | null = null;
  /** A Sequential's layers, InputLayer included. */
  stack: PyInstance[] | null = null;
  /** What it makes of inputs of these shapes: asked again and again in loops. */
  readonly computed = new Map<string, Value>();
  lastRun: Run | null = null;
  /** The model run on other inputs than its own, where those were asked for. */
  rerun: Rerun | null = null;
  /** Set when a branch that may not be taken changed it. */
  uncertain: Cause | null = null;

  constructor(identity: LayerIdentity, trainable: boolean, replay: Operation['replay']) {
    this.instance = identity.instance;
    this.id = identity.id;
    this.layerKind = identity.kind;
    this.name = identity.name;
    this.type = identity.type;
    this.record = identity.record;
    this.config = identity.config;
    this.site = identity.site;
    this.inputShape = identity.inputShape;
    this.trainable = trainable;
    this.replay = replay;
  }

  /** Operation */
  get layer(): LayerId {
    return this.id;
  }
  get value(): PyInstance {
    return this.instance;
  }

  capture(): State {
    const { trainable, built, variables, part, stack, uncertain } = this;
    return {
      trainable,
      built,
      variables: [...variables],
      part,
      stack: stack && [...stack],
      nodes: this.nodes.length,
      uncertain,
    };
  }

  restore(state: unknown): void {
    const { trainable, built, variables, part, stack, nodes, uncertain } = state as State;
    this.trainable = trainable;
    this.built = built;
    this.variables = [...variables];
    this.part = part;
    this.stack = stack && [...stack];
    this.nodes.length = Math.min(this.nodes.length, nodes);
    this.uncertain = uncertain;
  }

  join(states: readonly unknown[], cause: Cause): void {
    const [first, ...others] = states as readonly State[];
    if (!first) return;
    this.restore(first);
    const same = others.every(
      (other) =>
        other.trainable === first.trainable &&
        other.built === first.built &&
        other.variables.length === first.variables.length &&
        other.part === first.part &&
        (other.stack?.length ?? -1) === (first.stack?.length ?? -1) &&
        (other.stack ?? []).every((layer, index) => layer === first.stack?.[index]),
    );
    if (!same) this.uncertain ??= cause;
  }
}
