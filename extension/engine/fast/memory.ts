/** The fast kernels' memory: one WebAssembly.Memory, handed out front to back anew for each call. */
import type { KernelExports } from './exports.ts';

const PAGE_BYTES = 65536;
/** wasm32 addresses at most 4 GiB; calls that need more run on the reference kernels. */
export const MOST_BYTES = 65536 * PAGE_BYTES - PAGE_BYTES;
/** Room at the start that no array uses, so that no address is 0. */
const FIRST_BYTE = 1024;
const ALIGNMENT = 16;

export class KernelMemory {
  readonly memory = new WebAssembly.Memory({ initial: 16 });
  #end = FIRST_BYTE;

  /** Forgets what earlier calls placed, and makes sure of `bytes` (plus alignment of a few arrays). */
  begin(bytes: number): void {
    this.#end = FIRST_BYTE;
    const missing = bytes + FIRST_BYTE + PAGE_BYTES - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE_BYTES));
  }

  /** The address of `bytes` of room, with whatever an earlier call left there. */
  reserve(bytes: number): number {
    const address = this.#end;
    this.#end = Math.ceil((address + bytes) / ALIGNMENT) * ALIGNMENT;
    return address;
  }

  floats(address: number, length: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, length);
  }

  placeFloats(values: Float32Array): number {
    const address = this.reserve(values.byteLength);
    this.floats(address, values.length).set(values);
    return address;
  }

  placeIntegers(values: readonly number[]): number {
    const address = this.reserve(values.length * 4);
    new Uint32Array(this.memory.buffer, address, values.length).set(values);
    return address;
  }
}

export interface FastModule {
  readonly kernels: KernelExports;
  readonly memory: KernelMemory;
}

/** Compiles the module from its bytes; null where this host has no WebAssembly or no SIMD. */
export function loadFastModule(bytes: Uint8Array<ArrayBuffer>): FastModule | null {
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return null;
  const memory = new KernelMemory();
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory: memory.memory } });
  return { kernels: instance.exports as unknown as KernelExports, memory };
}
