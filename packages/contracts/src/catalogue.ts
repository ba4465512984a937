import { z } from 'zod';

export const itemSchema = z
  .object({
    itemId: z.string(),
    title: z.string().nullable(),
    description: z.string().nullable(),
    categories: z.array(z.string()),
    tags: z.array(z.string()),
    price: z.number().nullable(),
    imageUrl: z.string().nullable(),
    url: z.string().nullable(),
    ownerId: z.string().nullable(),
    createdAt: z.iso.datetime().nullable(),
    hidden: z.boolean(),
    custom: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Item' });
export type Item = z.infer<typeof itemSchema>;

export const userSchema = z
  .object({
    userId: z.string(),
    interactions: z.number().int().describe('Counted up to 1,000'),
    lastInteractionAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof userSchema>;

export const itemsQuery = z.object({
  q: z.string().max(200).optional().describe('Part of a title, or the start of an id'),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const usersQuery = itemsQuery;
