import { z } from 'zod';

/** `?cursor=&limit=` of every list. */
export const pageQuery = z.object({
  cursor: z.string().max(2000).optional().describe('The nextCursor of the page before'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type PageQuery = z.infer<typeof pageQuery>;

export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ data: z.array(row), nextCursor: z.string().nullable() });
}

export interface Page<T> {
  data: T[];
  nextCursor: string | null;
}
