import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sql, tenant } from '@curio/db';
import type { Context } from '../../platform/context.ts';
import { CurioError } from '../../platform/errors.ts';

const leaseSeconds = 10;
const renewMs = 1_000;
const firstPollMs = 50;
const maxPollMs = 800;
const waitMs = 15_000;

/** Only one request at a time writes to an upload, over all processes of the API. */
export interface UploadLock {
  release(): Promise<void>;
}

/**
 * Waits for the lock of an upload and asks its holder to stop: a client that continues after its connection broke must not
 * wait for a request that will never end. A lease in the upload's row, renewed while it is needed, so that a process that was
 * killed blocks an upload for 10 seconds at most.
 * @param onReleaseAsked called when another request waits for the lock
 */
export async function lockUpload(
  context: Context,
  uploadId: string,
  onReleaseAsked: () => void,
  signal?: AbortSignal,
): Promise<UploadLock> {
  const lockId = randomUUID();
  const deadline = performance.now() + waitMs;
  for (let pollMs = firstPollMs; !(await take(context, uploadId, lockId)); pollMs = Math.min(maxPollMs, pollMs * 2)) {
    if (performance.now() > deadline || signal?.aborted)
      throw new CurioError('conflict', 'Another request writes to this upload. Try again shortly.', [], 1);
    await delay(pollMs * (0.5 + Math.random() / 2));
  }
  let renewing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    renewing = renew(context, uploadId, lockId).then(
      (isAsked) => {
        if (isAsked) onReleaseAsked();
      },
      (error) => context.log.warn({ err: error, uploadId }, 'lock of an upload not renewed'),
    );
  }, renewMs);
  return {
    async release() {
      clearInterval(timer);
      await renewing;
      await tenant(context.db, context, (trx) =>
        trx
          .updateTable('uploads')
          .set({ lock_id: null, locked_until: sql`'-infinity'`, release_asked: false })
          .where('id', '=', uploadId)
          .where('lock_id', '=', lockId)
          .execute(),
      );
    },
  };
}

const leaseEnd = sql<Date>`now() + ${leaseSeconds} * interval '1 second'`;

/** An upload that does not exist has nothing to protect. */
async function take(context: Context, uploadId: string, lockId: string): Promise<boolean> {
  return tenant(context.db, context, async (trx) => {
    const taken = await trx
      .updateTable('uploads')
      .set({ lock_id: lockId, locked_until: leaseEnd, release_asked: false })
      .where('id', '=', uploadId)
      .where('locked_until', '<', sql<Date>`now()`)
      .executeTakeFirst();
    if (taken.numUpdatedRows > 0n) return true;
    const asked = await trx
      .updateTable('uploads')
      .set({ release_asked: true })
      .where('id', '=', uploadId)
      .executeTakeFirst();
    return asked.numUpdatedRows === 0n;
  });
}

/** @returns whether another request waits for the lock, or has taken it */
async function renew(context: Context, uploadId: string, lockId: string): Promise<boolean> {
  const row = await tenant(context.db, context, (trx) =>
    trx
      .updateTable('uploads')
      .set({ locked_until: leaseEnd })
      .where('id', '=', uploadId)
      .where('lock_id', '=', lockId)
      .returning('release_asked')
      .executeTakeFirst(),
  );
  return row === undefined || row.release_asked;
}
