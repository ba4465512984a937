import { setImmediate as nextTurn } from 'node:timers/promises';
import { copyTo, createCopyFields, type Db, sql, tenant } from '@curio/db';
import type { ProjectRef } from '../state/project.ts';
import type { ItemField, ItemValue } from './item-fields.ts';

/** Receives one item; `values` belongs to the fields of the reading and is used again for the next item. */
export type ItemReader = (itemId: string, hidden: boolean, values: readonly ItemValue[]) => void;

/** Sorting a million ids with the default of 4 MB would write and read them twice. */
const sortMemory = '64MB';

/**
 * Reads these fields of all items as of one moment, by COPY. The event loop continues after each block of rows. In the order
 * of the ids, so that ids that are near each other get rows that are.
 */
export async function copyItems(
  db: Db,
  project: ProjectRef,
  fields: readonly ItemField[],
  read: ItemReader,
): Promise<void> {
  await tenant(db, project, async (trx) => {
    await sql`select set_config('work_mem', ${sortMemory}, true)`.execute(trx);
    const columns = [sql`item_id`, sql`hidden`, ...fields.map((field) => field.select)];
    const statement = sql`
      copy (select ${sql.join(columns)} from items where project_id = ${sql.lit(project.projectId)} order by item_id)
      to stdout (format binary)`;
    const cells = createCopyFields();
    const values: ItemValue[] = new Array(fields.length).fill(null);
    for await (const block of copyTo(trx, statement)) {
      for (cells.take(block); cells.next(); ) {
        const itemId = cells.text();
        const hidden = cells.boolean();
        for (let place = 0; place < fields.length; place++) {
          const field = fields[place];
          if (!field) continue;
          values[place] = field.decode(field.sqlType === 'double' ? cells.double() : cells.textOrNull());
        }
        read(itemId, hidden, values);
      }
      await nextTurn();
    }
  });
}

/** Reads these fields of those of `itemIds` that are in `items`. */
export async function selectItems(
  db: Db,
  project: ProjectRef,
  itemIds: readonly string[],
  fields: readonly ItemField[],
  read: ItemReader,
): Promise<void> {
  const columns = fields.map((field, place) => sql`, ${field.select} as ${sql.ref(`value${place}`)}`);
  const { rows } = await tenant(db, project, (trx) =>
    sql<Record<string, number | string | null> & { item_id: string; hidden: boolean }>`
      select item_id, hidden ${sql.join(columns, sql``)} from items
      where project_id = ${project.projectId} and item_id = any(${itemIds}::text[])`.execute(trx),
  );
  for (const row of rows) {
    const values = fields.map((field, place) => field.decode(row[`value${place}`] ?? null));
    read(row.item_id, row.hidden, values);
  }
}
