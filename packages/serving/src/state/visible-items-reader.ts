import type { Db } from '@curio/db';
import type { ProjectRef } from './project.ts';
import { type ItemDepth, readVisibleItems, type VisibleItem } from './read-visible-items.ts';

export interface VisibleItemsReader {
  /** As `readVisibleItems`; concurrent requests of a project share a query, and none is answered from an earlier one. */
  read(project: ProjectRef, ids: readonly string[], depth: ItemDepth): Promise<Map<string, VisibleItem>>;
}

interface Batch {
  ids: Set<string>;
  rows: Promise<Map<string, VisibleItem>>;
}

const maxBatchIds = 1_000;
/** A request for more items reads alone, so that small ones do not wait for it. */
const maxSharedIds = 200;

/**
 * While a query of a project is under way, the next requests gather and are answered by one query that starts when it
 * ends: a request never sees a catalogue older than itself, and the number of queries does not grow with the load.
 */
export function createVisibleItemsReader(db: Db): VisibleItemsReader {
  const running = new Map<string, Promise<unknown>>();
  const gathering = new Map<string, Batch>();

  return {
    async read(project, ids, depth) {
      if (ids.length > maxSharedIds) return readVisibleItems(db, project, ids, depth);
      const key = JSON.stringify([project.workspaceId, project.projectId, depth]);
      const before = running.get(key);
      if (!before) return track(key, readVisibleItems(db, project, ids, depth));
      let batch = gathering.get(key);
      if (!batch || batch.ids.size + ids.length > maxBatchIds) {
        batch = startBatch(key, before, project, depth);
        gathering.set(key, batch);
      }
      for (const id of ids) batch.ids.add(id);
      return pick(await batch.rows, ids);
    },
  };

  function startBatch(key: string, before: Promise<unknown>, project: ProjectRef, depth: ItemDepth): Batch {
    const batch: Batch = { ids: new Set(), rows: new Promise(() => {}) };
    batch.rows = track(
      key,
      before
        .catch(() => undefined)
        .then(() => {
          if (gathering.get(key) === batch) gathering.delete(key);
          return readVisibleItems(db, project, [...batch.ids], depth);
        }),
    );
    return batch;
  }

  /** Later requests wait for `rows`, until another batch of the project is tracked after it. */
  function track<T>(key: string, rows: Promise<T>): Promise<T> {
    running.set(key, rows);
    const done = () => running.get(key) === rows && running.delete(key);
    rows.then(done, done);
    return rows;
  }
}

function pick(rows: ReadonlyMap<string, VisibleItem>, ids: readonly string[]): Map<string, VisibleItem> {
  const picked = new Map<string, VisibleItem>();
  for (const id of ids) {
    const row = rows.get(id);
    if (row) picked.set(id, row);
  }
  return picked;
}
