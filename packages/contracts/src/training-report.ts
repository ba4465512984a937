import { z } from 'zod';

export const estimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });
export const metricsSchema = z.record(z.string(), estimateSchema);

/** A name of `GET /v1/algorithms`. */
const algorithm = z.string();
const count = z.number().int();

/** What an algorithm needs of the data and the data does not have: `found` is below `min` or above `max`. */
export const unmetNeedSchema = z.object({
  quantity: z.enum(['interactions', 'users', 'items', 'described-items']),
  found: count,
  min: count.optional(),
  max: count.optional(),
});
export type UnmetNeed = z.infer<typeof unmetNeedSchema>;

const members = z.array(z.object({ algorithm, weight: z.number() }));

/** What happened during a training, in its order. The words are `describeEvent`'s in core. */
export const trainingEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('dataset'), users: count, items: count, interactions: count }),
  z.object({ type: z.literal('requested'), algorithm }),
  z.object({ type: z.literal('validation'), split: z.enum(['temporal', 'random']), users: count }),
  z.object({ type: z.literal('not-comparable'), users: count }),
  z.object({
    type: z.literal('skipped'),
    algorithm,
    reason: z.enum(['memory', 'time', 'data']),
    unmet: unmetNeedSchema.optional(),
  }),
  z.object({ type: z.literal('stopped'), algorithm, reason: z.literal('time') }),
  z.object({
    type: z.literal('failed'),
    algorithm,
    settings: z.enum(['all', 'some']).describe('With which of the settings that were tried'),
    detail: z.string(),
  }),
  z.object({ type: z.literal('tried'), algorithm, 'ndcg@10': z.number() }),
  z.object({ type: z.literal('blended'), members, 'ndcg@10': z.number().nullable() }),
  z.object({ type: z.literal('default-weights'), users: count }),
  z.object({
    type: z.literal('chosen'),
    algorithm,
    reason: z.enum(['best', 'needs-no-interactions', 'needs-no-time']),
  }),
  z.object({ type: z.literal('cold-start'), items: count, algorithms: z.array(algorithm) }),
  z.object({ type: z.literal('no-cold-start'), items: count, reason: z.enum(['memory', 'time', 'failed']) }),
  z.object({
    type: z.literal('incumbent-not-refitted'),
    version: count,
    reason: z.enum(['time', 'memory', 'data', 'failed']),
  }),
  z.object({ type: z.literal('not-refitted'), reason: z.enum(['time', 'failed']) }),
  z.object({ type: z.literal('tensors'), backend: z.string(), detail: z.string().nullable() }),
]);
export type TrainingEvent = z.infer<typeof trainingEventSchema>;

/** The figures of a part of the measured users, beside popularity's. */
export const segmentSchema = z.object({
  by: z
    .enum(['history-length', 'held-out-item-users'])
    .describe('Items in the history, or users who met the held-out item (the rarest of several)'),
  min: count,
  max: count.nullable().describe('Null: no upper bound'),
  users: count,
  metrics: z.record(z.string(), z.number()),
  baseline: z.record(z.string(), z.number()),
});
export type Segment = z.infer<typeof segmentSchema>;

/** The figures for items of which every interaction was held out; `random` is what chance would reach. */
export const coldItemsSchema = z.object({
  items: count,
  users: count,
  metrics: metricsSchema,
  random: z.record(z.string(), z.number()),
});
export type ColdItems = z.infer<typeof coldItemsSchema>;

/** The live version on the same held-out rows and users: refitted without these rows, or its stored figures. */
export const incumbentSchema = z.object({
  version: count,
  comparedOn: z.enum(['refit', 'stored']),
  metrics: metricsSchema,
  difference: metricsSchema
    .optional()
    .describe('The new version minus the live one, with a paired bootstrap interval; only where it was refitted'),
});
export type IncumbentComparison = z.infer<typeof incumbentSchema>;
