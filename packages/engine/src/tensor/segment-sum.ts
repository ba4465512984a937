import { type KernelFunc, registerKernel, type TensorInfo, util } from '@tensorflow/tfjs-core';

/** The part of TensorFlow.js's WebAssembly backend that a kernel written outside of it needs. */
interface TypedBackend {
  readSync(dataId: object): Float32Array | Int32Array;
  makeOutput?(shape: number[], dtype: 'float32'): TensorInfo;
  write(values: Float32Array, shape: number[], dtype: 'float32'): object;
}

/**
 * The WebAssembly backend of TensorFlow.js 4.22 has no UnsortedSegmentSum, so the gradient of `gather` (an embedding
 * table) fails there. Rows of `x` are added up by segment along the first axis.
 */
export function registerSegmentSum(backendName: string): void {
  const kernelFunc: KernelFunc = ({ inputs, backend, attrs }) => {
    const x = inputs.x as TensorInfo;
    const segmentIds = inputs.segmentIds as TensorInfo;
    const numSegments = Number(attrs?.numSegments);
    const typed = backend as unknown as TypedBackend;
    const values = typed.readSync(x.dataId);
    const segments = typed.readSync(segmentIds.dataId);
    const width = util.sizeFromShape(x.shape.slice(1));
    const out = new Float32Array(numSegments * width);
    for (let row = 0; row < segments.length; row++) {
      const segment = segments[row];
      if (segment < 0 || segment >= numSegments) continue;
      for (let k = 0, from = row * width, to = segment * width; k < width; k++) out[to + k] += values[from + k];
    }
    const shape = [numSegments, ...x.shape.slice(1)];
    return { dataId: typed.write(out, shape, 'float32'), shape, dtype: 'float32' };
  };
  registerKernel({ kernelName: 'UnsortedSegmentSum', backendName, kernelFunc });
}
