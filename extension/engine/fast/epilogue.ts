/** Activations that the kernels apply before numbers leave the registers. */
import type { ActivationCall } from '../../model/kernel.ts';
import { float } from './program.ts';

/** The words of a job that say it: code, low, high. The codes of assembly/registers.ts. */
export type Epilogue = readonly [code: number, low: number, high: number];

export const NO_ACTIVATION: Epilogue = [0, 0, 0];
const clamp = (low: number, high: number): Epilogue => [1, float(low), float(high)];
const leaky = (slope: number): Epilogue => [2, float(0), float(slope)];

/** Null where the activation must be computed on its own. */
export function epilogueOf(activation: ActivationCall | null): Epilogue | null {
  if (activation === null) return NO_ACTIVATION;
  const { name, parameters } = activation;
  switch (name) {
    case 'linear':
    case 'identity':
      return NO_ACTIVATION;
    case 'relu': {
      const { negative_slope: slope = 0, max_value: maximum = Infinity, threshold = 0 } = parameters;
      if (threshold !== 0) return null;
      if (slope === 0) return clamp(0, maximum);
      return maximum === Infinity ? leaky(slope) : null;
    }
    case 'relu6':
      return clamp(0, 6);
    case 'leaky_relu': {
      const slope = parameters['negative_slope'] ?? parameters['alpha'];
      return slope === undefined ? null : leaky(slope);
    }
    case 'hard_tanh':
    case 'hardtanh':
      return clamp(parameters['min_val'] ?? -1, parameters['max_val'] ?? 1);
    default:
      return null;
  }
}
