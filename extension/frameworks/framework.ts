/**
 * What a framework brings to an analysis: the meaning of its imports, and how its models are found and run. One object per
 * session, made by `createKeras(session)`, `createTorch(session)`.
 */
import type { LayerId } from '../model/graph.ts';
import type { Framework } from '../model/record.ts';
import type { Shape } from '../model/size.ts';
import type { Place, PyClass, PyInstance, PyModule, Value } from '../python/values.ts';

export interface FrameworkRun {
  readonly framework: Framework;
  /** A module by its dotted name (`torch.nn.functional`); undefined when it is not of this framework. */
  module(name: string): PyModule | undefined;
  /** The LayerFact of a layer or model object, for names that are bound to it. */
  layerOf(value: Value): LayerId | undefined;
  /** True for objects that can be run as a whole: a Keras model, an nn.Module. */
  isModel(value: Value): boolean;
  /** True also for single layers that can be run, when somebody asks for one; by default the same. */
  canRun?(value: Value): boolean;
  /** True for the user's classes that derive from the framework's model or module class. */
  isModelClass(cls: PyClass): boolean;
  /**
   * Runs a model on inputs of these shapes and keeps it for `finish`. `null` means: on what the code itself says
   * (its own Input layers, an earlier call), else on channels read from its first layer and symbolic H, W.
   * A single null among the shapes is an input that could not be told.
   */
  run(model: Value, inputs: readonly Shape[] | null, place: Place): void;
  /** Models the module made that are not merely a part of another one, in the order they were made. */
  models(): readonly { readonly model: PyInstance; readonly place: Place }[];
  /** True when the model was already run or built by the module itself. */
  hasRun(model: Value): boolean;
  /** True for a class of which the module itself made an object. */
  wasConstructed(cls: PyClass): boolean;
  /**
   * After everything has run: adds the ModelGraphs (session.addModel, through buildGraph). `named` are the objects that a name of the
   * module is bound to: a model that is only a part of another is left out unless it is among them. `only` is the one model that
   * was asked for, where one was.
   */
  finish(named: ReadonlySet<PyInstance>, only: PyInstance | null): void;
  /** The ModelGraph of a model object, after `finish`. */
  modelOf(value: Value): number | undefined;
}
