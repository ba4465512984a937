import { sql, tenant } from '@curio/db';
import type { Context } from '../../../core/src/platform/context.ts';

/** Which of the items the user has interacted with, however long ago: for those whose history is longer than is read. */
export async function seenItems(
  context: Context,
  projectId: string,
  userId: string,
  itemIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await tenant(context.db, context, (trx) =>
    sql<{ item_id: string }>`
      select distinct item_id from interactions
      where project_id = ${projectId} and user_id = ${userId} and item_id = any(${itemIds}::text[])
        and type <> 'impression'`.execute(trx),
  );
  return new Set(rows.map((row) => row.item_id));
}
