import { PAGE_BYTES } from './load.ts';

const ALIGNMENT = 64;

/**
 * Allocates ranges of a growing WebAssembly memory: first fit, with free neighbours merged. Offset 0 is never allocated.
 */
export class Heap {
  readonly memory: WebAssembly.Memory;
  #free: { at: number; bytes: number }[];
  readonly #sizes = new Map<number, number>();

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
    this.#free = [{ at: ALIGNMENT, bytes: memory.buffer.byteLength - ALIGNMENT }];
  }

  /** Byte offset of `bytes` uninitialised bytes, 64-byte aligned. Throws when 4 GiB are not enough. */
  allocate(bytes: number): number {
    const size = Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    let range = this.#free.find((candidate) => candidate.bytes >= size);
    if (range === undefined) {
      this.#grow(size);
      range = this.#free.find((candidate) => candidate.bytes >= size);
    }
    if (range === undefined) throw new Error(`The kernels cannot get ${size} more bytes.`);
    const { at } = range;
    range.at += size;
    range.bytes -= size;
    if (range.bytes === 0) this.#free = this.#free.filter((candidate) => candidate !== range);
    this.#sizes.set(at, size);
    return at;
  }

  free(at: number): void {
    const bytes = this.#sizes.get(at);
    if (bytes === undefined) throw new Error(`Nothing is allocated at ${at}.`);
    this.#sizes.delete(at);
    this.#release(at, bytes);
  }

  #grow(bytes: number): void {
    const end = this.memory.buffer.byteLength;
    const last = this.#free.at(-1);
    const have = last !== undefined && last.at + last.bytes === end ? last.bytes : 0;
    const pages = Math.ceil((bytes - have) / PAGE_BYTES);
    try {
      this.memory.grow(pages);
    } catch (cause) {
      throw new Error(`This training needs more than the 4 GiB that the kernels can address.`, { cause });
    }
    this.#release(end, pages * PAGE_BYTES);
  }

  #release(at: number, bytes: number): void {
    const ranges = [...this.#free, { at, bytes }].sort((a, b) => a.at - b.at);
    this.#free = [];
    for (const range of ranges) {
      const last = this.#free.at(-1);
      if (last !== undefined && last.at + last.bytes === range.at) last.bytes += range.bytes;
      else this.#free.push(range);
    }
  }
}
