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
      select i.id as item_id from projects p
      join id_numbers u on u.project_number = p.number and u.kind = 'u' and u.id = ${userId}
      join id_numbers i on i.project_number = p.number and i.kind = 'i' and i.id = any(${itemIds}::text[])
      where p.id = ${project.projectId} and exists (
        select from interactions x where x.project_number = p.number and x.user_number = u.number
        and x.item_number = i.number and x.type_number is distinct from (select t.number from id_numbers t
          where t.project_number = p.number and t.kind = 't' and t.id = 'impression'))`.execute(trx),
  );
  return new Set(rows.map((row) => row.item_id));
}
