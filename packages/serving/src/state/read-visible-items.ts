import { type Db, type ItemTableRow, sql } from '@curio/db';

/** What is read of an item: that it may be shown, its title for the reasons too, or all of it. */
export type ItemDepth = 'id' | 'title' | 'all';
export type ShownItem = Pick<ItemTableRow, 'item_id'> & Partial<ItemTableRow>;

/**
 * The items that may be shown, by id: in the catalogue and not hidden. One round trip, and no more of an item than is
 * needed: reading whole rows would take longer than ranking.
 */
export async function readItems(
  db: Db,
  project: { workspaceId: string; projectId: string },
  ids: readonly string[],
  depth: ItemDepth,
): Promise<Map<string, ShownItem>> {
  if (ids.length === 0) return new Map();
  const columns = { id: sql`item_id`, title: sql`item_id, title`, all: sql`*` }[depth];
  const { rows } = await sql<ShownItem>`
    select ${columns} from read_visible_items(${project.workspaceId}, ${project.projectId}, ${ids}::text[])`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.item_id, row]));
}

/** The asked fields of an item as the API names them; custom ones by their own names. A field without a value is null. */
export function pickFields(row: ShownItem | undefined, fields: readonly string[]): Record<string, unknown> {
  const known: Record<string, unknown> = row
    ? {
        title: row.title,
        description: row.description,
        categories: row.categories,
        tags: row.tags,
        price: row.price,
        imageUrl: row.image_url,
        url: row.url,
        ownerId: row.owner_id,
        createdAt: row.created_at?.toISOString() ?? null,
      }
    : {};
  const custom = row?.custom ?? {};
  return Object.fromEntries(
    fields.map((field) => [
      field,
      Object.hasOwn(known, field) ? known[field] : Object.hasOwn(custom, field) ? custom[field] : null,
    ]),
  );
}
