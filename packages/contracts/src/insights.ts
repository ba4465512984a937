import { z } from 'zod';
import { pageOf, pageQuery } from './page.ts';
import { placementName } from './placement-name.ts';

export const insightSchema = z
  .object({
    placement: z.string().describe('Empty for recommendations without a placement'),
    version: z.number().int().nullable().describe('The model version; null where no model was used'),
    day: z.iso.date().describe('Of the events, in UTC'),
    impressions: z.number().int(),
    clicks: z.number().int(),
    conversions: z.number().int(),
  })
  .meta({ id: 'Insight' });
export type Insight = z.infer<typeof insightSchema>;
export const insightsPage = pageOf(insightSchema);

/** Postgres has no year 0. */
const day = z.iso.date().regex(/^(?!0000)/, 'The day must be after year 0');

export const insightsQuery = z.object({
  placement: z
    .union([z.literal(''), placementName])
    .optional()
    .describe('Empty: recommendations without a placement'),
  from: day.optional().describe('The first day, in UTC'),
  to: day.optional().describe('The last day, in UTC'),
  cursor: pageQuery.shape.cursor,
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
});
export type InsightsQuery = z.infer<typeof insightsQuery>;
