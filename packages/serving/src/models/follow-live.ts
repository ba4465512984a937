import { type Listener, listen } from '@curio/db';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { ModelCache } from './model-cache.ts';

const notification = z.object({ workspaceId: z.string(), projectId: z.string(), version: z.number().nullable() });

/**
 * Loads a version as soon as it becomes live, for projects that this process has served. A missed notification costs
 * only the head start: every request reads which version is live.
 */
export function followLive(url: string, models: ModelCache, log: Logger): Listener {
  return listen(
    url,
    'curio_live',
    (payload) => {
      const { version, ...project } = notification.parse(JSON.parse(payload));
      if (version !== null && models.lastServed(project)) models.load({ ...project, version }).catch(() => undefined);
    },
    (error) => log.warn({ err: error }, 'not listening for live models; trying again'),
  );
}
