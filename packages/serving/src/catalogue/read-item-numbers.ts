import { setImmediate as nextTurn } from 'node:timers/promises';
import { copyTo, createCopyFields, type Db, sql, tenant } from '@curio/db';
import type { ProjectRef } from '../state/project.ts';

type NumberReader = (itemNumber: number, itemId: string) => void;

/** Reads the numbers of all item ids of the project that occur in interactions, by COPY. */
export async function copyItemNumbers(
  db: Db,
  project: ProjectRef,
  projectNumber: number,
  read: NumberReader,
): Promise<void> {
  await tenant(db, project, async (trx) => {
    const cells = createCopyFields();
    const statement = sql`
      copy (select number, id from id_numbers where project_number = ${sql.lit(projectNumber)} and kind = 'i')
      to stdout (format binary)`;
    for await (const block of copyTo(trx, statement)) {
      for (cells.take(block); cells.next(); ) {
        const itemNumber = cells.integer();
        read(itemNumber, cells.text());
      }
      await nextTurn();
    }
  });
}

/** Numbers of one query. */
const batch = 20_000;

/** Reads the numbers above `after`, which is the highest known one, and returns the highest number. Numbers are never reused. */
export async function readNewItemNumbers(
  db: Db,
  project: ProjectRef,
  projectNumber: number,
  after: number,
  read: NumberReader,
): Promise<number> {
  return tenant(db, project, async (trx) => {
    const { rows: found } = await sql<{ last: number }>`
      select last from last_numbers where project_number = ${projectNumber} and kind = 'i'`.execute(trx);
    const last = found[0]?.last ?? 0;
    for (let from = after + 1; from <= last; from += batch) {
      // `limit` makes each lookup one descent of the index: without statistics, a join may read the whole dictionary.
      const { rows } = await sql<{ number: number; id: string }>`
        select known.number, known.id from generate_series(${from}::int, ${Math.min(last, from + batch - 1)}::int) n
        cross join lateral (select d.number, d.id from id_numbers d
          where d.number = n and d.kind = 'i' and d.project_number = ${projectNumber} limit 1) known`.execute(trx);
      for (const { number, id } of rows) read(number, id);
    }
    return Math.max(after, last);
  });
}
