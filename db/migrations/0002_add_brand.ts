import { type Kysely, sql } from 'kysely';

/** The brand of an item, an optional field that uploads can contain. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table items add column brand text`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table items drop column brand`.execute(db);
}
