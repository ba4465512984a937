import { type Kysely, sql } from 'kysely';

const keeping = 'update interactions x set value = n.value from locked n';
const taking = 'update interactions x set value = n.value, import_number = null from locked n';

/** An event that changes the value of a row is the last writer of the row: an undo of the import before it leaves the row. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await replaceInStoreEvents(db, keeping, taking);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await replaceInStoreEvents(db, taking, keeping);
}

async function replaceInStoreEvents(db: Kysely<unknown>, from: string, to: string): Promise<void> {
  await sql`
    do ${sql.lit(`
      declare
        stored text := pg_get_functiondef('store_events'::regproc);
        changed text := replace(stored, '${from}', '${to}');
      begin
        if changed = stored then raise exception 'store_events has no such statement'; end if;
        execute changed;
      end`)}`.execute(db);
}
