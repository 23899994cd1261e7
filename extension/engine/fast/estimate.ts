/** What the fast kernels will take for a call, counted by making it ready without weights. */
import { BYTES_PER_NUMBER, sizeOf } from '../array.ts';
import { NO_ACTIVATION } from './epilogue.ts';
import { CountingPacker } from './packed-weights.ts';
import { ProgramBuilder } from './program.ts';
import { addResize } from './resize.ts';
import { addSpatial } from './spatial.ts';
import { lastShape } from './tensor.ts';
import type { KernelCall } from '../../model/kernel.ts';

export interface MemoryEstimate {
  /** Packed weights: they stay. */
  readonly packedBytes: number;
  /** Working memory while the call runs. */
  readonly workBytes: number;
}

const EMPTY = new Float32Array(0);

/** Null where the reference kernels run the call. `kernelShape` is the shape of the weight that is convolved with, `repeat` as in Fusion. */
export function fastMemory(
  call: KernelCall,
  shape: readonly number[],
  kernelShape: readonly number[] | null,
  threads: number,
  repeat: readonly number[] | null = null,
): MemoryEstimate | null {
  const builder = new ProgramBuilder(threads);
  const packer = new CountingPacker();
  switch (call.op) {
    case 'convolution':
    case 'transposed-convolution': {
      if (kernelShape === null) return null;
      const layer = {
        call: { ...call, bias: false },
        shape: lastShape(shape, call.layout),
        weights: new Map([['kernel', { shape: kernelShape, data: EMPTY }]]),
        epilogue: NO_ACTIVATION,
        repeat,
      };
      addSpatial(builder, layer, packer);
      // While weights are packed, a copy of them lies beside.
      const packing = sizeOf(kernelShape) * BYTES_PER_NUMBER;
      return { packedBytes: packer.bytes, workBytes: Math.max(builder.workBytes, packing) };
    }
    case 'resize':
      if (addResize(builder, call, lastShape(shape, call.layout)) === null) return null;
      return { packedBytes: 0, workBytes: builder.workBytes };
    case 'pool':
      return call.divisor === null ? { packedBytes: 0, workBytes: 0 } : null;
    case 'depth-to-space':
      return call.order === 'DCR' ? { packedBytes: 0, workBytes: 0 } : null;
    default:
      return null;
  }
}
