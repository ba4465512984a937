import { type EventInput, eventInput, type SendEventsResult } from '@curio/contracts';
import { sql, tenant } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';

/**
 * Checks each event by itself and keeps the good ones, in one transaction. The same user, item, type and time is the
 * same event, so that a retry changes nothing where the caller gives times. The next recommendation knows them. Rows
 * are written in the order of their keys, so that two senders wait for each other and never in a circle. `kept` hears
 * whose events were written.
 */
export async function sendEvents(
  context: Context,
  projectId: string,
  input: readonly unknown[],
  kept: (userIds: Set<string>) => void = () => {},
): Promise<SendEventsResult> {
  const now = new Date().toISOString();
  const accepted: EventInput[] = [];
  const rejected: SendEventsResult['rejected'] = [];
  for (const [index, candidate] of input.entries()) {
    const parsed = eventInput.safeParse(candidate);
    if (parsed.success) accepted.push(parsed.data);
    else {
      const [issue] = parsed.error.issues;
      const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
      rejected.push({ index, reason: `${where}${issue?.message ?? 'not an event'}` });
    }
  }
  await tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'events:write', projectId, true);
    if (accepted.length === 0) return;
    await sql`
      with sent as (
        select distinct on (user_id, occurred_at, item_id, type) * from unnest(
          ${accepted.map((event) => event.userId)}::text[], ${accepted.map((event) => event.itemId)}::text[],
          ${accepted.map((event) => event.type)}::text[], ${accepted.map(({ value }) => (value === undefined ? null : Math.fround(value)))}::real[],
          ${accepted.map((event) => event.timestamp ?? now)}::timestamptz[],
          ${accepted.map((event) => event.recommendationId ?? null)}::text[])
          with ordinality as t(user_id, item_id, type, value, occurred_at, recommendation_id, place)
        order by user_id, occurred_at, item_id, type, place desc),
      seen as (
        insert into users (workspace_id, project_id, user_id)
        select distinct ${context.workspaceId}, ${projectId}, user_id from sent order by user_id
        on conflict (project_id, user_id) do nothing)
      insert into interactions (workspace_id, project_id, user_id, item_id, type, value, occurred_at, recommendation_id)
      select ${context.workspaceId}, ${projectId}, user_id, item_id, type, value, occurred_at, recommendation_id from sent
      on conflict (project_id, user_id, occurred_at, item_id, type)
      do update set value = excluded.value, recommendation_id = excluded.recommendation_id`.execute(trx);
  });
  kept(new Set(accepted.map((event) => event.userId)));
  return { accepted: accepted.length, rejected };
}
