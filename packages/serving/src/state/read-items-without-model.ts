import { type Db, sql, type Trx, tenant } from '@curio/db';
import type { ProjectRef } from './project.ts';

export interface UnmodelledItem {
  itemId: string;
  /** Users of the most popular item = 1; 0 for the latest items. */
  score: number;
  source: 'popular' | 'latest';
}

export interface WithoutModel {
  /** Items on the page, and items on the pages before it. */
  n: number;
  offset: number;
  /** Ids that must not be listed. */
  exclude: readonly string[];
  hasCatalogue: boolean;
  latestOnly: boolean;
}

/** Interactions that popularity is estimated from: enough for the first places, and bounded for a project of any size. */
const sampledInteractions = 50_000;

/** One page of a project without a loaded model: popular items, then the latest ones. */
export async function readItemsWithoutModel(
  db: Db,
  project: ProjectRef,
  request: WithoutModel,
): Promise<UnmodelledItem[]> {
  const { projectId } = project;
  const end = request.n + request.offset;
  return tenant(db, project, async (trx) => {
    const items = request.latestOnly ? [] : await readPopular(trx, projectId, request, end);
    if (items.length < end && request.hasCatalogue) {
      const listed = new Set(items.map((item) => item.itemId));
      for (const item of await readLatest(trx, projectId, request, end + listed.size)) {
        if (!listed.has(item.itemId)) items.push(item);
      }
    }
    return items.slice(request.offset, end);
  });
}

async function readPopular(
  trx: Trx,
  projectId: string,
  { exclude, hasCatalogue }: WithoutModel,
  limit: number,
): Promise<UnmodelledItem[]> {
  const { rows } = await sql<{ item_id: string; score: number }>`
    select s.item_id, (s.events::float8 / max(s.events) over ()) as score
    from (
      select n.id as item_id, sampled.events from projects p
      cross join lateral (
        select item_number, count(*) as events
        from (select item_number from interactions where project_number = p.number limit ${sampledInteractions}) x
        group by item_number) sampled
      join id_numbers n on n.project_number = p.number and n.kind = 'i' and n.number = sampled.item_number
      where p.id = ${projectId}) s
    ${hasCatalogue ? sql`join items i on i.project_id = ${projectId} and i.item_id = s.item_id and not i.hidden` : sql``}
    where s.item_id <> all(${exclude}::text[])
    order by s.events desc, s.item_id limit ${limit}`.execute(trx);
  return rows.map((row) => ({ itemId: row.item_id, score: row.score, source: 'popular' }));
}

async function readLatest(
  trx: Trx,
  projectId: string,
  { exclude }: WithoutModel,
  limit: number,
): Promise<UnmodelledItem[]> {
  const { rows } = await sql<{ item_id: string }>`
    select item_id from items
    where project_id = ${projectId} and not hidden and item_id <> all(${exclude}::text[])
    order by created_at desc nulls last, item_id limit ${limit}`.execute(trx);
  return rows.map((row) => ({ itemId: row.item_id, score: 0, source: 'latest' }));
}
