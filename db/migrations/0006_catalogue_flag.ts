import { type Kysely, sql } from 'kysely';

/**
 * Whether a project has a catalogue. Without one, the items that occur in interactions are recommended; with one, only its
 * items are, also when the last of them was deleted: deleted items stay in the interactions.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table projects add column has_catalogue boolean not null default false`.execute(db);
  await sql`
    update projects p set has_catalogue = true
    where exists (select from items i where i.project_id = p.id)
      or exists (select from imports i where i.project_id = p.id and i.kind = 'items' and i.phase = 'applied')`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table projects drop column has_catalogue`.execute(db);
}
