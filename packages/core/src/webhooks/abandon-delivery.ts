import type { JobPayload } from '@curio/contracts';
import { tenant } from '@curio/db';
import type { Context } from '../platform/context.ts';

/** Marks a delivery whose job is over, whatever became of its last attempt, as failed. */
export async function abandonDelivery(context: Context, job: JobPayload<'webhook.deliver'>): Promise<void> {
  await tenant(context.db, context, (trx) =>
    trx
      .updateTable('webhook_deliveries')
      .set((eb) => ({ status: 'failed', error: eb.fn.coalesce('error', eb.val('The last attempt was cut off')) }))
      .where('id', '=', job.deliveryId)
      .where('status', '=', 'pending')
      .execute(),
  );
}
