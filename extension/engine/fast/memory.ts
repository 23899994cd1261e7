/**
 * The fast kernels' memory: one WebAssembly.Memory, handed out in blocks that are given back. Tensors, packed weights and working
 * memory all live here, so that nothing is copied from one layer to the next.
 */
const PAGE_BYTES = 65536;
/** All that wasm32 can address, less a page. */
export const MOST_BYTES = 65535 * PAGE_BYTES;
/** Room at the start that no block uses, so that no address is 0. */
const FIRST_BYTE = 1024;
/** A line of the processor's cache. */
const ALIGNMENT = 64;
/** There is memory after the last block too: kernels may read whole registers at its end. */
const MARGIN = 64;

export class OutOfMemory extends Error {
  constructor(bytes: number) {
    super(`The engine cannot get another ${Math.ceil(bytes / 2 ** 20)} MiB of memory.`);
    this.name = 'OutOfMemory';
  }
}

export class KernelMemory {
  readonly memory: WebAssembly.Memory;
  /** Views of all of it, made anew when it grows. */
  #floats: Float32Array;
  #words: Int32Array;
  /** Free blocks by address: [address, bytes]. */
  #free: [number, number][] = [];
  readonly #taken = new Map<number, number>();
  #end = FIRST_BYTE;
  #used = 0;
  #peak = 0;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.#floats = new Float32Array(memory.buffer);
    this.#words = new Int32Array(memory.buffer);
  }

  /** The address of a block of at least `bytes`, with whatever was there before. */
  take(bytes: number): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    let best = -1;
    for (let i = 0; i < this.#free.length; i++) {
      const room = (this.#free[i] as [number, number])[1];
      if (room >= size && (best < 0 || room < (this.#free[best] as [number, number])[1])) best = i;
    }
    const address = best < 0 ? this.#extend(size) : this.#split(best, size);
    this.#taken.set(address, size);
    this.#used += size;
    this.#peak = Math.max(this.#peak, this.#used);
    return address;
  }

  give(address: number): void {
    const size = this.#taken.get(address);
    if (size === undefined) throw new Error('A block of memory was given back twice.');
    this.#taken.delete(address);
    this.#used -= size;
    let [low, high] = [0, this.#free.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#free[middle] as [number, number])[0] < address) low = middle + 1;
      else high = middle;
    }
    const before = this.#free[low - 1];
    const after = this.#free[low];
    const joinsBefore = before !== undefined && before[0] + before[1] === address;
    const joinsAfter = after !== undefined && address + size === after[0];
    if (joinsBefore) {
      before[1] += size;
      if (joinsAfter) {
        before[1] += after[1];
        this.#free.splice(low, 1);
      }
    } else if (joinsAfter) {
      after[0] = address;
      after[1] += size;
    } else this.#free.splice(low, 0, [address, size]);
  }

  floats(address: number, length: number): Float32Array {
    return this.#whole().subarray(address / 4, address / 4 + length);
  }

  /** Everything as 32-bit words. */
  get words(): Int32Array {
    this.#whole();
    return this.#words;
  }

  get buffer(): ArrayBufferLike {
    return this.memory.buffer;
  }

  /** Bytes in use, and the most there ever were since the last time this was asked with `restart`. */
  peak(restart: boolean): number {
    const peak = this.#peak;
    if (restart) this.#peak = this.#used;
    return peak;
  }

  get used(): number {
    return this.#used;
  }

  #whole(): Float32Array {
    if (this.#floats.buffer !== this.memory.buffer) {
      this.#floats = new Float32Array(this.memory.buffer);
      this.#words = new Int32Array(this.memory.buffer);
    }
    return this.#floats;
  }

  #split(index: number, size: number): number {
    const block = this.#free[index] as [number, number];
    const [address] = block;
    if (block[1] === size) this.#free.splice(index, 1);
    else {
      block[0] += size;
      block[1] -= size;
    }
    return address;
  }

  #extend(size: number): number {
    // A free block at the very end is part of it.
    const last = this.#free[this.#free.length - 1];
    const address = last !== undefined && last[0] + last[1] === this.#end ? last[0] : this.#end;
    const missing = address + size + MARGIN - this.memory.buffer.byteLength;
    if (address + size + MARGIN > MOST_BYTES) throw new OutOfMemory(size);
    if (missing > 0) {
      try {
        this.memory.grow(Math.ceil(missing / PAGE_BYTES));
      } catch {
        throw new OutOfMemory(size);
      }
    }
    if (address !== this.#end) this.#free.pop();
    this.#end = address + size;
    return address;
  }
}
