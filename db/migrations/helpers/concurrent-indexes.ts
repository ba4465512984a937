import { type Kysely, sql } from 'kysely';

/** An index that is built while the table is read and written. Postgres cannot do this on a partitioned table. */
export interface ConcurrentIndex {
  name: string;
  /** The table and its columns, as in `items (project_id, price)`. */
  on: string;
}

/**
 * Builds the missing indexes, outside of a transaction, after the migrations. An index that is invalid, because its build
 * was interrupted, is dropped and built again.
 */
export async function buildIndexes(db: Kysely<unknown>, indexes: readonly ConcurrentIndex[]): Promise<void> {
  for (const { name, on } of indexes) {
    const { rows } = await sql<{ valid: boolean }>`
      select indisvalid as valid from pg_index where indexrelid = to_regclass(${`public.${name}`})`.execute(db);
    if (rows[0]?.valid) continue;
    if (rows[0]) await sql`drop index concurrently ${sql.id(name)}`.execute(db);
    await sql`create index concurrently ${sql.id(name)} on ${sql.raw(on)}`.execute(db);
  }
}
