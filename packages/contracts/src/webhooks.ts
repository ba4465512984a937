import { z } from 'zod';
import { webAddress } from './text.ts';

export const webhookEvents = [
  'import.applied',
  'import.rejected',
  'model.ready',
  'model.failed',
  'model.promoted',
  'recommendation.served',
] as const;
export type WebhookEvent = (typeof webhookEvents)[number];

export const createEndpointInput = z
  .strictObject({
    url: webAddress,
    events: z.array(z.enum(webhookEvents)).min(1, 'Choose at least one event'),
  })
  .meta({
    id: 'CreateWebhook',
    examples: [{ url: 'https://example.com/curio', events: ['model.ready', 'import.rejected'] }],
  });
export type CreateEndpointInput = z.infer<typeof createEndpointInput>;

export const endpointSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.array(z.enum(webhookEvents)),
    createdAt: z.iso.datetime(),
    lastDelivery: z
      .object({
        status: z.enum(['pending', 'delivered', 'failed']),
        at: z.iso.datetime(),
        httpStatus: z.number().nullable(),
      })
      .nullable(),
  })
  .meta({ id: 'Webhook' });
export type Endpoint = z.infer<typeof endpointSchema>;

export const createdEndpointSchema = endpointSchema
  .extend({ secret: z.string().describe('`whsec_…`, for the Standard Webhooks signature. Shown once') })
  .meta({ id: 'CreatedWebhook' });
export type CreatedEndpoint = z.infer<typeof createdEndpointSchema>;

/** The body of a delivery, signed as specified by https://www.standardwebhooks.com. */
export const webhookPayload = z
  .object({ type: z.enum(webhookEvents), timestamp: z.iso.datetime(), data: z.record(z.string(), z.unknown()) })
  .meta({ id: 'WebhookPayload' });
export type WebhookPayload = z.infer<typeof webhookPayload>;
