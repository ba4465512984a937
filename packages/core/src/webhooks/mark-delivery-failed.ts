import type { JobPayload } from '@curio/contracts';
import { tenant } from '@curio/db';
import type { Context } from '../platform/context.ts';

/** Marks a delivery as failed whose job is in the dead-letter queue, unless its last attempt recorded a result. */
export async function markDeliveryFailed(context: Context, job: JobPayload<'webhook.deliver'>): Promise<void> {
  await tenant(context.db, context, (trx) =>
    trx
      .updateTable('webhook_deliveries')
      .set((eb) => ({ status: 'failed', error: eb.fn.coalesce('error', eb.val('The last attempt was cut off')) }))
      .where('id', '=', job.deliveryId)
      .where('status', '=', 'pending')
      .execute(),
  );
}
