/** What the output of an instruction sees, from what its inputs see. Statistics of normalisation layers are not counted, as is usual. */
import type { KernelCall, Layout } from '../kernel.ts';
import { through, type AxisMap } from './axis-map.ts';
import { reshaped } from './reshape.ts';
import { NOTHING, changed, losing, lostFrom, meeting, mixed, sourcesOf, type AxisView, type View } from './view.ts';
import {
  adaptiveWindow,
  paddingBefore,
  repeatedWindow,
  resizeWindow,
  slidingWindow,
  transposedWindow,
} from './windows.ts';

export interface Seen {
  readonly view: View;
  readonly shape: readonly number[];
}

/** How one axis of a picture is seen through a layer; null: not followed, 'all': every output position sees all of it. */
type Window = (axis: number, input: number, output: number) => AxisMap | 'all' | null;

export function kernelView(kernel: KernelCall, inputs: readonly Seen[], output: readonly number[]): View {
  const [first] = inputs;
  if (!first) return { axes: output.map(() => NOTHING), whole: new Set() };
  const { view, shape } = first;
  const last = shape.length - 1;
  switch (kernel.op) {
    case 'convolution':
      return picture(first, output, kernel.layout, true, (axis, input) => {
        const [size, stride, dilation] = [
          kernel.kernel[axis] ?? 1,
          kernel.strides[axis] ?? 1,
          kernel.dilation[axis] ?? 1,
        ];
        const before = paddingBefore(kernel.padding, axis, input, stride, (size - 1) * dilation + 1);
        return slidingWindow(size, stride, dilation, before);
      });
    case 'transposed-convolution':
      return picture(first, output, kernel.layout, true, (axis) =>
        transposedWindow(
          kernel.kernel[axis] ?? 1,
          kernel.strides[axis] ?? 1,
          kernel.dilation[axis] ?? 1,
          kernel.crop[axis]?.[0] ?? 0,
        ),
      );
    case 'pool':
      return picture(first, output, kernel.layout, false, (axis, input) => {
        const [size, stride, dilation] = [
          kernel.kernel[axis] ?? 1,
          kernel.strides[axis] ?? 1,
          kernel.dilation[axis] ?? 1,
        ];
        const before = paddingBefore(kernel.padding, axis, input, stride, (size - 1) * dilation + 1);
        return slidingWindow(size, stride, dilation, before);
      });
    case 'power-pool':
      return picture(first, output, 'channels_first', false, (axis) =>
        slidingWindow(kernel.kernel[axis] ?? 1, kernel.strides[axis] ?? 1, 1, 0),
      );
    case 'adaptive-pool':
      return picture(first, output, kernel.layout, false, (_axis, input, size) =>
        size === 1 ? 'all' : adaptiveWindow(input, size),
      );
    case 'resize':
      return picture(first, output, kernel.layout, false, (axis, input, size) =>
        resizeWindow(kernel, axis, input, size),
      );
    case 'depth-to-space':
      return picture(first, output, kernel.layout, true, () => repeatedWindow(kernel.block));
    case 'space-to-depth':
      return picture(first, output, kernel.layout, true, () => slidingWindow(kernel.block, kernel.block, 1, 0));
    case 'dense':
      return mixed(view, [last]);
    case 'activation': {
      const { name, parameters } = kernel.activation;
      const axis = parameters['axis'] ?? -1;
      return /softm|glu/.test(name) && name !== 'gelu' ? mixed(view, [axis < 0 ? shape.length + axis : axis]) : view;
    }
    case 'batch-norm':
    case 'layer-norm':
    case 'group-norm':
    case 'unit-norm':
    case 'normalization':
    case 'local-response-norm':
    case 'scalar':
    case 'with-number':
    case 'identity':
    case 'unary':
    case 'triangle':
    case 'parameter':
      return view;
    case 'binary':
    case 'where':
      return elementwise(inputs, output);
    case 'reshape':
      return reshaped(view, shape, output);
    case 'permute':
      return { axes: kernel.order.map((axis) => view.axes[axis] ?? NOTHING), whole: view.whole };
    case 'concat': {
      const together = elementwise(inputs, output);
      const joined = lostFrom(inputs.map((input) => losing(input.view.axes[kernel.axis] ?? NOTHING)));
      return { ...together, axes: together.axes.map((axis, index) => (index === kernel.axis ? joined : axis)) };
    }
    case 'pad':
      return shifted(view, (axis) => -(kernel.amounts[axis]?.[0] ?? 0));
    case 'crop':
      return shifted(view, (axis) => kernel.amounts[axis]?.[0] ?? 0);
    case 'slice': {
      const axes = view.axes.map((axis, index) => {
        const [start, step] = [kernel.starts[index] ?? 0, kernel.steps[index] ?? 1];
        if (step < 1) return losing(axis);
        return changed(axis, (map) => through(slidingWindow(1, step, 1, -start), map));
      });
      return reshaped({ axes, whole: view.whole }, kernel.sizes, output);
    }
    case 'reduce': {
      const gone = kernel.axes ?? shape.map((_, axis) => axis);
      return reduced(mixed(view, gone), gone, kernel.keepAxes);
    }
    case 'extreme':
      return reduced(mixed(view, [kernel.axis]), [kernel.axis], kernel.keepAxes);
    case 'cumulative':
    case 'sort':
      return mixed(view, [kernel.axis]);
    case 'repeat': {
      const window = repeatedWindow(kernel.count);
      const repeated = (axis: AxisView): AxisView =>
        window ? changed(axis, (map) => through(window, map)) : losing(axis);
      return { ...view, axes: view.axes.map((axis, index) => (index === kernel.axis ? repeated(axis) : axis)) };
    }
    case 'expand':
      return elementwise([first], output);
    case 'stack': {
      const { axes, whole } = elementwise(inputs, shape);
      return { axes: axes.toSpliced(kernel.axis, 0, NOTHING), whole };
    }
    case 'embedding':
      return { axes: [...view.axes, NOTHING], whole: view.whole };
    case 'constant':
    case 'range':
    case 'eye':
    case 'random':
      return { axes: output.map(() => NOTHING), whole: new Set() };
    case 'matmul':
      return product(inputs, kernel.transposeLeft, kernel.transposeRight) ?? unfollowed(inputs, output);
    case 'attention': {
      const all = inputs.map(({ view: one, shape: own }) => mixed(one, [own.length - 2, own.length - 1]));
      return elementwise(
        all.map((one, index) => ({ view: one, shape: inputs[index]?.shape ?? [] })),
        output,
      );
    }
    case 'multi-head-attention':
      return kernel.framework === 'torch' && !kernel.batchFirst
        ? unfollowed(inputs, output)
        : everything(inputs, output);
    case 'simple-attention':
      return everything(inputs, output);
    case 'recurrent':
      return kernel.framework === 'torch' && !kernel.batchFirst
        ? unfollowed(inputs, output)
        : everything(inputs, output);
    case 'chain': {
      // Shapes between the steps are not told: one step that changes them is all that can be followed.
      const steps = kernel.steps.map(({ call }) => call);
      if (kernel.steps.some(({ inputs: read }) => read))
        return steps.every(({ op }) => PER_ELEMENT.has(op)) ? elementwise(inputs, output) : unfollowed(inputs, output);
      if (steps.length === 1 && steps[0]) return kernelView(steps[0], inputs, output);
      return chained(steps, first, output) ?? unfollowed(inputs, output);
    }
    case 'with-weights':
      return kernelView(kernel.call, inputs.slice(0, kernel.inputs), output);
    default:
      return unfollowed(inputs, output);
  }
}

/** What sees of every input no more than the element in the same place. */
const PER_ELEMENT: ReadonlySet<KernelCall['op']> = new Set([
  'binary',
  'scalar',
  'with-number',
  'unary',
  'where',
  'constant',
]);

/** Layers over pictures, sequences and volumes: their spatial axes through a window, their channels mixed or kept. */
function picture(
  { view, shape }: Seen,
  output: readonly number[],
  layout: Layout,
  mixes: boolean,
  window: Window,
): View {
  const first = layout === 'channels_first' ? 2 : 1;
  const channels = layout === 'channels_first' ? 1 : shape.length - 1;
  let whole = mixes ? mixed(view, [channels]) : view;
  const rank = shape.length - 2;
  for (let axis = 0; axis < rank; axis++) {
    const place = first + axis;
    const seen = window(axis, shape[place] ?? 1, output[place] ?? 1);
    if (seen === 'all') whole = mixed(whole, [place]);
    else {
      const before = whole.axes[place] ?? NOTHING;
      const next = seen ? changed(before, (map) => through(seen, map)) : losing(before);
      whole = { ...whole, axes: whole.axes.map((each, index) => (index === place ? next : each)) };
    }
  }
  return whole;
}

/** Axes meet from the last; one position that meets many is seen by all of them. */
function elementwise(inputs: readonly Seen[], output: readonly number[]): View {
  const whole = new Set(inputs.flatMap(({ view }) => [...view.whole]));
  const axes = output.map((size, index) =>
    inputs.reduce<AxisView>((met, { view, shape }) => {
      const own = index - (output.length - shape.length);
      const axis = own < 0 ? NOTHING : (view.axes[own] ?? NOTHING);
      if (shape[own] !== 1 || size === 1) return meeting(met, axis);
      for (const source of sourcesOf(axis)) whole.add(source);
      return met;
    }, NOTHING),
  );
  return { axes, whole };
}

const shifted = (view: View, start: (axis: number) => number): View => ({
  ...view,
  axes: view.axes.map((axis, index) => changed(axis, (map) => through(slidingWindow(1, 1, 1, -start(index)), map))),
});

function reduced(view: View, gone: readonly number[], keepAxes: boolean): View {
  return keepAxes ? view : { ...view, axes: view.axes.filter((_, axis) => !gone.includes(axis)) };
}

function product([left, right]: readonly Seen[], transposeLeft: boolean, transposeRight: boolean): View | null {
  if (!left || !right || left.shape.length < 2 || right.shape.length !== left.shape.length) return null;
  const rank = left.shape.length;
  const [rows, inner] = transposeLeft ? [rank - 1, rank - 2] : [rank - 2, rank - 1];
  const [innerRight, columns] = transposeRight ? [rank - 1, rank - 2] : [rank - 2, rank - 1];
  const [a, b] = [mixed(left.view, [inner]), mixed(right.view, [innerRight])];
  const leading = Array.from({ length: rank - 2 }, (_, axis) =>
    meeting(a.axes[axis] ?? NOTHING, b.axes[axis] ?? NOTHING),
  );
  return {
    axes: [...leading, a.axes[rows] ?? NOTHING, b.axes[columns] ?? NOTHING],
    whole: new Set([...a.whole, ...b.whole]),
  };
}

/** Every element of a sample depends on all of it. */
function everything(inputs: readonly Seen[], output: readonly number[]): View {
  const views = inputs.map(({ view }) => mixed(view, view.axes.map((_, axis) => axis).slice(1)));
  const [batch = NOTHING] = views.map(({ axes }) => axes[0] ?? NOTHING);
  return {
    axes: output.map((_, axis) => (axis === 0 ? batch : NOTHING)),
    whole: new Set(views.flatMap(({ whole }) => [...whole])),
  };
}

function unfollowed(inputs: readonly Seen[], output: readonly number[]): View {
  const gone = lostFrom(inputs.flatMap(({ view }) => view.axes.map(losing)));
  return { axes: output.map(() => gone), whole: new Set(inputs.flatMap(({ view }) => [...view.whole])) };
}

/** Steps of which only the windows change a shape: a separable convolution, or one with its activation. */
function chained(steps: readonly KernelCall[], first: Seen, output: readonly number[]): View | null {
  const sizing = steps.filter(({ op }) => op !== 'activation' && op !== 'batch-norm' && op !== 'identity');
  let seen: Seen = first;
  for (const [index, step] of steps.entries()) {
    const isLast = !steps.slice(index + 1).some((later) => sizing.includes(later));
    const next =
      sizing.includes(step) && !isLast ? shapeAfter(step, seen.shape) : sizing.includes(step) ? output : seen.shape;
    if (!next) return null;
    seen = { view: kernelView(step, [seen], next), shape: next };
  }
  return seen.view;
}

/** The sizes after a convolution or padding in the middle of a chain; the number of channels does not matter here. */
function shapeAfter(call: KernelCall, shape: readonly number[]): readonly number[] | null {
  if (call.op === 'pad')
    return shape.map((size, axis) => size + (call.amounts[axis]?.[0] ?? 0) + (call.amounts[axis]?.[1] ?? 0));
  if (call.op !== 'convolution') return null;
  const first = call.layout === 'channels_first' ? 2 : 1;
  return shape.map((size, place) => {
    const axis = place - first;
    if (axis < 0 || axis >= call.kernel.length) return size;
    const [stride, reach] = [call.strides[axis] ?? 1, ((call.kernel[axis] ?? 1) - 1) * (call.dilation[axis] ?? 1) + 1];
    if (call.padding === 'same') return Math.ceil(size / stride);
    const [before, after] = call.padding === 'valid' ? [0, 0] : (call.padding[axis] ?? [0, 0]);
    return Math.floor((size + before + after - reach) / stride) + 1;
  });
}
