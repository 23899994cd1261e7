/** torch.nn.init: fills tensors and gives them back; the gains and fans are numbers. torch/nn/init.py */
import { nativeModule } from '../../python/evaluate/native.ts';
import {
  asNumber,
  float,
  native,
  NONE,
  tuple,
  type NativeCall,
  type PyModule,
  type Value,
} from '../../python/values.ts';
import { multiply, product } from '../../model/sizes/arithmetic.ts';
import { sizeToValue } from '../symint.ts';
import { tensorOf } from '../tensor.ts';
import type { TorchContext } from './context.ts';

const GAINS: Readonly<Record<string, number>> = { tanh: 5 / 3, relu: Math.SQRT2, selu: 3 / 4 };

function gain(call: NativeCall): Value {
  const name = call.args[0] ?? call.kwargs.get('nonlinearity');
  if (name?.kind !== 'str') return call.interpreter.unknown('The activation is not known.', call.site);
  if (name.value === 'leaky_relu') {
    const slope = asNumber(call.args[1] ?? call.kwargs.get('param')) ?? 0.01;
    return float(Math.sqrt(2 / (1 + slope ** 2)));
  }
  return float(GAINS[name.value] ?? 1);
}

export function initModule(ctx: TorchContext): PyModule {
  const fans = (call: NativeCall): Value => {
    const shape = tensorOf(call.args[0])?.shape;
    if (!shape || shape.length < 2) return call.interpreter.unknown('The fans of the weight are not known.', call.site);
    const [out = 1, into = 1, ...field] = shape;
    const area = product(field);
    return tuple([multiply(into, area), multiply(out, area)].map((size) => sizeToValue(ctx.session, size)));
  };
  const entries: Record<string, Value> = {
    calculate_gain: native('calculate_gain', gain),
    _calculate_fan_in_and_fan_out: native('_calculate_fan_in_and_fan_out', fans),
  };
  // Every other function there is an initialiser: it fills its first argument.
  return nativeModule('torch.nn.init', entries, (name) =>
    name.startsWith('__') ? undefined : native(name, (call) => call.args[0] ?? call.kwargs.get('tensor') ?? NONE),
  );
}
