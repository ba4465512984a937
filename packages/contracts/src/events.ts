import { z } from 'zod';
import { pageOf } from './page.ts';

export const eventInput = z
  .strictObject({
    userId: z.string().min(1).max(512),
    itemId: z.string().min(1).max(512),
    type: z
      .string()
      .trim()
      .min(1)
      .max(64)
      .describe('view, click, cart, purchase, rating, like, dislike, … or your own'),
    value: z.number().optional().describe('Rating, quantity or weight'),
    timestamp: z.iso.datetime({ offset: true }).optional().describe('Now if left out'),
    recommendationId: z.string().max(64).optional(),
  })
  .meta({ id: 'Event' });
export type EventInput = z.infer<typeof eventInput>;

/** Rows are checked one by one: a bad one is reported, the good ones are kept. */
export const sendEventsInput = z
  .union([z.strictObject({ events: z.array(z.unknown()).min(1).max(10_000) }), eventInput])
  .meta({ id: 'SendEvents' });

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
