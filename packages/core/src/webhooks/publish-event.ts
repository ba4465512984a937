import { newId, type WebhookEvent, type WebhookPayload } from '@curio/contracts';
import type { Trx } from '@curio/db';
import type { Context } from '../platform/context.ts';

/**
 * Writes one delivery and its job for each endpoint of the project that subscribes to the event, in this transaction.
 * Locks the endpoints, so that one deleted meanwhile either waits for this transaction or gets no delivery: its foreign
 * key would otherwise abort the caller's transaction.
 */
export async function publishEvent(
  context: Context,
  trx: Trx,
  projectId: string,
  type: WebhookEvent,
  data: Record<string, unknown>,
): Promise<void> {
  const endpoints = await trx
    .selectFrom('webhook_endpoints')
    .select('id')
    .where('project_id', '=', projectId)
    .where('disabled_at', 'is', null)
    .where((eb) => eb(eb.val<string>(type), '=', eb.fn.any('events')))
    .orderBy('id')
    .forKeyShare()
    .execute();
  const payload: WebhookPayload = { type, timestamp: new Date().toISOString(), data: { projectId, ...data } };
  for (const endpoint of endpoints) {
    const deliveryId = newId('delivery');
    await trx
      .insertInto('webhook_deliveries')
      .values({
        id: deliveryId,
        workspace_id: context.workspaceId,
        project_id: projectId,
        endpoint_id: endpoint.id,
        type,
        payload: JSON.stringify(payload),
      })
      .execute();
    await context.jobs.send(trx, 'webhook.deliver', { workspaceId: context.workspaceId, projectId, deliveryId });
  }
}
