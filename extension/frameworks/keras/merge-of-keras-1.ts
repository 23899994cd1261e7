/**
 * `keras.layers.merge`: a function in Keras 1, `merge([a, b], mode='concat')`; a module in Keras 2, `merge.concatenate`. It is neither
 * today. keras 1.2, engine/topology.py
 */
import { say } from '../../message.ts';
import { instance, nativeClass } from '../../python/evaluate/native.ts';
import type { NativeCall, Value } from '../../python/values.ts';
import { toRange } from '../session.ts';
import type { KerasState } from './state.ts';

/** Mode: the layer of today. */
const MODES: Readonly<Record<string, string>> = {
  sum: 'Add',
  mul: 'Multiply',
  ave: 'Average',
  max: 'Maximum',
  concat: 'Concatenate',
  dot: 'Dot',
};
const PARAMETERS = ['inputs', 'mode', 'concat_axis', 'dot_axes', 'output_shape', 'output_mask', 'arguments', 'name'];

/** `layer`: a name of `keras.layers`. */
export function mergeOfKeras1(state: KerasState, layer: (name: string) => Value | undefined): Value {
  const cls = state.cls('merge', () =>
    nativeClass({
      name: 'merge',
      qualifiedName: 'keras.layers.merge',
      methods: {
        __call__: (call) => merge(state, layer, call),
        __getattr__: (call) => {
          const name = call.args[1]?.kind === 'str' ? call.args[1].value : '';
          return layer(name) ?? call.interpreter.unknown(say`keras.layers.merge.${name} is not followed.`, call.site);
        },
      },
    }),
  );
  return instance(cls);
}

function merge(state: KerasState, layer: (name: string) => Value | undefined, call: NativeCall): Value {
  const { interpreter, site } = call;
  const given = new Map(call.kwargs);
  call.args.slice(1).forEach((value, index) => given.set(PARAMETERS[index] ?? '', value));
  const inputs = given.get('inputs');
  const mode = given.get('mode');
  const type = mode === undefined ? 'Add' : mode.kind === 'str' ? MODES[mode.value] : 'Lambda';
  const cls = type === undefined ? undefined : layer(type);
  if (type === undefined || !cls || !inputs) return interpreter.unknown(say`How merge joins is not known.`, site);
  const message = say`merge() is of Keras 1: since Keras 2 it is ${type}.`;
  state.session.finding('bad-argument', toRange(site), message);
  const kwargs = new Map<string, Value>();
  const pass = (from: string, to: string): void => {
    const value = given.get(from);
    if (value) kwargs.set(to, value);
  };
  pass('name', 'name');
  if (type === 'Concatenate') pass('concat_axis', 'axis');
  if (type === 'Dot') pass('dot_axes', 'axes');
  if (type === 'Lambda') {
    pass('mode', 'function');
    pass('output_shape', 'output_shape');
    pass('arguments', 'arguments');
  }
  const place = { ...site, positional: [], keywords: new Map() };
  const made = interpreter.call(cls, [], kwargs, place);
  return interpreter.call(made, [inputs], new Map(), { ...place, positional: site.positional.slice(0, 1) });
}
