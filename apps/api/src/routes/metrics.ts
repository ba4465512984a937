import { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import type { MetricsText } from '../metrics/serve-metrics.ts';

/** `GET /metrics` on the API's port, for machines whose port only their owner reaches. */
export function metrics({ contentType, read }: MetricsText): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/', async (c) =>
    c.body(await read(), 200, { 'content-type': contentType, 'cache-control': 'no-store' }),
  );
}
