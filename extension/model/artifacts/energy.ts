/**
 * Periodic energy of given weights. The gain of a phase is what a constant input becomes there: g[phase, in, out], the sum of
 * the taps that feed the phase. Its part that differs from phase to phase is a pattern of the stride's period in the output:
 *   rho = sum over in, out of Var_phase(g) / sum over in, out of Mean_phase(g^2), between 0 (no pattern) and 1.
 */
import { phaseOfTap, type TransposedTrait } from './overlap.ts';

/** A stored weight, row-major. */
export interface WeightArray {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** Gains by phase and by pair of an input and an output channel. */
export interface PhaseGains {
  readonly phases: number;
  readonly pairs: number;
  /** [phase][pair] */
  readonly values: Float64Array;
}

/**
 * Gains of a transposed convolution. Keras stores [...kernel, out, in], PyTorch [in, out/groups, ...kernel]; with groups the
 * stored pairs are all the pairs there are.
 */
export function transposedGains(trait: TransposedTrait, weight: WeightArray): PhaseGains {
  const rank = trait.strides.length;
  const spatialFirst = trait.weightOrder === 'spatial-out-in';
  const kernel = spatialFirst ? weight.shape.slice(0, rank) : weight.shape.slice(2);
  const taps = volume(kernel);
  const pairs = volume(weight.shape) / taps;
  const phases = volume(trait.strides);
  const values = new Float64Array(phases * pairs);
  for (let tap = 0; tap < taps; tap++) {
    const phase = phaseIndex(trait, tapCoordinates(tap, kernel));
    for (let pair = 0; pair < pairs; pair++) {
      const at = spatialFirst ? tap * pairs + pair : pair * taps + tap;
      values[phase * pairs + pair] = (values[phase * pairs + pair] ?? 0) + (weight.data[at] ?? 0);
    }
  }
  return { phases, pairs, values };
}

function phaseIndex(trait: TransposedTrait, coordinates: readonly number[]): number {
  return trait.strides.reduce((index, stride, axis) => {
    const phase = phaseOfTap(coordinates[axis] ?? 0, stride, trait.dilation[axis] ?? 1, trait.crop?.[axis] ?? 0);
    return index * stride + phase;
  }, 0);
}

function tapCoordinates(tap: number, kernel: readonly number[]): number[] {
  const coordinates = new Array<number>(kernel.length);
  let rest = tap;
  for (let axis = kernel.length - 1; axis >= 0; axis--) {
    const size = kernel[axis] ?? 1;
    coordinates[axis] = rest % size;
    rest = Math.floor(rest / size);
  }
  return coordinates;
}

/**
 * Gains of the convolution before a sub-pixel rearrangement, whose output channels are channels x phases. Keras and
 * TensorFlow: weight [...kernel, in, out], the phase varies slowest (DCR). PyTorch: [out, in, ...kernel], fastest (CRD).
 */
export function subPixelGains(block: number, framework: 'keras' | 'torch', weight: WeightArray): PhaseGains {
  const phases = block * block;
  const keras = framework === 'keras';
  const outputs = (keras ? weight.shape.at(-1) : weight.shape[0]) ?? 1;
  const inputs = (keras ? weight.shape.at(-2) : weight.shape[1]) ?? 1;
  const taps = volume(weight.shape) / (inputs * outputs);
  const channels = outputs / phases;
  const pairs = inputs * channels;
  const values = new Float64Array(phases * pairs);
  for (let output = 0; output < outputs; output++) {
    const phase = keras ? Math.floor(output / channels) : output % phases;
    const channel = keras ? output % channels : Math.floor(output / phases);
    for (let input = 0; input < inputs; input++) {
      let gain = 0;
      for (let tap = 0; tap < taps; tap++) {
        gain +=
          weight.data[keras ? (tap * inputs + input) * outputs + output : (output * inputs + input) * taps + tap] ?? 0;
      }
      values[phase * pairs + input * channels + channel] = gain;
    }
  }
  return { phases, pairs, values };
}

/** 0 for weights whose gains are all 0: they draw nothing, and no pattern either. */
export function periodicEnergyOf({ phases, pairs, values }: PhaseGains): number {
  let variance = 0;
  let power = 0;
  for (let pair = 0; pair < pairs; pair++) {
    let sum = 0;
    let squares = 0;
    for (let phase = 0; phase < phases; phase++) {
      const gain = values[phase * pairs + pair] ?? 0;
      sum += gain;
      squares += gain * gain;
    }
    const mean = sum / phases;
    let spread = 0;
    for (let phase = 0; phase < phases; phase++) spread += ((values[phase * pairs + pair] ?? 0) - mean) ** 2;
    variance += spread / phases;
    power += squares / phases;
  }
  return power === 0 ? 0 : variance / power;
}

function volume(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}
