/** Pooling over windows of random places, to a size or a fraction of it. torch/nn/modules/pooling.py */
import { say } from '../../../message.ts';
import type { LayerRecord } from '../../../model/record.ts';
import { need, refuse } from '../../../model/refusal.ts';
import { defineRecord } from '../../../model/records/define.ts';
import { torchModule } from '../../../model/records/documentation.ts';
import { axesOf, pick, withAxes } from '../../../model/records/shapes.ts';
import { scaledSize } from '../../../model/shape-rules/scaling.ts';
import type { Size } from '../../../model/size.ts';
import { add, atLeast, subtract } from '../../../model/sizes/arithmetic.ts';
import { sizeText } from '../../../model/sizes/text.ts';

interface FractionalPooling {
  readonly kernel: readonly number[];
  /** Sizes, or shares of the input's; never both. */
  readonly sizes: readonly number[] | null;
  readonly ratios: readonly number[];
  readonly indices: boolean;
}

const fractional = (rank: number): LayerRecord =>
  defineRecord<FractionalPooling>({
    id: `torch-fractional-max-pooling-${rank}d`,
    torch: {
      names: [`FractionalMaxPool${rank}d`],
      documentation: torchModule(`FractionalMaxPool${rank}d`),
      configure: (args) => {
        const [sized, shared] = [!args.isNone('output_size'), !args.isNone('output_ratio')];
        if (sized === shared) {
          args.refuse(
            shared ? 'output_ratio' : 'output_size',
            say`FractionalMaxPool${rank}d takes either output_size or output_ratio.`,
          );
        }
        const ratios = shared ? args.numbers('output_ratio') : [];
        if (shared && args.list('output_ratio') && ratios.length !== rank)
          args.refuse('output_ratio', say`output_ratio must be one number or ${rank}.`);
        if (ratios.some((ratio) => ratio <= 0 || ratio >= 1))
          args.refuse('output_ratio', say`output_ratio must be between 0 and 1.`);
        return {
          kernel: args.perAxis('kernel_size', rank),
          sizes: sized ? args.perAxis('output_size', rank) : null,
          ratios: args.list('output_ratio') ? ratios : Array<number>(rank).fill(ratios[0] ?? 1),
          indices: args.flag('return_indices'),
        };
      },
    },
    output: ({ kernel, sizes, ratios, indices }, input) => {
      const { spatial } = axesOf(input, rank, 'channels_first', 'torch');
      const from = pick(input, spatial);
      const to = from.map((size, axis): Size => sizes?.[axis] ?? need(scaledSize(size, ratios[axis] ?? 1)));
      // Windows start at least one apart, and in 3D one is left over: aten/src/ATen/native/FractionalMaxPool2d.cpp, 3d.cpp
      to.forEach((size, axis) => {
        const room = subtract(from[axis] ?? 1, subtract(add(size, kernel[axis] ?? 1), rank === 3 ? 0 : 1));
        if (atLeast(room, 0) !== false) return;
        const message = say`${sizeText(size)} windows of ${String(kernel[axis])} do not fit into ${sizeText(from[axis] ?? 1)}.`;
        refuse({ code: 'shape-mismatch', message, argument: 0 });
      });
      const result = withAxes(input, spatial, to);
      return indices ? [result, result] : [result];
    },
  });

export const FRACTIONAL_POOLINGS: readonly LayerRecord[] = [2, 3].map(fractional);
