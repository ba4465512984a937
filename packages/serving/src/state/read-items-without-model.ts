import { sql, type Trx, tenant } from '@curio/db';
import type { Recommendations } from '@curio/engine/artifact';
import type { Context } from '../../../core/src/platform/context.ts';

interface Wanted {
  projectId: string;
  n: number;
  offset: number;
  /** Not to be shown: seen, or asked about. */
  exclude: readonly string[];
  hasCatalogue: boolean;
  strategy: string | undefined;
}

// Enough to tell what is popular, however many there are.
const sampled = 50_000;

/** Before any model is ready: popular items, then the latest ones. */
export async function withoutModel(context: Context, wanted: Wanted): Promise<Recommendations['items']> {
  return tenant(context.db, context, (trx) => fill(trx, wanted));
}

async function fill(trx: Trx, wanted: Wanted): Promise<Recommendations['items']> {
  const take = wanted.n + wanted.offset;
  const popular = wanted.strategy === 'latest' ? [] : await popularItems(trx, wanted, take);
  const items: Recommendations['items'] = popular.map((row) => ({
    itemId: row.item_id,
    score: row.score,
    source: 'popular',
  }));
  if (items.length < take && wanted.hasCatalogue) {
    const listed = new Set(items.map((item) => item.itemId));
    for (const row of await latestItems(trx, wanted, take + listed.size)) {
      if (!listed.has(row.item_id)) items.push({ itemId: row.item_id, score: 0, source: 'latest' });
    }
  }
  return items.slice(wanted.offset, take);
}

async function popularItems(trx: Trx, { projectId, exclude, hasCatalogue }: Wanted, take: number) {
  const { rows } = await sql<{ item_id: string; score: number }>`
    select s.item_id, (count(*)::float8 / max(count(*)) over ()) as score
    from (select item_id from interactions where project_id = ${projectId} limit ${sampled}) s
    ${hasCatalogue ? sql`join items i on i.project_id = ${projectId} and i.item_id = s.item_id and not i.hidden` : sql``}
    where s.item_id <> all(${exclude}::text[])
    group by s.item_id order by count(*) desc, s.item_id limit ${take}`.execute(trx);
  return rows;
}

async function latestItems(trx: Trx, { projectId, exclude }: Wanted, take: number) {
  const { rows } = await sql<{ item_id: string }>`
    select item_id from items
    where project_id = ${projectId} and not hidden and item_id <> all(${exclude}::text[])
    order by created_at desc nulls last, item_id limit ${take}`.execute(trx);
  return rows;
}
