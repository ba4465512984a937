import { Hono } from 'hono';
import type { AppEnv } from '../http/app-env.ts';
import { problem } from '../http/problems.ts';

/** `live` touches nothing: it says that the process answers. `ready` says whether to send it requests. */
export function health(notReady: () => Promise<string | undefined>): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/live', (c) => c.json({ status: 'live' }))
    .get('/ready', async (c) => {
      const why = await notReady();
      return why === undefined ? c.json({ status: 'ready' }) : problem(c, 'unavailable', why);
    });
}
