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
  'logs:read',
  'admin',
] as const;
export type Scope = (typeof scopes)[number];

/** Scopes that a key in a web page may have: everyone who opens the page can copy it. */
export const publishableScopes: readonly Scope[] = ['recommend', 'events:write'];

const maxLimit = 10_000_000;
const maxWindowSeconds = 86_400;
/** Window of a limit that is given as a single number. */
const defaultWindowSeconds = 60;

const rateLimitSchema = z
  .strictObject({
    limit: z.number().int().min(1).max(maxLimit).describe('Requests in each window'),
    windowSeconds: z.number().int().min(1).max(maxWindowSeconds).default(defaultWindowSeconds),
  })
  .meta({ id: 'RateLimit' });
export type RateLimit = z.infer<typeof rateLimitSchema>;

/** A limit as stored: a single number is per minute. */
export function toRateLimit(limit: number | RateLimit): RateLimit {
  return typeof limit === 'number' ? { limit, windowSeconds: defaultWindowSeconds } : limit;
}

/** Scheme, host and port of a page, exactly as browsers send them. */
const webOrigin = pgText
  .max(300)
  .refine(isWebOrigin, 'Give an origin such as https://shop.example, without a path')
  .meta({ example: 'https://shop.example' });

function isWebOrigin(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && url.origin === text;
}

export const createKeyInput = z
  .strictObject({
    name: pgText.trim().min(1, 'A key needs a name').max(80),
    scopes: z.array(z.enum(scopes)).min(1, 'A key needs at least one scope').describe('`admin` includes all others'),
    projects: z.array(pgText).min(1).optional().describe('Left out: all projects of the workspace'),
    environment: z.enum(['live', 'test']).default('live'),
    expiresAt: z.iso.datetime({ offset: true }).optional().describe('The key is refused from then on'),
    rateLimit: z
      .union([z.number().int().min(1).max(maxLimit), rateLimitSchema])
      .optional()
      .describe(`Left out: the default limit. A single number counts per ${defaultWindowSeconds} seconds`),
    origins: z
      .array(webOrigin)
      .min(1)
      .max(20)
      .optional()
      .describe(
        'For a publishable key in web pages: pages of these origins alone may use it. Scopes: recommend, events:write',
      ),
  })
  .refine(({ origins, scopes }) => !origins || scopes.every((scope) => publishableScopes.includes(scope)), {
    path: ['scopes'],
    error: `A key with origins is for web pages, where everyone can read it: it may have ${publishableScopes.join(' and ')} only`,
  })
  .meta({ id: 'CreateKey', examples: [{ name: 'Shop server', scopes: ['recommend', 'events:write'] }] });
export type CreateKeyInput = z.infer<typeof createKeyInput>;

export const rotateKeyInput = z
  .strictObject({
    overlapSeconds: z
      .number()
      .int()
      .min(0)
      .max(30 * 86_400)
      .default(3_600)
      .describe('How long the old key works beside the new one'),
  })
  .meta({ id: 'RotateKey', examples: [{ overlapSeconds: 3600 }] });
export type RotateKeyInput = z.infer<typeof rotateKeyInput>;

export const keySchema = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().describe('The first characters, to distinguish keys'),
    last4: z.string(),
    scopes: z.array(z.enum(scopes)),
    projects: z.array(z.string()).nullable(),
    environment: z.enum(['live', 'test']),
    rateLimit: rateLimitSchema.nullable().describe('null: the default limit'),
    origins: z.array(z.string()).nullable().describe('null: for servers'),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    replacedBy: z.string().nullable().describe('Id of the key that replaces this one since its rotation'),
  })
  .meta({ id: 'Key' });
export type Key = z.infer<typeof keySchema>;

export const createdKeySchema = keySchema
  .extend({ key: z.string().describe('The key itself. Shown once; only its SHA-256 is kept') })
  .meta({ id: 'CreatedKey' });
export type CreatedKey = z.infer<typeof createdKeySchema>;
