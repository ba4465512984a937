import { problemSchema } from '@curio/contracts';
import { createRoute, OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from './app-env.ts';
import { idempotent, refuseIdempotencyKey } from './idempotent.ts';
import { invalidInput } from './problems.ts';
import { readJson } from './read-json.ts';

/** A Hono app whose inputs are checked against their schemas before a handler sees them. */
export function createRouter(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalidInput(result.error);
    },
  });
}

const problems = {
  content: { 'application/problem+json': { schema: problemSchema } },
  description: 'A problem: its code, the cause, and how to fix it',
} as const;

/** Either authenticates: a key, or a session. */
const security: Record<string, string[]>[] = [{ apiKey: [] }, { session: [] }];

export function json<T extends z.ZodType>(schema: T, description: string) {
  return { content: { 'application/json': { schema } }, description } as const;
}

export function body<T extends z.ZodType>(schema: T) {
  return { content: { 'application/json': { schema } }, required: true } as const;
}

/** In the document only: a schema would be checked for every request. */
const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 255 },
  description: 'A repeated request with the same key has no further effect and gets the same answer, for 24 hours',
} as const;

export const defaultBodyBytes = 256 << 10;

/**
 * A route of the API: with its ways to authenticate, and the problems that every route can answer. Those are for the document; to
 * TypeScript the route has the answers that its handler gives. A JSON body may have `maxBodyBytes`. With `comparesRepeats`
 * the route itself takes Idempotency-Key.
 */
export function route<P extends string, const R extends Omit<RouteConfig, 'path' | 'security'> & { path: P }>(
  config: R,
  { maxBodyBytes = defaultBodyBytes, comparesRepeats = false } = {},
) {
  const content = config.request?.body?.content;
  const takesJson = content?.['application/json'] !== undefined;
  const writes = config.method !== 'get';
  const middleware: MiddlewareHandler<AppEnv>[] = takesJson ? [readJson(maxBodyBytes)] : [];
  if (writes && !comparesRepeats) middleware.push(content && !takesJson ? refuseIdempotencyKey : idempotent);
  const complete: R = {
    ...config,
    security,
    responses: { ...config.responses, '4XX': problems, '5XX': problems },
    ...(writes && (takesJson || !content || comparesRepeats) ? { parameters: [idempotencyKey] } : {}),
    ...(middleware.length > 0 ? { middleware } : {}),
  };
  return createRoute<P, R>(complete);
}

export const projectParam = z.object({ projectId: z.string().meta({ example: 'prj_4tQ…' }) });
export { z };
