import { type Db, type ItemTableRow, sql } from '@curio/db';
import type { ProjectRef } from './project.ts';

/** How much of an item is read: its id (it is visible), its title as well, or every column. */
export type ItemDepth = 'id' | 'title' | 'all';
export type VisibleItem = Pick<ItemTableRow, 'item_id'> & Partial<ItemTableRow>;
export type VisibleItems = ReadonlyMap<string, VisibleItem>;

/**
 * The items of `ids` that are in the catalogue and not hidden, by id. One round trip with no more columns than needed:
 * reading whole rows takes longer than ranking.
 */
export async function readVisibleItems(
  db: Db,
  project: ProjectRef,
  ids: readonly string[],
  depth: ItemDepth,
): Promise<Map<string, VisibleItem>> {
  if (ids.length === 0) return new Map();
  const columns = { id: sql`item_id`, title: sql`item_id, title`, all: sql`*` }[depth];
  const { rows } = await sql<VisibleItem>`
    select ${columns} from read_visible_items(${project.workspaceId}, ${project.projectId}, ${ids}::text[])`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.item_id, row]));
}
