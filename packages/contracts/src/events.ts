import { z } from 'zod';
import { maxBulkRows } from './catalogue.ts';
import { inputSchemas } from './field-schemas.ts';
import { fields } from './fields.ts';
import { pageOf } from './page.ts';
import { pgText } from './text.ts';

const row = inputSchemas(fields.interactions);
export const eventInput = z
  .strictObject({
    ...row,
    timestamp: row.timestamp.describe('Now if left out'),
    recommendationId: pgText
      .max(200)
      .optional()
      .describe(
        'Of the answer that led to the event: events of the types impression, click and convert count in the insights',
      ),
    eventId: pgText
      .min(1)
      .max(128)
      .optional()
      .describe(
        "The caller's own id of the event: it is stored once, however often it is sent. Events without one are the same " +
          'where user, item, type and time are',
      ),
  })
  .meta({ id: 'Event' });
export type EventInput = z.infer<typeof eventInput>;

/** Events are validated one by one: invalid ones are reported, the others are stored. */
export const sendEventsInput = z
  .union([z.strictObject({ events: z.array(z.unknown()).min(1).meta({ maxItems: maxBulkRows }) }), eventInput])
  .meta({
    id: 'SendEvents',
    examples: [
      {
        events: [
          { userId: '00042', itemId: '00123', type: 'view', timestamp: '2026-03-04T10:15:00Z' },
          { userId: '00042', itemId: '00123', type: 'purchase', value: 1, eventId: 'order-1-line-1' },
        ],
      },
      { userId: '00042', itemId: '00124', type: 'view' },
    ],
  });
export type SendEventsInput = z.infer<typeof sendEventsInput>;

export const sendEventsResult = z
  .object({
    accepted: z.number().int(),
    rejected: z.array(z.object({ index: z.number().int(), reason: z.string() })),
  })
  .meta({ id: 'SendEventsResult' });
export type SendEventsResult = z.infer<typeof sendEventsResult>;

export const storedEventSchema = z
  .object({
    itemId: z.string(),
    type: z.string(),
    value: z.number().nullable(),
    timestamp: z.iso.datetime(),
    title: z.string().nullable(),
    imageUrl: z.string().nullable(),
  })
  .meta({ id: 'StoredEvent' });
export const storedEventsPage = pageOf(storedEventSchema);
export type StoredEvent = z.infer<typeof storedEventSchema>;
