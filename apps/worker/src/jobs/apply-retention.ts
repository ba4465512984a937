import type { Services } from '@curio/core/platform/context';
import { applyRetention } from '@curio/core/retention/apply-retention';
import type { WorkerEnv } from '../config/env.ts';

const everyMs = 3_600_000;
const unfinishedUploadMs = 24 * 3_600_000;

/** Deletes old data at the start and every hour; a run that takes longer is not overlapped by the next. */
export function scheduleRetention(services: Services, env: WorkerEnv, stopping: AbortSignal): void {
  let running = false;
  const run = async () => {
    if (running) return;
    running = true;
    try {
      await services.storage.sweep(unfinishedUploadMs);
      await applyRetention(services, {
        days: {
          uploads: env.CURIO_KEEP_UPLOADS_DAYS,
          rejections: env.CURIO_KEEP_REJECTIONS_DAYS,
          undo: env.CURIO_KEEP_UNDO_DAYS,
          deliveries: env.CURIO_KEEP_DELIVERIES_DAYS,
          logs: env.CURIO_KEEP_LOGS_DAYS,
          requests: env.CURIO_KEEP_REQUESTS_DAYS,
        },
        now: new Date(),
        signal: stopping,
      });
    } catch (error) {
      if (!stopping.aborted) services.log.warn({ err: error }, 'old data not deleted; it will be tried again');
    } finally {
      running = false;
    }
  };
  void run();
  setInterval(run, everyMs).unref();
}
