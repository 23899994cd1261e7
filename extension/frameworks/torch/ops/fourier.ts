/** torch.fft: transforms keep their axes, those of real signals store the half that is not redundant. torch/fft/__init__.py */
import { say } from '../../../message.ts';
import type { Shape, Size } from '../../../model/size.ts';
import { unsure } from '../../../model/refusal.ts';
import { add, floorDivide, multiply, subtract } from '../../../model/sizes/arithmetic.ts';
import { onNumbers } from '../../../model/part-kernel.ts';
import type { Op, Outcome, Rule } from './op.ts';

/** What becomes of the last transformed axis. */
type Half = 'whole' | 'halved' | 'doubled';

/** Lengths that are asked for along the axes; -1 and None keep them. */
function lengths(op: Op, name: string, count: number): readonly (Size | null)[] | null {
  if (!op.has(name)) return null;
  const given = op.sizes(name).map((size) => (size === -1 ? null : size));
  return given.length <= count ? given : unsure(say`More lengths are given than axes.`);
}

function transformed(
  shape: Shape,
  axes: readonly number[],
  asked: readonly (Size | null)[] | null,
  half: Half,
): readonly Shape[] {
  const result = [...shape];
  axes.forEach((axis, index) => {
    const own = shape[axis] ?? 1;
    const wanted = asked?.[index] ?? null;
    if (index < axes.length - 1 || half === 'whole') result[axis] = wanted ?? own;
    else if (half === 'halved') result[axis] = add(floorDivide(wanted ?? own, 2), 1);
    else result[axis] = wanted ?? multiply(subtract(own, 1), 2);
  });
  return [result];
}

const dtypeOf = (complex: boolean): string => (complex ? 'complex64' : 'float32');

const along =
  (half: Half, complex: boolean): Rule =>
  (op): Outcome => {
    const shape = op.shape();
    const axis = op.axis('dim', shape.length, -1);
    const asked = op.has('n') ? [op.size('n')] : null;
    return { shapes: transformed(shape, [axis], asked, half), dtype: dtypeOf(complex) };
  };

/** `planes`: the last two axes unless the call says otherwise; else those that `s` gives lengths for, or all. */
const over =
  (planes: boolean, half: Half, complex: boolean): Rule =>
  (op): Outcome => {
    const shape = op.shape();
    const last = (count: number): readonly number[] =>
      Array.from({ length: count }, (_, index) => shape.length - count + index);
    const given = op.axes('dim', shape.length);
    const count = planes ? 2 : op.has('s') ? op.sizes('s').length : shape.length;
    const axes = given ?? last(count);
    return { shapes: transformed(shape, axes, lengths(op, 's', axes.length), half), dtype: dtypeOf(complex) };
  };

/** The frequency 0 goes to the middle, or back to the front. */
const shifted =
  (back: boolean): Rule =>
  (op) => {
    const shape = op.shape();
    const axes = op.axes('dim', shape.length) ?? shape.map((_, axis) => axis);
    const kernel = onNumbers([shape], (sizes) => {
      const halves = axes.map((axis) => Math.floor((sizes[axis] ?? 1) / 2));
      return { op: 'roll', shifts: back ? halves.map((half) => -half) : halves, axes };
    });
    return { shapes: [shape], kernel };
  };

const frequencies =
  (half: boolean): Rule =>
  (op) => {
    const count = op.size('n');
    const spacing = op.number('d', 1);
    const shape = [half ? add(floorDivide(count, 2), 1) : count];
    const kernel = onNumbers([[count], shape], ([all = 1], [length = 1]) => ({
      op: 'constant',
      shape: [length],
      // The second half of all frequencies is negative.
      values: Array.from({ length }, (_, index) => (half || index < all / 2 ? index : index - all) / (all * spacing)),
    }));
    return { shapes: [shape], dtype: 'float32', inputs: [], kernel };
  };

const TRANSFORMS: readonly (readonly [name: string, half: Half, complex: boolean])[] = [
  ['fft', 'whole', true],
  ['ifft', 'whole', true],
  ['rfft', 'halved', true],
  ['irfft', 'doubled', false],
  ['hfft', 'doubled', false],
  ['ihfft', 'halved', true],
];

export const FOURIER: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    TRANSFORMS.flatMap(([name, half, complex]) => [
      [`fft.${name}`, along(half, complex)],
      [`fft.${name}2`, over(true, half, complex)],
      [`fft.${name}n`, over(false, half, complex)],
    ]),
  ),
  'fft.fftshift': shifted(false),
  'fft.ifftshift': shifted(true),
  'fft.fftfreq': frequencies(false),
  'fft.rfftfreq': frequencies(true),
};
