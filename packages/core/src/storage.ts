import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CurioError } from './platform/errors.ts';

/** Where uploaded bytes lie: a folder that API and worker share. */
export interface Storage {
  /** Streams to a temporary name and renames at the end: a key either holds the whole upload or does not exist. */
  write(key: string, body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<{ bytes: number }>;
  read(key: string): AsyncIterable<Uint8Array>;
  /** The first bytes, at most `bytes` of them. */
  head(key: string, bytes: number): Promise<Uint8Array>;
  remove(key: string): Promise<void>;
  /** Removes what uploads left behind whose process was killed: nothing was written to it for `olderThanMs`. */
  sweep(olderThanMs: number): Promise<void>;
}

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
          async function* count(chunks: AsyncIterable<Uint8Array>) {
            for await (const chunk of chunks) {
              bytes += chunk.length;
              if (bytes > maxBytes) {
                throw new CurioError(
                  'too-large',
                  `The file is larger than ${Math.round(maxBytes / 1e6)} MB, the limit here.`,
                );
              }
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
    read: (key) => createReadStream(path(key), { highWaterMark: 256 * 1024 }),
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
