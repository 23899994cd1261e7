/** An artifact of each grade. */
import { say } from '../../../extension/message.ts';
import type { ArtifactFacts } from '../../../extension/protocol.ts';

export const STRONG: ArtifactFacts = {
  grade: 'strong',
  overlap: [
    [1, 2],
    [2, 4],
  ],
  unevenness: 1.3333333,
  periodicEnergy: 0.7791,
  lastLayer: true,
  reason: say`Strong: the 3×3 kernel is not a multiple of the stride 2, so output pixels are fed by 1 to 4 taps, and no later layer smooths it.`,
};
export const NONE: ArtifactFacts = {
  grade: 'none',
  overlap: [
    [1, 1],
    [1, 1],
  ],
  unevenness: 0,
  periodicEnergy: 0,
  lastLayer: false,
  reason: say`None: every output pixel repeats exactly one input pixel.`,
};
export const MILD: ArtifactFacts = {
  grade: 'mild',
  overlap: [
    [4, 4],
    [4, 4],
  ],
  unevenness: 0,
  periodicEnergy: 0.7486,
  lastLayer: true,
  reason: say`Mild: the overlap is even, but the phases of a freshly drawn kernel differ.`,
};
export const HOLES: ArtifactFacts = {
  grade: 'holes',
  overlap: [
    [1, 1, 0],
    [1, 1, 0],
    [0, 0, 0],
  ],
  unevenness: 2.25,
  periodicEnergy: 0.9,
  lastLayer: false,
  reason: say`Holes: the stride 3 is larger than the kernel 2, so some output pixels only ever see the bias.`,
};
