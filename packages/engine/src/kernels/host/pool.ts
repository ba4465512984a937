import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Heap } from './heap.ts';
import { kernelMemory, kernelModule, type SimdBuild, supportedBuild } from './load.ts';

export interface PoolOptions {
  /** Worker threads; by default the number of processors. Results do not depend on it. */
  threads?: number;
  /** By default the faster build that this JavaScript engine supports. */
  build?: SimdBuild;
}

export interface ThreadData {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  thread: number;
}

export interface Task {
  kernel: string;
  args: number[];
  /** Byte offsets: the shared claim counter, chunks + 1 row bounds, and scratchBytes for each thread. */
  counter: number;
  bounds: number;
  chunks: number;
  scratch: number;
  scratchBytes: number;
}

export type Numbers = Float32Array | Float64Array | Uint32Array | Uint8Array;

/** Exclusive use of the pool during one operation: memory that is freed when it ends, and kernels on all threads. */
export interface Session {
  /** Byte offset of fresh memory, not zeroed. */
  allocate(bytes: number): number;
  /** Frees an allocation before the operation ends. */
  free(at: number): void;
  /** Byte offset of a copy of `numbers` (or of the numbers themselves when they lie in the pool's memory). */
  place(numbers: Numbers): number;
  f32(at: number, length: number): Float32Array;
  f64(at: number, length: number): Float64Array;
  u32(at: number, length: number): Uint32Array;
  u8(at: number, length: number): Uint8Array;
  /** Runs kernel(begin, end, scratch, …args) for each chunk [bounds[c], bounds[c + 1]) on whichever thread is free. */
  run(
    kernel: string,
    bounds: Uint32Array,
    args: number[],
    scratch?: { bytes: number; zeroed?: boolean },
  ): Promise<void>;
}

/** Worker threads over one WebAssembly memory. Operations queue: one at a time uses all threads. */
export class Pool {
  readonly threads: number;
  readonly build: SimdBuild;
  readonly #heap: Heap;
  readonly #workers: Worker[];
  readonly #owned = new WeakMap<ArrayBufferView, number>();
  /** Buffers of all views returned by float32 and uint32: the memory has a new buffer each time that it grows. */
  readonly #buffers = new WeakSet<ArrayBufferLike>();
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(threads: number, build: SimdBuild, memory: WebAssembly.Memory, workers: Worker[]) {
    this.threads = threads;
    this.build = build;
    this.#heap = new Heap(memory);
    this.#workers = workers;
    for (const worker of workers) worker.unref();
  }

  /** A zeroed array in the pool's memory: operations use it, or parts of it, without a copy. */
  float32(length: number): Float32Array {
    const at = this.#heap.allocate(length * 4);
    const view = new Float32Array(this.#heap.memory.buffer, at, length).fill(0);
    this.#own(view, at);
    return view;
  }

  /** The same for indices. */
  uint32(length: number): Uint32Array {
    const at = this.#heap.allocate(length * 4);
    const view = new Uint32Array(this.#heap.memory.buffer, at, length).fill(0);
    this.#own(view, at);
    return view;
  }

  #own(view: Numbers, at: number): void {
    this.#owned.set(view, at);
    this.#buffers.add(view.buffer);
  }

  /** Frees an array of float32() or uint32(), which must not be used afterwards. */
  release(view: Float32Array | Uint32Array): void {
    const at = this.#owned.get(view);
    if (at === undefined) throw new Error('This array was not allocated by this pool.');
    this.#owned.delete(view);
    this.#heap.free(at);
  }

  /** Whether operations use this array without a copy. */
  owns(view: Numbers): boolean {
    return this.#buffers.has(view.buffer);
  }

  /** Runs `body` after all earlier operations; frees its allocations, whether it succeeds or throws. */
  hold<T>(body: (session: Session) => Promise<T>): Promise<T> {
    const result = this.#queue.then(async () => {
      if (this.#closed) throw new Error('The kernel pool is closed.');
      const allocated: number[] = [];
      try {
        return await body(this.#session(allocated));
      } finally {
        for (const at of allocated) this.#heap.free(at);
      }
    });
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** Waits for the running operations, then terminates the threads. */
  async close(): Promise<void> {
    await this.#queue;
    this.#closed = true;
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #session(allocated: number[]): Session {
    const { memory } = this.#heap;
    const allocate = (bytes: number) => {
      const at = this.#heap.allocate(bytes);
      allocated.push(at);
      return at;
    };
    return {
      allocate,
      free: (at) => {
        allocated.splice(allocated.indexOf(at), 1);
        this.#heap.free(at);
      },
      place: (numbers) => {
        if (this.#buffers.has(numbers.buffer)) return numbers.byteOffset;
        const at = allocate(numbers.byteLength);
        const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
        new Uint8Array(memory.buffer, at, bytes.length).set(bytes);
        return at;
      },
      f32: (at, length) => new Float32Array(memory.buffer, at, length),
      f64: (at, length) => new Float64Array(memory.buffer, at, length),
      u32: (at, length) => new Uint32Array(memory.buffer, at, length),
      u8: (at, length) => new Uint8Array(memory.buffer, at, length),
      run: async (kernel, bounds, args, scratch = { bytes: 64 }) => {
        const chunks = bounds.length - 1;
        if (chunks < 1) return;
        const scratchBytes = Math.ceil(scratch.bytes / 64) * 64;
        const at = this.#heap.allocate(64 + bounds.byteLength + 64 + scratchBytes * this.threads);
        try {
          const scratchAt = at + Math.ceil((64 + bounds.byteLength) / 64) * 64;
          new Uint32Array(memory.buffer, at, 1)[0] = 0;
          new Uint32Array(memory.buffer, at + 64, bounds.length).set(bounds);
          if (scratch.zeroed) new Uint8Array(memory.buffer, scratchAt, scratchBytes * this.threads).fill(0);
          const places = { counter: at, bounds: at + 64, chunks, scratch: scratchAt, scratchBytes };
          await this.#broadcast({ kernel, args, ...places });
        } finally {
          this.#heap.free(at);
        }
      },
    };
  }

  async #broadcast(task: Task): Promise<void> {
    const busy = this.#workers.slice(0, task.chunks);
    const failures = await Promise.all(busy.map((worker) => runTask(worker, task)));
    const failure = failures.find((message) => message !== undefined);
    if (failure !== undefined) throw new Error(`Kernel ${task.kernel} failed: ${failure}`);
  }
}

function runTask(worker: Worker, task: Task): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const finishWith = (finish: () => void) => {
      worker.off('message', done);
      worker.off('error', fail);
      worker.off('exit', gone);
      worker.unref();
      finish();
    };
    const done = (message: string | undefined) => finishWith(() => resolve(message));
    const fail = (error: unknown) => finishWith(() => reject(error));
    const gone = () => finishWith(() => reject(new Error('A kernel thread ended.')));
    worker.on('message', done);
    worker.on('error', fail);
    worker.on('exit', gone);
    worker.ref();
    worker.postMessage(task);
  });
}

/** Starts the threads. Throws when the kernels are not built. */
export async function openPool(options: PoolOptions = {}): Promise<Pool> {
  const threads = options.threads ?? availableParallelism();
  if (!Number.isInteger(threads) || threads < 1) throw new Error(`A pool needs at least one thread, not ${threads}.`);
  const build = options.build ?? supportedBuild();
  const module = kernelModule(build);
  const memory = kernelMemory(0);
  const workers = Array.from({ length: threads }, (_, thread) => {
    const workerData: ThreadData = { module, memory, thread };
    return new Worker(new URL('./worker.ts', import.meta.url), { workerData, execArgv: [] });
  });
  return new Pool(threads, build, memory, workers);
}
