import { sql, type Trx } from '@curio/db';
import type { EventProject, TimedEvent } from './event-rows.ts';

/** Locks are on hashes, so that their number is bounded. */
const userLocks = 64;

/** Requests with events of the same users wait for each other until the end of the transaction. Locks are taken in one order. */
export async function lockUsers(trx: Trx, project: EventProject, events: readonly TimedEvent[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(${project.number}, users.bucket) from (
      select distinct abs(hashtext(id) % ${sql.lit(userLocks)}) as bucket
      from unnest(${events.map((event) => event.userId)}::text[]) as id order by bucket) users`.execute(trx);
}
