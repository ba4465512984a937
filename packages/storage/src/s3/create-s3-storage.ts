import { limitBytes } from '../limit-bytes.ts';
import type { Storage } from '../storage.ts';
import {
  discard,
  forget,
  found,
  type MultipartUpload,
  openUpload,
  pendingBefore,
  readPending,
  sizeOf,
} from './multipart.ts';
import { createS3Client, S3Error, type S3Settings } from './s3-client.ts';

/** Answers without a byte between them after which a read fails. */
const readAttempts = 5;

/** Keeps each key as an object of a bucket of Amazon S3, MinIO or another service with the same interface. */
export function createS3Storage(settings: S3Settings): Storage {
  const s3 = createS3Client(settings);

  async function range(key: string, start: number, end: number): Promise<Uint8Array> {
    if (end <= start) return new Uint8Array(0);
    try {
      const response = await s3({ method: 'GET', key, headers: { range: `bytes=${start}-${end - 1}` } });
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      // Nothing from `start` on.
      if (error instanceof S3Error && error.status === 416) return new Uint8Array(0);
      throw error;
    }
  }

  /** Continues where the connection broke: reading a large file takes minutes, and S3 closes slow connections. */
  async function* read(key: string): AsyncGenerator<Uint8Array> {
    let at = 0;
    let size: number | undefined;
    for (let failed = 0; size === undefined || at < size; ) {
      const headers = at > 0 ? { range: `bytes=${at}-` } : undefined;
      const response = await s3({ method: 'GET', key, ...(headers && { headers }) });
      size ??= Number(response.headers.get('content-length'));
      try {
        for await (const chunk of response.body ?? []) {
          at += chunk.length;
          failed = 0;
          yield chunk;
        }
        if (at < size) throw new Error(`S3 ended ${key} after ${at} of ${size} bytes`);
      } catch (error) {
        if (++failed === readAttempts) throw error;
      }
    }
  }

  return {
    read,
    range,
    head: (key, bytes) => range(key, 0, bytes),
    async write(key, body, maxBytes) {
      const upload = await openUpload(s3, key);
      let bytes = 0;
      try {
        for await (const chunk of limitBytes(body, maxBytes)) {
          bytes += chunk.length;
          await upload.add(chunk);
        }
        await upload.complete();
      } catch (error) {
        await discard(s3, key);
        throw error;
      }
      await forget(s3, key);
      return { bytes };
    },
    async append(key, offset, body, maxBytes) {
      const pending = await pendingAt(key, offset);
      const upload = await openUpload(s3, key, pending);
      try {
        for await (const chunk of limitBytes(body, maxBytes - offset)) await upload.add(chunk);
      } catch (error) {
        await parkAfter(error, upload);
      }
      return upload.park();
    },
    async pending(key) {
      const pending = await readPending(s3, key);
      return pending ? sizeOf(pending) : 0;
    },
    async finish(key) {
      const pending = await readPending(s3, key);
      if (!pending) {
        await s3({ method: 'HEAD', key });
        return;
      }
      const upload = await openUpload(s3, key, pending);
      await upload.complete().catch(async (error) => {
        // An earlier call completed it and was killed before it removed the record.
        if (!(error instanceof S3Error && error.code === 'NoSuchUpload')) throw error;
        await s3({ method: 'HEAD', key });
      });
      await forget(s3, key);
    },
    async remove(key) {
      await discard(s3, key);
      await found(s3({ method: 'DELETE', key }));
    },
    async sweep(olderThanMs) {
      for (const key of await pendingBefore(s3, new Date(Date.now() - olderThanMs))) await discard(s3, key);
    },
  };

  async function pendingAt(key: string, offset: number) {
    if (offset === 0) {
      await discard(s3, key);
      return undefined;
    }
    const pending = await readPending(s3, key);
    const size = pending ? sizeOf(pending) : 0;
    if (size !== offset) throw new Error(`The unfinished upload of ${key} has ${size} bytes, not ${offset}`);
    return pending;
  }
}

/** The error of the body is the one to report, also where S3 fails too. */
async function parkAfter(error: unknown, upload: MultipartUpload): Promise<never> {
  await upload.park().catch(() => undefined);
  throw error;
}
