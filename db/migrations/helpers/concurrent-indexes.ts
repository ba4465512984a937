import { type Kysely, sql } from 'kysely';

/** An index that is built while others read and write the table. Postgres builds none so on a partitioned table. */
export interface ConcurrentIndex {
  name: string;
  /** Behind `on`: the table and its columns, as in `items (project_id, price)`. */
  on: string;
}

/**
 * Builds the indexes that are missing. Outside of a transaction, after the migrations; an index that an interruption
 * left invalid is built again.
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
