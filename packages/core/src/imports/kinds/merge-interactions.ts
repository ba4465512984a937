import { type RawBuilder, sql, type Trx } from '@curio/db';
import { waitForForgetting } from '../../events/lock-users.ts';
import { affected } from './affected.ts';
import { forgottenUsers } from './forgotten-users.ts';
import { isFilled, makeIncoming, rowsByKey, sameKey, setSortMemory } from './interaction-rows.ts';
import type { MergeCounts, Merged, MergeInto } from './kind.ts';

const uniqueViolation = '23505';

/** Merges the stage into the interactions. Users that have no row yet get one, and items where that is asked. */
export async function mergeInteractions(trx: Trx, into: MergeInto): Promise<Merged> {
  await setSortMemory(trx);
  const counts = (await isFilled(trx, into))
    ? await join(trx, into)
    : { new: await fill(trx, into), changed: 0, removed: 0 };
  // From here to the commit nobody is forgotten.
  await waitForForgetting(trx, { number: into.projectNumber });
  const forgotten = await removeForgotten(trx, into);
  const newUsers = await addReferred(trx, into, 'users', 'user_id', 'u', 'user_number');
  const newItems = into.createItems ? await addReferred(trx, into, 'items', 'item_id', 'i', 'item_number') : 0;
  return { ...counts, new: counts.new - forgotten, newUsers, newItems };
}

/**
 * Users who were forgotten since their rows were staged have another id in the dictionary. Their rows are not applied. Returns how
 * many were inserted.
 */
async function removeForgotten(trx: Trx, into: MergeInto): Promise<number> {
  const forgotten = await forgottenUsers(trx, into.projectNumber);
  if (forgotten.length === 0) return 0;
  const { rows: staged } = await sql<{ number: number }>`
    with removed as (delete from stage where user_number = any (${forgotten}::integer[]) returning user_number)
    select distinct user_number as number from removed`.execute(trx);
  if (staged.length === 0) return 0;
  return affected(
    trx,
    sql`
    delete from interactions where project_number = ${into.projectNumber} and import_number = ${into.importNumber}
      and user_number = any (${staged.map(({ number }) => number)}::integer[])`,
  );
}

function addReferred(
  trx: Trx,
  into: MergeInto,
  table: 'users' | 'items',
  id: string,
  kind: 'u' | 'i',
  number: string,
): Promise<number> {
  return affected(
    trx,
    sql`
    insert into ${sql.table(table)} (workspace_id, project_id, import_id, ${sql.ref(id)})
    select ${into.workspaceId}, ${into.projectId}, ${into.importId}, known.id
    from (select distinct ${sql.ref(number)} as number from stage) staged
    cross join lateral (
      select n.id from id_numbers n where n.project_number = ${into.projectNumber} and n.kind = ${sql.lit(kind)}
        and n.number = staged.number limit 1) known
    order by id on conflict (project_id, ${sql.ref(id)}) do nothing`,
  );
}

/**
 * Inserts the first file of a project. Checking each row for a conflict takes as long as writing it, so this is done only
 * after a violation of the key: an event of the API with the key of a row of the file was stored meanwhile.
 */
async function fill(trx: Trx, into: MergeInto): Promise<number> {
  await sql`savepoint filling`.execute(trx);
  try {
    return await affected(trx, insert(into, rowsByKey(into)));
  } catch (error) {
    if ((error as { code?: unknown }).code !== uniqueViolation) throw error;
    await sql`rollback to savepoint filling`.execute(trx);
    return await affected(trx, sql`${insert(into, rowsByKey(into))} on conflict do nothing`);
  }
}

async function join(trx: Trx, into: MergeInto): Promise<MergeCounts> {
  await makeIncoming(trx, into);
  // Rows that are in the file as well stay, so that new, changed and unchanged have one meaning in every mode.
  const removed = into.mode === 'replace' ? await removeOthers(trx, into) : 0;
  const changed = into.mode === 'append' ? 0 : await change(trx, into);
  const fresh = await affected(
    trx,
    sql`${insert(into, sql`select * from incoming n where not exists (select from interactions i where ${sameKey(into)})`)}
      on conflict do nothing`,
  );
  return { new: fresh, changed, removed };
}

/** One statement, so that an event that is stored meanwhile keeps both its rows. */
async function removeOthers(trx: Trx, into: MergeInto): Promise<number> {
  const gone = (table: 'interactions' | 'event_details') => sql`
    delete from ${sql.table(table)} i where i.project_number = ${into.projectNumber}
    and not exists (select from incoming n where ${sameKey(into)}) returning *`;
  return affected(
    trx,
    sql`
    with details as (${gone('event_details')}), gone as (${gone('interactions')})
    insert into import_undo_interactions (project_number, import_number, removed, user_number, occurred_at, item_number,
      type_number, ordinal, value, before_import, event_id, recommendation_id)
    select ${into.projectNumber}, ${into.importNumber}::integer, true, user_number, occurred_at, item_number,
      type_number, ordinal, gone.value, gone.import_number, details.event_id, details.recommendation_id
    from gone left join details using (user_number, occurred_at, item_number, type_number, ordinal)`,
  );
}

async function change(trx: Trx, into: MergeInto): Promise<number> {
  return affected(
    trx,
    sql`
    with before as materialized (
      select i.user_number, i.occurred_at, i.item_number, i.type_number, i.ordinal, i.value, i.import_number,
        n.value as fresh
      from incoming n join interactions i on ${sameKey(into)}
      where i.value is distinct from n.value for update of i),
    kept as (
      insert into import_undo_interactions (project_number, import_number, removed, user_number, occurred_at,
        item_number, type_number, ordinal, value, before_import)
      select ${into.projectNumber}, ${into.importNumber}::integer, false, user_number, occurred_at, item_number,
        type_number, ordinal, value, import_number from before)
    update interactions i set value = n.fresh, import_number = ${into.importNumber} from before n
    where ${sameKey(into)}`,
  );
}

function insert(into: MergeInto, rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    insert into interactions
      (project_number, user_number, occurred_at, item_number, type_number, ordinal, value, import_number)
    select ${into.projectNumber}, user_number, occurred_at, item_number, type_number, ordinal, value,
      ${into.importNumber}::integer from (${rows}) as n`;
}
