import { type Db, sql, tenant } from '@curio/db';
import { LRUCache } from 'lru-cache';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { ProjectRef } from '../state/project.ts';

/** The most popular items of a project without a model. */
export interface PopularItems {
  /** Rows of the catalogue, the most popular first, and the number of their sampled interactions. */
  rows: number[];
  events: number[];
}

/** Interactions that popularity is estimated from: enough for the first places, and bounded for a project of any size. */
const sampledInteractions = 50_000;
const maxItems = 5_000;
const ttlMs = 1_000;
const maxProjects = 1_000;

export interface PopularItemsCache {
  read(project: ProjectRef, catalogue: Catalogue): Promise<PopularItems>;
}

export function createPopularItemsCache(db: Db): PopularItemsCache {
  const cache = new LRUCache<string, PopularItems, { project: ProjectRef; catalogue: Catalogue }>({
    max: maxProjects,
    ttl: ttlMs,
    // While Postgres is away, the last list is answered.
    allowStaleOnFetchRejection: true,
    noDeleteOnFetchRejection: true,
    fetchMethod: (_key, _stale, { context }) => readPopularItems(db, context.project, context.catalogue),
  });
  return {
    read: (project, catalogue) =>
      cache.forceFetch(JSON.stringify([project.workspaceId, project.projectId]), { context: { project, catalogue } }),
  };
}

async function readPopularItems(db: Db, project: ProjectRef, catalogue: Catalogue): Promise<PopularItems> {
  const { rows } = await tenant(db, project, (trx) =>
    sql<{ item_number: number; events: number }>`
      select item_number, count(*) as events from (
        select x.item_number from interactions x
        where x.project_number = (select number from projects where id = ${project.projectId})
        limit ${sampledInteractions}) sampled
      group by item_number order by events desc, item_number limit ${maxItems}`.execute(trx),
  );
  const known = rows
    .map(({ item_number, events }) => ({ row: catalogue.rowOfNumber(item_number), events }))
    .filter(({ row }) => row >= 0);
  return { rows: known.map(({ row }) => row), events: known.map(({ events }) => events) };
}
