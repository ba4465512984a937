import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { registerSegmentSum } from './segment-sum.ts';

export type Backend = 'tensorflow' | 'wasm' | 'cpu';

let opened: Promise<Backend> | undefined;
/** Why native TensorFlow, though installed, is not used. */
let nativeFailure: string | undefined;

/**
 * Chooses TensorFlow.js's backend once per process: native TensorFlow where `@tensorflow/tfjs-node` is installed and
 * loads, else WebAssembly with SIMD, else plain JavaScript. `tensorNote` says which. The first caller may leave the
 * faster ones out.
 */
export function openTensors(slowest: boolean = false): Promise<Backend> {
  opened ??= slowest ? plain() : open();
  return opened;
}

/** For the log of a training: what tensors ran on, and what kept them from running faster. */
export function tensorNote(backend: Backend | undefined): string {
  if (!backend) return 'No tensor library was needed.';
  const ran = `TensorFlow.js ran on its ${backend} backend.`;
  return nativeFailure && backend !== 'tensorflow' ? `${ran} ${nativeFailure}` : ran;
}

async function open(): Promise<Backend> {
  if (await native()) return 'tensorflow';
  try {
    await import('@tensorflow/tfjs-backend-wasm');
    registerSegmentSum('wasm');
    if (await tf.setBackend('wasm')) {
      await tf.ready();
      return 'wasm';
    }
  } catch {
    // A machine without WebAssembly SIMD: the next one needs nothing.
  }
  return plain();
}

async function plain(): Promise<Backend> {
  await import('@tensorflow/tfjs-backend-cpu');
  await tf.setBackend('cpu');
  return 'cpu';
}

const nativePackage = '@tensorflow/tfjs-node';

async function native(): Promise<boolean> {
  try {
    bringBackUtil();
    await import(nativePackage);
    // Asked for by name, an unknown backend throws: the package then brought a TensorFlow.js of its own.
    if (await tf.setBackend('tensorflow')) return true;
    nativeFailure = `${nativePackage} is installed, but its backend did not start.`;
  } catch (error) {
    // People read this: of the files named in it the last part is enough.
    const words = (error instanceof Error ? error.message : String(error)).split('\n')[0];
    const why = words.replace(/(^|\s)(?:[A-Za-z]:)?(?:[\\/][^\s\\/]+)*[\\/]([^\s\\/]+)/g, '$1$2').trim();
    const missing = why.includes(`Cannot find package '${nativePackage}'`);
    if (!missing) nativeFailure = `${nativePackage} is installed, but did not load: ${why.replace(/[.:]*$/, '.')}`;
  }
  return false;
}

/** tfjs-node 4.22 calls two functions of node:util that Node 23 took away; without them its first product throws. */
function bringBackUtil(): void {
  const removed = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: (value: unknown) => Array.isArray(value),
  };
  for (const [name, check] of Object.entries(removed)) if (!(name in util)) Object.assign(util, { [name]: check });
}

export { tf };
