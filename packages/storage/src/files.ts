import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TooLargeError } from './errors.ts';
import type { Storage } from './storage.ts';

const readBytes = 256 * 1024;

/** Keeps each key as a file of `folder`, which is made with the first write. An upload has a temporary name until its end. */
export function createFileStorage(folder: string): Storage {
  const path = (key: string) => join(folder, key);
  return {
    async write(key, body, maxBytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const partial = `${path(key)}.partial`;
      let bytes = 0;
      try {
        await pipeline(
          body,
          async function* limit(chunks: AsyncIterable<Uint8Array>) {
            for await (const chunk of chunks) {
              bytes += chunk.length;
              if (bytes > maxBytes) throw new TooLargeError(maxBytes);
              yield chunk;
            }
          },
          createWriteStream(partial, { mode: 0o600, flush: true }),
        );
        await rename(partial, path(key));
        return { bytes };
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    read: (key) => createReadStream(path(key), { highWaterMark: readBytes }),
    async head(key, bytes) {
      const file = await open(path(key));
      try {
        const { buffer, bytesRead } = await file.read(new Uint8Array(bytes), 0, bytes, 0);
        return buffer.subarray(0, bytesRead);
      } finally {
        await file.close();
      }
    },
    remove: (key) => rm(path(key), { force: true }),
    async sweep(olderThanMs) {
      const names = await readdir(folder).catch(() => []);
      for (const name of names.filter((each) => each.endsWith('.partial'))) {
        const { mtimeMs } = await stat(path(name)).catch(() => ({ mtimeMs: Date.now() }));
        if (Date.now() - mtimeMs > olderThanMs) await rm(path(name), { force: true });
      }
    },
  };
}
