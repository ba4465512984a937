import { z } from 'zod';
import { filterSchema } from './filters.ts';
import { pageOf } from './page.ts';
import { placementName } from './placement-name.ts';
import { recommendInput } from './recommendations.ts';
import { rulesSchema } from './rules.ts';

const { strategy, n, fields, modelVersion } = recommendInput.shape;

/** Fields of a recommendation query that are stored under a name. Those of a request that names the placement win. */
export const placementSettings = z
  .strictObject({
    strategy,
    filter: filterSchema.optional(),
    rules: rulesSchema.optional(),
    n,
    diversity: z.number().min(0).max(1).optional(),
    rotation: z.number().min(0).max(1).optional(),
    excludeSeen: z.boolean().optional(),
    excludeOwn: z.boolean().optional(),
    fields,
    explain: z.boolean().optional(),
    modelVersion,
  })
  .meta({
    id: 'PlacementSettings',
    examples: [
      {
        strategy: 'personal',
        n: 10,
        filter: { field: 'price', lte: 30 },
        rules: { bury: [{ filter: { field: 'categories', contains: 'Cooking' }, factor: 0.5 }] },
        diversity: 0.3,
      },
    ],
  });
export type PlacementSettings = z.infer<typeof placementSettings>;

export const placementSchema = placementSettings
  .extend({ name: placementName, createdAt: z.iso.datetime(), updatedAt: z.iso.datetime() })
  .meta({ id: 'Placement' });
export type Placement = z.infer<typeof placementSchema>;
export const placementsPage = pageOf(placementSchema);
