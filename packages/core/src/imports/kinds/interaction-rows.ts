import { type RawBuilder, sql, type Trx } from '@curio/db';
import type { MergeInto } from './kind.ts';

/** `ordinal` has 16 bits: further equal rows count as unchanged. */
const maxOrdinal = 32_767;
/** Sorting millions of rows with the default of 4 MB would write and read them twice. */
const sortMemory = '64MB';

// Both are in the order of the key: the index grows at its end, and rows of one user are neighbours on disk.
const numberedRows = sql`
  select * from (
    select user_number, occurred_at, item_number, type_number, value,
      (row_number() over (partition by user_number, occurred_at, item_number, type_number order by line) - 1) as ordinal
    from stage) numbered
  where ordinal <= ${sql.lit(maxOrdinal)}`;
const lastRows = sql`
  select distinct on (user_number, occurred_at, item_number, type_number)
    user_number, occurred_at, item_number, type_number, value, 0 as ordinal
  from stage order by user_number, occurred_at, item_number, type_number, line desc`;

/**
 * The rows of the file by key. Rows of the same user, item, type and time get an ordinal by their order in the file: the
 * second of them has the same key in every file. So two purchases on one day are two rows, and importing the same file again
 * has no effect. With `deduplicate` they are one row with the last value of the file.
 */
export const rowsByKey = (into: MergeInto): RawBuilder<unknown> => (into.deduplicate ? lastRows : numberedRows);

/** Whether the project has interactions. */
export async function isFilled(trx: Trx, into: MergeInto): Promise<boolean> {
  const { rows } = await sql<{ filled: boolean }>`
    select exists (select from interactions where project_number = ${into.projectNumber}) as filled`.execute(trx);
  return rows[0]?.filled === true;
}

export async function setSortMemory(trx: Trx): Promise<void> {
  await sql`select set_config('work_mem', ${sortMemory}, true)`.execute(trx);
}

/** Makes the table `incoming`. The first file of a project is not compared with anything, and needs none. */
export async function prepareInteractions(trx: Trx, into: MergeInto): Promise<void> {
  await setSortMemory(trx);
  if (await isFilled(trx, into)) await makeIncoming(trx, into);
}

export async function makeIncoming(trx: Trx, into: MergeInto): Promise<void> {
  const { rows } = await sql<{ made: boolean }>`select to_regclass('pg_temp.incoming') is not null as made`.execute(
    trx,
  );
  if (rows[0]?.made) return;
  await sql`create temporary table incoming as ${rowsByKey(into)}`.execute(trx);
  await sql`analyze incoming`.execute(trx);
}

/** Joins `i`, a stored row, with `n`, the row of the file with its key. */
export const sameKey = (into: MergeInto): RawBuilder<unknown> => sql`
  i.project_number = ${into.projectNumber} and i.user_number = n.user_number and i.occurred_at = n.occurred_at
  and i.item_number = n.item_number and i.type_number = n.type_number and i.ordinal = n.ordinal`;
