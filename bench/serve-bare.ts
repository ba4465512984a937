/** What a request costs at least: a Hono route that parses the same body and answers ten items. Started by `startBare`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { freePort } from './serve-curio.ts';

export interface Bare {
  url: string;
  stop(): Promise<void>;
}

export async function startBare(): Promise<Bare> {
  const port = await freePort();
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    url: `http://127.0.0.1:${port}/recommendations`,
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** The packages of the API, which are not the bench's own. */
async function serveBare(port: number): Promise<void> {
  const require = createRequire(new URL('../apps/api/package.json', import.meta.url));
  const load = (name: string) => import(require.resolve(name));
  const [{ Hono }, { serve }] = await Promise.all([load('hono'), load('@hono/node-server')]);
  const items = Array.from({ length: 10 }, (_, index) => ({
    itemId: `item-${index * 977}`,
    score: 1 / (index + 1),
    source: 'personal',
    fields: { title: `A title of the usual length, number ${index * 977}` },
  }));
  const app = new Hono();
  app.post(
    '/recommendations',
    async (c: { req: { json(): Promise<{ userId: string }> }; json(body: unknown): Response }) => {
      const { userId } = await c.req.json();
      return c.json({ recommendationId: `rec_${userId}`, items, model: null, nextCursor: null });
    },
  );
  serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => console.log('ready'));
}

if (import.meta.main) await serveBare(Number(process.argv[2]));
