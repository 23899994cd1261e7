/**
 * `keras.models.clone_model` and `Model.from_config`: the same layers under the same names, with weights of their own. A clone has the graph of its model and
 * counts for itself; it computes what the model computes. keras/src/models/cloning.py
 */
import { say } from '../../message.ts';
import {
  native,
  tuple,
  type CallSite,
  type NativeCall,
  type PyInstance,
  type Value,
  Slot,
} from '../../python/values.ts';
import { attachTensor, tensorOf } from '../tensor.ts';
import { addNode, historyOf, type KerasNode, type Operation } from './graph.ts';
import { LayerData, type ModelPart, type Variable } from './layer-data.ts';
import type { KerasState } from './state.ts';
import { mapTensors } from './structure.ts';

export function cloneFunction(state: KerasState): Value {
  return native('clone_model', (call) => {
    const model = state.layerOf(call.args[0] ?? call.kwargs.get('model'));
    const plain = call.args.length <= 1 && [...call.kwargs.keys()].every((name) => name === 'model');
    // Layers that are not built would be built apart from each other.
    if (!model?.part || !plain || model.uncertain)
      return call.interpreter.unknown(say`A clone of this model is not followed.`, call.site);
    return copied(state, model, inputNames(state, model), call.site);
  });
}

const configured = new Slot<LayerData, Value>();

/** `model.get_config()` and `model.to_json()`: what `from_config` and `model_from_json` make the model of again. */
export function configOfModel(state: KerasState, call: NativeCall): Value {
  const value = call.interpreter.unknown(say`What this method gives is not followed.`, call.site);
  const model = state.layerOf(call.args[0]);
  if (model) configured.set(value, model);
  return value;
}

/** The same layers under the same names. `Model.from_config(config)`, also of an instance. */
export function modelFromConfig(state: KerasState, call: NativeCall): Value {
  const model = [...call.args, ...call.kwargs.values()].map((value) => configured.get(value)).find(Boolean);
  if (!model?.part || model.uncertain)
    return call.interpreter.unknown(say`What the model is made of is not followed.`, call.site);
  // Keras reads the code of a lambda from nowhere unless it is told that this is safe.
  if (model.part.map.operations.some(({ type }) => type === 'Lambda'))
    return call.interpreter.unknown(say`A Lambda layer is not made again of its configuration.`, call.site);
  return copied(state, model, new Map(), call.site);
}

function copied(state: KerasState, model: LayerData, names: ReadonlyMap<LayerData, string>, site: CallSite): Value {
  const clone = new Cloning(state, names).layer(model, site);
  state.all.push(clone);
  return clone.instance;
}

/** A cloned graph gets inputs that are called after the tensors of the old ones. */
function inputNames(state: KerasState, model: LayerData): ReadonlyMap<LayerData, string> {
  const names = new Map<LayerData, string>();
  if (model.layerKind !== 'functional') return names;
  for (const input of model.part?.inputs ?? []) {
    const layer = state.layerOf(historyOf(input)?.operation.value ?? undefined);
    const number = layer && state.inputNumbers.get(layer);
    if (layer && number !== undefined) names.set(layer, number === 0 ? 'keras_tensor' : `keras_tensor_${number}`);
  }
  return names;
}

class Cloning {
  readonly #state: KerasState;
  readonly #layers = new Map<LayerData, LayerData>();
  readonly #variables = new Map<Variable, Variable>();
  readonly #names: ReadonlyMap<LayerData, string>;

  /** `names`: of the layers that are called otherwise in the copy. */
  constructor(state: KerasState, names: ReadonlyMap<LayerData, string>) {
    this.#state = state;
    this.#names = names;
  }

  layer(own: LayerData, place: CallSite = own.site): LayerData {
    const known = this.#layers.get(own);
    if (known) return known;
    const instance: PyInstance = { kind: 'instance', cls: own.instance.cls, attributes: new Map() };
    const { id, layerKind: kind, type, record, config, inputShape } = own;
    const name = this.#names.get(own) ?? own.name;
    const replay: Operation['replay'] = (args, keywords, site) => own.replay(args, keywords, site);
    const clone = new LayerData(
      { instance, id, kind, name, type, record, config, site: place, inputShape },
      own.trainable,
      replay,
    );
    this.#layers.set(own, clone);
    this.#state.setLayer(instance, clone);
    for (const [key, value] of own.instance.attributes) instance.attributes.set(key, this.#value(value));
    clone.built = own.built;
    clone.builtWithShape = own.builtWithShape;
    clone.unknownWeights = own.unknownWeights;
    clone.uncertain = own.uncertain;
    clone.lastRun = own.lastRun;
    clone.variables = own.variables.map((variable) => this.#variable(variable));
    clone.stack = own.stack?.map((each) => this.#instance(each)) ?? null;
    clone.part = own.part && this.#part(own.part);
    return clone;
  }

  #variable(own: Variable): Variable {
    const known = this.#variables.get(own) ?? { ...own };
    this.#variables.set(own, known);
    return known;
  }

  #instance(value: PyInstance): PyInstance {
    const layer = this.#state.layerOf(value);
    return layer ? this.layer(layer).instance : value;
  }

  /** Layers and variables that an attribute holds. */
  #value(value: Value): Value {
    const variable = this.#state.variableOf(value);
    if (variable && value.kind === 'instance') {
      const copy: PyInstance = { ...value, attributes: new Map(value.attributes) };
      const tensor = tensorOf(value);
      if (tensor) attachTensor(copy, tensor);
      this.#state.setVariable(copy, this.#variable(variable));
      return copy;
    }
    switch (value.kind) {
      case 'instance':
        return this.#instance(value);
      case 'list':
        return { ...value, items: value.items.map((item) => this.#value(item)) };
      case 'tuple':
        return tuple(
          value.items.map((item) => this.#value(item)),
          value.cls,
        );
      case 'dict': {
        const entries: typeof value.entries = new Map();
        for (const [key, entry] of value.entries) entries.set(key, { key: entry.key, value: this.#value(entry.value) });
        return { ...value, entries };
      }
      default:
        return value;
    }
  }

  /** The same graph between tensors and operations of its own. */
  #part(own: ModelPart): ModelPart {
    const operations = new Map<Operation, Operation>();
    const operationOf = (operation: Operation): Operation => {
      const known = operations.get(operation);
      if (known) return known;
      const layer = this.#state.layerOf(operation.value ?? undefined);
      const copy: Operation = layer
        ? this.layer(layer)
        : { ...operation, nodes: [], replay: (args, keywords, site) => operation.replay(args, keywords, site) };
      operations.set(operation, copy);
      return copy;
    };
    const tensors = new Map<Value, PyInstance>();
    const tensorFor = (tensor: PyInstance): PyInstance => {
      const known = tensors.get(tensor);
      if (known) return known;
      const copy: PyInstance = { ...tensor, attributes: new Map(tensor.attributes) };
      const data = tensorOf(tensor);
      if (data) attachTensor(copy, data);
      tensors.set(tensor, copy);
      return copy;
    };
    const replaced = (value: Value): Value =>
      mapTensors(value, (tensor) => (tensor.kind === 'instance' ? tensorFor(tensor) : tensor));
    const nodes = new Map<KerasNode, KerasNode>();
    for (const operation of own.map.operations) {
      for (const node of operation.nodes.filter((each) => own.map.nodes.has(each))) {
        const made: KerasNode = {
          ...node,
          operation: operationOf(operation),
          args: node.args.map(replaced),
          kwargs: new Map([...node.kwargs].map(([name, value]) => [name, replaced(value)])),
          inputs: node.inputs.map(tensorFor),
          outputs: node.outputs.map(tensorFor),
        };
        nodes.set(node, made);
        addNode(made);
      }
    }
    const nodeFor = (node: KerasNode): KerasNode => nodes.get(node) ?? node;
    return {
      inputs: own.inputs.map(tensorFor),
      outputs: own.outputs.map(tensorFor),
      inputStructure: replaced(own.inputStructure),
      outputStructure: replaced(own.outputStructure),
      map: {
        operations: own.map.operations.map(operationOf),
        nodes: new Set([...own.map.nodes].map(nodeFor)),
        levels: own.map.levels.map((level) => level.map(nodeFor)),
      },
    };
  }
}
