import { idPrefixes } from '@curio/contracts';
import { type RawBuilder, sql, type Trx } from '@curio/db';
import { waitForForgetting } from '../../events/lock-users.ts';
import type { MergeCounts, MergeInto } from './kind.ts';

/** Sorting millions of rows with the default of 4 MB would write and read them twice. */
const sortMemory = '64MB';
const forgottenPrefix = `${idPrefixes.forgotten}_`;
const uniqueViolation = '23505';
/** `ordinal` has 16 bits: further equal rows count as unchanged. */
const maxOrdinal = 32_767;

/**
 * Rows of the same user, item, type and time get an ordinal by their order in the file: the second of them has the same key
 * in every file. So two purchases on one day are two rows, and importing the same file again has no effect. With
 * `deduplicate` they are one row with the last value of the file. Users that have no row yet get one.
 */
export async function mergeInteractions(trx: Trx, into: MergeInto): Promise<MergeCounts> {
  await sql`select set_config('work_mem', ${sortMemory}, true)`.execute(trx);
  const rows = into.deduplicate ? lastRows : numberedRows;
  const { rows: found } = await sql<{ filled: boolean }>`
    select exists (select from interactions where project_number = ${into.projectNumber}) as filled`.execute(trx);
  const counts = found[0]?.filled
    ? await join(trx, into, rows)
    : { new: await fill(trx, into, rows), changed: 0, removed: 0 };
  // From here to the commit nobody is forgotten.
  await waitForForgetting(trx, { number: into.projectNumber });
  const forgotten = await removeForgotten(trx, into);
  return { ...counts, new: counts.new - forgotten, newUsers: await addUsers(trx, into) };
}

/**
 * Users who were forgotten since their rows were staged have another id in the dictionary. Their rows are not applied. Returns how
 * many were inserted.
 */
async function removeForgotten(trx: Trx, into: MergeInto): Promise<number> {
  const { rows: forgotten } = await sql<{ number: number }>`
    select number from id_numbers
    where project_number = ${into.projectNumber} and kind = 'u'
      and id >= ${forgottenPrefix} and id < ${forgottenPrefix} || chr(1114111) collate "C"`.execute(trx);
  if (forgotten.length === 0) return 0;
  const { rows: staged } = await sql<{ number: number }>`
    with removed as (
      delete from stage where user_number = any (${numbersOf(forgotten)}::integer[]) returning user_number)
    select distinct user_number as number from removed`.execute(trx);
  if (staged.length === 0) return 0;
  return affected(
    trx,
    sql`
    delete from interactions where project_number = ${into.projectNumber} and import_number = ${into.importNumber}
      and user_number = any (${numbersOf(staged)}::integer[])`,
  );
}

const numbersOf = (rows: readonly { number: number }[]) => rows.map(({ number }) => number);

/** Adds the users of the rows that have no row yet. */
async function addUsers(trx: Trx, into: MergeInto): Promise<number> {
  return affected(
    trx,
    sql`
    insert into users (workspace_id, project_id, import_id, user_id)
    select ${into.workspaceId}, ${into.projectId}, ${into.importId}, known.id
    from (select distinct user_number from stage) staged
    cross join lateral (
      select n.id from id_numbers n
      where n.project_number = ${into.projectNumber} and n.kind = 'u' and n.number = staged.user_number limit 1) known
    order by id on conflict (project_id, user_id) do nothing`,
  );
}

// Both are in the order of the key: the index grows at its end, and rows of one user are neighbours on disk.
const numberedRows = sql`
  select * from (
    select user_number, occurred_at, item_number, type_number, value,
      row_number() over (partition by user_number, occurred_at, item_number, type_number order by line) - 1 as ordinal
    from stage) numbered
  where ordinal <= ${sql.lit(maxOrdinal)}`;
const lastRows = sql`
  select distinct on (user_number, occurred_at, item_number, type_number)
    user_number, occurred_at, item_number, type_number, value, 0 as ordinal
  from stage order by user_number, occurred_at, item_number, type_number, line desc`;

/**
 * Inserts the first file of a project. Checking each row for a conflict takes as long as writing it, so this is done only
 * after a violation of the key: an event of the API with the key of a row of the file was stored meanwhile.
 */
async function fill(trx: Trx, into: MergeInto, rows: RawBuilder<unknown>): Promise<number> {
  await sql`savepoint filling`.execute(trx);
  try {
    return await affected(trx, insert(into, rows));
  } catch (error) {
    if ((error as { code?: unknown }).code !== uniqueViolation) throw error;
    await sql`rollback to savepoint filling`.execute(trx);
    return await affected(trx, sql`${insert(into, rows)} on conflict do nothing`);
  }
}

async function join(trx: Trx, into: MergeInto, rows: RawBuilder<unknown>): Promise<Omit<MergeCounts, 'newUsers'>> {
  await sql`create temporary table newest on commit drop as ${rows}`.execute(trx);
  await sql`analyze newest`.execute(trx);
  const same = sql`i.project_number = ${into.projectNumber} and i.user_number = n.user_number
    and i.occurred_at = n.occurred_at and i.item_number = n.item_number and i.type_number = n.type_number
    and i.ordinal = n.ordinal`;
  const removeOthers = (table: 'interactions' | 'event_details') => sql`
    delete from ${sql.table(table)} i where i.project_number = ${into.projectNumber}
    and not exists (select from newest n where ${same})`;

  // Rows that are in the file as well stay, so that new, changed and unchanged have one meaning in every mode. One
  // statement, so that an event that is stored meanwhile keeps both its rows.
  const removed =
    into.mode === 'replace'
      ? await affected(trx, sql`with details as (${removeOthers('event_details')}) ${removeOthers('interactions')}`)
      : 0;
  const changed =
    into.mode === 'append'
      ? 0
      : await affected(
          trx,
          sql`
          update interactions i set value = n.value, import_number = ${into.importNumber}
          from newest n where ${same} and i.value is distinct from n.value`,
        );
  const fresh = await affected(trx, sql`${insert(into, sql`select * from newest`)} on conflict do nothing`);
  return { new: fresh, changed, removed };
}

function insert(into: MergeInto, rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    insert into interactions
      (project_number, user_number, occurred_at, item_number, type_number, ordinal, value, import_number)
    select ${into.projectNumber}, user_number, occurred_at, item_number, type_number, ordinal, value,
      ${into.importNumber}::integer from (${rows}) as n`;
}

async function affected(trx: Trx, statement: RawBuilder<unknown>): Promise<number> {
  return Number((await statement.execute(trx)).numAffectedRows ?? 0n);
}
