import type { Page, PageQuery, StoredEvent } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { readCursor, toPage } from '../platform/page.ts';

interface EventRow {
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
    await authoriseProject(context, trx, 'recommend', projectId);
    const { rows } = await sql<EventRow>`
      select x.item_id, x.type, x.value, x.occurred_at, x.occurred_at::text as at, i.title, i.image_url
      from interactions x left join items i on i.project_id = x.project_id and i.item_id = x.item_id
      where x.project_id = ${projectId} and x.user_id = ${userId}
      ${after ? sql`and (x.occurred_at, x.item_id, x.type) < (${after[0]}::timestamptz, ${after[1]}, ${after[2]})` : sql``}
      order by x.occurred_at desc, x.item_id desc, x.type desc limit ${query.limit + 1}`.execute(trx);
    return toPage(
      context,
      list,
      query,
      rows,
      (row) => [row.at, row.item_id, row.type],
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
