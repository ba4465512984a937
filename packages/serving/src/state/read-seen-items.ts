import { type Db, sql, tenant } from '@curio/db';
import type { ProjectRef } from './project.ts';

/** Those of the items with which the user has ever interacted: for users whose history is longer than what is read. */
export async function readSeenItems(
  db: Db,
  project: ProjectRef,
  userId: string,
  itemIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await tenant(db, project, (trx) =>
    sql<{ item_id: string }>`
      select distinct item_id from interactions
      where project_id = ${project.projectId} and user_id = ${userId} and item_id = any(${itemIds}::text[])
        and type <> 'impression'`.execute(trx),
  );
  return new Set(rows.map((row) => row.item_id));
}
