import { jobPayloads } from '@curio/contracts';
import { runImport } from '@curio/core/imports/run-import';
import { requeue } from '@curio/core/platform/requeue';
import type { WorkerEnv } from '../config/env.ts';
import { shareSlots, workQueue } from './work-queue.ts';
import type { Worker } from './worker.ts';

export async function applyImports(worker: Worker, env: WorkerEnv, stopping: AbortSignal): Promise<void> {
  await workQueue(worker, 'import.apply', shareSlots(env.CURIO_IMPORTS_AT_ONCE), async (job) => {
    const payload = jobPayloads['import.apply'].parse(job.data);
    const context = worker.contextOf(payload.workspaceId);
    const signal = AbortSignal.any([stopping, job.signal]);
    try {
      await runImport(context, payload, signal);
    } catch (error) {
      if (stopping.aborted) return requeue(context, 'import.apply', payload);
      context.log.error({ err: error, importId: payload.importId }, 'import stopped; it will be tried again');
      throw error;
    }
  });
}
