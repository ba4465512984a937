import { type Db, type ItemTableRow, tenant } from '@curio/db';
import type { ProjectRef } from './project.ts';

/** The visible items of `ids`, in their order. */
export async function readItems(db: Db, project: ProjectRef, ids: readonly string[]): Promise<ItemTableRow[]> {
  if (ids.length === 0) return [];
  const rows = await tenant(db, project, (trx) =>
    trx
      .selectFrom('items')
      .selectAll()
      .where('project_id', '=', project.projectId)
      .where('item_id', 'in', ids)
      .where('hidden', '=', false)
      .execute(),
  );
  const byId = new Map(rows.map((row) => [row.item_id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
