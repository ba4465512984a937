import { sql } from 'kysely';
import type { Db } from '../client.ts';

/** How long a change can be read at least. A process that has not polled for longer must drop its memory. */
export const changeRetentionMs = 10 * 60_000;

export interface ChangePruner {
  /**
   * Deletes the changes of transactions that ended `changeRetentionMs` ago, the oldest first, at most `batch` × `maxBatches` of
   * them. Returns how many; 0 while another process deletes. Call it every minute or so.
   */
  prune(now: Date): Promise<number>;
}

const defaults = { batch: 10_000, maxBatches: 20 };

/** Remembers the snapshots of its calls: the first call that deletes rows is the first one after `changeRetentionMs`. */
export function createChangePruner(db: Db, { batch, maxBatches } = defaults): ChangePruner {
  let snapshots: { at: number; taken: string }[] = [];

  async function deleteBefore(taken: string): Promise<number> {
    let sum = 0;
    for (let n = 0; n < maxBatches; n++) {
      const { rows } = await sql<{ deleted: number }>`
        select delete_changes_before(${taken}::pg_snapshot, ${batch}) as deleted`.execute(db);
      const deleted = rows[0]?.deleted ?? 0;
      sum += deleted;
      if (deleted < batch) break;
    }
    return sum;
  }

  return {
    async prune(now) {
      const { rows } = await sql<{ taken: string }>`select pg_current_snapshot()::text as taken`.execute(db);
      const [row] = rows;
      if (!row) throw new Error('The snapshot of the change feed was not read');
      const old = snapshots.filter(({ at }) => at <= now.getTime() - changeRetentionMs).at(-1);
      snapshots = snapshots.filter(({ at }) => !old || at >= old.at);
      snapshots.push({ at: now.getTime(), taken: row.taken });
      return old ? deleteBefore(old.taken) : 0;
    },
  };
}
