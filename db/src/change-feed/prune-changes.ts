import { sql } from 'kysely';
import type { Db } from '../client.ts';

/** How long a change can be read at least. A process that has not polled for longer must drop its memory. */
export const changeRetentionMs = 10 * 60_000;

export interface ChangePruner {
  /** Deletes the changes of transactions that ended `changeRetentionMs` ago. Call it every minute or so. */
  prune(now: Date): Promise<number>;
}

/** Remembers the snapshots of its calls: the first call that deletes rows is the first one after `changeRetentionMs`. */
export function createChangePruner(db: Db): ChangePruner {
  let snapshots: { at: number; taken: string }[] = [];
  return {
    async prune(now) {
      const old = snapshots.filter(({ at }) => at <= now.getTime() - changeRetentionMs).at(-1);
      const { rows } = await sql<{ taken: string; deleted: number }>`
        select pg_current_snapshot()::text as taken,
          coalesce(delete_changes_before(${old?.taken ?? null}::pg_snapshot), 0) as deleted`.execute(db);
      const [row] = rows;
      if (!row) throw new Error('Pruning the change feed returned no row');
      snapshots = snapshots.filter(({ at }) => !old || at > old.at);
      snapshots.push({ at: now.getTime(), taken: row.taken });
      return row.deleted;
    },
  };
}
