import { z } from 'zod';
import { filterSchema, geoPoint } from './filters.ts';
import { ownId, pgText } from './text.ts';

/** Rules of one kind in one request or placement. */
const maxRules = 50;
/** Ids of one `include` or `exclude`. */
const maxIds = 1000;

const decayRule = z.strictObject({
  field: pgText.min(1).max(64).describe('A field with numbers, dates or locations'),
  decay: z
    .strictObject({
      origin: z
        .union([z.number(), pgText.max(100), geoPoint])
        .describe('A number; a time in ISO 8601; a point, or "user" for the user\'s own location'),
      scale: z.number().positive().describe('In units of a number, days of a date, kilometres of a location'),
    })
    .describe('Multiplies the score by 0.5 ^ (distance from the origin / scale); by 1 where the item has no value'),
});

const boostRule = z.strictObject({ filter: filterSchema, factor: z.number().positive().max(10_000) });
const buryRule = z.strictObject({ filter: filterSchema, factor: z.number().min(0).max(1) });

/** Changes of a list that the owner asks for: scores are multiplied, items pinned, listed alone or left out. */
export const rulesSchema = z
  .strictObject({
    boost: z
      .array(z.union([boostRule, decayRule]))
      .max(maxRules)
      .optional()
      .describe('Multiplies scores'),
    bury: z.array(buryRule).max(maxRules).optional().describe('Multiplies scores by a factor of at most 1'),
    pin: z
      .array(z.strictObject({ itemId: ownId, position: z.number().int().min(1).max(10_000) }))
      .max(maxRules)
      .optional()
      .describe('Puts items at positions, counted from 1 over all pages'),
    include: z.array(ownId).max(maxIds).optional().describe('Only these items'),
    exclude: z.array(ownId).max(maxIds).optional().describe('Never these items'),
  })
  .meta({ id: 'Rules' });
export type Rules = z.infer<typeof rulesSchema>;
export type BoostRule = NonNullable<Rules['boost']>[number];
export type DecayRule = z.infer<typeof decayRule>;
export type Pin = NonNullable<Rules['pin']>[number];
