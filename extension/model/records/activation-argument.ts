/**
 * The `activation` argument of Keras layers: a name, a function or an activation layer. It changes numbers and never shapes,
 * so one that is not known costs the kernel and nothing else. keras/src/activations/__init__.py
 */
import { type Message, say } from '../../message.ts';
import type { ActivationCall } from '../kernel.ts';
import type { Plain, PlainArguments } from '../record.ts';
import { unsure } from '../refusal.ts';
import { plainText, type Arguments } from './arguments.ts';

/** `call` null is the linear activation. */
export type Activation =
  | { readonly kind: 'known'; readonly call: ActivationCall | null }
  | { readonly kind: 'unknown'; readonly reason: Message };

/** Keras's functions by name, with the defaults they have when only the name is given. */
const FUNCTIONS: Readonly<Record<string, PlainArguments>> = {
  celu: { alpha: 1 },
  elu: { alpha: 1 },
  exponential: {},
  gelu: {},
  glu: {},
  hard_shrink: { threshold: 0.5 },
  hard_sigmoid: {},
  hard_silu: {},
  hard_tanh: {},
  leaky_relu: { negative_slope: 0.2 },
  log_sigmoid: {},
  log_softmax: { axis: -1 },
  mish: {},
  relu: {},
  relu6: {},
  selu: {},
  sigmoid: {},
  silu: {},
  soft_shrink: { threshold: 0.5 },
  softmax: { axis: -1 },
  softplus: {},
  softsign: {},
  sparse_plus: {},
  sparse_sigmoid: {},
  sparsemax: {},
  squareplus: { b: 4 },
  tanh: {},
  tanh_shrink: {},
  threshold: {},
};
const ALIASES: Readonly<Record<string, string>> = { swish: 'silu', hard_swish: 'hard_silu' };
/** Layers that can be given where a function is wanted, by the function they compute. */
const LAYERS: Readonly<Record<string, string>> = {
  ReLU: 'relu',
  LeakyReLU: 'leaky_relu',
  ELU: 'elu',
  Softmax: 'softmax',
};
/** What the engine has no kernel for, or what does more than change each number. */
const NOT_RUN = new Set(['sparsemax', 'threshold', 'glu']);

export const LINEAR: Activation = { kind: 'known', call: null };

export function activationArgument(args: Arguments, name = 'activation'): Activation {
  const value = args.untouched(name);
  if (value === null) return LINEAR;
  if (typeof value === 'string') {
    const call = activationNamed(value);
    return call ?? args.refuse(name, say`Keras has no activation named ${plainText(value)}.`);
  }
  return activationObject(value);
}

/** The activation of a name; undefined where Keras has none. */
function activationNamed(name: string): Activation | undefined {
  const own = ALIASES[name] ?? name;
  if (own === 'linear') return LINEAR;
  const defaults = FUNCTIONS[own];
  return defaults && activationCalled(own, defaults);
}

function activationObject(value: Plain): Activation {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return unknownActivation(plainText(value));
  if (value.kind === 'unknown') return { kind: 'unknown', reason: value.reason };
  if (value.kind === 'size') return unknownActivation(plainText(value));
  const layer = LAYERS[value.type];
  if (layer !== undefined) return activationCalled(layer, value.config);
  const called = activationNamed(value.type);
  return called ?? unknownActivation(value.type);
}

/** A function with its parameters: those that are numbers, which are all that the engine reads. */
export function activationCalled(name: string, parameters: PlainArguments): Activation {
  if (NOT_RUN.has(name)) return unknownActivation(name);
  const numbers = Object.entries(parameters).flatMap(([key, value]) =>
    typeof value === 'number' ? [[key, value] as const] : [],
  );
  const gelu = name === 'gelu' && parameters['approximate'] === true;
  return { kind: 'known', call: { name: gelu ? 'gelu_tanh' : name, parameters: Object.fromEntries(numbers) } };
}

const unknownActivation = (name: string): Activation => ({
  kind: 'unknown',
  reason: say`Layerscope does not compute the activation ${name}.`,
});

/** For a kernel: the call, or no kernel at all. */
export const activationCall = (activation: Activation): ActivationCall | null =>
  activation.kind === 'known' ? activation.call : unsure(activation.reason);
