import type { ChangedValue } from '@curio/contracts';
import { sql, type Trx } from '@curio/db';
import { isFilled, makeIncoming, rowsByKey, sameKey, setSortMemory } from './interaction-rows.ts';
import type { MergeCounts, MergeInto } from './kind.ts';

const sampledRows = 20;

export async function countInteractions(trx: Trx, into: MergeInto): Promise<MergeCounts> {
  await setSortMemory(trx);
  if (!(await isFilled(trx, into))) {
    const { rows } = await sql<{ new: number }>`select count(*) as new from (${rowsByKey(into)}) n`.execute(trx);
    return { new: rows[0]?.new ?? 0, changed: 0, removed: 0 };
  }
  await makeIncoming(trx, into);
  const { rows } = await sql<{ rows: number; known: number; changed: number; stored: number }>`
    select (select count(*) from incoming) as rows, found.known, found.changed,
      (select count(*) from interactions i
        where ${sql.lit(into.mode === 'replace')} and i.project_number = ${into.projectNumber}) as stored
    from (select count(*) as known, count(*) filter (where i.value is distinct from n.value) as changed
      from incoming n join interactions i on ${sameKey(into)}) found`.execute(trx);
  const [found] = rows;
  if (!found) throw new Error('Counting returned no row');
  return {
    new: found.rows - found.known,
    changed: into.mode === 'append' ? 0 : found.changed,
    removed: into.mode === 'replace' ? found.stored - found.known : 0,
  };
}

/** Some of the rows whose value changes: the user, item, type and time are the key. */
export async function sampleInteractions(trx: Trx, into: MergeInto): Promise<ChangedValue[]> {
  if (into.mode === 'append' || !(await isFilled(trx, into))) return [];
  await makeIncoming(trx, into);
  const idOf = (kind: 'u' | 'i' | 't', column: string) => sql`
    (select d.id from id_numbers d where d.project_number = ${into.projectNumber} and d.kind = ${sql.lit(kind)}
      and d.number = x.${sql.ref(column)} limit 1)`;
  const { rows } = await sql<{ user: string; item: string; type: string; at: Date; before: number; after: number }>`
    select ${idOf('u', 'user_number')} as user, ${idOf('i', 'item_number')} as item, ${idOf('t', 'type_number')} as type,
      x.occurred_at as at, x.before, x.after
    from (select n.*, i.value as before, n.value as after from incoming n join interactions i on ${sameKey(into)}
      where i.value is distinct from n.value limit ${sampledRows}) x`.execute(trx);
  return rows.map(({ user, item, type, at, before, after }) => ({
    id: `${user} ${item} ${type} ${at.toISOString()}`,
    field: 'value',
    before,
    after,
  }));
}
