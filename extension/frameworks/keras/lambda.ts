/** `keras.layers.Lambda`: the user's function, run on the symbolic tensors. keras/src/layers/core/lambda_layer.py */
import { say } from '../../message.ts';
import { nativeClass } from '../../python/evaluate/native.ts';
import { NONE, tuple, type PyClass, type Value } from '../../python/values.ts';
import { makeTensor, tensorOf } from '../tensor.ts';
import { constructed } from './layer-setup.ts';
import { keepOutputShape } from './own-output-shape.ts';
import { BATCH, type KerasState } from './state.ts';
import { flatten } from './structure.ts';

export function createLambda(state: KerasState, base: PyClass): PyClass {
  return nativeClass({
    name: 'Lambda',
    qualifiedName: 'keras.layers.Lambda',
    bases: [base],
    methods: {
      __init__: (call) => {
        const { given, setup } = constructed(state, call, 'Lambda');
        const body = given.get('function') ?? NONE;
        state.setUp({
          ...setup,
          replay: (inputs, _keywords, site) => {
            const result = state.session.interpreter.call(
              body,
              inputs.slice(0, 1),
              keywordsOf(given.get('arguments')),
              site,
            );
            const told = flatten(result).some((value) => tensorOf(value)?.shape);
            return told ? result : fromOutputShape(state, given.get('output_shape'), inputs, result);
          },
        });
        const layer = state.layerOf(call.args[0]);
        const shape = given.get('output_shape');
        if (layer && shape && shape.kind !== 'none') keepOutputShape(layer, shape);
        return NONE;
      },
    },
  });
}

function keywordsOf(value: Value | undefined): ReadonlyMap<string, Value> {
  const kwargs = new Map<string, Value>();
  if (value?.kind !== 'dict') return kwargs;
  for (const { key, value: argument } of value.entries.values())
    if (key.kind === 'str') kwargs.set(key.value, argument);
  return kwargs;
}

/** What the author says the output shape is, where the function itself could not be followed. */
function fromOutputShape(state: KerasState, given: Value | undefined, inputs: readonly Value[], result: Value): Value {
  const [input] = inputs;
  const shape = tensorOf(input)?.shape;
  const reason =
    result.kind === 'unknown' ? result.cause.reason : say`The function of the Lambda could not be followed.`;
  if (given === undefined || given.kind === 'none' || !shape) return makeTensor(state.session, 'keras', null, reason);
  const told =
    given.kind === 'tuple' || given.kind === 'list'
      ? tuple([NONE, ...given.items])
      : state.session.interpreter.call(given, [state.shapeValue(shape)]);
  const sizes = told.kind === 'tuple' || told.kind === 'list' ? state.readShape(told, true) : null;
  return makeTensor(state.session, 'keras', sizes && [shape[0] ?? BATCH, ...sizes.slice(1)], reason);
}
