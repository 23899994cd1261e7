/** Input pictures of our own making: height x width x channels, values 0 to 1. */
import type { NDArray } from '../array.ts';
import { Random } from '../random.ts';
import type { Steps } from '../reference/steps.ts';
import type { BuiltInPicture } from '../../protocol.ts';
import { adaptChannels } from './channels.ts';
import { scene } from './scene.ts';

/** The noise picture is the same every time. */
const NOISE_SEED = 20;

export function* makePicture(name: BuiltInPicture, height: number, width: number, channels: number): Steps<NDArray> {
  switch (name) {
    case 'scene': {
      const picture = yield* scene(height, width);
      yield;
      return adaptChannels(picture, channels);
    }
    case 'zone-plate':
      return perPixel(height, width, channels, (y, x) => zonePlate(y, x, height, width));
    case 'gradient':
      // From dark at the top left to bright at the bottom right.
      return perPixel(height, width, channels, (y, x) => (y + 0.5) / (2 * height) + (x + 0.5) / (2 * width));
    case 'constant':
      return perPixel(height, width, channels, () => 0.5);
    case 'impulse':
      return perPixel(height, width, channels, (y, x) =>
        y === Math.floor(height / 2) && x === Math.floor(width / 2) ? 1 : 0,
      );
    case 'noise': {
      const random = new Random(NOISE_SEED);
      const data = Float32Array.from({ length: height * width * channels }, () => random.uniform());
      return { shape: [height, width, channels], data };
    }
    default:
      return name satisfies never;
  }
}

/** Rings whose frequency grows from the centre to half a cycle per pixel at the nearer border: every frequency and direction. */
function zonePlate(y: number, x: number, height: number, width: number): number {
  const [dy, dx] = [y - (height - 1) / 2, x - (width - 1) / 2];
  return 0.5 + 0.5 * Math.cos((Math.PI * (dy * dy + dx * dx)) / Math.max(1, Math.min(height, width)));
}

function perPixel(height: number, width: number, channels: number, value: (y: number, x: number) => number): NDArray {
  const data = new Float32Array(height * width * channels);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += channels) data.fill(value(y, x), i, i + channels);
  }
  return { shape: [height, width, channels], data };
}
