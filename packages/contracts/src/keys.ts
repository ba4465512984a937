import { z } from 'zod';
import { pgText } from './text.ts';

export const scopes = [
  'recommend',
  'events:write',
  'catalogue:read',
  'catalogue:write',
  'users:read',
  'imports:write',
  'models:read',
  'models:write',
  'webhooks:write',
  'admin',
] as const;
export type Scope = (typeof scopes)[number];

export const createKeyInput = z
  .strictObject({
    name: pgText.trim().min(1, 'A key needs a name').max(80),
    scopes: z.array(z.enum(scopes)).min(1, 'A key needs at least one scope').describe('`admin` includes all others'),
    projects: z.array(pgText).min(1).optional().describe('Left out: all projects of the workspace'),
    environment: z.enum(['live', 'test']).default('live'),
  })
  .meta({ id: 'CreateKey' });
export type CreateKeyInput = z.infer<typeof createKeyInput>;

export const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().describe('The first characters, to distinguish keys'),
    last4: z.string(),
    scopes: z.array(z.enum(scopes)),
    projects: z.array(z.string()).nullable(),
    environment: z.enum(['live', 'test']),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Key' });
export type Key = z.infer<typeof keySchema>;

export const createdKeySchema = keySchema
  .extend({ key: z.string().describe('The key itself. Shown once; only its SHA-256 is kept') })
  .meta({ id: 'CreatedKey' });
export type CreatedKey = z.infer<typeof createdKeySchema>;
