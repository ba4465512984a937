import { z } from 'zod';
import { modelVersion } from './models.ts';
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
    modelVersion: modelVersion.optional().describe('Pin a version; the live one if left out'),
    strategy: z.enum(strategies).optional(),
    excludeSeen: z.boolean().default(true),
    explain: z.boolean().default(false),
    fields: z
      .array(z.string().min(1).max(64))
      .max(50)
      .optional()
      .describe('Item fields to return, custom ones by their names'),
  })
  .meta({ id: 'Recommend' });
export type RecommendInput = z.infer<typeof recommendInput>;
/** The query before defaults. */
export type RecommendQuery = z.input<typeof recommendInput>;

export const reasonSchema = z.object({
  kind: z.enum(['history', 'item', 'features', 'popular', 'trending', 'latest']),
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

export const shortFormQuery = z.object({
  n: z.coerce.number().int().min(1).max(500).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
  offset: z.coerce.number().int().min(0).max(10_000).optional(),
  cursor: z.string().max(2000).optional(),
  modelVersion: z.coerce.number().pipe(modelVersion).optional(),
  explain: z.stringbool().optional(),
  fields: z.string().max(2000).optional().describe('Comma-separated item fields to return'),
});
