import { jobPayloads } from '@curio/contracts';
import { runImport } from '@curio/core/imports/run-import';
import { giveBack } from '@curio/core/platform/jobs/give-back';
import type { WorkerEnv } from '../env.ts';
import type { Worker } from '../worker.ts';
import { workPromptly } from './work-promptly.ts';

export async function applyImports(worker: Worker, env: WorkerEnv, stopping: AbortSignal): Promise<void> {
  await workPromptly(worker.boss, 'import.apply', env.CURIO_IMPORTS_AT_ONCE, async (job) => {
    const payload = jobPayloads['import.apply'].parse(job.data);
    const context = worker.contextOf(payload.workspaceId);
    const signal = AbortSignal.any([stopping, job.signal]);
    try {
      await runImport(context, payload, signal);
    } catch (error) {
      if (stopping.aborted) return giveBack(context, 'import.apply', payload);
      context.log.error({ err: error, importId: payload.importId }, 'import stopped; it will be tried again');
      throw error;
    }
  });
}
