import type { JobPayload } from '@curio/contracts';
import { tenant } from '@curio/db';
import { Webhook } from 'standardwebhooks';
import { request } from 'undici';
import type { Context } from '../platform/context.ts';
import type { DestinationPolicy } from './destination.ts';

const timeoutMs = 15_000;

/**
 * Makes one attempt. Any answer but 2xx, a redirect included, is a failure: it is recorded and thrown, so that the queue
 * tries again later. Every attempt has the same `webhook-id`, by which receivers recognise duplicates.
 */
export async function deliverWebhook(
  context: Context,
  job: JobPayload<'webhook.deliver'>,
  destinations: DestinationPolicy,
  last: boolean,
): Promise<void> {
  const delivery = await tenant(context.db, context, (trx) =>
    trx
      .selectFrom('webhook_deliveries as d')
      .innerJoin('webhook_endpoints as e', 'e.id', 'd.endpoint_id')
      .innerJoin('projects as p', 'p.id', 'd.project_id')
      .select(['d.id', 'd.payload', 'd.type', 'd.status', 'e.url', 'e.secret', 'e.disabled_at'])
      .where('d.id', '=', job.deliveryId)
      .where('p.deleted_at', 'is', null)
      .executeTakeFirst(),
  );
  if (delivery?.status !== 'pending' || delivery.disabled_at) return;

  const outcome = await attempt(
    delivery.id,
    delivery.url,
    delivery.payload,
    context.secrets.decrypt(delivery.secret),
    destinations,
  );
  const delivered = outcome.error === null;
  await tenant(context.db, context, (trx) =>
    trx
      .updateTable('webhook_deliveries')
      .set((eb) => ({
        status: delivered ? 'delivered' : last ? 'failed' : 'pending',
        attempts: eb('attempts', '+', 1),
        http_status: outcome.httpStatus,
        error: outcome.error,
        attempted_at: new Date(),
      }))
      .where('id', '=', delivery.id)
      .where('status', '=', 'pending')
      .execute(),
  );
  if (!delivered) throw new DeliveryError(outcome.error ?? '');
}

/** The receiver did not take the message; the row says why. */
export class DeliveryError extends Error {}

async function attempt(id: string, url: string, payload: unknown, secret: string, destinations: DestinationPolicy) {
  const body = JSON.stringify(payload);
  const timestamp = new Date();
  try {
    const response = await request(url, {
      method: 'POST',
      dispatcher: destinations.dispatcher,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Curio-Webhooks/1',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, timestamp, body),
      },
      body,
    });
    // Read to its bounded end, so that the connection can be used again.
    await response.body.dump({ limit: 64 * 1024 });
    const ok = response.statusCode >= 200 && response.statusCode < 300;
    return { httpStatus: response.statusCode, error: ok ? null : `The receiver answered ${response.statusCode}` };
  } catch (error) {
    return { httpStatus: null, error: error instanceof Error ? error.message : String(error) };
  }
}
