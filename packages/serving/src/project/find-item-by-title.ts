import { type Db, sql, tenant } from '@curio/db';
import { LRUCache } from 'lru-cache';
import type { ProjectMemory } from './project-memory.ts';

/** Finds the row of the item with this title, the visible one where several have it; -1 where none has. */
export type FindItemByTitle = (project: ProjectMemory, title: string) => Promise<number>;

const maxTitles = 10_000;

/** A title that was found or not is looked up again after the catalogue has changed. */
export function createTitleFinder(db: Db): FindItemByTitle {
  const found = new LRUCache<string, { revision: number; row: number }>({ max: maxTitles });
  return async (project, title) => {
    const { catalogue } = project;
    const key = `${project.number}/${title}`;
    const known = found.get(key);
    if (known?.revision === catalogue.revision) return known.row;
    const { revision } = catalogue;
    const itemId = await readItemId(db, project, title);
    const row = itemId === undefined ? -1 : catalogue.rowOf(itemId);
    found.set(key, { revision, row });
    return row;
  };
}

async function readItemId(db: Db, { ref }: ProjectMemory, title: string): Promise<string | undefined> {
  // By hash, because a title can be longer than an index entry.
  const { rows } = await tenant(db, ref, (trx) =>
    sql<{ item_id: string }>`
      select item_id from items where project_id = ${ref.projectId} and md5(title) = md5(${title}) and title = ${title}
      order by hidden, item_id limit 1`.execute(trx),
  );
  return rows[0]?.item_id;
}
