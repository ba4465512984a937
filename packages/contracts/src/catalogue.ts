import { z } from 'zod';
import { storedSchemas } from './field-schemas.ts';
import { fields } from './fields.ts';
import { pgText } from './text.ts';

export const itemSchema = z
  .object({ ...storedSchemas(fields.items), custom: z.record(z.string(), z.unknown()) })
  .meta({ id: 'Item' });
export type Item = z.infer<typeof itemSchema>;

export const userSchema = z
  .object({
    ...storedSchemas(fields.users),
    interactions: z.number().int().describe('Counted up to 1,000'),
    lastInteractionAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof userSchema>;

export const catalogueQuery = z.object({
  q: pgText.max(200).optional().describe('Part of a title, or the start of an id'),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
