import { z } from 'zod';
import { scopes } from './keys.ts';

/** The caller: the answer of GET /v1/me. */
export const meSchema = z
  .object({
    workspace: z.object({ id: z.string(), name: z.string() }),
    account: z
      .object({ id: z.string(), name: z.string(), email: z.string() })
      .nullable()
      .describe('null for an API key'),
    role: z.enum(['owner', 'admin', 'member']).nullable(),
    scopes: z.array(z.enum(scopes)),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof meSchema>;
