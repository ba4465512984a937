import { jobPayloads } from '@curio/contracts';
import { requeue } from '@curio/core/platform/requeue';
import { purgeProject } from '@curio/core/projects/purge-project';
import { workQueue } from './work-queue.ts';
import type { Worker } from './worker.ts';

/** Deletes what projects contained, one project at a time. */
export async function purgeProjects(worker: Worker, stopping: AbortSignal): Promise<void> {
  await workQueue(worker, 'project.delete', { total: 1, perWorkspace: 1 }, async (job) => {
    const payload = jobPayloads['project.delete'].parse(job.data);
    const context = worker.contextOf(payload.workspaceId);
    try {
      await purgeProject(context, payload, AbortSignal.any([stopping, job.signal]));
    } catch (error) {
      if (stopping.aborted) return requeue(context, 'project.delete', payload);
      context.log.error({ err: error, projectId: payload.projectId }, 'project not deleted; it will be tried again');
      throw error;
    }
  });
}
