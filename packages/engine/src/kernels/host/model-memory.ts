import { instantiate, type Kernel, kernelMemory, kernelModule, PAGE_BYTES, type SimdBuild } from './load.ts';

type Numbers = Float32Array | Float64Array | Uint32Array | Uint16Array | Uint8Array;

/** The memory of a model that was prepared by another thread. */
export interface PreparedMemory {
  memory: WebAssembly.Memory;
  end: number;
  /** Byte offsets by name. */
  places: [string, number][];
}

const ALIGNMENT = 64;

/**
 * The WebAssembly memory of one loaded model: its artifact, the arrays derived from it, and room for requests. Nothing in it
 * is freed; it is dropped with the model. Derived arrays have names, so that a model that a worker thread prepared is opened
 * by another thread with the same code, without computing them again.
 */
export class ModelMemory {
  readonly memory: WebAssembly.Memory;
  readonly #places: Map<string, number>;
  readonly #build: SimdBuild | undefined;
  #kernels: ((name: string) => Kernel) | undefined;
  /** A memory has a new buffer each time that it grows; views of earlier ones stay valid. */
  readonly #buffers = new WeakSet<ArrayBufferLike>();
  #end: number;

  constructor(options: { prepared?: PreparedMemory; build?: SimdBuild } = {}) {
    const { prepared, build } = options;
    this.memory = prepared?.memory ?? kernelMemory(0);
    this.#end = prepared?.end ?? ALIGNMENT;
    this.#places = new Map(prepared?.places);
    this.#build = build;
  }

  /** Bytes that are in use. */
  get end(): number {
    return this.#end;
  }

  /** The kernel of this name over this memory. Instantiated at the first call: scorers that need none are opened by the hundred. */
  kernel(name: string): Kernel {
    this.#kernels ??= instantiate(kernelModule(this.#build), this.memory);
    return this.#kernels(name);
  }

  /** For another thread; this one may go on reading. */
  prepared(): PreparedMemory {
    return { memory: this.memory, end: this.#end, places: [...this.#places] };
  }

  /** Byte offset of zeroed bytes, 64-byte aligned. Throws when 4 GiB are not enough. */
  allocate(bytes: number): number {
    const at = this.#end;
    const end = at + Math.max(ALIGNMENT, Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) {
      try {
        this.memory.grow(Math.ceil(missing / PAGE_BYTES));
      } catch (cause) {
        throw new Error('This model needs more than the 4 GiB that the kernels can address.', { cause });
      }
    }
    this.#end = end;
    return at;
  }

  /** Byte offset of the bytes of this name; `fill` computes them where they do not exist. */
  derive(name: string, bytes: number, fill?: (at: number) => void): number {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const at = this.allocate(bytes);
    fill?.(at);
    this.#places.set(name, at);
    return at;
  }

  /** Byte offset of the numbers: their own where they lie in this memory, else that of a copy with this name. */
  place(name: string, numbers: Numbers): number {
    if (this.owns(numbers)) return numbers.byteOffset;
    return this.derive(name, numbers.byteLength, (at) => {
      this.u8(at, numbers.byteLength).set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    });
  }

  owns(numbers: Numbers): boolean {
    return this.#buffers.has(numbers.buffer);
  }

  f32(at: number, length: number): Float32Array {
    return new Float32Array(this.#buffer(), at, length);
  }

  f64(at: number, length: number): Float64Array {
    return new Float64Array(this.#buffer(), at, length);
  }

  u32(at: number, length: number): Uint32Array {
    return new Uint32Array(this.#buffer(), at, length);
  }

  u16(at: number, length: number): Uint16Array {
    return new Uint16Array(this.#buffer(), at, length);
  }

  u8(at: number, length: number): Uint8Array {
    return new Uint8Array(this.#buffer(), at, length);
  }

  #buffer(): ArrayBufferLike {
    const { buffer } = this.memory;
    this.#buffers.add(buffer);
    return buffer;
  }
}
