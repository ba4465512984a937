import util from 'node:util';
import type * as tensorflow from '@tensorflow/tfjs-core';

export type Backend = 'tensorflow' | 'wasm' | 'cpu';

/** TensorFlow.js. Loaded by `openTensors`, which must have resolved before it is used: the API never needs it. */
export let tf: typeof tensorflow;

let opened: Promise<Backend> | undefined;
/** Why native TensorFlow is not used although it is installed. */
let nativeFailure: string | undefined;

/**
 * Loads TensorFlow.js and chooses its backend, once per process: native TensorFlow where `@tensorflow/tfjs-node` is
 * installed and loads, else WebAssembly with SIMD, else plain JavaScript (also when the first caller passes `slowest`).
 */
export function openTensors(slowest: boolean = false): Promise<Backend> {
  opened ??= open(slowest);
  return opened;
}

/** Why native TensorFlow is installed and yet not used; null where it is used or not installed. */
export const nativeTensorFailure = (): string | null => nativeFailure ?? null;

async function open(slowest: boolean): Promise<Backend> {
  tf = await import('@tensorflow/tfjs-core');
  if (slowest) return openCpu();
  if (await openNative()) return 'tensorflow';
  try {
    await import('@tensorflow/tfjs-backend-wasm');
    if (await tf.setBackend('wasm')) {
      await tf.ready();
      return 'wasm';
    }
  } catch {
    // No WebAssembly SIMD on this machine.
  }
  return openCpu();
}

async function openCpu(): Promise<Backend> {
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  return 'cpu';
}

const nativePackage = '@tensorflow/tfjs-node';

async function openNative(): Promise<boolean> {
  try {
    restoreRemovedUtil();
    await import(nativePackage);
    // setBackend throws for an unregistered name: the package then loaded another copy of tfjs-core.
    if (await tf.setBackend('tensorflow')) return true;
    nativeFailure = `${nativePackage} is installed, but its backend did not start.`;
  } catch (error) {
    // Shown to users: file paths are shortened to the file name.
    const firstLine = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
    const reason = firstLine.replace(/(^|\s)(?:[A-Za-z]:)?(?:[\\/][^\s\\/]+)*[\\/]([^\s\\/]+)/g, '$1$2').trim();
    const missing = reason.includes(`Cannot find package '${nativePackage}'`);
    if (!missing) nativeFailure = `${nativePackage} is installed, but did not load: ${reason.replace(/[.:]*$/, '.')}`;
  }
  return false;
}

/** tfjs-node 4.22 calls two functions of node:util that Node 23 removed; without them its first product throws. */
function restoreRemovedUtil(): void {
  const removed = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: (value: unknown) => Array.isArray(value),
  };
  for (const [name, check] of Object.entries(removed)) if (!(name in util)) Object.assign(util, { [name]: check });
}
