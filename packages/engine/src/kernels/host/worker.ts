/** One thread of the pool: takes a kernel's name and arguments, then claims chunks of rows until none is left. */
import { parentPort, workerData } from 'node:worker_threads';
import { instantiate } from './load.ts';
import type { Task, ThreadData } from './pool.ts';

const { module, memory, thread } = workerData as ThreadData;
const kernels = instantiate(module, memory);

parentPort?.on('message', (task: Task) => {
  try {
    const kernel = kernels(task.kernel);
    const scratch = task.scratch + thread * task.scratchBytes;
    const next = new Int32Array(memory.buffer, task.counter, 1);
    const bounds = new Uint32Array(memory.buffer, task.bounds, task.chunks + 1);
    for (let c = Atomics.add(next, 0, 1); c < task.chunks; c = Atomics.add(next, 0, 1)) {
      kernel(bounds[c], bounds[c + 1], scratch, ...task.args);
    }
    parentPort?.postMessage(undefined);
  } catch (error) {
    parentPort?.postMessage(error instanceof Error ? error.message : String(error));
  }
});
