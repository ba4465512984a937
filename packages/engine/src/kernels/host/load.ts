/// <reference path="./web-assembly.d.ts" />
import { readFileSync } from 'node:fs';

/** Which of the two compiled builds runs: fused multiply-add and 8-bit dot products, or plain SIMD. */
export type SimdBuild = 'relaxed' | 'plain';

/** Takes numbers (pointers are byte offsets) and returns a number or nothing. */
export type Kernel = (...args: number[]) => number;

export const PAGE_BYTES = 65536;
const MAXIMUM_PAGES = 65536;

/** (module (func (param v128) … f32x4.relaxed_madd)): the smallest module that needs relaxed SIMD. */
const RELAXED_PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 123, 123, 123, 1, 123],
  ...[3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 2, 253, 133, 2, 11],
);

/** The faster of the builds that this JavaScript engine supports. */
export function supportedBuild(): SimdBuild {
  return WebAssembly.validate(RELAXED_PROBE) ? 'relaxed' : 'plain';
}

const modules = new Map<SimdBuild, WebAssembly.Module>();

/** The compiled kernels. Throws when they are not built. */
export function kernelModule(build: SimdBuild = supportedBuild()): WebAssembly.Module {
  let module = modules.get(build);
  if (module === undefined) {
    const file = new URL(`./build/${build}.wasm`, import.meta.url);
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch (cause) {
      throw new Error('The numeric kernels are not built: run `node scripts/build/kernels.ts`.', { cause });
    }
    module = new WebAssembly.Module(new Uint8Array(bytes));
    modules.set(build, module);
  }
  return module;
}

/** A shared memory of at least `bytes`; it can grow up to `maximumBytes` (4 GiB when not given). */
export function kernelMemory(bytes: number, maximumBytes?: number): WebAssembly.Memory {
  const initial = Math.max(1, Math.ceil(bytes / PAGE_BYTES));
  const maximum = maximumBytes === undefined ? MAXIMUM_PAGES : Math.max(initial, Math.ceil(maximumBytes / PAGE_BYTES));
  if (initial > MAXIMUM_PAGES)
    throw new Error(`The kernels need ${bytes} bytes, more than the 4 GiB they can address.`);
  return new WebAssembly.Memory({ initial, maximum, shared: true });
}

/** The kernels of one build over one memory, by name. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): (name: string) => Kernel {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return (name) => {
    const kernel = exports[name];
    if (typeof kernel !== 'function') throw new Error(`There is no kernel named ${name}.`);
    return kernel as Kernel;
  };
}
