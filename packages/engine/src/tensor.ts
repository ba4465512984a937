import * as tf from '@tensorflow/tfjs-core';
import { registerSegmentSum } from './tensor-segment-sum.ts';

export type Backend = 'tensorflow' | 'wasm' | 'cpu';

let opened: Promise<Backend> | undefined;

/**
 * Chooses TensorFlow.js's backend once per process: native TensorFlow where `@tensorflow/tfjs-node` is installed and
 * loads, else WebAssembly with SIMD, else plain JavaScript. The answer goes into the training's log. The first caller
 * may leave the faster ones out.
 */
export function openTensors(slowest: boolean = false): Promise<Backend> {
  opened ??= slowest ? plain() : open();
  return opened;
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

async function native(): Promise<boolean> {
  try {
    const name = '@tensorflow/tfjs-node';
    await import(name);
    return await tf.setBackend('tensorflow');
  } catch {
    return false;
  }
}

export { tf };
