/** The three processes beside the database, and the sign that each is ready. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NEXT, STUDIO } from '../build/studio.ts';
import { ROOT } from '../process/run-program.ts';
import type { Secrets } from '../settings/secrets.ts';
import type { Settings } from '../settings/settings.ts';
import type { Service } from './supervise.ts';

/**
 * Heap limits: an idle process stays small, and a leak ends one process before it exhausts the machine. The rows of an import
 * live shortly: with V8's default for new objects, the worker takes 60 MB more while it reads a file.
 */
const HEAP = {
  api: ['--max-old-space-size=1024'],
  worker: ['--max-old-space-size=512', '--max-semi-space-size=32'],
  studio: ['--max-old-space-size=256'],
};

/** `development` runs the studio from its sources, without a build. */
export function services(
  settings: Settings,
  appUrl: string,
  secrets: Secrets,
  mode: 'production' | 'development' = 'production',
): Record<'api' | 'worker' | 'studio', Service> {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: mode,
    DATABASE_URL: appUrl,
    CURIO_SECRET: secrets.secret,
    CURIO_DATA_DIR: settings.dataDir,
    CURIO_API_PORT: String(settings.apiPort),
    CURIO_API_URL: settings.apiUrl,
    CURIO_STUDIO_URL: settings.studioUrl,
    CURIO_WEBHOOKS_ALLOW_PRIVATE: process.env.CURIO_WEBHOOKS_ALLOW_PRIVATE || 'true',
    CURIO_METRICS_OPEN: process.env.CURIO_METRICS_OPEN || 'true',
    CURIO_LOG_LEVEL: process.env.CURIO_LOG_LEVEL || 'info',
  };
  // Without the secret and the database's address: the studio only calls the API.
  const { DATABASE_URL: _url, CURIO_SECRET: _secret, ...studioEnv } = env;
  const answers =
    (url: string): Service['ready'] =>
    ({ stopped }) =>
      untilItAnswers(url, stopped);
  return {
    api: {
      name: 'api',
      command: process.execPath,
      args: [...HEAP.api, join(ROOT, 'apps/api/src/server.ts')],
      env,
      ready: answers(`http://localhost:${settings.apiPort}/health/ready`),
    },
    worker: {
      name: 'worker',
      command: process.execPath,
      args: [...HEAP.worker, join(ROOT, 'apps/worker/src/worker.ts')],
      env,
      ready: ({ seen }) => seen(/worker ready/),
    },
    studio: {
      name: 'studio',
      command: process.execPath,
      args:
        mode === 'production'
          ? [...HEAP.studio, NEXT, 'start', '--port', String(settings.studioPort)]
          : [NEXT, 'dev', '--hostname', 'localhost', '--port', String(settings.studioPort)],
      cwd: STUDIO,
      env: { ...studioEnv, NEXT_TELEMETRY_DISABLED: '1' },
      ready: answers(`http://localhost:${settings.studioPort}/`),
    },
  };
}

async function untilItAnswers(url: string, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    try {
      const { status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) });
      if (status < 500) return;
    } catch {}
    await sleep(50);
  }
}
