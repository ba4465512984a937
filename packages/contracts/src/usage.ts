import { z } from 'zod';
import { pageOf, pageQuery } from './page.ts';

/** Each is counted per project and day, and may have a monthly quota per workspace. */
export const usageKinds = ['recommendations', 'events', 'items'] as const;
export type UsageKind = (typeof usageKinds)[number];

const countSchema = z.number().int().min(0);

/** Postgres has no year 0. */
const day = z.iso.date().regex(/^(?!0000)/, 'The day must be after year 0');

export const usageQuery = pageQuery.extend({
  from: day.optional().describe('First day, UTC. Left out: the first of this month'),
  to: day.optional().describe('Last day, UTC. Left out: today'),
});
export type UsageQuery = z.infer<typeof usageQuery>;

const usageDaySchema = z
  .object({
    day: z.iso.date(),
    projectId: z.string(),
    recommendations: countSchema.describe('Answers to queries; each answer of a batch counts'),
    events: countSchema.describe('Events accepted'),
    items: countSchema.describe('Items written'),
  })
  .meta({ id: 'UsageDay' });
export type UsageDay = z.infer<typeof usageDaySchema>;

const quotaSchema = z.object({
  used: countSchema.describe('Since the first of this month, UTC'),
  quota: countSchema.nullable().describe('null: unlimited'),
});

export const usagePage = pageOf(usageDaySchema)
  .extend({ month: z.object({ recommendations: quotaSchema, events: quotaSchema, items: quotaSchema }) })
  .meta({ id: 'Usage' });
export type UsagePage = z.infer<typeof usagePage>;
