import { z } from 'zod';
import { filterSchema } from './filters.ts';
import { modelVersion } from './models.ts';
import { placementName } from './placement-name.ts';
import { problemSchema } from './problem.ts';
import { rulesSchema } from './rules.ts';
import { categoryText, ownId, pgText } from './text.ts';

export const strategies = ['personal', 'similar', 'popular', 'trending', 'latest'] as const;
export type Strategy = (typeof strategies)[number];

/** The query. The other routes are short forms of it. */
export const recommendInput = z
  .strictObject({
    userId: ownId.optional().describe('Recommend to this user'),
    itemId: ownId.optional().describe('Recommend from this item'),
    itemTitle: pgText.min(1).max(1000).optional().describe('Recommend from the item with this title'),
    history: z
      .array(z.strictObject({ itemId: ownId, type: categoryText.optional(), value: z.number().optional() }))
      .max(1000)
      .optional()
      .describe('Interactions of an anonymous session. Not stored'),
    n: z.number().int().min(1).max(500).optional().describe('Number of items; 10 if left out'),
    limit: z.number().int().min(1).max(500).optional().describe('Synonym of n, for paging by offset'),
    offset: z.number().int().min(0).max(10_000).optional(),
    cursor: z.string().max(2000).optional().describe('nextCursor of the page before'),
    placement: placementName.optional().describe('Settings stored under this name; fields of the query override them'),
    modelVersion: modelVersion.optional().describe('Pin a version; the live one if left out'),
    strategy: z.enum(strategies).optional(),
    filter: filterSchema.optional().describe('Only items that match. The order of the others does not change'),
    rules: rulesSchema.optional(),
    excludeSeen: z.boolean().optional().describe('Leave out what the user has interacted with; true if left out'),
    excludeOwn: z.boolean().optional().describe('Leave out items whose ownerId is the userId; true if left out'),
    diversity: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('0: by score alone, 1: as different from each other as possible'),
    rotation: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('How far items sink that the user was shown lately: impressions sent as events'),
    explain: z
      .boolean()
      .optional()
      .describe(
        "Give reasons for each item. Reasons name items of a user's stored history to a key that may read users " +
          '(users:read); to others they are general',
      ),
    fields: z
      .array(z.string().min(1).max(64))
      .max(50)
      .optional()
      .describe('Item fields to return, own fields by their names; the title if left out'),
  })
  .meta({
    id: 'Recommend',
    examples: [
      {
        userId: '00042',
        n: 5,
        filter: { field: 'price', lte: 20 },
        rules: { boost: [{ filter: { field: 'categories', contains: 'Crime' }, factor: 1.5 }] },
        diversity: 0.3,
        explain: true,
        fields: ['title', 'price'],
      },
    ],
  });
export type RecommendInput = z.infer<typeof recommendInput>;

/** Each query is validated apart, so that an invalid one does not fail the others. */
export const recommendBatchInput = z.strictObject({ queries: z.array(z.unknown()).min(1) }).meta({
  id: 'RecommendBatch',
  examples: [{ queries: [{ userId: '00042', n: 3 }, { itemId: '00123', n: 3 }, { history: [{ itemId: '00123' }] }] }],
});

/** Queries of a batch. More are answered with 413. */
export const maxBatchQueries = 1_000;
/** Items of all answers of a batch: they are in memory together. More are answered with 413. */
export const maxBatchItems = 50_000;

/** The query whose list is explained; `itemId` is the item in question. */
export const explainInput = recommendInput
  .omit({ itemId: true, itemTitle: true, cursor: true, offset: true, n: true, limit: true, explain: true })
  .extend({ itemId: ownId.describe('The item in question') })
  .meta({
    id: 'ExplainItem',
    examples: [{ userId: '00042', itemId: '00123', filter: { field: 'price', lte: 20 } }],
  });
export type ExplainInput = z.infer<typeof explainInput>;

export const reasonSchema = z.object({
  kind: z.enum(['history', 'item', 'features', 'popular', 'trending', 'latest', 'rule', 'pinned']),
  text: z.string().describe('A sentence to show'),
  itemId: z.string().optional(),
  title: z.string().optional(),
  share: z.number().optional().describe('Part of the score, 0 to 1'),
  values: z.array(z.string()).optional(),
});

export const recommendationSchema = z
  .object({
    recommendationId: z.string(),
    items: z.array(
      z.object({
        itemId: z.string(),
        score: z.number(),
        source: z.enum(['personal', 'similar', 'popular', 'trending', 'latest', 'pinned']),
        fields: z.record(z.string(), z.unknown()).optional(),
        reasons: z.array(reasonSchema).optional(),
      }),
    ),
    model: z
      .object({
        version: z.number().int(),
        algorithm: z.string(),
        trainedAt: z.iso.datetime(),
        dataAsOf: z.iso.datetime(),
      })
      .nullable()
      .describe('null before any model is ready'),
    fallback: z
      .string()
      .optional()
      .describe('The reason why the list is not, or not only, from the model or strategy requested'),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'Recommendation' });
export type Recommendation = z.infer<typeof recommendationSchema>;

export const recommendBatchSchema = z
  .object({ data: z.array(z.union([recommendationSchema, z.object({ error: problemSchema })])) })
  .meta({ id: 'RecommendBatchResult' });

export const itemExplanationSchema = z
  .object({
    itemId: z.string(),
    rank: z.number().int().nullable().describe('Place in the whole list, from 1; null where the item is not in it'),
    score: z.number().nullable(),
    eligible: z.boolean(),
    removedBy: z
      .object({
        kind: z.enum(['seen', 'filter', 'rule', 'hidden', 'own', 'unknown']),
        detail: z.string().describe('A sentence to show'),
      })
      .nullable(),
    reasons: z.array(reasonSchema),
    model: recommendationSchema.shape.model,
  })
  .meta({ id: 'ItemExplanation' });
export type ItemExplanation = z.infer<typeof itemExplanationSchema>;

export const shortFormQuery = z.object({
  n: z.coerce.number().int().min(1).max(500).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
  offset: z.coerce.number().int().min(0).max(10_000).optional(),
  cursor: z.string().max(2000).optional(),
  placement: placementName.optional(),
  modelVersion: z.coerce.number().pipe(modelVersion).optional(),
  explain: z.stringbool().optional(),
  fields: z.string().max(2000).optional().describe('Comma-separated item fields to return'),
});
