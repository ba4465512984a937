import { jobPayloads } from '@curio/contracts';
import { isCancelRequested } from '@curio/core/models/training/is-cancel-requested';
import { markTrainingEnded } from '@curio/core/models/training/mark-training-ended';
import { requeue } from '@curio/core/platform/requeue';
import type { WorkerEnv } from '../config/env.ts';
import { startTraining } from '../training/start-training.ts';
import { shareSlots, workQueue } from './work-queue.ts';
import type { Worker } from './worker.ts';

const askEveryMs = 500;
const killAfterMs = 5_000;

/** Each training runs in its own process; this one keeps the job's heartbeat and watches for a cancellation. */
export async function trainModels(worker: Worker, env: WorkerEnv, stopping: AbortSignal): Promise<void> {
  await workQueue(worker, 'model.train', shareSlots(env.CURIO_TRAININGS_AT_ONCE), async (job) => {
    const payload = jobPayloads['model.train'].parse(job.data);
    const context = worker.contextOf(payload.workspaceId);
    const { log } = context;
    if (await isCancelRequested(context, payload)) return markTrainingEnded(context, payload, 'cancelled', null);

    const training = startTraining(payload, env, log, context.tracing?.current());
    let cancelled = false;
    let asking = false;
    const timer = setInterval(async () => {
      if (cancelled || asking) return;
      asking = true;
      cancelled = await isCancelRequested(context, payload).catch(() => false);
      asking = false;
      if (cancelled) training.cancel(killAfterMs);
    }, askEveryMs);
    // The worker stops, or the queue gave the job to another worker: the next attempt starts from the beginning.
    const signal = AbortSignal.any([stopping, job.signal]);
    if (signal.aborted) training.kill();
    else signal.addEventListener('abort', () => training.kill());

    try {
      const end = await training.ended;
      if (end.kind === 'done') return;
      if (cancelled) return markTrainingEnded(context, payload, 'cancelled', null);
      if (stopping.aborted) return requeue(context, 'model.train', payload);
      if (end.kind === 'out-of-memory') {
        const detail = `The training needed more than the ${env.CURIO_TRAINING_MEMORY_MB} MB that it may take (CURIO_TRAINING_MEMORY_MB). Give it more, or train on less data.`;
        return markTrainingEnded(context, payload, 'failed', { code: 'out-of-memory', detail });
      }
      throw new Error(`The training of version ${payload.version} ended unexpectedly (${end.how})`);
    } finally {
      clearInterval(timer);
    }
  });
}
