import { z } from 'zod';
import { isStorable, ownId } from './own-id.ts';
import { pageOf } from './page.ts';

// The years and zones that Postgres reads: from year 1, less than 16 hours from UTC.
const readableTime = /^(?!0000).*(?:Z|[+-](?:0\d|1[0-5]):?\d\d)$/;

export const eventInput = z
  .strictObject({
    userId: ownId,
    itemId: ownId,
    type: z
      .string()
      .trim()
      .min(1)
      .max(64)
      .refine(isStorable, 'A type can hold neither a NUL nor half a character')
      .describe('view, click, cart, purchase, rating, like, dislike, … or your own'),
    value: z
      .number()
      .refine((value) => Number.isFinite(Math.fround(value)), 'The value is too large')
      .optional()
      .describe('Rating, quantity or weight'),
    timestamp: z.iso
      .datetime({ offset: true })
      .regex(readableTime, 'The time must be after year 0, its zone within 15 hours of UTC')
      .optional()
      .describe('Now if left out'),
    recommendationId: z.string().max(64).refine(isStorable, 'Not a recommendation id').optional(),
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
