/** Arrays of float32 numbers in row-major order: the only kind of tensor the engine knows. */
export interface NDArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export const BYTES_PER_NUMBER = 4;

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** How many numbers lie between neighbours of each axis. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = at(strides, axis + 1) * at(shape, axis + 1);
  return strides;
}

export function zeros(shape: readonly number[]): NDArray {
  return { shape, data: new Float32Array(sizeOf(shape)) };
}

export function arrayOf(shape: readonly number[], data: Float32Array): NDArray {
  if (data.length !== sizeOf(shape)) {
    throw new Error(`An array of shape (${shape.join(', ')}) holds ${sizeOf(shape)} numbers, not ${data.length}.`);
  }
  return { shape, data };
}

/** An element that must be there; an index that is not is a defect of the caller, told instead of becoming NaN. */
export function at(list: ArrayLike<number>, index: number): number {
  const value = list[index];
  if (value === undefined) throw new Error(`Index ${index} is outside a list of ${list.length}.`);
  return value;
}

/** Negative axes count from the end. */
export function normaliseAxis(axis: number, rank: number): number {
  const normal = axis < 0 ? axis + rank : axis;
  if (normal < 0 || normal >= rank) throw new Error(`Axis ${axis} does not exist in an array of rank ${rank}.`);
  return normal;
}

export function onlyInput(inputs: readonly NDArray[]): NDArray {
  const [input] = inputs;
  if (input === undefined) throw new Error('The layer has no input.');
  return input;
}
