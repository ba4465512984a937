import type { JobWithMetadata, PgBoss } from 'pg-boss';

/**
 * Empties a queue with up to `atOnce` jobs at a time. A notice comes with each new job, but neither with a retry nor with
 * a job taken over from a worker that died, and of several that come during one job only one is kept. So whoever has done
 * a job looks for another at once, and what no notice tells is found within two seconds; left to itself pg-boss would
 * wait up to thirty.
 */
export async function workQueue(
  boss: PgBoss,
  queue: string,
  atOnce: number,
  handle: (job: JobWithMetadata<unknown>) => Promise<void>,
): Promise<void> {
  const options = { includeMetadata: true, notifyPollingIntervalSeconds: 2 } as const;
  for (let i = 0; i < atOnce; i++) {
    const id: string = await boss.work<unknown, void, typeof options>(queue, options, async ([job]) => {
      try {
        if (job) await handle(job);
      } finally {
        boss.notifyWorker(id);
      }
    });
  }
}
