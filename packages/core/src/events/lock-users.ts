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

/** Beside the buckets of users. */
const storingLock = userLocks;

/** Taken by every transaction that stores events, before it reads the numbers of ids. They do not wait for each other. */
export async function markStoring(trx: Trx, project: Pick<EventProject, 'number'>): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${project.number}, ${sql.lit(storingLock)})`.execute(trx);
}

/** Waits for the transactions that are storing events of the project; later ones wait for the end of this transaction. */
export async function waitForEvents(trx: Trx, project: Pick<EventProject, 'number'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${project.number}, ${sql.lit(storingLock)})`.execute(trx);
}

/** Beside the lock of events. */
const forgettingLock = userLocks + 1;

/** Waits for imports that are about to commit; later ones wait for the end of this transaction, in which a user is forgotten. */
export async function markForgetting(trx: Trx, project: Pick<EventProject, 'number'>): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${project.number}, ${sql.lit(forgettingLock)})`.execute(trx);
}

/** Waits until users that are being forgotten are; later ones wait for the end of this transaction. */
export async function waitForForgetting(trx: Trx, project: Pick<EventProject, 'number'>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${project.number}, ${sql.lit(forgettingLock)})`.execute(trx);
}
