import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { limitBytes } from './limit-bytes.ts';
import type { Storage } from './storage.ts';

const readBytes = 256 * 1024;
const ownerOnly = 0o600;

/** Keeps each key as a file of `folder`, which is made with the first write. An upload has a temporary name until its end. */
export function createFileStorage(folder: string): Storage {
  const path = (key: string) => join(folder, key);
  const partialOf = (key: string) => `${path(key)}.partial`;
  const makeFolder = () => mkdir(folder, { recursive: true, mode: 0o700 });
  const sizeOf = async (file: string): Promise<number | undefined> =>
    (await stat(file).catch(refuseOthers('ENOENT')))?.size;

  async function range(key: string, start: number, end: number): Promise<Uint8Array> {
    const file = await open(path(key));
    try {
      const length = Math.max(0, Math.min(end, (await file.stat()).size) - start);
      const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, start);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  }

  return {
    range,
    head: (key, bytes) => range(key, 0, bytes),
    read: (key) => createReadStream(path(key), { highWaterMark: readBytes }),
    async write(key, body, maxBytes) {
      await makeFolder();
      const partial = partialOf(key);
      try {
        const target = createWriteStream(partial, { mode: ownerOnly, flush: true });
        await pipeline(limitBytes(body, maxBytes), target);
        await rename(partial, path(key));
        return { bytes: target.bytesWritten };
      } catch (error) {
        await rm(partial, { force: true });
        throw error;
      }
    },
    async append(key, offset, body, maxBytes) {
      await makeFolder();
      const file = await open(partialOf(key), offset === 0 ? 'w' : 'r+', ownerOnly);
      try {
        // Bytes behind the offset belong to a write that was never confirmed.
        await file.truncate(offset);
        let at = offset;
        for await (const chunk of limitBytes(body, maxBytes - offset)) {
          await file.write(chunk, 0, chunk.length, at);
          at += chunk.length;
        }
        return at;
      } finally {
        await file.close();
      }
    },
    pending: async (key) => (await sizeOf(partialOf(key))) ?? 0,
    async finish(key) {
      const file = await open(partialOf(key), 'r+').catch(refuseOthers('ENOENT'));
      if (file === undefined) {
        await stat(path(key));
        return;
      }
      await file.sync().finally(() => file.close());
      await rename(partialOf(key), path(key));
    },
    async remove(key) {
      await rm(path(key), { force: true });
      await rm(partialOf(key), { force: true });
    },
    async sweep(olderThanMs) {
      const names = await readdir(folder).catch(() => []);
      for (const name of names.filter((each) => each.endsWith('.partial'))) {
        const { mtimeMs } = await stat(path(name)).catch(() => ({ mtimeMs: Date.now() }));
        if (Date.now() - mtimeMs > olderThanMs) await rm(path(name), { force: true });
      }
    },
  };
}

/** For `catch`: undefined where the error has that code. */
const refuseOthers = (code: string) => (error: NodeJS.ErrnoException) => {
  if (error.code !== code) throw error;
  return undefined;
};
