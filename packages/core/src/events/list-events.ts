import type { Page, PageQuery, StoredEvent } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { readCursor, toPage } from '../platform/page.ts';

interface EventRow {
  item_number: number;
  type_number: number;
  ordinal: number;
  item_id: string;
  type: string;
  value: number | null;
  occurred_at: Date;
  at: string;
  title: string | null;
  image_url: string | null;
}

/** A user's events, newest first, with the items' titles and pictures. */
export async function listEvents(
  context: Context,
  projectId: string,
  userId: string,
  query: PageQuery,
): Promise<Page<StoredEvent>> {
  const list = `events/${projectId}/${userId}`;
  const after = readCursor(context, list, query);
  return tenant(context.db, context, async (trx) => {
    const { number } = await authoriseProject(context, trx, 'users:read', projectId);
    const key = sql`x.occurred_at, x.item_number, x.type_number, x.ordinal`;
    const { rows } = await sql<EventRow>`
      select x.item_number, x.type_number, x.ordinal, x.item_id, x.type, x.value, x.occurred_at,
        x.occurred_at::text as at, i.title, i.image_url
      from (
        select x.*, item.id as item_id, type.id as type from (
          select x.* from interactions x
          where x.project_number = ${number} and x.user_number = (select u.number from id_numbers u
            where u.project_number = ${number} and u.kind = 'u' and u.id = ${userId})
          ${after ? sql`and (${key}) < (${after[0]}::timestamptz, ${after[1]}::integer, ${after[2]}::smallint, ${after[3]}::smallint)` : sql``}
          order by x.occurred_at desc, x.item_number desc, x.type_number desc, x.ordinal desc
          limit ${query.limit + 1}) x
        join id_numbers item on item.project_number = ${number} and item.kind = 'i' and item.number = x.item_number
        join id_numbers type on type.project_number = ${number} and type.kind = 't' and type.number = x.type_number) x
      left join items i on i.project_id = ${projectId} and i.item_id = x.item_id
      order by x.occurred_at desc, x.item_number desc, x.type_number desc, x.ordinal desc`.execute(trx);
    return toPage(
      context,
      list,
      query,
      rows,
      (row) => [row.at, row.item_number, row.type_number, row.ordinal],
      (row) => ({
        itemId: row.item_id,
        type: row.type,
        value: row.value,
        timestamp: row.occurred_at.toISOString(),
        title: row.title,
        imageUrl: row.image_url,
      }),
    );
  });
}
