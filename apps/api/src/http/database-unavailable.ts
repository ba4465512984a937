import { type Db, sql } from '@curio/db';

/** Throws the database's error where it is unavailable: better-auth answers only that something failed. */
export async function throwIfDatabaseUnavailable(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}
