import { createReadStream, statSync } from 'node:fs';
import { request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mapping } from '@curio/contracts';
import type { MeasuredCurio } from './serve-curio.ts';

const pollMs = 50;
/** Of the files that `writeRows` writes. */
export const importMapping: Mapping = {
  columns: {
    user: { field: 'userId' },
    item: { field: 'itemId' },
    type: { field: 'type' },
    time: { field: 'timestamp' },
  },
};

export async function ask<T>(curio: MeasuredCurio, method: string, url: string, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { 'x-api-key': curio.key, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

/** POSTs a file, streamed from disk. */
export async function send<T>(curio: MeasuredCurio, url: string, path: string): Promise<T> {
  const headers = {
    'x-api-key': curio.key,
    'content-type': 'text/csv',
    'content-length': statSync(path).size,
  };
  const upload = request(url, { method: 'POST', headers });
  const answer = new Promise<T>((resolve, reject) => {
    upload.once('error', reject);
    upload.once('response', async (response) => {
      const text = (await response.setEncoding('utf8').toArray()).join('');
      if (response.statusCode === 201) resolve(JSON.parse(text) as T);
      else reject(new Error(`POST ${url}: ${response.statusCode} ${text}`));
    });
  });
  const [answered] = await Promise.all([answer, pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), upload)]);
  return answered;
}

export async function until<T>(poll: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await poll();
    if (found !== undefined) return found;
    await sleep(pollMs);
  }
}
