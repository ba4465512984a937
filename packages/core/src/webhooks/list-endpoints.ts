import type { Endpoint, Page, PageQuery } from '@curio/contracts';
import { tenant, type WebhookDeliveryRow, type WebhookEndpointRow } from '@curio/db';
import { authoriseProject } from '../platform/authorise.ts';
import type { Context } from '../platform/context.ts';
import { earlier, readCursor, toPage } from '../platform/page.ts';

/** Newest first, each with how its last delivery went. */
export async function listEndpoints(context: Context, projectId: string, query: PageQuery): Promise<Page<Endpoint>> {
  const list = `webhooks/${projectId}`;
  const after = readCursor(context, list, query);
  return tenant(context.db, context, async (trx) => {
    await authoriseProject(context, trx, 'webhooks:write', projectId);
    const rows = await trx
      .selectFrom('webhook_endpoints')
      .selectAll()
      .where('project_id', '=', projectId)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .where(earlier(after))
      .limit(query.limit + 1)
      .execute();
    const last = await trx
      .selectFrom('webhook_deliveries')
      .distinctOn('endpoint_id')
      .selectAll()
      .where('endpoint_id', '=', (eb) => eb.fn.any(eb.val(rows.map((row) => row.id))))
      .orderBy('endpoint_id')
      .orderBy('created_at', 'desc')
      .execute();
    const byEndpoint = new Map(last.map((delivery) => [delivery.endpoint_id, delivery]));
    return toPage(
      context,
      list,
      query,
      rows,
      (row) => [row.created_at.toISOString(), row.id],
      (row) => toEndpoint(row, byEndpoint.get(row.id)),
    );
  });
}

export function toEndpoint(row: WebhookEndpointRow, last: WebhookDeliveryRow | undefined): Endpoint {
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    createdAt: row.created_at.toISOString(),
    lastDelivery: last
      ? {
          status: last.status,
          at: (last.attempted_at ?? last.created_at).toISOString(),
          httpStatus: last.http_status,
        }
      : null,
  };
}
